"""Making a demonstration: the instance, one login per role, and the cases."""

import uuid
from random import Random

from flask import Flask, current_app
from sqlalchemy import func, select

from caseapp.accounts.actions import activate_user, find_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.cases.actions import change_facts, start_case
from caseapp.cases.models import Case
from caseapp.db import db, keyring, write
from caseapp.demo.context import DemoContext
from caseapp.demo.invented import SYNTHETIC, TONIGHT, invent
from caseapp.people.actions import add_name
from caseapp.people.actions import change_facts as change_person
from caseapp.people.models import NameKind, Person
from caseapp.setup.installing import FirstAdministrator, adopt_keyring, create_keys, install, keys_folder
from caseapp.vault import PasswordCost, hash_password
from caseapp.web.feature import features
from caseapp.web.roles import Role

PASSPHRASE = "demonstration only 2468"  # noqa: S105 - printed in the terminal, opens invented cases only
LOGINS = {
    "support": (Role.SUPPORT, "Sara Support", "fa"),
    "support2": (Role.SUPPORT, "Samir Support", "en"),
    "coordinator": (Role.COORDINATOR, "Kamran Coordinator", "en"),
    "administrator": (Role.ADMINISTRATOR, "Ada Administrator", "en"),
    "auditor": (Role.AUDITOR, "Aria Auditor", "en"),
}
FIRST_CASES = 6


def make_demonstration(app: Flask) -> None:
    """Set an empty, migrated instance up as a demonstration, with its logins."""
    adopt_keyring(app, create_keys(keys_folder(app), None, None))
    ada = install(
        organisation_name="Open Door (demonstration)",
        language="en",
        administrator=FirstAdministrator(LOGINS["administrator"][1], "administrator", PASSPHRASE),
        demonstration=True,
    )
    cost = current_app.config["SETTINGS"].password_cost
    hashes = {name: _hash(cost) for name in LOGINS if name != "administrator"}
    with write():
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
    """Add invented cases; returns how many there are then. The same seed gives the same people and words."""
    dice = Random(seed)  # noqa: S311 - dice for invented people, not for keys
    have = db.session.execute(select(func.count()).select_from(Case)).scalar_one()
    for index in range(number):
        with write():
            _add_case(dice, have + index + 1)
    return have + number


def _add_case(dice: Random, number: int) -> None:
    worker = _user("support" if number % 3 else "support2")
    coordinator = _user("coordinator")
    person, language = invent(dice), "fa" if number % 2 else "en"
    case = start_case(
        worker,
        name=person.alias,
        language="fa",
        facts={
            "safe_now": dice.choice(("yes", "unsure")),
            "tonight": dice.choice(TONIGHT[language]),
            "telephone": f"+355 69 000 {dice.randint(1000, 9999)}",
            "telephone_whose": "",
            "may_ring": "as_agreed",
            "summary": SYNTHETIC[language],
        },
    )
    client = db.session.get(Person, case.client_id)
    assert client is not None
    add_name(worker, client, person.latin, NameKind.LEGAL)
    add_name(worker, client, person.persian, NameKind.LEGAL)
    change_person(worker, client, {"born": person.born, "about": SYNTHETIC[language], "whereabouts": "left"})
    change_facts(worker, case, {"left_where": "Camp (invented)"})
    context = DemoContext(worker, coordinator, dice, case, language, number)
    for feature in features():
        if feature.demo is not None:
            feature.demo(context)


def _user(name: str) -> User:
    found = find_user(name)
    if found is None:
        raise LookupError(f"the demonstration has no login {name}")
    return found


def _hash(cost: PasswordCost) -> tuple[uuid.UUID, bytes]:
    user_id = uuid.uuid4()
    return user_id, hash_password(keyring(), PASSPHRASE, user_id, cost=cost)
