"""Who wrote a part of a letter, read from the audit log: the history, not a field that somebody could set."""

import uuid

from sqlalchemy import select

from caseapp.audit import AuditEvent, AuditTouch, check_events
from caseapp.db import db
from caseapp.letters.models import Letter

WRITING = (
    "letter.prepared",
    "letter.text_changed",
    "letter.enclosures_changed",
    "letter.copies_changed",
    "letter.sent_recorded",
)
"""Events that write a part of a letter. Returning, commenting or looking at the people named writes none."""


def writers_of(letter: Letter) -> set[uuid.UUID]:
    """Return everybody who has written a part of any version of ``letter``.

    Raises:
        Tampered: an event that tells of it was changed outside the application.
    """
    query = (
        select(AuditEvent)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditTouch.record_id == letter.id)
    )
    events = db.session.scalars(query).all()
    check_events(events)  # all of them: one that says otherwise now would be left out
    written = {event.actor_id for event in events if event.code in WRITING and event.actor_id is not None}
    return {letter.author_id, *written}


def wrote_versions(letter: Letter) -> dict[uuid.UUID, uuid.UUID]:
    """Return who made each act that changed ``letter``: act to actor."""
    query = (
        select(AuditEvent.act_id, AuditEvent.actor_id)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditTouch.record_id == letter.id, AuditTouch.row_version.is_not(None))
    )
    return {act: actor for act, actor in db.session.execute(query) if actor is not None}
