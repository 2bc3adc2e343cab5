"""Who may call what: the table of permissions is that of the routes, and no form is taken from elsewhere."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule

from caseapp.audit.refused import FORGED, forget_refused
from caseapp.clock import now
from caseapp.web.gate import OPEN_AT, PUBLIC, SIGNED_IN
from caseapp.web.permissions import holds, permission_matrix
from caseapp.web.roles import Role
from tests.frame.conftest import behind
from tests.frame.inhabited import COMPLETE, House
from tests.frame.routes import ROUTES, UNSAFE, address, ids_for, named
from tests.frame.standing import PRINCIPALS

TABLE = Path(__file__).with_name("permission_matrix.txt")
PUBLIC_VIEWS = {
    "static": "style sheets, scripts and icons",
    "home.health": "says that the process lives, nothing else",
    "accounts.sign_in": "the door",
    "accounts.activate": "opens an account with its code",
    "accounts.factor_link": "lets somebody set up another second factor, with its code and their passphrase",
    "accounts.set_language": "so that the door can be read",
    "accounts.set_theme": "the same",
    "setup.begin": "needs the link of the terminal, once",
    "setup.recovery": "the same",
    "setup.unlock": "needs an unlock passphrase",
}


def forged(token: str) -> str:
    """The token under another signature."""
    body, _, signature = token.rpartition(".")
    return f"{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def test_the_table_of_permissions_is_up_to_date(app: Flask) -> None:
    """After a change: `caseapp permissions > tests/frame/permission_matrix.txt`, and read what has changed."""
    assert TABLE.read_text("utf-8").splitlines() == permission_matrix(app).splitlines()


def test_every_route_is_marked_and_the_public_ones_are_listed_with_a_reason() -> None:
    assert all(mark for _rule, _method, mark in ROUTES)
    assert {rule.endpoint for rule, _method, mark in ROUTES if mark == PUBLIC} == set(PUBLIC_VIEWS)


def test_every_permission_is_granted_to_somebody_and_asked_for_somewhere(app: Flask) -> None:
    asked = {mark for _rule, _method, mark in ROUTES} - {PUBLIC, SIGNED_IN, *OPEN_AT}
    for mark in asked:
        assert any(holds(app, role, mark) for role in Role), f"nobody holds {mark}"


@pytest.mark.parametrize(("rule", "method", "mark"), UNSAFE, ids=named)
def test_a_form_from_elsewhere_is_refused_and_changes_nothing(
    surroundings: House, rule: Rule, method: str, mark: str
) -> None:
    house = surroundings
    house.restore(COMPLETE)
    path = address(rule, ids_for(rule, house.first, house.case_id))
    holder = next(
        name
        for name in ("amina", "clara", "drita", "edon")
        if holds(house.app, PRINCIPALS[name] or Role.AUDITOR, mark)
    )
    (client, token), (_, other) = house.browsers[holder], house.browsers["besnik"]
    before, noted = _changes(house), _noted(house)
    forms: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("no token", {}, {}),
        ("a wrong token", {"csrf_token": forged(token)}, {}),
        ("another session's token", {"csrf_token": other}, {}),
        ("another site's page", {"csrf_token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ("a sibling site's page", {"csrf_token": token}, {"Sec-Fetch-Site": "same-site"}),
    ]
    with house.app.app_context():
        forget_refused()
    for what, data, headers in forms:
        response = client.open(path, method=method, data=data, headers=headers)
        assert response.status_code == 400, f"{what}: {response.status_code}"
        assert _changes(house) == before, what
    assert _noted(house) - noted == 2, "one line for the tokens and one for other sites, in a minute"


def _changes(house: House) -> list[Any]:
    with behind(house.database) as raw:
        return raw.execute(
            "SELECT (SELECT max(number) FROM audit_event WHERE code != ?), (SELECT change_seq FROM installation), "
            "(SELECT count(*) FROM draft)",
            (FORGED,),
        ).fetchall()


def _noted(house: House) -> int:
    with behind(house.database) as raw:
        return int(raw.execute("SELECT count(*) FROM audit_event WHERE code = ?", (FORGED,)).fetchone()[0])


def test_the_house_of_these_tests_stays_signed_in_however_long_a_busy_machine_takes_over_them(
    surroundings: House,
) -> None:
    surroundings.restore(COMPLETE)
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        assert surroundings.browsers["amina"][0].get("/cases/").status_code == 200
