"""What was shown today to a colleague who is assigned to it, as far as the log tells: it is told once a day.

The log is asked along its index by actor, each time for what came since, and never for what it told before. Two pages
at the same moment may both tell it; none shows anything that is not told.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, func, select

from caseapp.audit import AuditEvent, AuditTouch
from caseapp.clock import now
from caseapp.db import Prepared, db, memory

_MEMORY = "shown-to-assigned"
SHOWN_TO_ASSIGNED = "access.shown_to_assigned"


@dataclass
class _Told:
    """What the log told of one colleague and day, up to the event of a number."""

    day: date
    up_to: int
    records: set[uuid.UUID] = field(default_factory=set)


def shown_today(user_id: uuid.UUID, record_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of ``record_ids`` that were shown to a colleague today (by UTC, as the log counts its days)."""
    wanted = set(record_ids)
    kept: dict[uuid.UUID, _Told] = memory().setdefault(_MEMORY, {})
    day = now().date()
    told = kept.get(user_id)
    if told is None or told.day != day:
        before = db.session.scalar(_BEFORE, {"day": day})
        told = kept[user_id] = _Told(day, before or 0)
    if not wanted <= told.records:
        newest = db.session.scalar(_NEWEST) or 0
        rows = _SINCE.rows({"actor_id": user_id, "after": told.up_to})
        # Another thread may add the same: the set only grows, and the number is never ahead of what was read.
        told.records.update(row.record_id for row in rows)
        told.up_to = max(told.up_to, newest)
    return wanted & told.records


_NEWEST = select(func.max(AuditEvent.number))
_BEFORE = select(func.max(AuditEvent.number)).where(AuditEvent.day < bindparam("day"))
_SINCE = Prepared(
    select(AuditTouch.record_id)
    .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
    .where(
        AuditEvent.actor_id == bindparam("actor_id"),
        AuditEvent.number > bindparam("after"),
        AuditEvent.code == SHOWN_TO_ASSIGNED,
    )
)
