"""Of an erasure, and of what it destroyed, nobody hears who was kept out of it."""

import uuid
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from caseapp.access import acts_touching, kept_out_scopes_of
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.audit.chain import ERASING
from caseapp.db import db
from caseapp.db.settled import Settled
from caseapp.erasures.models import Erasure


def withheld(user: User) -> ColumnElement[bool]:
    """Return the condition under which ``user`` is not told of an event: its act touched what such an erasure did."""
    return _withheld(user.id)


@lru_cache(maxsize=64)
def _withheld(user_id: uuid.UUID) -> ColumnElement[bool]:
    return Settled(acts_touching(_destroyed(user_id)))


def kept_from(user: User, record_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these records that were destroyed by an erasure of which ``user`` must not hear."""
    # Asked the other way round, every event that touched one of these would be looked at: of a case, thousands.
    return set(db.session.scalars(_destroyed(user.id))).intersection(record_ids)


@lru_cache(maxsize=64)
def _destroyed(user_id: uuid.UUID) -> Select[Any]:
    hidden = select(Erasure.id).where(Erasure.scope_id.in_(kept_out_scopes_of(user_id)))
    events = (
        select(AuditTouch.event_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.code.in_(ERASING), AuditTouch.record_id.in_(hidden))
    )
    return select(AuditTouch.record_id).where(
        AuditTouch.event_id.in_(events), AuditTouch.row_version.is_(None)
    )
