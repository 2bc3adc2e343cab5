"""Who reaches a row without any doubt, told from a few plain columns: it spares most rows the whole question.

``visible_to`` and ``reached_by_any`` have the last word on every row of which nothing is said here.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal_column, or_, select
from sqlalchemy.orm import aliased

from caseapp.access.models import ScopeExclusion
from caseapp.access.visibility import Level, scopes_through
from caseapp.accounts.models import TeamMember, User
from caseapp.db import Record, Scope, db
from caseapp.web.roles import Role

_Above = aliased(Scope, name="above")
_SHARED: ColumnElement[str] = literal_column(f"'{Level.TEAM}'")
"""Written out, as in the index that finds the few scopes which their team does not share."""


def surely_reached(model: type[Record], roles: Iterable[Role], besides: Any) -> ColumnElement[bool]:
    """Return a condition under which somebody with one of ``roles`` reaches a row, other than the one it names.

    It holds where a team shares a row, with all that the row is reached through, and somebody coordinates that team
    who is kept out of nothing at all. Where it does not hold, somebody may reach the row all the same.

    Raises:
        Tampered: a membership was edited outside the application.
    """
    if Role.COORDINATOR not in roles:
        return false()
    unshared = scopes_through(select(_Above.id).where(_Above.level != _SHARED))
    coordinated = (
        and_(Scope.team_id == team_id, _somebody_but(besides, users))
        for team_id, users in _coordinators_of_teams().items()
    )
    shared = (
        Scope.level == Level.TEAM,
        Scope.id.not_in(unshared),
        Scope.id.not_in(scopes_through(unshared)),
        or_(false(), *coordinated),
    )
    return exists(select(Scope.id).where(Scope.id == model.scope_id, *shared).correlate(model))


def _somebody_but(besides: Any, users: set[uuid.UUID]) -> ColumnElement[bool]:
    return or_(*(besides != user_id for user_id in users))


def _coordinators_of_teams() -> dict[uuid.UUID, set[uuid.UUID]]:
    """Return the active coordinators of each team who are kept out of nothing."""
    kept_out = select(ScopeExclusion.user_id).where(ScopeExclusion.removed_on.is_(None))
    active = select(User).where(User.removed_on.is_(None), User.status == "active", User.id.not_in(kept_out))
    users = {user.id for user in db.session.scalars(active) if user.has_role(Role.COORDINATOR)}
    memberships = select(TeamMember).where(TeamMember.user_id.in_(users), TeamMember.removed_on.is_(None))
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for membership in db.session.scalars(memberships):
        found.setdefault(membership.team_id, set()).add(membership.user_id)
    return found
