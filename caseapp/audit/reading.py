"""Reading the log a page at a time, narrowed down as somebody wants it.

What a reader is not told of is left out before anything is counted, limited or led to, and nothing here gives away the
number of an event: whoever compares numbers with the lines they see would learn how many there are beside these.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, not_, or_, select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.recording import SCOPE
from caseapp.audit.wanted import Wanted, conditions_of
from caseapp.db import db
from caseapp.web.installed import features

PAGE = 100
_ACTOR = bindparam("actor", type_=AuditEvent.actor_id.type)
_NEXT_ACTOR = select(func.min(AuditEvent.actor_id)).where(AuditEvent.actor_id > _ACTOR)
"""Who comes after an actor along the index."""


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
    told = told_to(reader)
    conditions = [*told, *conditions_of(wanted)]
    # One more than a page tells whether another one follows.
    query = select(AuditEvent).where(*conditions).limit(PAGE + 1)
    upper, lower = _number_of(before, told), _number_of(after, told)
    if lower is not None:
        found = list(db.session.scalars(query.where(AuditEvent.number > lower).order_by(AuditEvent.number)))
        is_newer, found = len(found) > PAGE, found[:PAGE][::-1]
        is_older = bool(found) and _is_any(*conditions, AuditEvent.number < found[-1].number)
    else:
        if upper is not None:
            query = query.where(AuditEvent.number < upper)
        found = list(db.session.scalars(query.order_by(AuditEvent.number.desc())))
        is_older, found = len(found) > PAGE, found[:PAGE]
        is_newer = (
            bool(found) and upper is not None and _is_any(*conditions, AuditEvent.number > found[0].number)
        )
    if not found:
        return Events([], {}, None, None)
    first, last = found[-1], found[0]
    return Events(found, _touched(found), last.id if is_newer else None, first.id if is_older else None)


def every_event(reader: Any, wanted: Wanted, most: int) -> Iterator[Events]:
    """Yield all wanted events that ``reader`` is told of, the newest ``most`` of them, a page at a time.

    Each page is let go before the next: whoever takes thousands out keeps but what they make of them.
    """
    before = None
    while most > 0:
        page = read_events(reader, wanted, before=before)
        if not page.found:
            return
        found = page.found[:most]
        yield replace(page, found=found)
        most -= len(found)
        before = page.older
        if before is None:
            return
        for row in (*page.found, *(touch for touches in page.touched.values() for touch in touches)):
            db.session.expunge(row)


def known_actors(reader: Any) -> list[uuid.UUID]:
    """Return everybody who did anything that ``reader`` is told of."""
    found = []
    acted = _any_event(AuditEvent.actor_id == _ACTOR, *told_to(reader))
    # From one to the next along the index: there are a few among a million events.
    last = db.session.scalar(select(func.min(AuditEvent.actor_id)))
    while last is not None:
        if db.session.scalar(acted, {"actor": last}):
            found.append(last)
        last = db.session.scalar(_NEXT_ACTOR, {"actor": last})
    return found


def untold_acts(reader: Any, act_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these acts of which ``reader`` is not told: no other page tells them whose they were, or when."""
    withheld = _withheld(reader)
    if not act_ids or not withheld:
        return set()
    query = select(AuditEvent.act_id).where(AuditEvent.act_id.in_(act_ids), or_(*withheld))
    return set(db.session.scalars(query))


def told_to(reader: Any) -> list[ColumnElement[bool]]:
    """Return the conditions on an ``AuditEvent`` that ``reader`` is told of it."""
    return [not_(condition) for condition in _withheld(reader)]


def _withheld(reader: Any) -> list[ColumnElement[bool]]:
    return [each.answers.withheld(reader) for each in features() if each.answers.withheld is not None]


def _number_of(event_id: uuid.UUID | None, told: list[ColumnElement[bool]]) -> int | None:
    if event_id is None:
        return None
    return db.session.scalar(select(AuditEvent.number).where(AuditEvent.id == event_id, *told))


def _is_any(*conditions: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(_any_event(*conditions)))


def _any_event(*conditions: ColumnElement[bool]) -> Select[tuple[bool]]:
    return select(exists(select(AuditEvent.id).where(*conditions)))


def _touched(events: Iterable[AuditEvent]) -> dict[uuid.UUID, list[AuditTouch]]:
    touched: dict[uuid.UUID, list[AuditTouch]] = {}
    query = select(AuditTouch).where(
        AuditTouch.event_id.in_([event.id for event in events]), AuditTouch.record_kind != SCOPE
    )
    for touch in db.session.scalars(query):
        touched.setdefault(touch.event_id, []).append(touch)
    return touched
