"""What a reader asks the log for, and the conditions on its events that this stands for."""

import uuid
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.clock import bounds_of
from caseapp.db import db

NOBODY = "nobody"
"""Stands for events of somebody unknown, such as a refused sign-in."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks the log for."""

    codes: tuple[str, ...] = ()
    """Kinds of events; without any, all of them."""
    actor: str = ""
    """The id of a member of staff, or ``NOBODY``."""
    record_id: uuid.UUID | None = None
    first: date | None = None
    last: date | None = None
    """From this day to that one, both whole, where the organisation works."""


def conditions_of(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the conditions on an ``AuditEvent`` that it is wanted."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.codes:
        conditions.append(AuditEvent.code.in_(wanted.codes))
    if wanted.actor == NOBODY:
        conditions.append(AuditEvent.actor_id.is_(None))
    elif wanted.actor:
        conditions.append(AuditEvent.actor_id == uuid.UUID(wanted.actor))
    if wanted.record_id is not None:
        touching = select(AuditTouch.event_id).where(AuditTouch.record_id == wanted.record_id)
        conditions.append(AuditEvent.id.in_(touching))
    if wanted.first is not None:
        conditions.append(AuditEvent.number >= _first_from(bounds_of(wanted.first)[0]))
    if wanted.last is not None:
        conditions.append(AuditEvent.number < _first_from(bounds_of(wanted.last)[1]))
    return conditions


def _first_from(moment: datetime) -> int:
    """Return the number of the first event at or after ``moment``; days are plain in UTC, instants are sealed."""
    on_that_day = select(AuditEvent.number).where(AuditEvent.day == moment.date()).order_by(AuditEvent.number)
    numbers = list(db.session.scalars(on_that_day))
    place = bisect_left(numbers, moment, key=_at)
    if place < len(numbers):
        return numbers[place]
    # Days and numbers rise together.
    later = db.session.scalar(
        select(AuditEvent.number)
        .where(AuditEvent.day > moment.date())
        .order_by(AuditEvent.day, AuditEvent.number)
        .limit(1)
    )
    return later or (db.session.scalar(select(func.max(AuditEvent.number))) or 0) + 1


def _at(number: int) -> datetime:
    return db.session.scalars(select(AuditEvent).where(AuditEvent.number == number)).one().at
