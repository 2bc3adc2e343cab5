"""Which of the staff reach a scope: to ask them, to show them, or to make sure that somebody is told."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select

from caseapp.access.visibility import SHARED, Reader, holds, reached_by
from caseapp.accounts.models import TeamMember, User
from caseapp.clock import today
from caseapp.db import Record, Scope, db
from caseapp.db.settled import Settled
from caseapp.web.roles import CASE_ROLES, Role


def people_who_reach(scope_id: uuid.UUID) -> list[User]:
    """Return the active members of staff who reach a scope, to ask them or to show them."""
    found = list(db.session.scalars(_who_reach(today()), {"of_scope": scope_id}))
    # The memberships were joined above; loading those that let somebody in checks the code of each.
    db.session.scalars(select(TeamMember).where(TeamMember.user_id.in_([user.id for user in found]))).all()
    return found


@lru_cache(maxsize=4)
def _who_reach(day: date) -> Select[User]:
    # Put together once a day: it is long, and each form asks it that offers colleagues.
    return select(User).where(*_ACTIVE, _staff_reach(bindparam("of_scope"), day, User))


def reached_by_any(model: type[Record], roles: Iterable[Role], besides: Any) -> ColumnElement[bool]:
    """Return the condition that somebody active with one of ``roles`` reaches a row, other than the one it names.

    It is asked of many rows at once; the code of every account and membership that may let somebody in is checked
    before.

    Raises:
        Tampered: one of them was edited outside the application.
    """
    db.session.scalars(select(User).where(*_ACTIVE)).all()
    db.session.scalars(select(TeamMember).where(TeamMember.removed_on.is_(None))).all()
    able = or_(*(holds(role) for role in roles))
    reached = _reached_by_staff(model, today())
    return exists(select(User.id).where(*_ACTIVE, able, User.id != besides, reached).correlate(model))


@lru_cache(maxsize=16)
def _reached_by_staff(model: type[Record], day: date) -> ColumnElement[bool]:
    return Settled(_staff_reach(model.scope_id, day, User, model))


_ACTIVE = (User.removed_on.is_(None), User.status == "active")


def _staff_reach(scope_id: Any, day: date, *rows: Any) -> ColumnElement[bool]:
    """Return the condition that the member of staff at which the outer query stands reaches a scope on a day."""
    teams = (
        select(TeamMember.team_id)
        .where(TeamMember.user_id == User.id, TeamMember.removed_on.is_(None))
        .correlate(User)
    )
    reader = Reader(User.id, holds(Role.COORDINATOR), teams)
    reads_cases = or_(*(holds(role) for role in CASE_ROLES))
    return exists(
        select(Scope.id)
        .where(Scope.id == scope_id, or_(SHARED, and_(reads_cases, reached_by(reader, day))))
        .correlate(*rows)
    )
