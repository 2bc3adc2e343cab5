"""Reading teams, and the names of colleagues."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from caseapp.accounts.models import Team, TeamMember, User
from caseapp.db import db, while_unchanged


def list_teams() -> list[Team]:
    """Return the teams of the organisation, oldest first."""
    return list(db.session.scalars(select(Team).where(Team.removed_on.is_(None)).order_by(Team.seq)))


def team_ids_of(user: User) -> list[uuid.UUID]:
    """Return the teams that ``user`` belongs to, the first one first."""
    query = select(TeamMember.team_id).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(TeamMember.seq)))


def names_of(user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of colleagues, whatever became of their accounts."""
    names = names_of_all()
    return {user_id: names[user_id] for user_id in user_ids if user_id in names}


def names_of_all() -> Mapping[uuid.UUID, str]:
    """Return the names of everybody who has, or had, an account; opened once for as long as nothing changes."""
    return while_unchanged("names of colleagues", _open_names)


_NAMES = select(User.id, User.scope_id, User.name_sealed.label("name"))  # type: ignore[attr-defined]  # the ciphertext beside ``name``


def _open_names() -> dict[uuid.UUID, str]:
    rows = db.session.execute(_NAMES).all()
    names = User.name.open_each(User, [(row.id, row.scope_id, row.name) for row in rows])
    return {row.id: name for row, name in zip(rows, names, strict=True)}
