from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.dates import Calendar, DateError, DateProblem, PartialDate, parse, parse_text
from tests.fuzzing import often

G, J = Calendar.GREGORIAN, Calendar.JALALI


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("13 August 2023", "gregorian:2023-08-13"),
        ("August 13, 2023", "gregorian:2023-08-13"),
        ("13th of August 2023", "gregorian:2023-08-13"),
        ("13-Aug-2023", "gregorian:2023-08-13"),
        ("2023-08-13", "gregorian:2023-08-13"),
        ("13/08/2023", "gregorian:2023-08-13"),
        ("13.8.2023", "gregorian:2023-08-13"),
        ("13 8 2023", "gregorian:2023-08-13"),
        ("08/13/2023", "gregorian:2023-08-13"),
        ("08/09/2023", "gregorian:2023-09-08"),
        ("8/2023", "gregorian:2023-08"),
        ("2023/8", "gregorian:2023-08"),
        ("March 2002", "gregorian:2002-03"),
        ("2002", "gregorian:2002"),
        ("about 1981", "gregorian:1981~"),
        ("About March 1981", "gregorian:1981-03~"),
        ("circa 1981", "gregorian:1981~"),
        ("c. 1981", "gregorian:1981~"),
        ("ca. 1981", "gregorian:1981~"),
        ("1981~", "gregorian:1981~"),
        ("rreth vitit 1981", "gregorian:1981~"),
        ("13 nëntor 2023", "gregorian:2023-11-13"),
        ("13 nentor 2023", "gregorian:2023-11-13"),
        ("13 تشرين الأول 2023", "gregorian:2023-10-13"),
        ("١٣ أغسطس ٢٠٢٣", "gregorian:2023-08-13"),
        ("حوالي 1981", "gregorian:1981~"),
        ("1981م", "gregorian:1981"),
        ("۱۳ اوت ۲۰۲۳", "gregorian:2023-08-13"),
        ("۱۹۸۱ میلادی", "gregorian:1981"),
        ("1402/5/22", "jalali:1402-05-22"),
        ("۲۲/۵/۱۴۰۲", "jalali:1402-05-22"),
        ("۲۲ مرداد ۱۴۰۲", "jalali:1402-05-22"),
        ("22 مردادماه 1402", "jalali:1402-05-22"),
        ("۲۲ اردی\u200cبهشت ۱۴۰۲", "jalali:1402-02-22"),
        ("22 Mordad 1402", "jalali:1402-05-22"),
        ("Sawr 1357", "jalali:1357-02"),
        ("حدود ۱۳۶۰", "jalali:1360~"),
        ("حدوداً ۱۳۶۰", "jalali:1360~"),
        ("سال ۱۳۶۰", "jalali:1360"),
        ("1360 شمسی", "jalali:1360"),
        ("1360 هجری شمسی", "jalali:1360"),
        ("22 مرداد 1402 هـ ش", "jalali:1402-05-22"),
        ("1402 هـ.ش", "jalali:1402"),
        ("\u202b۱۳۶۰\u202c", "jalali:1360"),
    ],
)
@pytest.mark.parametrize("default", Calendar)
def test_a_line_is_read_as_people_write_it(text: str, stored: str, default: Calendar) -> None:
    assert parse_text(text, default).storage() == stored


@pytest.mark.parametrize(
    ("day", "month", "year", "calendar", "stored"),
    [
        ("13", "8", "2023", G, "gregorian:2023-08-13"),
        ("۱۳", "۸", "۲۰۲۳", G, "gregorian:2023-08-13"),
        ("", "Mars", "2002", G, "gregorian:2002-03"),
        ("", "", " 2002 ", G, "gregorian:2002"),
        ("22", "مرداد", "1402", J, "jalali:1402-05-22"),
        ("30", "اسفند", "1403", J, "jalali:1403-12-30"),
        ("22", "AMORDAD", "1402", J, "jalali:1402-05-22"),
    ],
)
def test_three_fields_make_a_date(day: str, month: str, year: str, calendar: Calendar, stored: str) -> None:
    assert parse(day, month, year, calendar).storage() == stored


def refusal(text: str, default: Calendar = G) -> DateError:
    with pytest.raises(DateError) as refused:
        parse_text(text, default)
    return refused.value


def stored(error: DateError) -> list[str]:
    return [suggestion.storage() for suggestion in error.suggestions]


def test_one_calendars_day_with_the_others_year_is_refused_with_the_day_that_was_meant() -> None:
    error = refusal("13 August 1402")
    assert error.code is DateProblem.MIXED_CALENDARS
    assert error.values["month"] == "August"
    assert error.values["month_calendar"] == "gregorian"
    assert error.values["year_calendar"] == "jalali"
    assert stored(error) == ["gregorian:2023-08-13", "jalali:1402-05-22"]


def test_a_month_with_the_others_year_is_refused_with_the_months_it_touches() -> None:
    assert stored(refusal("August 1402")) == ["gregorian:2023-08", "jalali:1402-05", "jalali:1402-06"]
    assert stored(refusal("22 Mordad 2023")) == ["jalali:1402-05-22", "gregorian:2023-08-13"]


def test_nothing_is_suggested_where_the_year_does_not_hold_the_day() -> None:
    error = refusal("20 March 1402")
    assert error.code is DateProblem.MIXED_CALENDARS
    assert error.suggestion is None


@pytest.mark.parametrize(
    ("fields", "calendar", "suggested"),
    [
        (("22", "5", "1402"), G, "jalali:1402-05-22"),
        (("13", "8", "2023"), J, "gregorian:2023-08-13"),
        (("22", "Mordad", "1402"), G, "jalali:1402-05-22"),
        (("13", "August", "2023"), J, "gregorian:2023-08-13"),
        (("", "", "1402"), G, "jalali:1402"),
    ],
)
def test_a_date_of_the_calendar_not_stated_is_offered_and_never_taken_over(
    fields: tuple[str, str, str], calendar: Calendar, suggested: str
) -> None:
    with pytest.raises(DateError) as refused:
        parse(*fields, calendar)
    assert refused.value.code is DateProblem.MIXED_CALENDARS
    assert stored(refused.value) == [suggested]


@pytest.mark.parametrize(
    ("text", "last_day"), [("31 April 2020", "30"), ("30 Esfand 1404", "29"), ("29.2.2023", "28")]
)
def test_a_day_after_the_months_end_names_the_last_day(text: str, last_day: str) -> None:
    error = refusal(text)
    assert error.code is DateProblem.NO_SUCH_DAY
    assert error.values["last_day"] == last_day


def test_a_refusal_names_the_month_as_it_was_typed() -> None:
    assert refusal("31 April 2020").values["month"] == "April"


def test_a_year_of_two_digits_is_asked_back_with_both_centuries() -> None:
    error = refusal("13/8/81")
    assert error.code is DateProblem.AMBIGUOUS
    assert stored(error) == ["gregorian:1981-08-13", "gregorian:2081-08-13"]
    assert stored(refusal("67/5/22", J)) == ["jalali:1367-05-22", "jalali:1467-05-22"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", DateProblem.EMPTY),
        ("about", DateProblem.EMPTY),
        ("13 August", DateProblem.EMPTY),
        ("hello", DateProblem.NOT_A_DATE),
        ("12 13 14 15", DateProblem.NOT_A_DATE),
        ("2023-08-13T10:00", DateProblem.NOT_A_DATE),
        ("12345", DateProblem.NOT_A_DATE),
        ("5 Smarch 2020", DateProblem.NO_SUCH_MONTH),
        ("13/13/2020", DateProblem.NO_SUCH_MONTH),
        ("5 August 3000", DateProblem.YEAR_OUT_OF_RANGE),
        ("1402 AD", DateProblem.MIXED_CALENDARS),
    ],
)
def test_a_line_that_is_no_date_says_why(text: str, code: DateProblem) -> None:
    assert refusal(text).code is code


@pytest.mark.parametrize(
    ("fields", "code", "part"),
    [
        (("", "", ""), DateProblem.EMPTY, None),
        (("13", "8", ""), DateProblem.EMPTY, "year"),
        (("13", "", "2023"), DateProblem.DAY_WITHOUT_MONTH, "month"),
        (("x", "8", "2023"), DateProblem.NOT_A_DATE, "day"),
        (("13", "8", "two"), DateProblem.NOT_A_DATE, "year"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    fields: tuple[str, str, str], code: DateProblem, part: str | None
) -> None:
    with pytest.raises(DateError) as refused:
        parse(*fields, G)
    assert refused.value.code is code
    assert refused.value.values.get("part") == part


@given(text=st.text(max_size=30) | st.text("0123456789/-. ۱۲۳مهAugcرداد~", max_size=20))
@settings(max_examples=often(150))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    with suppress(DateError):
        assert isinstance(parse_text(text, J), PartialDate)


@given(fields=st.tuples(*[st.text(max_size=6)] * 3), calendar=st.sampled_from(Calendar))
@settings(max_examples=often(100))
def test_any_three_fields_are_a_date_or_a_refusal(fields: tuple[str, str, str], calendar: Calendar) -> None:
    with suppress(DateError):
        assert parse(*fields, calendar).calendar is calendar
