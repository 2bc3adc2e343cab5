"""What is wrong with a date, in the user's language."""

from caseapp.dates import DateError, DateProblem, format_date, localise_digits
from caseapp.i18n.messages import gettext as _


def date_message(error: DateError, language: str) -> str:
    """Return the sentence for a date that cannot be; with a suggestion where there is one."""
    sentence = _sentence(error, {key: _shown(value, language) for key, value in error.values.items()})
    if error.suggestion is not None:
        sentence += " " + _("Did you mean %(date)s?", date=format_date(error.suggestion, language))
    return sentence


def _shown(value: str | int | None, language: str) -> str:
    return localise_digits(str(value), language) if value else ""


def _sentence(error: DateError, values: dict[str, str]) -> str:
    match error.code:
        case DateProblem.MIXED_CALENDARS:
            if "month" in values and values.get("month_calendar") and values.get("year_calendar"):
                return _(
                    "%(month)s is a month of the %(month_calendar)s calendar, and %(year)s is a year of the "
                    "%(year_calendar)s calendar. A date has both from one calendar.",
                    month=values["month"],
                    month_calendar=_calendar(values["month_calendar"]),
                    year=values.get("year", ""),
                    year_calendar=_calendar(values["year_calendar"]),
                )
            return _(
                "%(year)s is a year of the %(year_calendar)s calendar, but another calendar is chosen.",
                year=values.get("year", ""),
                year_calendar=_calendar(values.get("year_calendar", "")),
            )
        case DateProblem.NO_SUCH_DAY:
            if values.get("last_day"):
                return _("That month has only %(last)s days.", last=values["last_day"])
            return _("There is no such day in that month.")
        case DateProblem.NO_SUCH_MONTH:
            return _("There is no such month. Give its number, 1 to 12, or its name.")
        case DateProblem.YEAR_OUT_OF_RANGE:
            return _("This year lies too far away to be meant. Please give the year with four digits.")
        case DateProblem.AMBIGUOUS:
            return _("Please give the year with four digits.")
        case DateProblem.DAY_WITHOUT_MONTH:
            return _("There is a day but no month. Leave the day open too, or give the month.")
        case DateProblem.EMPTY:
            return _("Please give at least the year.")
        case _:
            return _(
                "This cannot be read as a date. For example: 13 August 2023, or 22 Mordad 1402 in the Solar Hijri "
                "calendar."
            )


def _calendar(code: str) -> str:
    return _("Gregorian") if code == "gregorian" else _("Solar Hijri (Jalali)")
