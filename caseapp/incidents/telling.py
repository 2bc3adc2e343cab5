"""Which coordinators reach an incident from the moment on when it is reported."""

from sqlalchemy import select

from caseapp.access import add_member, people_who_reach
from caseapp.accounts import User
from caseapp.accounts.rules import rule_in_force
from caseapp.db import Scope, db
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.permissions import IncidentPermission
from caseapp.web.gate import can
from caseapp.web.rules import Rule

TEAM, ALL = "team", "all"
TOLD = Rule(
    "incident.told",
    _l("Who reads what is reported as an incident"),
    about=_l("Incidents"),
    choices={
        TEAM: _l("the coordinators of the reporter's team; all coordinators where it has none"),
        ALL: _l("all coordinators"),
    },
)


def tell_coordinators(actor: User, scope: Scope) -> None:
    """Let those coordinators reach a new incident who do not by their team: all where the rule says so, or none does.

    An incident that nobody reads would be as good as never reported.
    """
    db.session.flush()
    reached_by = {user.id for user in people_who_reach(scope.id) if can(user, IncidentPermission.HANDLE)}
    if reached_by and rule_in_force(TOLD.code) == TEAM:
        return
    staff = db.session.scalars(select(User).where(User.removed_on.is_(None), User.status == "active"))
    for user in staff.all():
        if can(user, IncidentPermission.HANDLE) and user.id not in reached_by:
            add_member(actor, scope, user, "")
