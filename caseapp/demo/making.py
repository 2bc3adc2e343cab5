"""Making a demonstration: the instance, one login per role, and the cases."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy import func, select

from caseapp.accounts.actions import activate_user, find_user, invite_user
from caseapp.accounts.factors.demanded import OFFERED, RULES
from caseapp.accounts.models import Team, User
from caseapp.accounts.organisation import organisation
from caseapp.accounts.rules import set_rule
from caseapp.audit.models import AuditEvent
from caseapp.cases.actions import change_facts, start_case
from caseapp.cases.demo import CLOSED, QUIET
from caseapp.cases.models import Case
from caseapp.clock import behind, today
from caseapp.dates import from_day
from caseapp.db import Installation, db, keyring, write
from caseapp.demo import invented
from caseapp.demo.context import STORIES, DemoContext, story_of
from caseapp.people.actions import add_name
from caseapp.people.actions import change_facts as change_person
from caseapp.people.models import NameKind, Person
from caseapp.settings.actions import change_organisation
from caseapp.setup.installing import FirstAdministrator, adopt_root, create_keys, install, keys_folder
from caseapp.vault import PasswordCost, hash_password
from caseapp.web.feature import Invention
from caseapp.web.installed import features
from caseapp.web.roles import Role

PASSPHRASE = "demonstration only 2468"  # noqa: S105 - printed in the terminal, opens invented cases only
LOGINS = {
    "support": (Role.SUPPORT, "Sara Support", "fa"),
    "support2": (Role.SUPPORT, "Samir Support", "en"),
    "coordinator": (Role.COORDINATOR, "Kamran Coordinator", "en"),
    "administrator": (Role.ADMINISTRATOR, "Ada Administrator", "en"),
    "auditor": (Role.AUDITOR, "Aria Auditor", "en"),
}
FIRST_CASES = STORIES
A_YEAR = 364
MORE_COME = 1.5
"""Above 1, more cases begin in the later part of the time than in the earlier."""
RESTING_SINCE, WORKED_ON_SINCE = 0.5, 0.05
"""The last work on a case lies at this share of the days since it began, where it rests or ended, and elsewhere."""


def make_demonstration(app: Flask) -> None:
    """Set an empty, migrated instance up as a demonstration, with its logins, as if that had been a year ago."""
    with behind(A_YEAR):
        _install(app)


def _install(app: Flask) -> None:
    adopt_root(app, create_keys(keys_folder(app), None, None))
    ada = install(
        organisation_name=invented.ORGANISATION["en"],
        language="en",
        administrator=FirstAdministrator(LOGINS["administrator"][1], "administrator", PASSPHRASE),
        demonstration=True,
    )
    cost = current_app.config["SETTINGS"].password_cost
    hashes = {name: _hash(cost) for name in LOGINS if name != "administrator"}
    with write():
        change_organisation(
            ada,
            organisation(),
            names=invented.ORGANISATION,
            address=invented.ADDRESS,
            contact_line=invented.CONTACT_LINE,
        )
        for rule in RULES:
            set_rule(ada, rule, OFFERED, "This is a demonstration.")
        team = db.session.scalars(select(Team)).one()
        for name, (user_id, hashed) in hashes.items():
            role, shown, language = LOGINS[name]
            user, _code = invite_user(
                ada,
                name=shown,
                sign_in_name=name,
                roles=[role],
                team=team,
                language=language,
                user_id=user_id,
            )
            activate_user(user, hashed)


def add_cases(number: int, seed: int) -> int:
    """Add invented cases; returns how many there are then. The same seed gives the same people and words.

    They begin one after the other between the last event of the audit log and today, and everything is written in
    the order of its days, so that the log reads as one that grew.

    Raises:
        ValueError: this installation is for real use.
    """
    if not db.session.get_one(Installation, 1).demonstration:
        raise ValueError("invented cases belong into a demonstration")
    have = db.session.execute(select(func.count()).select_from(Case)).scalar_one()
    last = db.session.execute(select(func.max(AuditEvent.day))).scalar_one()
    present = today()
    room = max(0, (present - last).days)
    waiting: list[tuple[int, int, Iterator[date]]] = []
    for index in range(number):
        dice = Random(f"{seed}/{index}")  # noqa: S311 - dice for invented people, not for keys
        days_ago = round(room * (1 - index / max(1, number - 1)) ** MORE_COME)
        story = _story(have + index + 1, dice, present, days_ago)
        waiting.append((-days_ago, index, story))
    heapify(waiting)
    while waiting:
        days, index, story = heappop(waiting)
        with behind(-days):
            following = _tell_a_day(story, present)
        if following is not None:
            heappush(waiting, (-following, index, story))
    return have + number


def add_records(context: DemoContext) -> Iterator[float]:
    """Let every feature add its records to a case; yields when to go on, as ``Invention.add`` does."""
    inventions = [feature.demo for feature in features() if feature.demo is not None]
    yield from context.together(
        *(_thread(invention, context) for invention in sorted(inventions, key=lambda each: each.order))
    )


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Let what is written down by itself be in ``language``, and give it the addresses of pages."""
    # The ways to unblock a step are addresses, which exist in a request only.
    with current_app.test_request_context(), force_locale(language):
        yield


def _tell_a_day(story: Iterator[date], present: date) -> int | None:
    """Go on with a story for as long as it stays on this day; returns how many days ago it goes on, None at its end."""
    with write():
        for day in story:
            if day > today():
                return (present - day).days
    return None


def _story(number: int, dice: Random, present: date, days_ago: int) -> Iterator[date]:
    """Yield the days on which a case goes on; what happens on the day comes after it."""
    language = "fa" if number % 2 else "en"
    person = invented.invent(dice)
    worker = _user("support" if number % 3 else "support2")
    with in_language(language):
        case = _begin(worker, dice, language, person)
    idle = RESTING_SINCE if story_of(number) in (*CLOSED, *QUIET) else WORKED_ON_SINCE
    until = present - timedelta(days=round(days_ago * idle))
    context = DemoContext(worker, _user("coordinator"), dice, case, language, number, person, until, present)
    thread = add_records(context)
    while True:
        with in_language(language):
            share = next(thread, None)
        if share is None:
            return
        yield context.day(share)


def _thread(invention: Invention, context: DemoContext) -> Iterator[float]:
    more = invention.add(context)
    if more is not None:
        yield from more


def _begin(worker: User, dice: Random, language: str, person: invented.Invented) -> Case:
    case = start_case(
        worker,
        name=person.alias,
        language="fa",
        facts={
            "safe_now": dice.choice(("yes", "unsure")),
            "tonight": dice.choice(invented.TONIGHT[language]),
            "telephone": f"+355 69 000 {dice.randint(1000, 9999)}",
            "telephone_whose": dice.choice(invented.WHOSE_TELEPHONE[language]),
            "may_ring": "as_agreed",
            "who_knows": dice.choice(invented.WHO_KNOWS[language]),
            "hurt": dice.choice(invented.HURT[language]),
            "interpreter": invented.INTERPRETER[language],
            "summary": invented.SYNTHETIC[language],
        },
    )
    client = db.session.get_one(Person, case.client_id)
    add_name(worker, client, person.latin, NameKind.LEGAL)
    add_name(worker, client, person.persian, NameKind.LEGAL)
    about = invented.SYNTHETIC[language]
    change_person(
        worker, client, {"born": person.born, "sex": person.sex, "about": about, "whereabouts": "left"}
    )
    left_on = from_day(today())
    change_facts(worker, case, {"left_where": invented.LEFT_WHERE[language], "left_on": left_on})
    return case


def _user(name: str) -> User:
    found = find_user(name)
    if found is None:
        raise LookupError(f"the demonstration has no login {name}")
    return found


def _hash(cost: PasswordCost) -> tuple[uuid.UUID, bytes]:
    user_id = uuid.uuid4()
    return user_id, hash_password(keyring(), PASSPHRASE, user_id, cost=cost)
