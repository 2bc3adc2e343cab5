"""What somebody saw and did in a case before they were kept out of it, as the log has it."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from caseapp.access.conflicts import all_behind
from caseapp.access.shielding import standing_in
from caseapp.accounts.models import User
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.audit.packed import HELD, holds_any
from caseapp.audit.reading import told_to
from caseapp.db import db

SHOWN = "shown"
"""The key under which the event of a list, or of a search, keeps what it showed."""
_AT_ONCE = 1_000
Told = list[ColumnElement[bool]]


class SeenBefore(NamedTuple):
    """One kind of act on one day (of UTC), and how often it was done."""

    day: date
    code: str
    times: int


def seen_before(reader: User, user: User, scope_id: uuid.UUID, since: date) -> list[SeenBefore]:
    """Return what ``user`` saw or did with all that a scope holds or leads to, the latest first.

    A person in it may stand in another case, too: ``reader`` is told no act with what they are kept out of themselves.
    The events of lists, searches and exports name no record, but keep what they showed or held; those ``since`` a day
    are opened.
    """
    records = set(db.session.scalars(standing_in(all_behind(scope_id))))
    counted: Counter[tuple[date, str]] = Counter()
    touching: set[uuid.UUID] = set()
    told = told_to(reader)
    for event_id, day, code in _events_on(user, records, told):
        if event_id not in touching:
            touching.add(event_id)
            counted[day, code] += 1
    shown = {str(record_id) for record_id in records}
    for event_id, day, code, detail in _details_of(user, since, told):
        if event_id not in touching and _named_in(detail, shown):
            counted[day, code] += 1
    lines = [SeenBefore(day, code, times) for (day, code), times in counted.items()]
    return sorted(lines, key=lambda line: (line.day, line.code), reverse=True)


def _events_on(user: User, records: set[uuid.UUID], told: Told) -> Iterator[Any]:
    ordered = sorted(records)
    for start in range(0, len(ordered), _AT_ONCE):
        query = (
            select(AuditEvent.id, AuditEvent.day, AuditEvent.code)
            .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
            .where(
                AuditEvent.actor_id == user.id,
                AuditTouch.record_id.in_(ordered[start : start + _AT_ONCE]),
                *told,
            )
        )
        yield from db.session.execute(query)


def _details_of(user: User, since: date, told: Told) -> Iterator[tuple[uuid.UUID, date, str, Any]]:
    query = (
        select(
            AuditEvent.id,
            AuditEvent.scope_id,
            AuditEvent.day,
            AuditEvent.code,
            AuditEvent.detail_sealed.label("detail"),  # type: ignore[attr-defined]  # the ciphertext beside ``detail``
        )
        .where(AuditEvent.actor_id == user.id, AuditEvent.day >= since, *told)
        .order_by(AuditEvent.number)
    )
    for rows in db.session.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        details = AuditEvent.detail.open_each(
            AuditEvent, [(row.id, row.scope_id, row.detail) for row in rows]
        )
        for row, detail in zip(rows, details, strict=True):
            yield row.id, row.day, row.code, detail


def _named_in(detail: Any, record_ids: set[str]) -> bool:
    if not isinstance(detail, dict):
        return False
    shown = detail.get(SHOWN)
    if isinstance(shown, list) and not record_ids.isdisjoint(map(str, shown)):
        return True
    return holds_any(detail.get(HELD), record_ids)
