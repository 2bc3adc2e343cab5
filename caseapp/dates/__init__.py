"""Partial dates in two calendars: stated, compared, typed and shown.

People say "2002", "March 2002", "about 1981" or «۲۲ مرداد ۱۴۰۲». `PartialDate` keeps what was said and
in which calendar; its `interval` is what comparing uses. `parse` and `parse_text` read what is typed,
`format_date` shows it in a language. Pure: no web, no database, no clock.
"""

from caseapp.dates.calendars import Calendar, last_day_of, quarter_of
from caseapp.dates.digits import latin_digits, localise_digits
from caseapp.dates.formatting import format_both, format_date
from caseapp.dates.months import month_name
from caseapp.dates.parsing import parse, parse_text
from caseapp.dates.partial import DateError, DateProblem, PartialDate, from_day, from_storage

__all__ = [
    "Calendar",
    "DateError",
    "DateProblem",
    "PartialDate",
    "format_both",
    "format_date",
    "from_day",
    "from_storage",
    "last_day_of",
    "latin_digits",
    "localise_digits",
    "month_name",
    "parse",
    "parse_text",
    "quarter_of",
]
