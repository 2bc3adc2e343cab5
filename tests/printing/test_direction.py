import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.printing.direction import (
    Direction,
    direction_of,
    dominant_direction,
    isolate,
    isolate_value,
    strip_isolates,
)
from tests.fuzzing import often


def shown(text: str) -> str:
    return text.replace("\u2066", "<").replace("\u2067", "{").replace("\u2069", ">")


@pytest.mark.parametrize(
    ("written", "isolated"),
    [
        ("شماره +355 69 000 0000 است", "شماره <+355 69 000 0000> است"),
        ("نامه C-26-7KQ3 رسید.", "نامه <C-26-7KQ3> رسید."),
        ("در تاریخ (24 November 2026) بود", "در تاریخ (<24 November 2026>) بود"),
        ("به office@example.org بنویسید", "به <office@example.org> بنویسید"),
        ("دفتر International Tracing Office در تیرانا", "دفتر <International Tracing Office> در تیرانا"),
        ("+355 4 000 0000 · office@example.org", "<+355 4 000 0000> · <office@example.org>"),
        ("کتاب (Identity, 2nd ed.) را", "کتاب (<Identity, 2nd ed.>) را"),
        ("کتاب (چاپ Identity.) را", "کتاب (چاپ <Identity>.) را"),
        ("کتاب (چاپ Identity, 2nd ed.) را", "کتاب (چاپ <Identity, 2nd ed.>) را"),
        ("شرکت Sample Ltd. در تیرانا", "شرکت <Sample Ltd.> در تیرانا"),
        ("نزد U.N. بود", "نزد <U.N.> بود"),
        ("در Tirana. او آمد", "در <Tirana>. او آمد"),
        ('نوشته: "Kept here (Tirana, Block 4)." و', 'نوشته: <"Kept here (Tirana, Block 4).">' + " و"),
        ("نوشته: “Kept here.” و", "نوشته: <“Kept here.”> و"),
        ("نوشته: «Kept here.» و", "نوشته: «<Kept here.>» و"),
        ('نام "Sample" را', 'نام <"Sample"> را'),
        ("ماده Article 3(1) را", "ماده <Article 3(1)> را"),
        ("تلفن ۰۶۹ ۰۰۰ ۰۰۰۰ را", "تلفن <۰۶۹ ۰۰۰ ۰۰۰۰> را"),
        ("در روز 2026-11-24 آمد", "در روز <2026-11-24> آمد"),
        ("از سال 1402 و ۱۴۰۳ تا 24 - 26 نفر", "از سال 1402 و ۱۴۰۳ تا 24 - 26 نفر"),
        ("همه فارسی است، «تمام».", "همه فارسی است، «تمام»."),
    ],
)
def test_latin_runs_in_persian_text_are_isolated(written: str, isolated: str) -> None:
    assert shown(isolate(written, "rtl")) == isolated


@pytest.mark.parametrize(
    ("written", "isolated"),
    [
        ("Mr Dara Sample (دارا نمونه) wrote.", "Mr Dara Sample ({دارا نمونه>) wrote."),
        ("She said (من آمدم.) again.", "She said ({من آمدم.>) again."),
        ("She said “من آمدم.” again.", "She said {“من آمدم.”> again."),
        ("on ۳ آذر ۱۴۰۵, in Tirana", "on {۳ آذر ۱۴۰۵>, in Tirana"),
        ("دارا نمونه, سارا نمونه and 12 more", "{دارا نمونه>, {سارا نمونه> and 12 more"),
        ("Only Latin, +355 69 000 0000.", "Only Latin, +355 69 000 0000."),
    ],
)
def test_persian_runs_in_english_text_are_isolated(written: str, isolated: str) -> None:
    assert shown(isolate(written, "ltr")) == isolated


def test_direction_is_that_of_the_first_strong_character_outside_isolates() -> None:
    assert direction_of("12. سلام Hello") == "rtl"
    assert direction_of("Hello سلام") == "ltr"
    assert direction_of("\u2066Hello\u2069 سلام") == "rtl"
    assert direction_of("12 + 3", default="rtl") == "rtl"


def test_persian_paragraph_that_opens_with_a_latin_name_stays_persian() -> None:
    assert dominant_direction("ICRC در تهران به این نامه پاسخ داد", "ltr") == "rtl"
    assert dominant_direction("دارا is the name of my brother", "rtl") == "ltr"
    assert dominant_direction("2026", "rtl") == "rtl"


def test_value_of_unknown_direction_is_wrapped_whole_and_nothing_stays_nothing() -> None:
    assert isolate_value("C-26-7KQ3") == "\u2068C-26-7KQ3\u2069"
    assert isolate_value("") == ""


MIXED = st.text(alphabet="ab زی۱۲12 +-()./:@،,\u200c\u2066\u2067\u2068\u2069\n", max_size=60)


@settings(max_examples=often(200), deadline=None)
@given(MIXED, st.sampled_from(["ltr", "rtl"]))
def test_isolating_keeps_every_character_and_a_second_time_adds_nothing(
    text: str, direction: Direction
) -> None:
    once = isolate(text, direction)
    assert strip_isolates(once) == strip_isolates(text)
    assert isolate(once, direction) == once


@settings(max_examples=often(200), deadline=None)
@given(st.text(alphabet="ab زی۱۲12 +-()./:@،,\u200c\n", max_size=60), st.sampled_from(["ltr", "rtl"]))
def test_every_isolate_that_is_opened_is_closed_on_its_line(text: str, direction: Direction) -> None:
    for line in isolate(text, direction).split("\n"):
        depth = 0
        for character in line:
            depth += {"\u2066": 1, "\u2067": 1, "\u2069": -1}.get(character, 0)
            assert depth in (0, 1)
        assert depth == 0


def test_a_very_long_line_is_isolated_in_linear_time() -> None:
    line = "نام Dara +355 69 000 0000 و " * 20_000
    assert isolate(line, "rtl").count("\u2069") >= 20_000
