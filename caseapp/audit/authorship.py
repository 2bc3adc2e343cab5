"""Who wrote a part of a record, read from the log: the history, not a field that somebody could set.

What must be seen by a second person asks here who the first ones were.
"""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from caseapp.audit.chain import check_events
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.db import db


def writers_in_log(record: Any, writing: Collection[str]) -> set[uuid.UUID]:
    """Return everybody who has written a part of any version of ``record``.

    ``writing`` are the codes of the events that write a part of it. One that says which fields it changed, and names
    none, was a form saved as it stood: it wrote nothing.

    Raises:
        Tampered: an event that tells of it was changed outside the application.
    """
    query = (
        select(AuditEvent)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditTouch.record_id == record.id)
    )
    events = db.session.scalars(query).all()
    check_events(events)  # all of them: one that says otherwise now would be left out
    written = [
        event for event in events if event.code in writing and (event.detail or {}).get("fields") != []
    ]
    return {event.actor_id for event in written if event.actor_id is not None}
