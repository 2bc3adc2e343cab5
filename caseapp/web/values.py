"""Values as a page shows them: days, moments, digits and colleagues in the words of whoever reads it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import g, has_request_context
from markupsafe import Markup, escape

from caseapp.clock import at_home
from caseapp.dates import Calendar, PartialDate, format_both, format_date, localise_digits
from caseapp.db import is_locked
from caseapp.i18n import calendar, locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.web.gate import reader
from caseapp.web.installed import describe_all


def shown_value(value: object) -> object:
    """Return a value as every page shows it: a locked field says so, a day is written in words, the rest stays."""
    if is_locked(value):
        return Markup('<span class="locked">%s</span>') % _("locked")
    if isinstance(value, date) and not isinstance(value, datetime):
        return escape(day(value))
    return value


def day(value: PartialDate | date | None, style: Any = "long") -> str:
    """Show a date in the reader's language: a computed one in the reader's calendar, a stated one in its own.

    Beside a date that was stated in the other calendar stands the reader's own, unless it is to be short: a year
    such as 1349 alone would be misread.
    """
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        if style == "long" and value.calendar is not calendar():
            return format_both(value, locale_tag())
        return format_date(value, locale_tag(), style=style)
    return _in_words(value, locale_tag(), calendar(), style)


def days_in_words() -> "DaysInWords":
    """Return what shows the days of a list: row after row has the same few."""
    return DaysInWords()


class DaysInWords(dict[date | None, Markup]):
    """The words of computed days, by day, for one reader: who reads them is asked once and not for each row.

    Each is marked as a time, so that a list keeps it in one line where there is room.
    """

    def __init__(self) -> None:
        super().__init__({None: Markup()})
        self._locale, self._calendar = locale_tag(), calendar()

    def __missing__(self, value: date) -> Markup:
        self[value] = marked = _marked(value, self._locale, self._calendar)
        return marked


@lru_cache(maxsize=2_048)
def _marked(value: date, locale: str, shown_in: Calendar) -> Markup:
    words = format_date(value, locale, shown_in)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


@lru_cache(maxsize=2_048)
def _in_words(value: date, locale: str, shown_in: Calendar, style: Any) -> str:
    return format_date(value, locale, shown_in, style=style)


def day_in_list(value: PartialDate | None) -> str:
    """Show a stated date in the reader's calendar, the only one in a list; without a known day it stays as stated."""
    return format_date(value, locale_tag(), calendar()) if value is not None else ""


def moment(value: datetime, shown_in: Calendar | None = None) -> str:
    """Show an instant in the reader's calendar and as the organisation's clocks showed it."""
    local = at_home(value)
    date_words = format_date(local.date(), locale_tag(), shown_in or calendar())
    return _("%(day)s, %(time)s", day=date_words, time=digits(f"{local:%H:%M}"))


def digits(value: object) -> str:
    """Show digits as the reader's language writes them."""
    return localise_digits(str(value), locale_tag())


def colleague(user_id: uuid.UUID | None) -> str:
    """Show a colleague's name by their id."""
    if user_id is None:
        return _("nobody")
    return know_colleagues([user_id]).get(user_id) or _("a colleague")


def know_colleagues(user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return names of colleagues by their ids, those that this page has asked for before among them.

    A list asks for all of its page at once: row after row shows the same few.
    """
    known: dict[uuid.UUID, str] = g.setdefault("colleagues", {}) if has_request_context() else {}
    unknown = [("user", user_id) for user_id in user_ids if user_id not in known]
    if unknown:
        found = describe_all(reader(), unknown)
        known.update((user_id, description.label) for (_kind, user_id), description in found.items())
    return known


def isolated(text: str) -> str:
    """Keep a name from another script apart from the sentence that it stands in."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
