"""What happened to somebody's own account, from the log: events about this account and nothing else."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit import AuditEvent, AuditTouch, check_events
from caseapp.clock import today
from caseapp.db import db

SHOWN_DAYS, PAGE = 90, 50
ABOUT_ACCOUNTS = "account."
TOLD = ("device", "elsewhere", "before", "after", "roles", "teams")
"""What is told of such an event; a reason that a colleague wrote may speak of others."""


@dataclass(frozen=True)
class OwnEvents:
    """A page of events, newest first; events before ``older`` come after it."""

    found: list[AuditEvent]
    older: uuid.UUID | None


def own_events(user: User, before: uuid.UUID | None = None) -> OwnEvents:
    """Return what happened to the account of ``user`` in the last days, from before an event on."""
    about = select(AuditTouch.event_id).where(AuditTouch.record_id == user.id)
    query = select(AuditEvent).where(
        AuditEvent.id.in_(about),
        AuditEvent.code.startswith(ABOUT_ACCOUNTS),
        AuditEvent.day >= today() - timedelta(days=SHOWN_DAYS),
    )
    if before is not None:
        # Only an event of theirs says where to go on: the place of another one would tell how many there are.
        place = (
            select(AuditEvent.number)
            .where(AuditEvent.id == before, AuditEvent.id.in_(about))
            .scalar_subquery()
        )
        query = query.where(AuditEvent.number < place)
    found = list(db.session.scalars(query.order_by(AuditEvent.number.desc()).limit(PAGE + 1)))
    check_events(found)
    return OwnEvents(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)
