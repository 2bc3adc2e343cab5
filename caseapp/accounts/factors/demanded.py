"""Whether a second factor is asked of somebody: what the organisation's rules say of their roles."""

from flask import current_app
from flask_babel.speaklater import LazyString

from caseapp.accounts.deputies import stands_for
from caseapp.accounts.factors.queries import factors_of
from caseapp.accounts.forms import ROLE_LABELS
from caseapp.accounts.models import User
from caseapp.accounts.rules import rule_in_force
from caseapp.db import db, while_unchanged
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.gate import Stage
from caseapp.web.roles import Role
from caseapp.web.rules import Rule

REQUIRED, OFFERED = "required", "offered"
_CHOICES: dict[str, LazyString] = {
    REQUIRED: _l("required: without one nothing opens"),
    OFFERED: _l("offered: each decides for themselves"),
}


def rule_for(role: Role) -> str:
    """Return the code of the rule for a role."""
    return f"accounts.second_factor.{role.value}"


RULES = tuple(
    Rule(rule_for(role), ROLE_LABELS[role], _l("Second factor at sign-in"), _CHOICES) for role in Role
)


def is_demanded(user: User) -> bool:
    """Tell whether a rule demands a second factor of one who has the roles of ``user``, or stands for one who has them
    today; never in a demonstration.
    """
    if current_app.config["DEMONSTRATION"]:  # one of an earlier version has no rules of its own
        return False
    return while_unchanged(("second factor demanded", user.id), lambda: _is_demanded(user))


def _is_demanded(user: User) -> bool:
    stood_for = (db.session.get_one(User, each) for each in stands_for(user) - {user.id})
    roles = {role for each in (user, *stood_for) for role in each.role_names}
    return any(rule_in_force(rule_for(Role(role))) == REQUIRED for role in roles)


def stage_after_passphrase(user: User) -> Stage:
    """Return how far somebody is who has just given the passphrase of ``user``.

    Raises:
        Tampered: their second factors were changed outside the application.
    """
    if factors_of(user) or user.awaits_factor:
        return Stage.HALF
    return Stage.SETTING_UP if is_demanded(user) else Stage.WHOLE


def lacks_demanded_factor(user: User) -> bool:
    """Tell whether a rule demands a second factor of ``user``, who has none: it may hold since after they signed in."""
    return not user.factors and is_demanded(user)
