"""The two calendars in which dates are stated, and the way between them.

Jalali is the solar calendar of Iran (and, with other month names, Afghanistan). Conversion is `persiantools`,
which agrees with the official leap years; the astronomical libraries take thousands of times longer per day.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from persiantools.jdatetime import JalaliDate


class Calendar(StrEnum):
    """The calendar in which a date was stated; stored by value."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"

    @property
    def other(self) -> "Calendar":
        """The calendar that this one is not."""
        return Calendar.JALALI if self is Calendar.GREGORIAN else Calendar.GREGORIAN


# Years a person's papers or an expiry may name. The ranges do not meet, so a year tells its calendar; 1228 is
# the Jalali year in which 1850 begins, 1529 the one in which 2150 ends.
PLAUSIBLE_YEARS = {Calendar.GREGORIAN: range(1850, 2151), Calendar.JALALI: range(1228, 1530)}


def calendar_of_year(year: int) -> Calendar | None:
    """The calendar in which `year` is plausible, or nothing when it is in neither."""
    return next((calendar for calendar, years in PLAUSIBLE_YEARS.items() if year in years), None)


def last_day_of(calendar: Calendar, year: int, month: int) -> int:
    """The number of days of a month: 30 for Esfand 1403, 29 for Esfand 1404. The year must be plausible."""
    if calendar is Calendar.JALALI:
        return int(JalaliDate.days_in_month(month, year))
    return monthrange(year, month)[1]


def to_gregorian(calendar: Calendar, year: int, month: int, day: int) -> date:
    """The Gregorian day of a day that exists in `calendar`."""
    if calendar is Calendar.JALALI:
        day_found: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        return day_found
    return date(year, month, day)


def to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian day in the Jalali calendar."""
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
    return jalali.year, jalali.month, jalali.day


def quarter_of(day: date) -> str:
    """The Gregorian quarter for reports, such as `2026-Q3`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
