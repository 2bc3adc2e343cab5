from caseapp.printing.typeset import typeset


def test_telephone_numbers_do_not_break_across_lines_and_other_numbers_may() -> None:
    assert typeset("call +355 69 000 0000 or ۰۶۹ ۰۰۰ ۰۰۰۰") == (
        "call +355\u00a069\u00a0000\u00a00000 or ۰۶۹\u00a0۰۰۰\u00a0۰۰۰۰"
    )
    assert typeset("21 March 2027, 12 13") == "21 March 2027, 12 13"


def test_he_and_hamza_are_set_as_one_letter() -> None:
    assert typeset("نامه\u0654 ما") == "نامۀ ما"
