import pytest

from caseapp.dates import Calendar, PartialDate
from caseapp.printing.statement import print_statement
from caseapp.printing.words import LANGUAGES

from .reading import comparable, needs_poppler, text_of, words_of
from .sheets import statement


@needs_poppler
def test_statement_names_its_maker_kind_place_and_date_and_leaves_room_to_sign() -> None:
    text = comparable(text_of(print_statement(statement()).pdf, "-layout"))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for line in (
        "What I saw in the winter of 2002",
        "Statement of Dara Sample",
        "Kind Testimony",
        "Date Tirana, 24 November 2026",
        "Reference S-26-4MZ8",
        "They said no.",
        "2003 Hall 5",
        "I believe that the facts stated here are true.",
        "Dara Sample Ina Shembull",
    ):
        assert line in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_prints_every_kind_of_block(language: str) -> None:
    assert print_statement(statement(language=language)).pages == 1


@needs_poppler
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ar", ("إفادة Dara Sample", "النوع Testimony", "المرجع S-26-4MZ8", "24 نوفمبر 2026")),
        (
            "sq",
            (
                "Deklaratë e Dara Sample",
                "Lloji Testimony",
                "Referenca S-26-4MZ8",
                "Tirana, më 24 nëntor 2026",
            ),
        ),
    ],
)
def test_statement_in_arabic_and_albanian_names_its_parts_in_that_language(
    language: str, lines: tuple[str, ...]
) -> None:
    words = words_of(text_of(print_statement(statement(language=language)).pdf, "-layout"))
    for line in lines:
        assert set(words_of(line)) <= set(words), line


@needs_poppler
def test_empty_place_kind_and_truth_are_left_out() -> None:
    text = text_of(print_statement(statement(place="", kind="", truth="")).pdf)
    assert "Kind" not in text
    assert "24 November 2026" in text


@needs_poppler
def test_a_day_of_which_only_the_month_is_known_is_printed_as_stated() -> None:
    day = PartialDate(Calendar.JALALI, 1402, 5)
    assert "Mordad 1402 (July 2023 – August 2023)" in text_of(print_statement(statement(day=day)).pdf)
