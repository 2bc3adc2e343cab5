"""Showing dates in the four languages, in the calendar as stated or another one."""

from datetime import date
from typing import Literal

from caseapp.dates.calendars import Calendar
from caseapp.dates.digits import language_of, localise_digits
from caseapp.dates.months import month_name
from caseapp.dates.partial import PartialDate, from_day

Style = Literal["long", "short", "numeric"]

_ABOUT = {"en": "about {date}", "fa": "حدود {date}", "ar": "حوالي {date}", "sq": "rreth {date}"}
_ABOUT_SHORT = {**_ABOUT, "en": "c. {date}"}
_BOTH = {
    "en": "{stated} ({other})",
    "fa": "{stated} (برابر با {other})",
    "ar": "{stated} (الموافق {other})",
    "sq": "{stated} ({other})",
}

# A reader of Arabic takes 1402 for a year of the lunar calendar, so the solar one is always named.
_NAMED = {("ar", Calendar.JALALI): "{date} هـ ش"}


def format_date(
    value: PartialDate | date, locale: str, calendar: Calendar | None = None, style: Style = "long"
) -> str:
    """The date in a locale: `13 August 2023`, `13 Aug 2023` or `13/08/2023`, «۲۲ مرداد ۱۴۰۲» or «۱۴۰۲/۰۵/۲۲».

    Shown in `calendar` when one is given and the day is known, else in the calendar as stated. Numbers stand
    day first, in Persian year first. Arabic names the Jalali calendar: «1402 هـ ش».
    Languages without tables are shown as English.
    """
    stated = value if isinstance(value, PartialDate) else from_day(value)
    shown = (stated.to_calendar(calendar) if calendar else None) or stated
    language = language_of(locale)
    text = _numeric(shown, language) if style == "numeric" else _worded(shown, locale, short=style == "short")
    text = _NAMED.get((language, shown.calendar), "{date}").format(date=text)
    if shown.circa:
        table = _ABOUT if style == "long" else _ABOUT_SHORT
        text = table.get(language, table["en"]).format(date=text)
    return localise_digits(text, locale)


def format_both(value: PartialDate | date, locale: str, first: Calendar | None = None) -> str:
    """The date as stated (or first in the calendar `first`) with the other calendar beside it.

    `22 Mordad 1402 (13 August 2023)`. A month or a year alone has no counterpart, so what it may touch is
    shown: `Mordad 1402 (July 2023 – August 2023)`.
    """
    stated = value if isinstance(value, PartialDate) else from_day(value)
    if first is not None:
        stated = stated.to_calendar(first) or stated
    other = stated.calendar.other
    same_day = stated.to_calendar(other)
    if same_day is not None and same_day.day is not None:
        beside = format_date(PartialDate(other, same_day.year, same_day.month, same_day.day), locale)
    else:
        beside = _span(stated, other, locale)
    table = _BOTH.get(language_of(locale), _BOTH["en"])
    return table.format(stated=format_date(stated, locale), other=beside)


def _span(stated: PartialDate, other: Calendar, locale: str) -> str:
    """The months or years of the other calendar that a month or a year touches."""
    exact = PartialDate(stated.calendar, stated.year, stated.month)
    ends = []
    for edge in exact.interval():
        day = from_day(edge, other)
        end = PartialDate(other, day.year, day.month if stated.month is not None else None)
        ends.append(format_date(end, locale))
    return " – ".join(dict.fromkeys(ends))


def _worded(shown: PartialDate, locale: str, *, short: bool) -> str:
    words = [str(shown.year)]
    if shown.month is not None:
        words.insert(0, month_name(shown.calendar, shown.month, locale, short=short))
    if shown.day is not None:
        words.insert(0, str(shown.day))
    return " ".join(words)


def _numeric(shown: PartialDate, language: str) -> str:
    parts = [f"{part:02}" for part in (shown.day, shown.month, shown.year) if part is not None]
    return "/".join(reversed(parts)) if language == "fa" else ("." if language == "sq" else "/").join(parts)
