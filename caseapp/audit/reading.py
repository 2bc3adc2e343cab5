"""Reading the log a page at a time: by kind of event, person, day and record.

What a reader is not told of is left out before anything is counted, limited or led to, and nothing here gives away the
number of an event: whoever compares numbers with the lines they see would learn how many there are beside these.
"""

import uuid
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, or_, select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.recording import SCOPE
from caseapp.clock import bounds_of
from caseapp.db import db
from caseapp.web.installed import features

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
    newer: uuid.UUID | None
    """Events after this one come before this page."""
    older: uuid.UUID | None
    """Events before this one come after this page."""


def read_events(
    reader: Any, wanted: Wanted, *, before: uuid.UUID | None = None, after: uuid.UUID | None = None
) -> Events:
    """Return the page of wanted events that ``reader`` is told of, ending before or beginning after an event.

    Without either, or when there is no such event for this reader, the newest.
    """
    told = _told(reader)
    conditions = [*told, *_conditions(wanted)]
    query = select(AuditEvent).where(*conditions).limit(PAGE)
    upper, lower = _number_of(before, told), _number_of(after, told)
    if lower is not None:
        query = query.where(AuditEvent.number > lower).order_by(AuditEvent.number)
        found = list(db.session.scalars(query))[::-1]
    else:
        if upper is not None:
            query = query.where(AuditEvent.number < upper)
        found = list(db.session.scalars(query.order_by(AuditEvent.number.desc())))
    if not found:
        return Events([], {}, None, None)
    first, last = found[-1], found[0]
    return Events(
        found,
        _touched(found),
        last.id if _is_any(*conditions, AuditEvent.number > last.number) else None,
        first.id if _is_any(*conditions, AuditEvent.number < first.number) else None,
    )


def known_actors(reader: Any) -> list[uuid.UUID]:
    """Return everybody who did anything that ``reader`` is told of."""
    told, found = _told(reader), []
    last = db.session.scalar(select(func.min(AuditEvent.actor_id)))
    while last is not None:  # from one to the next along the index: there are a few among a million events
        if _is_any(AuditEvent.actor_id == last, *told):
            found.append(last)
        last = db.session.scalar(select(func.min(AuditEvent.actor_id)).where(AuditEvent.actor_id > last))
    return found


def untold_acts(reader: Any, act_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these acts of which ``reader`` is not told: no other page tells them whose they were, or when."""
    withheld = _withheld(reader)
    if not act_ids or not withheld:
        return set()
    query = select(AuditEvent.act_id).where(AuditEvent.act_id.in_(act_ids), or_(*withheld))
    return set(db.session.scalars(query))


def _told(reader: Any) -> list[ColumnElement[bool]]:
    return [not_(condition) for condition in _withheld(reader)]


def _withheld(reader: Any) -> list[ColumnElement[bool]]:
    return [feature.withheld(reader) for feature in features() if feature.withheld is not None]


def _number_of(event_id: uuid.UUID | None, told: list[ColumnElement[bool]]) -> int | None:
    if event_id is None:
        return None
    return db.session.scalar(select(AuditEvent.number).where(AuditEvent.id == event_id, *told))


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
