"""Roles, teams and what was done to an account, in words."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.accounts.alerts import FACTOR_REFUSED, NEW_DEVICE, NOT_MINE, REFUSED, Alert
from caseapp.accounts.changes import AccountChange
from caseapp.accounts.days_reading import LET_ON, REACHED
from caseapp.accounts.days_reading import TOLD as MUCH_READ
from caseapp.accounts.devices import device_words
from caseapp.accounts.forms import ROLE_LABELS
from caseapp.accounts.half_way import GIVEN
from caseapp.accounts.models import Team
from caseapp.accounts.rules import CHANGED as RULE_CHANGED
from caseapp.audit.refused import MANY_NOT_REACHED
from caseapp.dates import Calendar
from caseapp.db import db
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.web.installed import lendable, rule_of
from caseapp.web.values import colleague, day, digits, moment


def role_words(roles: str) -> str:
    """Return the roles that an event keeps, such as "Administrator, Coordinator"."""
    held = roles.split()
    return in_a_row(label for role, label in ROLE_LABELS.items() if role.value in held) or _("no role")


def team_words(team_ids: Iterable[str]) -> str:
    """Return the teams that an event keeps, by their present names."""
    wanted = [uuid.UUID(team_id) for team_id in team_ids]
    names = {team.id: team.name for team in db.session.scalars(select(Team).where(Team.id.in_(wanted)))}
    return in_a_row(_isolated(names[team_id]) for team_id in wanted if team_id in names) or _("no team")


def change_sentence(change: AccountChange) -> str:
    """Say who did what to whose account."""
    names = {"name": _who(change), "colleague": _isolated(colleague(change.to))}
    return _DONE[change.code](names, change.detail)


def notice_sentence(change: AccountChange, shown_in: Calendar) -> str:
    """Tell a colleague what was done to their account, by whom and when."""
    names = {"name": _who(change), "when": moment(change.at, shown_in)}
    return _TOLD[change.code](names, change.detail)


def _who(change: AccountChange) -> str:
    return _isolated(colleague(change.by)) if change.by is not None else _("Somebody at the machine")


def alert_sentence(alert: Alert) -> str:
    """Tell somebody what was done in their name, and when."""
    return _ASKED[alert.code](alert, moment(alert.at))


def failed_tries_sentence(alert: Alert, shown_in: Calendar) -> str:
    """Tell somebody who has just signed in how often that failed in their name."""
    return ngettext(
        "Since you last signed in, somebody tried %(count)s time to sign in with your name and failed (%(when)s). "
        "If that was not you, tell an administrator.",
        "Since you last signed in, somebody tried %(count)s times to sign in with your name and failed "
        "(the last time %(when)s). If that was not you, tell an administrator.",
        alert.count,
        count=digits(alert.count),
        when=moment(alert.at, shown_in),
    )


def _isolated(name: str) -> str:
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def _new_device(alert: Alert, when: str) -> str:
    return _(
        "Signed in for the first time from this browser or this network: %(device)s (%(when)s).",
        device=device_words(alert.device),
        when=when,
    )


def _tried(alert: Alert, when: str) -> str:
    return ngettext(
        "Somebody tried %(count)s time to sign in with your name, from a place that we do not know (%(when)s).",
        "Somebody tried %(count)s times to sign in with your name, from a place that we do not know "
        "(the last time %(when)s).",
        alert.count,
        count=digits(alert.count),
        when=when,
    )


def _factor_refused(alert: Alert, when: str) -> str:
    return ngettext(
        "Somebody gave your passphrase, but not your second proof, %(count)s time (%(when)s).",
        "Somebody gave your passphrase, but not your second proof, %(count)s times (the last time %(when)s).",
        alert.count,
        count=digits(alert.count),
        when=when,
    )


def _went_no_further(alert: Alert, when: str) -> str:
    return _(
        "Somebody knew your passphrase on %(device)s (%(when)s), but gave no second proof.",
        device=device_words(alert.device),
        when=when,
    )


_ASKED = {
    NEW_DEVICE: _new_device,
    REFUSED: _tried,
    FACTOR_REFUSED: _factor_refused,
    GIVEN: _went_no_further,
}


def _rule_changed(names: dict[str, str], detail: dict[str, Any]) -> str:
    rule = rule_of(detail["rule"])
    if rule is None:
        return _("%(name)s changed a rule that is no longer there.", name=names["name"])
    return _(
        "%(name)s changed the rule “%(rule)s”. Now: %(after)s.",
        name=names["name"],
        rule=rule.label,
        after=rule.choices.get(detail["after"], detail["after"]),
    )


def forged_words(way: str) -> str:
    """Return what a request carried that did not fit."""
    match way:
        case "site":
            return _("sent by another site's page")
        case "token":
            return _("the token of the form")
        case _:
            return _("the session's cookie")


def lent_words(permissions: Iterable[str]) -> str:
    """Return what an event keeps of what a deputy may do."""
    labels = lendable()
    return in_a_row(str(labels[code]) for code in permissions if code in labels) or _("nothing")


def lender_words(user_id: str) -> str:
    """Return whose deputy an event tells of."""
    return colleague(uuid.UUID(user_id))


def until_words(until: str) -> str:
    """Return the last day that an event keeps."""
    return day(date.fromisoformat(until))


@dataclass(frozen=True)
class _Sentence:
    """A sentence with the names of who did it, to whom and when, and with ``words`` of what the event keeps."""

    text: LazyString
    words: Callable[[dict[str, Any]], dict[str, str]] = lambda _detail: {}

    def __call__(self, names: dict[str, str], detail: dict[str, Any]) -> str:
        return str(self.text) % {**names, **self.words(detail)}


def _given_roles(detail: dict[str, Any]) -> dict[str, str]:
    return {"roles": role_words(detail.get("roles", ""))}


def _roles(detail: dict[str, Any]) -> dict[str, str]:
    return {each: role_words(detail.get(each, "")) for each in ("before", "after")}


def _teams(detail: dict[str, Any]) -> dict[str, str]:
    return {each: team_words(detail.get(each, "")) for each in ("before", "after")}


def _codes_left(detail: dict[str, Any]) -> dict[str, str]:
    return {"left": digits(int(detail["left"]))}


def _lent(detail: dict[str, Any]) -> dict[str, str]:
    return {
        "lender": _isolated(lender_words(str(detail["lender"]))),
        "what": lent_words(detail.get("lent", ())),
        "day": until_words(str(detail["until"])),
    }


_DONE: dict[str, Callable[[dict[str, str], dict[str, Any]], str]] = {
    RULE_CHANGED: _rule_changed,
    "account.invited": _Sentence(_l("%(name)s invited %(colleague)s. Roles: %(roles)s."), _given_roles),
    "account.roles_changed": _Sentence(
        _l("%(name)s changed the roles of %(colleague)s. Before: %(before)s. Now: %(after)s."), _roles
    ),
    "account.teams_changed": _Sentence(
        _l("%(name)s changed the teams of %(colleague)s. Before: %(before)s. Now: %(after)s."), _teams
    ),
    "account.reset": _Sentence(_l("%(name)s had %(colleague)s choose a new passphrase.")),
    "account.factors_reset": _Sentence(
        _l(
            "%(name)s ended the second factors of %(colleague)s, who had lost them, and made a link for another one."
        )
    ),
    "account.disabled": _Sentence(_l("%(name)s closed the account of %(colleague)s.")),
    "account.enabled": _Sentence(
        _l("%(name)s opened the account of %(colleague)s again, with a new passphrase.")
    ),
    "account.keeper_named": _Sentence(_l("%(name)s named %(colleague)s to read the ties of colleagues.")),
    "account.keeper_ended": _Sentence(
        _l("%(name)s had %(colleague)s no longer read the ties of colleagues.")
    ),
    "account.sessions_ended": _Sentence(_l("%(name)s signed %(colleague)s out everywhere.")),
    NOT_MINE: _Sentence(
        _l("%(name)s says that somebody else used their account. Please talk to them in person.")
    ),
    MANY_NOT_REACHED: _Sentence(
        _l(
            "%(name)s asked for many records that are not there for them. Please ask them why: somebody else may be "
            "using their account."
        )
    ),
    MUCH_READ: _Sentence(
        _l("%(name)s has opened unusually many records in one day. Please ask whether that was them.")
    ),
    REACHED: _Sentence(
        _l(
            "%(name)s has opened as many records as one opens in a day, and waits for an administrator who lets them "
            "go on."
        )
    ),
    LET_ON: _Sentence(_l("%(name)s let %(colleague)s go on, who had opened many records in one day.")),
    "account.deputy_named": _Sentence(
        _l("%(name)s made %(colleague)s deputy of %(lender)s until %(day)s. They may: %(what)s."), _lent
    ),
    "account.shut_by_restore": _Sentence(
        _l(
            "A backup was restored in which the account of %(colleague)s may not be as it was left. It opens "
            "nothing. Look at roles, teams and deputies, then have them choose a new passphrase, or close it."
        )
    ),
}
"""What an administrator reads that was done to whose account, by the code of the event."""
_TOLD: dict[str, Callable[[dict[str, str], dict[str, Any]], str]] = {
    "account.roles_changed": _Sentence(
        _l("%(name)s changed your roles (%(when)s). Before: %(before)s. Now: %(after)s."), _roles
    ),
    "account.reset": _Sentence(
        _l(
            "%(name)s had you choose a new passphrase (%(when)s). If you did not ask for it, tell a coordinator: "
            "whoever had the link could sign in as you."
        )
    ),
    "account.factors_reset": _Sentence(
        _l(
            "%(name)s ended your second factors and made a link for another one (%(when)s). If you did not ask for "
            "it, tell a coordinator."
        )
    ),
    "account.enabled": _Sentence(_l("%(name)s opened your account again (%(when)s).")),
    "account.sessions_ended": _Sentence(_l("%(name)s signed you out everywhere (%(when)s).")),
    "account.passphrase_changed": _Sentence(
        _l("Your passphrase was changed (%(when)s). If that was not you, tell an administrator at once.")
    ),
    "account.deputy_named": _Sentence(
        _l("%(name)s made you deputy of %(lender)s until %(day)s (%(when)s). You may: %(what)s."), _lent
    ),
    "account.deputy_named_for": _Sentence(
        _l("%(name)s named a deputy for you until %(day)s (%(when)s). They may: %(what)s."), _lent
    ),
    "account.factor_added": _Sentence(
        _l(
            "A second factor was set up for your account (%(when)s). If that was not you, tell an administrator at "
            "once."
        )
    ),
    "account.factor_removed": _Sentence(
        _l(
            "A second factor of yours was ended (%(when)s). If that was not you, tell an administrator at once."
        )
    ),
    "account.recovery_codes_renewed": _Sentence(
        _l(
            "New recovery codes were made for your account (%(when)s). If that was not you, tell an administrator at "
            "once."
        )
    ),
    "account.recovery_code_used": _Sentence(
        _l(
            "A recovery code of yours was used (%(when)s). Codes left: %(left)s. If that was not you, tell an "
            "administrator at once."
        ),
        _codes_left,
    ),
    "account.recovery_codes_ended": _Sentence(
        _l(
            "A backup was restored (%(when)s). Your recovery codes count no more, because some of them had been used "
            "or replaced. Please make new ones."
        )
    ),
    "account.shut_by_restore": _Sentence(
        _l("A backup was restored (%(when)s). Your passphrase and second factors of before count no more.")
    ),
}
"""What a colleague reads that was done to their own account."""
