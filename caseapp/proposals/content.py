"""What a proposal is about: the record as its proposer saw it, down to its parts.

The number of the latest change stands for it. The row of a proposal has a number of the same counter, so that whatever
has a later one was changed after it had been proposed. That the keys of a record were renewed gives it none.
"""

from sqlalchemy import func, literal, select

from caseapp.audit import AuditEvent, AuditTouch
from caseapp.db import Record, db
from caseapp.db.parts import content_of, latest_change
from caseapp.proposals.models import Proposal


def has_changed_since(proposal: Proposal, record: Record) -> bool:
    """Tell whether a record, or a part of it, is another one than the proposal was made about."""
    return latest_change(record) > proposal.seq


def parts_changed_since(proposal: Proposal, record: Record) -> list[str]:
    """Return the kinds of the parts of a record that were changed after it had been proposed."""
    (_itself, *parts) = content_of(record)
    queries = [
        select(literal(model.__kind__)).where(*belongs, model.seq > proposal.seq).limit(1)
        for model, belongs in parts
    ]
    return [kind for query in queries for kind in db.session.scalars(query)]


def proposed_in_event(proposal: Proposal) -> int:
    """Return the number of the event by which a proposal was made."""
    query = select(func.min(AuditEvent.number)).join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
    found: int = db.session.execute(query.where(AuditTouch.record_id == proposal.id)).scalar_one()
    return found
