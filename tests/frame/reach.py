"""What everybody is answered by every route, asked for records of Amina's case: the cells of reach_matrix.txt.

``python -m tests.frame.reach > tests/frame/reach_matrix.txt`` writes the table anew; then read what has changed.
"""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import in_memory, install_everybody
from tests.frame.inhabited import COMPLETE, LIVED_IN, House
from tests.frame.routes import NEEDS_MORE, ROUTES, address, ask, ids_for, table_of
from tests.frame.standing import PRINCIPALS, RESTRICTED, among_members, surrounded

TABLE = Path(__file__).with_name("reach_matrix.txt")
COLUMNS = {
    "stranger": "stranger",
    "fatos": "closed",
    "amina": "resp.",
    "gezim": "let in",
    "besnik": "team",
    "ilir": "was in",
    "luan": "kept out",
    "jeta": "other",
    "ema": "emerg.",
    "clara": "coord.",
    "hana": "c.kept",
    "elira": "c.other",
    "drita": "admin",
    "edon": "auditor",
    "gezim, restricted": "r.let in",
    "clara, restricted": "r.coord.",
}
"""Whose column has which heading."""
HEADING = """\
What each person is answered by each route, asked for the records of one case of the first team.
Written by `python -m tests.frame.reach`; a test asks everybody everything and compares.
  yes      the page, or what it answers to a form, be it that something is missing in it
  404      nothing is there for this person, in the same words as for what does not exist
  403      their role does not include it; the refusal is recorded
  sign-in  they are sent to the sign-in page
           nothing: the address names no record, so that their role alone decides
  *        behind a route: even who reaches the case finds nothing while the record is in the state of this test

  stranger  has not signed in              closed    worked in the team; their account is closed
  resp.     responsible for the case       let in    support worker of the team who was let in
  team      support worker of the team     was in    let in until yesterday
  kept out  let in, and kept out since     other     support worker of another team
  emerg.    the same, who opened the case in an emergency
  coord.    coordinator of the team        c.kept    the same, kept out of the case
  c.other   coordinator of another team    admin     administrator
  auditor   auditor                        r. ...    while the case is shared with only these people
"""


OF_EACH_ROLE = {"stranger", "fatos", "amina", "besnik", "clara", "elira", "drita", "edon"}


class Cell(NamedTuple):
    """One person's answer from one route."""

    who: str
    """A key of ``COLUMNS``."""
    name: str
    response: TestResponse
    missing: TestResponse | None
    """Where nothing was found: what the same person is answered for ids that do not exist."""


def cells(house: House, rule: Rule, method: str) -> Iterator[Cell]:
    """Ask everybody, each with the house as it was before the first.

    Where the address names no record the role alone decides, and one person of each is asked.
    """
    ids = ids_for(rule, house.first, house.case_id)
    path = address(rule, ids)
    state = LIVED_IN if {table_of(rule, argument) for argument in ids} <= house.real else COMPLETE
    house.restore(state)
    asked = [(name, name, state) for name in PRINCIPALS if ids or name in OF_EACH_ROLE]
    if ids:
        asked += [(f"{name}, restricted", name, among_members(state)) for name in RESTRICTED]
    present = state
    for who, name, wanted in asked:
        if present != wanted:
            house.restore(wanted)
            present = wanted
        client, token = house.browsers[name]
        response, missing = ask(client, method, path, token), None
        if response.status_code == 404 and name in OF_EACH_ROLE and ids:
            missing = ask(client, method, address(rule, dict.fromkeys(ids, uuid.uuid4())), token)
        yield Cell(who, name, response, missing)
        if method != "GET" and response.status_code < 400:
            present = ""


def word(cell: Cell) -> str:
    """The word of an answer. Who is signed in and comes to the sign-in page has signed out, or lost their role."""
    response = cell.response
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/sign-in")
    if to_sign_in and PRINCIPALS[cell.name] is None:
        return "sign-in"
    return str(response.status_code) if response.status_code in {403, 404} else "yes"


def line(rule: Rule, method: str, words: dict[str, str]) -> str:
    """The line of a route."""
    route = rule.rule + (" *" if rule.endpoint in NEEDS_MORE else "")
    return (f"{method:<5}{route:<74}" + "".join(f"{words.get(who, ''):<10}" for who in COLUMNS)).rstrip()


def table(lines: list[str]) -> str:
    """The whole file."""
    head = f"{'':<5}{'route':<74}" + "".join(f"{heading:<10}" for heading in COLUMNS.values()).rstrip()
    return "\n".join([HEADING, head, *lines]) + "\n"


def lines(house: House) -> Iterator[str]:
    """The lines of all routes."""
    for rule, method, _mark in ROUTES:
        yield line(rule, method, {cell.who: word(cell) for cell in cells(house, rule, method)})


if __name__ == "__main__":
    with in_memory() as place:
        installed = place / "installed"
        installed.mkdir(mode=0o700)
        with surrounded(install_everybody(installed), place / "house") as found:
            sys.stdout.write(table(list(lines(found))))
