from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.dates import Calendar, DateError, DateProblem, PartialDate, from_day, from_storage, quarter_of
from tests.fuzzing import often

G, J = Calendar.GREGORIAN, Calendar.JALALI
days = st.dates(date(1850, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("stated", "first", "last"),
    [
        (PartialDate(G, 2002), date(2002, 1, 1), date(2002, 12, 31)),
        (PartialDate(G, 2004, 2), date(2004, 2, 1), date(2004, 2, 29)),
        (PartialDate(G, 2023, 8, 13), date(2023, 8, 13), date(2023, 8, 13)),
        (PartialDate(J, 1402), date(2023, 3, 21), date(2024, 3, 19)),
        (PartialDate(J, 1403), date(2024, 3, 20), date(2025, 3, 20)),
        (PartialDate(J, 1402, 5), date(2023, 7, 23), date(2023, 8, 22)),
        (PartialDate(J, 1402, 5, 22), date(2023, 8, 13), date(2023, 8, 13)),
        (PartialDate(G, 1981, circa=True), date(1979, 1, 1), date(1983, 12, 31)),
        (PartialDate(G, 1981, 12, circa=True), date(1981, 11, 1), date(1982, 1, 31)),
        (PartialDate(G, 1981, 1, circa=True), date(1980, 12, 1), date(1981, 2, 28)),
        (PartialDate(G, 1981, 3, 1, circa=True), date(1981, 2, 22), date(1981, 3, 8)),
        (PartialDate(J, 1360, circa=True), date(1979, 3, 21), date(1984, 3, 20)),
    ],
)
def test_the_interval_covers_every_day_that_was_meant(stated: PartialDate, first: date, last: date) -> None:
    assert stated.interval() == (first, last)


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day", "code"),
    [
        (G, 2023, None, 5, DateProblem.DAY_WITHOUT_MONTH),
        (G, 2023, 13, None, DateProblem.NO_SUCH_MONTH),
        (G, 2023, 0, None, DateProblem.NO_SUCH_MONTH),
        (G, 2023, 2, 29, DateProblem.NO_SUCH_DAY),
        (G, 2023, 2, 0, DateProblem.NO_SUCH_DAY),
        (J, 1404, 12, 30, DateProblem.NO_SUCH_DAY),
        (J, 1402, 7, 31, DateProblem.NO_SUCH_DAY),
        (G, 1402, 5, 22, DateProblem.MIXED_CALENDARS),
        (J, 2023, 8, 13, DateProblem.MIXED_CALENDARS),
        (G, 3000, None, None, DateProblem.YEAR_OUT_OF_RANGE),
        (J, 999, None, None, DateProblem.YEAR_OUT_OF_RANGE),
    ],
)
def test_a_date_that_does_not_exist_cannot_be_made(
    calendar: Calendar, year: int, month: int | None, day: int | None, code: DateProblem
) -> None:
    with pytest.raises(DateError) as refused:
        PartialDate(calendar, year, month, day)
    assert refused.value.code is code


def test_leap_days_of_both_calendars_exist() -> None:
    assert PartialDate(J, 1403, 12, 30).interval()[0] == date(2025, 3, 20)
    assert PartialDate(J, 1408, 12, 30).interval()[0] == date(2030, 3, 20)
    assert PartialDate(G, 2024, 2, 29).interval()[0] == date(2024, 2, 29)


def test_a_year_of_the_other_calendar_is_offered_in_that_calendar() -> None:
    with pytest.raises(DateError) as refused:
        PartialDate(G, 1402, 5, 22, circa=True)
    assert refused.value.suggestion == PartialDate(J, 1402, 5, 22, circa=True)


def test_the_jalali_year_is_not_the_gregorian_year_it_begins_in() -> None:
    assert PartialDate(J, 1402).interval() != PartialDate(G, 2023).interval()
    assert PartialDate(J, 1402) != PartialDate(G, 2023)


@pytest.mark.parametrize(
    ("earlier", "later", "surely", "may"),
    [
        (PartialDate(G, 2002), PartialDate(G, 2003), True, False),
        (PartialDate(G, 2002), PartialDate(G, 2002, 5), False, True),
        (PartialDate(J, 1402, 5, 22), date(2023, 8, 13), False, True),
        (PartialDate(J, 1402, 5, 22), date(2023, 8, 14), True, False),
        (PartialDate(G, 1981, circa=True), PartialDate(G, 1983), False, True),
        (PartialDate(G, 1981, circa=True), PartialDate(G, 1984), True, False),
        (PartialDate(G, 2024), PartialDate(J, 1402), False, True),
    ],
)
def test_dates_compare_by_what_they_may_be(
    earlier: PartialDate, later: PartialDate | date, surely: bool, may: bool
) -> None:
    assert earlier.surely_before(later) is surely
    assert earlier.may_equal(later) is may


def test_a_partial_date_has_no_counterpart_in_the_other_calendar() -> None:
    assert PartialDate(G, 2002, 3).to_calendar(J) is None
    assert PartialDate(G, 2002).to_calendar(J) is None
    assert PartialDate(G, 2002).to_calendar(G) == PartialDate(G, 2002)


def test_a_day_outside_the_other_calendars_years_has_no_counterpart() -> None:
    assert PartialDate(J, 1228, 1, 1).to_calendar(G) is None


@given(day=days, circa=st.booleans())
@settings(max_examples=often(60))
def test_a_day_survives_the_way_to_the_other_calendar_and_back(day: date, circa: bool) -> None:
    jalali = from_day(day, J, circa=circa)
    assert jalali.to_calendar(G) == from_day(day, circa=circa)
    first, last = jalali.interval()
    assert first + (last - first) / 2 == day
    assert (last - first) == (timedelta(days=14) if circa else timedelta(0))


@given(day=days, calendar=st.sampled_from(Calendar), parts=st.integers(1, 3), circa=st.booleans())
@settings(max_examples=often(60))
def test_storage_gives_the_same_date_back(day: date, calendar: Calendar, parts: int, circa: bool) -> None:
    whole = from_day(day, calendar)
    stated = PartialDate(
        calendar,
        whole.year,
        whole.month if parts > 1 else None,
        whole.day if parts > 2 else None,
        circa,
    )
    assert from_storage(stated.storage()) == stated


def test_storage_is_stable_text() -> None:
    assert PartialDate(J, 1402, 5, 22, circa=True).storage() == "jalali:1402-05-22~"
    assert PartialDate(G, 2002, 3).storage() == "gregorian:2002-03"


@pytest.mark.parametrize(
    "text", ["", "2002", "hijri:1445", "gregorian:2002-3", "gregorian:2002-02-30", "jalali:۱۴۰۲"]
)
def test_other_text_is_not_taken_from_storage(text: str) -> None:
    with pytest.raises(DateError):
        from_storage(text)


def test_quarters_are_gregorian() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 9, 12)] == [
        "2026-Q1",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
