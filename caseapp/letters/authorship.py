"""Who wrote a part of a letter, read from the audit log."""

import uuid

from sqlalchemy import select

from caseapp.audit import AuditEvent, AuditTouch, writers_in_log
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
    return {letter.author_id, *writers_in_log(letter, WRITING)}


def wrote_versions(letter: Letter) -> dict[uuid.UUID, uuid.UUID]:
    """Return who made each act that changed ``letter``: act to actor."""
    query = (
        select(AuditEvent.act_id, AuditEvent.actor_id)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditTouch.record_id == letter.id, AuditTouch.row_version.is_not(None))
    )
    return {act: actor for act, actor in db.session.execute(query) if actor is not None}
