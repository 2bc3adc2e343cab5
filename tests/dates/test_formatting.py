from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.dates import (
    Calendar,
    PartialDate,
    format_both,
    format_date,
    from_day,
    latin_digits,
    localise_digits,
    month_name,
    parse_text,
)
from caseapp.dates.formatting import Style
from tests.fuzzing import often

G, J = Calendar.GREGORIAN, Calendar.JALALI
LOCALES = ("en", "fa", "ar", "sq", "ar-u-nu-arab")
AUGUST = PartialDate(G, 2023, 8, 13)
MORDAD = PartialDate(J, 1402, 5, 22)


@pytest.mark.parametrize(
    ("value", "locale", "style", "shown"),
    [
        (AUGUST, "en", "long", "13 August 2023"),
        (AUGUST, "en", "short", "13 Aug 2023"),
        (AUGUST, "en", "numeric", "13/08/2023"),
        (AUGUST, "fa", "long", "۱۳ اوت ۲۰۲۳"),
        (AUGUST, "ar", "long", "13 أغسطس 2023"),
        (AUGUST, "ar-u-nu-arab", "long", "١٣ أغسطس ٢٠٢٣"),
        (AUGUST, "sq", "long", "13 gusht 2023"),
        (AUGUST, "sq", "numeric", "13.08.2023"),
        (MORDAD, "en", "long", "22 Mordad 1402"),
        (MORDAD, "fa", "long", "۲۲ مرداد ۱۴۰۲"),
        (MORDAD, "fa_IR", "numeric", "۱۴۰۲/۰۵/۲۲"),
        (MORDAD, "ar", "long", "22 مرداد 1402 هـ ش"),
        (PartialDate(J, 1377, circa=True), "ar", "long", "حوالي 1377 هـ ش"),
        (MORDAD, "sq", "long", "22 mordad 1402"),
        (PartialDate(G, 2002, 3), "en", "long", "March 2002"),
        (PartialDate(G, 2002, 3), "fa", "numeric", "۲۰۰۲/۰۳"),
        (PartialDate(G, 2002), "fa", "long", "۲۰۰۲"),
        (PartialDate(G, 1981, circa=True), "en", "long", "about 1981"),
        (PartialDate(G, 1981, circa=True), "en", "short", "c. 1981"),
        (PartialDate(G, 1981, circa=True), "ar", "long", "حوالي 1981"),
        (PartialDate(G, 1981, circa=True), "sq", "long", "rreth 1981"),
        (PartialDate(J, 1360, circa=True), "fa", "long", "حدود ۱۳۶۰"),
        (date(2023, 8, 13), "en", "long", "13 August 2023"),
        (AUGUST, "de", "long", "13 August 2023"),
    ],
)
def test_a_date_is_shown_in_the_readers_language(
    value: PartialDate | date, locale: str, style: Style, shown: str
) -> None:
    assert format_date(value, locale, style=style) == shown


def test_a_known_day_is_shown_in_the_calendar_asked_for() -> None:
    assert format_date(AUGUST, "fa", J) == "۲۲ مرداد ۱۴۰۲"
    assert format_date(MORDAD, "en", G) == "13 August 2023"


def test_a_partial_date_stays_in_the_calendar_as_stated() -> None:
    assert format_date(PartialDate(J, 1402, 5), "en", G) == "Mordad 1402"


@pytest.mark.parametrize(
    ("value", "locale", "first", "shown"),
    [
        (MORDAD, "en", None, "22 Mordad 1402 (13 August 2023)"),
        (MORDAD, "en", G, "13 August 2023 (22 Mordad 1402)"),
        (AUGUST, "fa", None, "۱۳ اوت ۲۰۲۳ (برابر با ۲۲ مرداد ۱۴۰۲)"),
        (PartialDate(J, 1402, 5), "en", None, "Mordad 1402 (July 2023 – August 2023)"),
        (PartialDate(J, 1402), "en", None, "1402 (2023 – 2024)"),
        (PartialDate(J, 1360, circa=True), "en", None, "about 1360 (1981 – 1982)"),
    ],
)
def test_both_calendars_stand_side_by_side(
    value: PartialDate, locale: str, first: Calendar | None, shown: str
) -> None:
    assert format_both(value, locale, first) == shown


@given(
    day=st.dates(date(1850, 1, 1), date(2150, 12, 31)),
    calendar=st.sampled_from(Calendar),
    parts=st.integers(1, 3),
    circa=st.booleans(),
    locale=st.sampled_from(LOCALES),
    style=st.sampled_from(["long", "short", "numeric"]),
)
@settings(max_examples=often(200))
def test_what_is_shown_can_be_typed_back(
    day: date, calendar: Calendar, parts: int, circa: bool, locale: str, style: Style
) -> None:
    whole = from_day(day, calendar)
    stated = PartialDate(
        calendar, whole.year, whole.month if parts > 1 else None, whole.day if parts > 2 else None, circa
    )
    assert parse_text(format_date(stated, locale, style=style), calendar.other) == stated


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("locale", ["en", "fa", "ar", "sq"])
def test_every_language_names_twelve_different_months(calendar: Calendar, locale: str) -> None:
    assert len({month_name(calendar, month, locale) for month in range(1, 13)}) == 12


def test_digits_follow_the_locale() -> None:
    assert localise_digits("C-26", "fa") == "C-۲۶"
    assert localise_digits("C-26", "fa-u-nu-latn") == "C-26"
    assert localise_digits("C-26", "ar") == "C-26"
    assert localise_digits("C-26", "ar-u-nu-arab") == "C-٢٦"


@given(text=st.text())
@settings(max_examples=often(100))
def test_latin_digits_leave_no_other_digit(text: str) -> None:
    latin = latin_digits(text)
    assert len(latin) == len(text)
    assert all(letter in "0123456789" for letter in latin if letter.isdecimal())
