"""How long something has been lasting, in the few bands that charts show."""

from collections.abc import Mapping
from datetime import date

from flask_babel.speaklater import LazyString

from caseapp.clock import today
from caseapp.i18n.messages import lazy_gettext as _l

_DAYS = (("under_month", 30), ("under_quarter", 91), ("under_half", 182), ("under_year", 365))
AGES: Mapping[str, LazyString] = {
    "under_month": _l("up to a month"),
    "under_quarter": _l("1 to 3 months"),
    "under_half": _l("3 to 6 months"),
    "under_year": _l("6 to 12 months"),
    "over_year": _l("over a year"),
}
AGE_UNKNOWN = "not_known"


def age_since(day: date | None) -> str:
    """Return the code of ``AGES`` for what has lasted since ``day``; ``AGE_UNKNOWN`` where the day is not known."""
    if day is None:
        return AGE_UNKNOWN
    days = (today() - day).days
    return next((code for code, most in _DAYS if days <= most), "over_year")
