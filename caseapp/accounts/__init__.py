"""Members of staff: who they are, how they sign in, which roles they hold."""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from flask import g

from caseapp.accounts import (
    days_reading,
    deputy_views,
    going_on_views,
    own_views,
    staff_views,
    step_up,
    team_views,
    watching_views,
)
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.commands import accounts
from caseapp.accounts.deputies import ENDED, FOR_SOMEBODY_ILL, NAMED, NAMED_FOR, Deputy, lent_to
from caseapp.accounts.devices import device_words
from caseapp.accounts.factors import own_views as factor_views
from caseapp.accounts.factors import sign_in_views
from caseapp.accounts.factors.demanded import RULES
from caseapp.accounts.factors.models import Authenticator, RecoveryCodes
from caseapp.accounts.factors.topics import TOPICS as FACTOR_TOPICS
from caseapp.accounts.factors.wording import factor_words
from caseapp.accounts.half_way import GIVEN
from caseapp.accounts.models import Team, TeamMember, TieKeeper, User, UserStatus
from caseapp.accounts.permissions import GRANTS, AccountPermission
from caseapp.accounts.queries import names_of
from caseapp.accounts.session_rows import forget_old_sessions
from caseapp.accounts.throttle import forget_faded
from caseapp.accounts.topics import TOPICS
from caseapp.accounts.wording import (
    forged_words,
    lender_words,
    lent_words,
    role_words,
    team_words,
    until_words,
)
from caseapp.audit import day_of_entry
from caseapp.audit.refused import FORGED
from caseapp.db import write
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.web.answers import Answers
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import STAYS, Erased, Fate
from caseapp.web.feature import Feature, HomeTile, MenuItem
from caseapp.web.kind import Description, Kind
from caseapp.web.values import digits

PAGES = (
    own_views,
    staff_views,
    going_on_views,
    team_views,
    deputy_views,
    watching_views,
    sign_in_views,
    factor_views,
    step_up,
)
"""The modules whose views hang on the blueprint."""


def _describe_users(_reader: Any, user_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Description]:
    # A list names the same few colleagues in every row; each is looked up once for a page.
    known: dict[uuid.UUID, Description] = g.setdefault("caseapp_colleagues", {})
    found = names_of(set(user_ids) - known.keys())
    known.update((user_id, Description(name, None)) for user_id, name in found.items())
    return {user_id: known[user_id] for user_id in user_ids if user_id in known}


def _forget_sessions() -> None:
    with write(quiet=True):
        forget_old_sessions()
        forget_faded()


feature = Feature(
    name="accounts",
    erasing=Erasing(
        tables={"web_session": Erased(("user",), Fate.WRITER), "sign_in_throttle": Erased((), Fate.STAYS)}
    ),
    rules=(*RULES, *days_reading.RULES, FOR_SOMEBODY_ILL),
    topics=(*TOPICS, *FACTOR_TOPICS),
    blueprint=blueprint,
    grants=GRANTS,
    answers=Answers(lent=lent_to),
    menu=(MenuItem("accounts.staff", _l("Staff"), "people", AccountPermission.MANAGE),),
    home=(
        HomeTile(watching_views.ALERTS, 0, AccountPermission.ASKED, watching_views.alerts_tile),
        HomeTile(staff_views.CHANGES, 8, AccountPermission.WATCH, staff_views.changes_tile),
    ),
    kinds=(
        Kind(User, _l("Account"), Erased(("user",), Fate.STAYS), describe=_describe_users),
        Kind(Team, _l("Team"), STAYS),
        Kind(TeamMember, _l("Belonging to a team"), STAYS),
        Kind(TieKeeper, _l("Reader of ties"), STAYS),
        Kind(Authenticator, _l("Second factor"), Erased(("user",), Fate.STAYS)),
        Kind(RecoveryCodes, _l("Recovery codes"), Erased(("user",), Fate.STAYS)),
        Kind(Deputy, _l("Deputy"), STAYS),
    ),
    details={
        "roles": Detail(_l("Roles"), role_words),
        "teams": Detail(_l("Teams"), team_words),
        "account.roles_changed/before": Detail(_l("Before"), role_words),
        "account.roles_changed/after": Detail(_l("After"), role_words),
        "account.teams_changed/before": Detail(_l("Before"), team_words),
        "account.teams_changed/after": Detail(_l("After"), team_words),
        "lent": Detail(_l("What a deputy may do"), lent_words),
        "lender": Detail(_l("Whose deputy"), lender_words),
        "until": Detail(_l("Until"), until_words),
        "reason": Detail(_l("Reason")),
        "in_terminal": Detail(_l("In a terminal of the machine")),
        "last": Detail(_l("To the day"), day_of_entry),
        "device": Detail(_l("Browser"), device_words),
        "factor": Detail(_l("Second factor"), factor_words),
        "account.recovery_code_used/left": Detail(_l("Codes left")),
        "paused": Detail(_l("During a pause after wrong second factors")),
        "times": Detail(_l("How often since the last such line"), lambda value: digits(value)),
        "way": Detail(_l("What was forged"), forged_words),
        "waiting": Detail(_l("During a pause after wrong passphrases")),
        "elsewhere": Detail(_l("From a place where they had never signed in")),
    },
    events_about=_l("Accounts"),
    events=(
        Event("account.invited", _l("Invited a colleague"), keeps=Keeps("roles", "teams")),
        Event("account.activated", _l("Opened their account")),
        Event(
            "account.reset", _l("Had a colleague choose a new passphrase"), keeps=Keeps(may=("in_terminal",))
        ),
        Event("account.enabled", _l("Opened a closed account again")),
        Event("account.disabled", _l("Closed an account"), keeps=Keeps("reason")),
        Event("account.roles_changed", _l("Changed a colleague's roles"), keeps=Keeps("after", "before")),
        Event("account.passphrase_changed", _l("Changed their passphrase")),
        Event("account.passphrase_refused", _l("Typed a wrong present passphrase when changing it")),
        Event("account.preferences_changed", _l("Changed how they read")),
        Event("account.team_created", _l("Created a team")),
        Event("account.team_renamed", _l("Gave a team another name")),
        Event("account.team_closed", _l("Closed a team")),
        Event("account.teams_changed", _l("Changed a colleague's teams"), keeps=Keeps("after", "before")),
        Event("account.keeper_named", _l("Named a colleague to read the ties of others")),
        Event("account.keeper_ended", _l("Had a colleague no longer read the ties of others")),
        Event(NAMED, _l("Named a deputy"), keeps=Keeps("lender", "lent", "until")),
        Event(NAMED_FOR, _l("Named a deputy for somebody else"), keeps=Keeps("lent", "until")),
        Event(ENDED, _l("Took back what a deputy might do")),
        Event(
            "account.changes_seen", _l("Noted that they saw what was done to accounts"), keeps=Keeps("last")
        ),
        Event("account.signed_in", _l("Signed in"), keeps=Keeps("device", may=("factor",))),
        Event("account.new_device", _l("Signed in from a new browser or network"), keeps=Keeps("device")),
        Event("account.session_closed", _l("Ended sessions of their own")),
        Event("account.sessions_ended", _l("Signed a colleague out everywhere")),
        Event(
            "account.alerts_confirmed",
            _l("Said that they had signed in themselves"),
            keeps=Keeps("last", "device"),
        ),
        Event(
            "account.alerts_refused",
            _l("Said that somebody else used their account"),
            keeps=Keeps("last", "device"),
        ),
        Event(
            GIVEN,
            _l("Gave their passphrase, and was asked for a second factor"),
            keeps=Keeps(may=("device",)),
        ),
        Event("account.factor_refused", _l("Gave a wrong second factor"), keeps=Keeps("paused")),
        Event("account.factor_added", _l("Set a second factor up"), keeps=Keeps("factor")),
        Event("account.factor_renamed", _l("Called a second factor otherwise")),
        Event("account.factor_removed", _l("Ended a second factor"), keeps=Keeps("factor")),
        Event(
            "account.factors_reset",
            _l("Ended the second factors of a colleague who lost them"),
            keeps=Keeps(may=("in_terminal",)),
        ),
        Event("account.recovery_code_used", _l("Used a recovery code"), keeps=Keeps("left")),
        Event("account.recovery_codes_renewed", _l("Made new recovery codes")),
        Event("account.recovery_codes_ended", _l("Ended recovery codes that a backup brought back")),
        Event("account.shut_by_restore", _l("Shut an account that a backup brought back")),
        Event("account.proven_again", _l("Proved again who they are"), keeps=Keeps(may=("factor",))),
        Event("account.proof_refused", _l("Did not prove again who they are")),
        Event("account.signed_out", _l("Signed out")),
        Event(days_reading.TOLD, _l("Opened unusually many records in a day")),
        Event(
            days_reading.REACHED, _l("Opened as many records as one opens in a day, and was asked to wait")
        ),
        Event(
            days_reading.LET_ON,
            _l("Let a colleague go on who had opened many records"),
            keeps=Keeps("reason"),
        ),
        Event(
            FORGED,
            _l("Sent a request that no page of their session had made"),
            keeps=Keeps("way", "times"),
            watched=True,
        ),
        Event(
            "account.sign_in_refused",
            _l("Was refused at sign-in"),
            keeps=Keeps("waiting", may=("elsewhere",)),
            watched=True,
        ),
    ),
    commands=(accounts,),
    jobs=(Job("forget old sessions and failed sign-ins", timedelta(hours=6), _forget_sessions),),
)

__all__ = ["Team", "TeamMember", "TieKeeper", "User", "UserStatus", "feature"]
