import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.printing.direction import Direction
from caseapp.printing.markup import (
    BODY_FORMAT,
    UnsafeText,
    clean_body,
    parse,
    to_data,
    to_html,
    to_text,
    word_count,
)
from caseapp.printing.tree import (
    BulletedList,
    Heading,
    LineBreak,
    Note,
    NumberedList,
    Paragraph,
    PointReference,
    Quotation,
    Table,
    Text,
)
from tests.fuzzing import often

PASTED = """Dear Sir
I am writing to you because my brother, Dara Sample, has not been heard of since 12 March 2002; his file is \
C-26-7KQ3 and the telephone number of our office is +355 69 000 0000 (mornings only).
They told him: "you may go" - and he did not * return * that day, 3 - 4 people say so, at 5:30 p.m. | gate 2.

1981 was the year of the wedding. The price was $5 #1 <b>not bold</b> & C:\\papers\\2002\\*.txt {point}
"""


def html(text: str, direction: Direction = "ltr") -> str:
    return str(to_html(parse(text), lambda n: f"point {n}", direction))


def test_plain_pasted_text_comes_through_word_for_word() -> None:
    text = clean_body(PASTED)
    assert to_text(parse(text)).split() == text.split()
    assert all(isinstance(block, Paragraph) for block in parse(text).blocks)


def test_each_long_line_is_a_paragraph_and_short_lines_stay_together() -> None:
    blocks = parse("First line\nSecond line\n\n" + "long " * 30 + "\n" + "longer " * 30).blocks
    assert blocks[0] == Paragraph((Text("First line"), LineBreak(), Text("Second line")))
    assert len(blocks) == 3


def test_every_mark_of_the_format_gives_its_block() -> None:
    text = (
        "# Head\n- one\n- two\n\n3) three\n4) four\n> said\n> \n> again\n"
        "!! translated\n| a | b |\n|---|---|\n| c | \\| |"
    )
    kinds = [type(block) for block in parse(text).blocks]
    assert kinds == [Heading, BulletedList, NumberedList, Quotation, Note, Table]
    heading, bullets, numbers, quotation, note, table = parse(text).blocks
    assert heading == Heading(1, (Text("Head"),))
    assert bullets == BulletedList(((Text("one"),), (Text("two"),)))
    assert numbers == NumberedList(3, ((Text("three"),), (Text("four"),)))
    assert quotation == Quotation((Paragraph((Text("said"),)), Paragraph((Text("again"),))))
    assert note == Note((Paragraph((Text("translated"),)),))
    assert table == Table(((Text("a"),), (Text("b"),)), (((Text("c"),), (Text("|"),)),))


def test_numbers_in_persian_and_arabic_digits_make_a_list_that_keeps_its_number() -> None:
    assert parse("۳. الف\n۴. ب").blocks == (NumberedList(3, ((Text("الف"),), (Text("ب"),))),)
    assert parse("٢) الف").blocks == (NumberedList(2, ((Text("الف"),),)),)


def test_list_goes_on_across_blank_lines_until_the_count_breaks() -> None:
    assert [
        block.start for block in parse("1. a\n\n2. b\n\n5. c").blocks if isinstance(block, NumberedList)
    ] == [1, 5]


def test_indented_lines_go_on_with_the_item_above_them() -> None:
    assert parse("- first\n  more\n- second").blocks == (
        BulletedList(((Text("first"), LineBreak(), Text("more")), (Text("second"),))),
    )


def test_bold_and_references_are_read_and_stars_without_partner_stay() -> None:
    assert parse("see **this {point:3}** and 2 ** 3").blocks == (
        Paragraph(
            (Text("see "), Text("this ", bold=True), PointReference(3, bold=True), Text(" and 2 ** 3"))
        ),
    )
    assert parse("{point:۱۲}").blocks == (Paragraph((PointReference(12),)),)


def test_backslash_before_a_mark_prints_the_mark_and_stays_elsewhere() -> None:
    assert to_text(parse("\\# no head")) == "# no head"
    assert to_text(parse("\\**no\\** \\{point:1}")) == "**no** {point:1}"
    assert to_text(parse("C:\\papers\\a")) == "C:\\papers\\a"


@pytest.mark.parametrize("mark", ["!!", ">", "|", "||", "|a|", "#", "-", "**", "****", "1.", "{point:0}"])
def test_a_mark_with_nothing_to_mark_prints_as_it_is(mark: str) -> None:
    assert to_text(parse(mark)) == mark


def test_unknown_body_format_is_refused() -> None:
    with pytest.raises(ValueError, match="body format 2"):
        parse("text", BODY_FORMAT + 1)


def test_html_escapes_every_character_of_the_text() -> None:
    shown = html('<script>alert(1)</script> "&" **<i>**\n\n| <b> | x |\n| y | z |')
    assert "<script" not in shown
    assert "<i>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_html_marks_only_blocks_that_run_against_their_surroundings() -> None:
    shown = html("An English line.\n\nیک خط فارسی است.")
    assert shown == '<p>An English line.</p>\n<p dir="rtl">یک خط فارسی است.</p>'
    assert html("یک خط فارسی است.", "rtl") == "<p>یک خط فارسی است.</p>"


def test_html_of_each_block_is_the_expected_element() -> None:
    text = "## H\n\n- a\n\n2. b\n\n> q\n\n!! n\n\n| h | i |\n|---|---|\n| c | {point:2} |"
    assert html(text) == (
        '<h4>H</h4>\n<ul><li>a</li></ul>\n<ol start="2"><li>b</li></ol>\n'
        "<blockquote><p>q</p></blockquote>\n"
        '<div class="body-note" role="note"><p>n</p></div>\n'
        '<table class="table"><thead><tr><th scope="col">h</th><th scope="col">i</th></tr></thead>'
        "<tbody><tr><td>c</td><td><bdi>point 2</bdi></td></tr></tbody></table>"
    )


def test_foreign_run_that_is_half_bold_is_isolated_as_one() -> None:
    content = to_data(parse("دفتر Dara **Sample** در تیرانا است"), "rtl")["blocks"][0]["content"]
    assert [piece["text"] for piece in content] == ["دفتر \u2066Dara ", "Sample\u2069", " در تیرانا است"]


def test_words_are_counted_without_marks_and_joiners_do_not_part_them() -> None:
    assert word_count("- **two** words\n- می\u200cخواهم — {point:1}") == 4


@pytest.mark.parametrize(
    ("text", "code_point", "line"),
    [
        ("a\x00", 0, 1),
        ("a\nb\u202ec", 0x202E, 2),
        ("\u202a", 0x202A, 1),
        ("a\r\n\x0b", 0x0B, 2),
        ("\ud800", 0xD800, 1),
    ],
)
def test_unsafe_character_is_refused_with_its_line(text: str, code_point: int, line: int) -> None:
    with pytest.raises(UnsafeText) as refused:
        clean_body(text)
    assert (refused.value.code_point, refused.value.line) == (code_point, line)


def test_cleaning_normalises_and_keeps_joiners_and_isolates() -> None:
    assert clean_body("e\u0308\r\na\rb\tc") == "ë\na\nb\tc"
    assert clean_body("می\u200cرود \u2066C-1\u2069") == "می\u200cرود \u2066C-1\u2069"


MARKED = st.lists(
    st.sampled_from(
        [
            *"ab ز۱3*|#->!\\{}.)\n",
            "\n\n",
            "**",
            "{point:2}",
            "- ",
            "1. ",
            "> ",
            "!! ",
            "| a | b |\n",
            "|---|---|\n",
            "  ",
        ]
    ),
    max_size=40,
).map("".join)


def cleaned(text: str) -> str:
    try:
        return clean_body(text)
    except UnsafeText:
        return ""


@settings(max_examples=often(300), deadline=None)
@given(MARKED | st.text(max_size=200).map(cleaned))
def test_any_clean_text_parses_and_can_be_shown_everywhere(text: str) -> None:
    document = parse(text)
    assert html(text).count("<script") == 0
    assert to_data(document, "rtl")["blocks"] is not None
    letters = [character for character in text if character.isalpha()]
    kept = [character for character in to_text(document) if character.isalpha()]
    if "{point:" not in text:
        assert kept == letters


@settings(max_examples=often(100), deadline=None)
@given(st.lists(st.text(alphabet="abcdeزیف،,;:'", min_size=1, max_size=12), min_size=1, max_size=60))
def test_words_without_marks_come_through_in_order(words: list[str]) -> None:
    assert to_text(parse(" ".join(words))).split() == words


def test_long_texts_full_of_marks_are_read_in_linear_time() -> None:
    for unit in ("**a ", "|a|b|\n", "- ", "> a\n", "{point:", "1. a\n"):
        assert parse(unit * (200_000 // len(unit))).blocks
