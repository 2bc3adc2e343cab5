"""Reading the log a page at a time: by kind of event, person, day and record."""

import uuid
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.recording import SCOPE
from caseapp.clock import bounds_of
from caseapp.db import db

PAGE = 100
NOBODY = "nobody"
"""Stands for events of somebody unknown, such as a refused sign-in."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks the log for."""

    code: str = ""
    actor: str = ""
    """The id of a member of staff, or ``NOBODY``."""
    record_id: uuid.UUID | None = None
    day: date | None = None


@dataclass(frozen=True)
class Events:
    """A page of events, newest first, with what they touched, and where the next pages begin."""

    found: list[AuditEvent]
    touched: dict[uuid.UUID, list[AuditTouch]]
    newer: int | None
    """Events after this number come before this page."""
    older: int | None
    """Events before this number come after this page."""


def read_events(wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Events:
    """Return the page of wanted events that ends before or begins after a number; without either the newest."""
    conditions = _conditions(wanted)
    query = select(AuditEvent).where(*conditions).limit(PAGE)
    if after is not None:
        query = query.where(AuditEvent.number > after).order_by(AuditEvent.number)
        found = list(db.session.scalars(query))[::-1]
    else:
        if before is not None:
            query = query.where(AuditEvent.number < before)
        found = list(db.session.scalars(query.order_by(AuditEvent.number.desc())))
    if not found:
        return Events([], {}, None, None)
    first, last = found[-1].number, found[0].number
    return Events(
        found,
        _touched(found),
        last if _is_any(*conditions, AuditEvent.number > last) else None,
        first if _is_any(*conditions, AuditEvent.number < first) else None,
    )


def known_actors() -> list[uuid.UUID]:
    """Return everybody who did anything."""
    query = select(AuditEvent.actor_id).where(AuditEvent.actor_id.is_not(None)).distinct()
    return [actor_id for actor_id in db.session.scalars(query) if actor_id is not None]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.code:
        conditions.append(AuditEvent.code == wanted.code)
    if wanted.actor == NOBODY:
        conditions.append(AuditEvent.actor_id.is_(None))
    elif wanted.actor:
        conditions.append(AuditEvent.actor_id == uuid.UUID(wanted.actor))
    if wanted.record_id is not None:
        touching = select(AuditTouch.event_id).where(AuditTouch.record_id == wanted.record_id)
        conditions.append(AuditEvent.id.in_(touching))
    if wanted.day is not None:
        begins, ends = bounds_of(wanted.day)
        conditions += [AuditEvent.number >= _first_from(begins), AuditEvent.number < _first_from(ends)]
    return conditions


def _first_from(moment: datetime) -> int:
    """Return the number of the first event at or after ``moment``; days are plain in UTC, instants are sealed."""
    on_that_day = select(AuditEvent.number).where(AuditEvent.day == moment.date()).order_by(AuditEvent.number)
    numbers = list(db.session.scalars(on_that_day))
    place = bisect_left(numbers, moment, key=_at)
    if place < len(numbers):
        return numbers[place]
    later = db.session.scalar(select(func.min(AuditEvent.number)).where(AuditEvent.day > moment.date()))
    return later or (db.session.scalar(select(func.max(AuditEvent.number))) or 0) + 1


def _at(number: int) -> datetime:
    return db.session.scalars(select(AuditEvent).where(AuditEvent.number == number)).one().at


def _is_any(*conditions: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists(select(AuditEvent.id).where(*conditions)))))


def _touched(events: Iterable[AuditEvent]) -> dict[uuid.UUID, list[AuditTouch]]:
    touched: dict[uuid.UUID, list[AuditTouch]] = {}
    query = select(AuditTouch).where(
        AuditTouch.event_id.in_([event.id for event in events]), AuditTouch.record_kind != SCOPE
    )
    for touch in db.session.scalars(query):
        touched.setdefault(touch.event_id, []).append(touch)
    return touched
