"""Giving teams other names, and closing them."""

from typing import Any

from caseapp.accounts.actions import leave_team
from caseapp.accounts.models import Team
from caseapp.accounts.queries import list_teams, members_of
from caseapp.audit import record
from caseapp.clock import today
from caseapp.web.installed import features


class TeamAtWork(ValueError):
    """Open work belongs to the team."""


class LastTeam(ValueError):
    """There is no other team."""


def rename_team(actor: Any, team: Team, name: str) -> None:
    """Give a team another name."""
    team.name = name
    record(actor, "account.team_renamed", team)


def close_team(actor: Any, team: Team) -> None:
    """Close a team: nobody belongs to it any more, and nothing new becomes its work.

    Raises:
        TeamAtWork: open work belongs to it.
        LastTeam: there must be one.
    """
    if any(feature.answers.works_for(team.id) for feature in features()):
        raise TeamAtWork
    if len(list_teams()) == 1:
        raise LastTeam
    for user in members_of(team):
        leave_team(actor, user, team.id)
    team.removed_on, team.removed_by = today(), actor.id
    record(actor, "account.team_closed", team)
