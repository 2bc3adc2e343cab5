"""What an event keeps, in words: the features name the keys of their events and word the codes behind them.

Of the records that an event lists, those that a reader must not hear of are left out before anything is counted.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.web.event import Detail
from caseapp.web.feature import Feature
from caseapp.web.installed import edited_fields, features
from caseapp.web.values import colleague, day, digits

OWN_TIME = "at"
"""The key under which every event keeps its instant; the page shows it in a column of its own."""


@dataclass(frozen=True)
class Details:
    """What the details of the events on a page tell their reader."""

    reader: Any
    hidden: Collection[str]
    """The ids of the records in them that the reader must not hear of."""
    fields: Callable[[str], Mapping[str, Any]]
    """The fields of a kind of record; they are put together once for all events."""
    only: Collection[str] | None = None
    """The keys of which a page tells, where it is not all of them."""

    def of(self, event: AuditEvent) -> list[tuple[str, str]]:
        """Return the label and the words of everything that ``event`` keeps for this reader, but for what is empty or
        nobody has worded.
        """
        found = ((key, value, detail_of(event.code, key)) for key, value in (event.detail or {}).items())
        lines = [
            (str(detail.label), _in_words(detail, event.code, key, self._without_hidden(value), self.fields))
            for key, value, detail in found
            if (self.only is None or key in self.only)
            and detail is not None
            and (detail.told is None or detail.told(self.reader, event.actor_id))
        ]
        return [(label, words) for label, words in lines if words]

    def _without_hidden(self, value: Any) -> Any:
        return [each for each in value if str(each) not in self.hidden] if isinstance(value, list) else value


def details_for(reader: Any, events: Iterable[AuditEvent], *, only: Collection[str] | None = None) -> Details:
    """Return what the details of ``events`` tell ``reader``, all or ``only`` those under some keys.

    Asks once for all of them what is kept from the reader.
    """
    listed = {
        each
        for event in events
        for value in (event.detail or {}).values()
        if isinstance(value, list)
        for each in map(str, value)
    }
    ids = {found for found in map(_record_id, listed) if found is not None}
    hidden = {
        str(record_id) for feature in features() for record_id in feature.answers.kept_from(reader, ids)
    }
    return Details(reader, hidden, cache(edited_fields), only)


def detail_of(code: str, key: str) -> Detail | None:
    """Return how the feature of an event words a key, else how all of them do; None when nobody does."""
    feature = _feature_of(code)
    own: Mapping[str, Detail] = feature.details if feature is not None else {}
    return own.get(f"{code}/{key}") or own.get(key) or COMMON.get(key)


def day_of_entry(number: int) -> str:
    """Return the day of the event with a number: the number itself would tell how many a reader is not told of."""
    found = db.session.scalar(select(AuditEvent.day).where(AuditEvent.number == number))
    return day(found) if found is not None else _("nothing")


def _record_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def what_does_not_fit(places: Iterable[str]) -> str:
    """Return what a verification found, each once, without where: a record that a reader must not hear of may be among
    them, and the number of an event tells how many there are. ``caseapp audit verify`` names the places.
    """
    sentences = (place.partition(": ")[2].partition(":")[0] for place in places)
    return in_a_row(dict.fromkeys(sentences))


def _in_words(
    detail: Detail, code: str, key: str, value: Any, fields: Callable[[str], Mapping[str, Any]]
) -> str:
    if detail.withheld:
        return _("stands in the record itself")
    try:
        return _worded(detail, code, key, value, fields)
    except (LookupError, ValueError):
        return _plain(value)  # a code that an earlier version wrote and this one no longer knows


def _worded(
    detail: Detail, code: str, key: str, value: Any, fields: Callable[[str], Mapping[str, Any]]
) -> str:
    if key == "transition":
        return _transition(code, value)
    if key == "fields":
        return _fields(fields(code.partition(".")[0]), value)
    return detail.words(value) if detail.words is not None else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return digits(value)


def _number_of(values: list[Any]) -> str:
    return digits(len(values))


def _names(user_ids: list[str]) -> str:
    return in_a_row(colleague(uuid.UUID(each)) for each in user_ids)


def _sign(value: str) -> str:
    return value[:8]


def _fields(fields: Mapping[str, Any], names: list[str]) -> str:
    labels = [str(fields[name].label.text) for name in names if name in fields]
    more = len(names) - len(labels)
    if more:
        labels.append(ngettext("one more", "%(count)s more", more, count=digits(more)))
    return in_a_row(labels) or _("nothing")


def _transition(code: str, transition: str) -> str:
    feature = _feature_of(code)
    for workflow in feature.workflows if feature is not None else ():
        if workflow.kind == code.partition(".")[0]:
            return str(workflow.from_anywhere(transition).as_happened)
    return ""


def _feature_of(code: str) -> Feature | None:
    return next((feature for feature in features() if code in feature.event_by_code), None)


COMMON: Mapping[str, Detail] = {
    "fields": Detail(_l("Fields changed")),
    "transition": Detail(_l("Step")),
    "where": Detail(_l("What does not fit"), what_does_not_fit),
    "shown": Detail(_l("Records shown"), _number_of),
    "from_day": Detail(_l("From the day"), lambda value: day(date.fromisoformat(value))),
    "to_day": Detail(_l("To the day"), lambda value: day(date.fromisoformat(value))),
    "as_deputy_of": Detail(_l("As deputy of"), _names),
    "query": Detail(_l("Sign of the words searched for"), _sign),
}
"""Keys that mean the same in every feature. The sign of a search is the same for the same words of one colleague."""
