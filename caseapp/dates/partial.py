"""A date as it was stated: calendar, year, perhaps month and day, perhaps only about."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from caseapp.dates.calendars import (
    PLAUSIBLE_YEARS,
    Calendar,
    calendar_of_year,
    last_day_of,
    to_gregorian,
    to_jalali,
)

# What "about" may mean, each way: a remembered year is off by a year or two, a month by one, a day by a week.
CIRCA_YEARS, CIRCA_MONTHS, CIRCA_DAYS = 2, 1, timedelta(days=7)

_STORED = re.compile(r"(gregorian|jalali):(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(~?)", re.ASCII)


class DateProblem(StrEnum):
    """Why a date was refused; the page that asked owns the sentence."""

    EMPTY = "empty"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_MONTH = "no_such_month"
    MIXED_CALENDARS = "mixed_calendars"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    DAY_WITHOUT_MONTH = "day_without_month"
    AMBIGUOUS = "ambiguous"


class DateError(ValueError):
    """A date that cannot stand.

    `code` says why. `values` fill the sentence, as far as each applies: `day`, `month`, `year` as typed,
    `part` (the field that is wrong), `calendar` (as stated), `month_calendar`, `year_calendar`, `last_day`,
    `first_year`, `last_year`, `text` (a line that was not understood).
    `suggestions` are dates that may have been meant, the likeliest first.
    """

    def __init__(
        self,
        code: DateProblem,
        values: Mapping[str, str | int | None] | None = None,
        suggestions: Iterable["PartialDate"] = (),
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.suggestions = tuple(suggestions)
        self.values = {key: str(value) for key, value in (values or {}).items() if value is not None}

    @property
    def suggestion(self) -> "PartialDate | None":
        """The likeliest date that was meant, when there is one."""
        return self.suggestions[0] if self.suggestions else None


@dataclass(frozen=True, order=False)
class PartialDate:
    """A date as stated. Raises `DateError` unless the year is plausible in `calendar`, month and day exist.

    Two values are equal when they state the same thing; whether they may be the same day is `may_equal`.
    """

    calendar: Calendar
    year: int
    month: int | None = None
    day: int | None = None
    circa: bool = False

    def __post_init__(self) -> None:
        stated: dict[str, str | int | None] = {
            "day": self.day,
            "month": self.month,
            "year": self.year,
            "calendar": self.calendar,
        }
        years = PLAUSIBLE_YEARS[self.calendar]
        if self.year not in years:
            meant = calendar_of_year(self.year)
            if meant is not None:
                same_numbers = attempt(meant, self.year, self.month, self.day, self.circa)
                mixed: dict[str, str | int | None] = stated | {"part": "year", "year_calendar": meant}
                raise DateError(DateProblem.MIXED_CALENDARS, mixed, same_numbers)
            bounds: dict[str, str | int | None] = {
                "part": "year",
                "first_year": years[0],
                "last_year": years[-1],
            }
            raise DateError(DateProblem.YEAR_OUT_OF_RANGE, stated | bounds)
        if self.month is None:
            if self.day is not None:
                raise DateError(DateProblem.DAY_WITHOUT_MONTH, stated | {"part": "month"})
            return
        if not 1 <= self.month <= 12:
            raise DateError(DateProblem.NO_SUCH_MONTH, stated | {"part": "month"})
        last_day = last_day_of(self.calendar, self.year, self.month)
        if self.day is not None and not 1 <= self.day <= last_day:
            raise DateError(DateProblem.NO_SUCH_DAY, stated | {"part": "day", "last_day": last_day})

    def interval(self) -> tuple[date, date]:
        """First and last Gregorian day that this may be, both included.

        `circa` widens a year by two years, a month by one month and a day by seven days each way.
        """
        if self.month is not None and self.day is not None:
            day = to_gregorian(self.calendar, self.year, self.month, self.day)
            return (day - CIRCA_DAYS, day + CIRCA_DAYS) if self.circa else (day, day)
        if self.month is not None:
            months = CIRCA_MONTHS if self.circa else 0
            return self._first_of_month(self.month - months), self._last_of_month(self.month + months)
        months = 12 * CIRCA_YEARS if self.circa else 0
        return self._first_of_month(1 - months), self._last_of_month(12 + months)

    def _first_of_month(self, month: int) -> date:
        """The first day of a month of this year, counted on into the years before and after."""
        years, index = divmod(month - 1, 12)
        return to_gregorian(self.calendar, self.year + years, index + 1, 1)

    def _last_of_month(self, month: int) -> date:
        return self._first_of_month(month + 1) - timedelta(days=1)

    def to_calendar(self, calendar: Calendar) -> "PartialDate | None":
        """The same day in `calendar`; nothing when the day is unknown or outside that calendar's years."""
        if calendar is self.calendar:
            return self
        if self.month is None or self.day is None:
            return None
        day = to_gregorian(self.calendar, self.year, self.month, self.day)
        try:
            return from_day(day, calendar, circa=self.circa)
        except DateError:
            return None

    def surely_before(self, other: "Self | date") -> bool:
        """Whether this lies before `other` whatever the unstated parts are."""
        return self.interval()[1] < _interval(other)[0]

    def may_equal(self, other: "Self | date") -> bool:
        """Whether this and `other` may be the same day."""
        (first, last), (other_first, other_last) = self.interval(), _interval(other)
        return first <= other_last and other_first <= last

    def storage(self) -> str:
        """Stable text for keeping, such as `jalali:1402-05-22~`, where `~` means about."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return f"{self.calendar}:{'-'.join(parts)}{'~' if self.circa else ''}"


def _interval(value: PartialDate | date) -> tuple[date, date]:
    return value.interval() if isinstance(value, PartialDate) else (value, value)


def attempt(
    calendar: Calendar, year: int, month: int | None, day: int | None, circa: bool
) -> tuple[PartialDate, ...]:
    """The date as a suggestion, or nothing where there is no such date."""
    try:
        return (PartialDate(calendar, year, month, day, circa),)
    except DateError:
        return ()


def from_day(day: date, calendar: Calendar = Calendar.GREGORIAN, *, circa: bool = False) -> PartialDate:
    """A known Gregorian day, stated in `calendar`; raises `DateError` outside the plausible years."""
    if calendar is Calendar.JALALI:
        return PartialDate(calendar, *to_jalali(day), circa)
    return PartialDate(calendar, day.year, day.month, day.day, circa)


def from_storage(text: str) -> PartialDate:
    """The date that `PartialDate.storage` wrote; raises `DateError` on any other text."""
    match = _STORED.fullmatch(text)
    if match is None:
        raise DateError(DateProblem.NOT_A_DATE)
    calendar, year, month, day, circa = match.groups()
    return PartialDate(
        Calendar(calendar), int(year), int(month) if month else None, int(day) if day else None, bool(circa)
    )
