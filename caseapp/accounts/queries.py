"""Reading teams, and the names of colleagues."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from caseapp.accounts.models import Team, TeamMember, User
from caseapp.db import Locked, db, while_unchanged
from caseapp.db.engine import among_given, given, given_ids, stored
from caseapp.vault import VaultError


def list_teams() -> list[Team]:
    """Return the teams of the organisation, oldest first."""
    return list(db.session.scalars(select(Team).where(Team.removed_on.is_(None)).order_by(Team.seq)))


def team_ids_of(user: User) -> list[uuid.UUID]:
    """Return the teams that ``user`` belongs to, the first one first."""
    query = select(TeamMember.team_id).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(TeamMember.seq)))


def members_of(team: Team) -> list[User]:
    """Return who belongs to a team and has an account still."""
    query = select(User).join(TeamMember, TeamMember.user_id == User.id)
    query = query.where(
        TeamMember.team_id == team.id, TeamMember.removed_on.is_(None), User.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(TeamMember.seq)))


def names_of(user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of colleagues, whatever became of their accounts.

    Raises:
        VaultError: one of these names was edited outside the application.
    """
    names = names_of_all()
    found = {user_id: names[user_id] for user_id in user_ids if user_id in names}
    missing = set(user_ids) - found.keys()
    return found | _opened(_THEIR_NAMES, given_ids(missing)) if missing else found


def names_of_all() -> Mapping[uuid.UUID, str]:
    """Return the names of everybody who has, or had, an account; opened once for as long as nothing changes.

    A name that was edited outside the application is left out: it is refused where somebody asks for it.
    """
    return while_unchanged("names of colleagues", _open_names)


_NAMES = select(User.id, User.scope_id, User.name_sealed.label("name"))  # type: ignore[attr-defined]  # the ciphertext beside ``name``
_DAMAGED = (VaultError, ValueError, TypeError)
"""What a row that was edited outside the application raises where it is decoded or opened."""
_THEIR_NAMES = _NAMES.where(among_given(User.id))


def _open_names() -> dict[uuid.UUID, str]:
    try:
        return _opened(_NAMES, {})
    except Locked:
        raise
    except _DAMAGED:
        return _open_names_one_by_one()


def _open_names_one_by_one() -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for user_id in db.session.scalars(select(stored(User.id))).all():
        with suppress(*_DAMAGED):
            found |= _opened(_THEIR_NAMES, given([user_id]))
    return found


def _opened(query: Any, values: dict[str, str]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(query, values).all()
    names = User.name.open_each(User, [(row.id, row.scope_id, row.name) for row in rows])
    return {row.id: name for row, name in zip(rows, names, strict=True)}
