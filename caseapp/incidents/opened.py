"""What an account had opened lately, from the audit log: a proposal of whose data a stolen device may have shown.

The log names the records that a page opened or a form wrote. What a list named on its way is not among it: pages are
kept nowhere on a device, so the proposal is of what somebody worked with and may remember or have written down.
"""

import uuid
from datetime import timedelta

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.engine import among_given, given_ids
from caseapp.people.models import Person

MOST_EVENTS = 20_000
"""So many of the last events of an account are read: more than anybody causes in a year."""
PIECE = 500


def opened_persons(reader: User, whose: User, days: int) -> list[Person]:
    """Return the persons that ``whose`` account opened within so many days, as far as ``reader`` sees them.

    Whoever opened a case opened its client.

    Raises:
        Tampered: what the log says of that account was edited outside the application.
    """
    since = today() - timedelta(days=days)
    query = select(AuditEvent).where(AuditEvent.actor_id == whose.id, AuditEvent.day >= since)
    events = list(db.session.scalars(query.order_by(AuditEvent.number.desc()).limit(MOST_EVENTS)))
    check_events(events)
    found: dict[str, set[uuid.UUID]] = {Person.__kind__: set(), Case.__kind__: set()}
    ids = [event.id for event in events]
    for start in range(0, len(ids), PIECE):
        touched = select(AuditTouch.record_kind, AuditTouch.record_id).where(
            among_given(AuditTouch.event_id), AuditTouch.record_kind.in_(found)
        )
        for kind, record_id in db.session.execute(touched, given_ids(ids[start : start + PIECE])):
            found[kind].add(record_id)
    cases = list_visible(reader, select(Case).where(Case.id.in_(found[Case.__kind__])))
    persons = found[Person.__kind__] | {case.client_id for case in cases}
    return list_visible(reader, select(Person).where(Person.id.in_(persons)).order_by(Person.seq))
