"""People who stand differently to Amina's case: each of the ways in which somebody reaches it, or does not."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from caseapp.access import Level, add_member, keep_out, set_level
from caseapp.accounts.models import Team, User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Scope, db, write
from caseapp.emergency_access.actions import Outcome, try_to_open
from caseapp.people.models import ContactRoute, PersonName
from caseapp.web.gate import ASK_AGAIN
from caseapp.web.roles import Role
from tests.frame.inhabited import COMPLETE, LIVED_IN, House, add_colleagues, inhabited

PRINCIPALS: dict[str, Role | None] = {
    "stranger": None,
    "fatos": None,  # worked in this team; his account is closed
    "amina": Role.SUPPORT,  # responsible for the case
    "gezim": Role.SUPPORT,  # of the team, was let into the case
    "besnik": Role.SUPPORT,  # of the team, not in the case
    "ilir": Role.SUPPORT,  # of the team, was let into the case until yesterday
    "luan": Role.SUPPORT,  # of the team, was let into the case and is kept out of it since
    "jeta": Role.SUPPORT,  # of another team
    "ema": Role.SUPPORT,  # of another team, opened the case in an emergency
    "clara": Role.COORDINATOR,  # of the team
    "hana": Role.COORDINATOR,  # of the team, kept out of the case
    "elira": Role.COORDINATOR,  # of another team
    "drita": Role.ADMINISTRATOR,
    "edon": Role.AUDITOR,
}
REACH_THE_CASE = {"amina", "gezim", "ema", "clara"}
RESTRICTED = {"gezim": True, "clara": False}
"""Who is asked once more while the case is shared with only these people, and whether they are among them."""


def among_members(state: str) -> str:
    """The state of the house in which the case is shared with only these people."""
    return f"{state}, with only these people"


@contextmanager
def surrounded(installed: Path, folder: Path) -> Iterator[House]:
    """The inhabited house with everybody of ``PRINCIPALS``, and its states in which the case is restricted."""
    with inhabited(installed, folder, _stand_around) as house:
        house.app.extensions[ASK_AGAIN] = lambda: None  # the whole table takes longer than a proof holds
        for state in (LIVED_IN, COMPLETE):
            house.restore(state)
            with house.app.app_context():
                clara = next(
                    user for user in db.session.scalars(select(User)) if user.sign_in_name == "clara"
                )
                case = db.session.get_one(Case, house.case_id)
                with write():
                    set_level(clara, db.session.get_one(Scope, case.scope_id), Level.ONLY_MEMBERS)
                    record(clara, "case.changed", case, fields=[])
            house.keep(among_members(state))
        house.personal |= personal_words(house)
        yield house


def _stand_around(users: dict[str, User], case_id: uuid.UUID) -> None:
    first, other = db.session.scalars(select(Team).order_by(Team.seq))
    add_colleagues(
        users,
        {
            "gezim": (Role.SUPPORT, first),
            "ilir": (Role.SUPPORT, first),
            "luan": (Role.SUPPORT, first),
            "jeta": (Role.SUPPORT, other),
            "ema": (Role.SUPPORT, other),
            "hana": (Role.COORDINATOR, first),
        },
    )
    case = db.session.get_one(Case, case_id)
    with write():
        clara, scope = users["clara"], db.session.get_one(Scope, case.scope_id)
        add_member(clara, scope, users["gezim"], "Speaks the language")
        add_member(clara, scope, users["ilir"], "While Amina was away", today() - timedelta(days=1))
        add_member(clara, scope, users["luan"], "Speaks the language")
        keep_out(clara, scope, users["luan"], "A relative of his")
        keep_out(clara, scope, users["hana"], "A relative of hers")
        opened = try_to_open(users["ema"], case.reference, "She rang: they are at her door.", today())
        assert opened.outcome is Outcome.OPENED


def personal_words(house: House) -> set[str]:
    """Names of everybody in the house, staff included, and the numbers and addresses under which they are reached."""
    with house.app.app_context():
        words = {row.name for row in db.session.scalars(select(PersonName))}
        words |= {row.value for row in db.session.scalars(select(ContactRoute)) if row.value}
        words |= {user.name for user in db.session.scalars(select(User))}
        db.session.remove()
    parts = {part for word in words for part in word.split()}
    return {word for word in words | parts if len(word) > 3 and word not in {"Test", "invented"}}
