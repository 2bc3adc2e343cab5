"""What an event keeps, in words: the features name the keys of their events and word the codes behind them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db
from caseapp.i18n import in_a_row
from caseapp.web.feature import Detail, Feature
from caseapp.web.installed import edited_fields, features
from caseapp.web.templating import day, digits

FieldsOf = Callable[[str], Mapping[str, Any]]
OWN_TIME = "at"
"""The key under which every event keeps its instant; the page shows it in a column of its own."""


def detail_lines(event: AuditEvent, fields: FieldsOf = edited_fields) -> list[tuple[str, str]]:
    """Return the label and the words of everything that ``event`` keeps, but for what is empty or nobody has worded.

    ``fields`` returns the fields of a kind of record; a page of many events remembers them.
    """
    found = ((key, value, detail_of(event.code, key)) for key, value in (event.detail or {}).items())
    lines = [
        (str(detail.label), _in_words(detail, event.code, key, value, fields))
        for key, value, detail in found
        if detail is not None
    ]
    return [(label, words) for label, words in lines if words]


def detail_of(code: str, key: str) -> Detail | None:
    """Return how the feature of an event words a key, else how all of them do; None when nobody does."""
    feature = _feature_of(code)
    own: Mapping[str, Detail] = feature.details if feature is not None else {}
    return own.get(f"{code}/{key}") or own.get(key) or COMMON.get(key)


def day_of_entry(number: int) -> str:
    """Return the day of the event with a number: the number itself would tell how many a reader is not told of."""
    found = db.session.scalar(select(AuditEvent.day).where(AuditEvent.number == number))
    return day(found) if found is not None else _("nothing")


def _in_words(detail: Detail, code: str, key: str, value: Any, fields: FieldsOf) -> str:
    if detail.withheld:
        return _("stands in the record itself")
    try:
        return _worded(detail, code, key, value, fields)
    except (LookupError, ValueError):
        return _plain(value)  # a code that an earlier version wrote and this one no longer knows


def _worded(detail: Detail, code: str, key: str, value: Any, fields: FieldsOf) -> str:
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
            return str(workflow.label_of(transition))
    return ""


def _feature_of(code: str) -> Feature | None:
    return next((feature for feature in features() if code in feature.events), None)


COMMON: Mapping[str, Detail] = {
    "fields": Detail(_l("Fields changed")),
    "transition": Detail(_l("Step")),
    "shown": Detail(_l("Records shown"), _number_of),
    "query": Detail(_l("Sign of the words searched for"), _sign),
}
"""Keys that mean the same in every feature. The sign of a search is the same for the same words of one colleague."""
