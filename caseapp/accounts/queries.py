"""Reading teams."""

import uuid

from sqlalchemy import select

from caseapp.accounts.models import Team, TeamMember, User
from caseapp.db import db


def list_teams() -> list[Team]:
    """Return the teams of the organisation, oldest first."""
    return list(db.session.scalars(select(Team).where(Team.removed_on.is_(None)).order_by(Team.seq)))


def team_ids_of(user: User) -> list[uuid.UUID]:
    """Return the teams that ``user`` belongs to, the first one first."""
    query = select(TeamMember.team_id).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(TeamMember.seq)))
