"""How far the leaving of a colleague has come. It stands in the audit log and is put together from there.

So whoever says that a word was changed, and when, cannot be edited, and nothing has to be kept beside the log.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events
from caseapp.db import db

BEGUN, GIVEN, CHANGED, FINISHED = "leaving.begun", "leaving.given", "leaving.changed", "leaving.finished"


@dataclass(frozen=True)
class Changed:
    """Who said that something was changed, and on which day."""

    by: uuid.UUID
    on: date


@dataclass
class Leaving:
    """The leaving of one colleague: when it began and ended, what was given to others, and what was changed."""

    begun: date | None = None
    begun_by: uuid.UUID | None = None
    finished: date | None = None
    given: set[uuid.UUID] = field(default_factory=set)
    """Ids of records."""
    changed: dict[str, Changed] = field(default_factory=dict)
    """By item, see ``Secret``."""

    @property
    def is_open(self) -> bool:
        """Tell whether it began and has not ended."""
        return self.begun is not None and self.finished is None


def leaving_of(user: User) -> Leaving:
    """Return how far the last leaving of ``user`` has come.

    Raises:
        Tampered: what the log has of it was edited outside the application.
    """
    of_theirs = select(AuditTouch.event_id).where(AuditTouch.record_id == user.id)
    query = select(AuditEvent).where(
        AuditEvent.code.in_((BEGUN, GIVEN, CHANGED, FINISHED)), AuditEvent.id.in_(of_theirs)
    )
    events = list(db.session.scalars(query.order_by(AuditEvent.number)))
    check_events(events)
    found = Leaving()
    given: list[uuid.UUID] = []
    for event in events:
        match event.code:
            case "leaving.begun":
                found, given = Leaving(event.day, event.actor_id), []
            case "leaving.given":
                given.append(event.id)
            case "leaving.changed" if event.actor_id is not None:
                words = (event.detail or {}).get("items", ())
                found.changed |= dict.fromkeys(map(str, words), Changed(event.actor_id, event.day))
            case _:
                found.finished = event.day
    touched = select(AuditTouch.record_id).where(AuditTouch.event_id.in_(given))
    found.given = set(db.session.scalars(touched))
    return found


def people_leaving() -> list[uuid.UUID]:
    """Return the colleagues whose leaving has begun and not ended, the first begun first."""
    query = (
        select(AuditEvent, AuditTouch.record_id)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditEvent.code.in_((BEGUN, FINISHED)), AuditTouch.record_kind == User.__kind__)
        .order_by(AuditEvent.number)
    )
    rows = db.session.execute(query).all()
    check_events([row[0] for row in rows])
    leaving: dict[uuid.UUID, None] = {}
    for event, user_id in rows:
        leaving.pop(user_id, None)
        if event.code == BEGUN:
            leaving[user_id] = None
    return list(leaving)
