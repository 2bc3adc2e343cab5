"""What a proposal is about: the record as its proposer saw it, down to its parts.

The number of the latest change stands for it. The row of a proposal has a number of the same counter, so that whatever
has a later one was changed after it had been proposed. That the keys of a record were renewed gives it none.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, union_all

from caseapp.audit import AuditEvent, AuditTouch
from caseapp.db import Record, db
from caseapp.proposals.models import Proposal


def latest_change(record: Record) -> int:
    """Return the number of the latest change of a record or of one of its parts."""
    numbers = [
        select(func.max(model.seq).label("seq")).where(*belongs) for model, belongs in _content_of(record)
    ]
    found: int = db.session.execute(select(func.max(union_all(*numbers).subquery().c.seq))).scalar_one()
    return found


def has_changed_since(proposal: Proposal, record: Record) -> bool:
    """Tell whether a record, or a part of it, is another one than the proposal was made about."""
    return latest_change(record) > proposal.seq


def parts_changed_since(proposal: Proposal, record: Record) -> list[str]:
    """Return the kinds of the parts of a record that were changed after it had been proposed."""
    (_itself, *parts) = _content_of(record)
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


def _content_of(record: Record) -> list[tuple[type[Record], tuple[ColumnElement[bool], ...]]]:
    kind = type(record)
    itself: list[tuple[type[Record], tuple[ColumnElement[bool], ...]]] = [(kind, (kind.id == record.id,))]
    return itself + [
        (model, (getattr(model, name) == record.id, model.scope_id == record.scope_id))
        for model, name in _parts(kind)
    ]


@cache
def _parts(kind: type[Record]) -> tuple[tuple[type[Record], str], ...]:
    """Return the models of the same feature whose rows name the record that they belong to, and where they name it."""
    home = kind.__module__.rpartition(".")[0]
    models: list[Any] = [mapper.class_ for mapper in kind.registry.mappers]
    return tuple(
        (model, key.parent.name)
        for model in sorted(models, key=lambda each: each.__name__)
        if issubclass(model, Record) and model is not kind and model.__module__.rpartition(".")[0] == home
        for key in model.__table__.foreign_keys
        if key.column.table is kind.__table__
    )
