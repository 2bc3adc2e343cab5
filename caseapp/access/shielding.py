"""What the audit log does not tell a colleague who is kept out of something, though they may read the log."""

import uuid
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, bindparam, or_, select, union_all

from caseapp.access.models import ScopeExclusion
from caseapp.access.visibility import Known, known_of, out_of_reach_of, scopes_through
from caseapp.accounts.models import User
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.db import Record, Scope, db
from caseapp.db.engine import Base
from caseapp.db.settled import Settled

KEPT_OUT, LET_IN_AGAIN = "access.kept_out", "access.let_in_again"


def kept_out_scopes(user: User) -> Select[uuid.UUID]:
    """Return the ids of the scopes that ``user`` is kept out of, and of what is reached through them."""
    return kept_out_scopes_of(user.id)


@lru_cache(maxsize=64)
def kept_out_scopes_of(user_id: uuid.UUID) -> Select[uuid.UUID]:
    """As ``kept_out_scopes``, for conditions that are put together once and kept by who asks."""
    kept_out = select(ScopeExclusion.of_scope_id).where(
        ScopeExclusion.user_id == user_id, ScopeExclusion.removed_on.is_(None)
    )
    behind = scopes_through(kept_out)
    return select(Scope.id).where(
        Scope.id.in_(kept_out) | Scope.id.in_(behind) | Scope.id.in_(scopes_through(behind))
    )


def withheld(user: User) -> ColumnElement[bool]:
    """Return the condition under which ``user`` is not told of an event.

    Those are the events of each act that touched what they are kept out of, or who may reach it, and by which they
    were ever kept out of something or let in again. Only the last event of an act names what the act wrote, so an act
    is told as a whole or not at all.
    """
    return _withheld(known_of(user), _ever_kept_out(user))


@lru_cache(maxsize=64)
def _withheld(who: Known, ever_kept_out: bool) -> ColumnElement[bool]:
    of_them = and_(
        AuditEvent.code.in_((KEPT_OUT, LET_IN_AGAIN)),
        AuditEvent.id.in_(select(AuditTouch.event_id).where(AuditTouch.record_id == who.user_id)),
    )
    exclusions = _exclusions(who.user_id)
    shielded = _shielded(who, exclusions) if ever_kept_out else exclusions
    return Settled(_in_acts_with(or_(of_them, _touching(shielded))))


def acts_touching(record_ids: Any) -> ColumnElement[bool]:
    """Return the condition on an ``AuditEvent`` that its act touched any of these records."""
    return _in_acts_with(_touching(record_ids))


def standing_in(scopes: Select[uuid.UUID], *besides: Select[uuid.UUID]) -> CompoundSelect[uuid.UUID]:
    """Return the ids of ``scopes``, of all records that stand in one or name one, and ``besides``."""
    found = scopes.cte()
    naming = (
        select(model.id).where(column.in_(select(found.c.id)))
        for model in _models()
        for column in model.__table__.columns
        if column.references(Scope.__table__.c.id)
    )
    return union_all(select(found.c.id), *naming, *besides)


def kept_from(user: User, record_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these records that ``user`` must not hear of, be it as one more in a number."""
    if not record_ids or not _ever_kept_out(user):
        return set()
    return set(db.session.scalars(_shielded_among(known_of(user)), {"among": list(record_ids)}))


@lru_cache(maxsize=64)
def _shielded_among(who: Known) -> Select[uuid.UUID]:
    shielded = _shielded(who, _exclusions(who.user_id)).subquery().c[0]
    return select(shielded).where(shielded.in_(bindparam("among", expanding=True)))


def counts_for_them(reader: User, actor_id: uuid.UUID | None) -> bool:
    """Tell whether ``reader`` is told a number or an answer that rests on all that a colleague reaches, or does not.

    Such a one was made up when it was recorded; nothing can be left out of it any more. Whoever works on cases could
    compare it with their own, and hear of what they are kept out of by the difference: they are told their own ones
    alone, kept out or not, so that the lack of it tells nothing either.
    """
    return reader.id == actor_id or not (reader.reads_cases or _ever_kept_out(reader))


def _ever_kept_out(user: User) -> bool:
    query = select(ScopeExclusion.id).where(ScopeExclusion.user_id == user.id)
    return db.session.scalar(query.limit(1)) is not None


def _exclusions(user_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(ScopeExclusion.id).where(ScopeExclusion.user_id == user_id)


def _shielded(who: Known, exclusions: Select[uuid.UUID]) -> CompoundSelect[uuid.UUID]:
    """Return the ids of the scopes that somebody must not hear of, and of all records that stand in or name one."""
    # What they reach another way is theirs to read about: that their own reading of it was missing would tell.
    hidden = kept_out_scopes_of(who.user_id).where(out_of_reach_of(who))
    return standing_in(hidden, exclusions)


def _in_acts_with(event: ColumnElement[bool]) -> ColumnElement[bool]:
    return AuditEvent.act_id.in_(select(AuditEvent.act_id).where(event))


def _touching(record_ids: Any) -> ColumnElement[bool]:
    return AuditEvent.id.in_(select(AuditTouch.event_id).where(AuditTouch.record_id.in_(record_ids)))


def _models() -> Iterator[Any]:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            yield mapper.class_
