"""Who may not reach a case does not reach what belongs to it either, whoever began it."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.clock import now
from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import ENQUIRY, open_request
from tests.emergency_access.test_emergency_access import try_it
from tests.erasures import erasing
from tests.letters import preparing as letters
from tests.people import walking
from tests.security.test_the_log_itself import colleague
from tests.statements import writing as statements
from tests.ties.test_ties import bring

PERSON = re.compile(r'href="(/people/[0-9a-f-]{36})"')


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def things_of(person: Person, case: str) -> list[str]:
    """The pages of the client, a letter and a statement of a case, begun by ``person``."""
    letter, statement = letters.prepare(person, case), statements.write_statement(person, case)
    client = f"/people/{statements.client_of(person, case)}"
    return [client, f"{client}/edit", f"{letter}/pages", f"{letter}/edit", statement, f"{statement}/paper"]


def test_who_is_kept_out_of_a_case_reaches_nothing_they_began_in_it(
    amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    change(clara, case, besnik, "add")
    pages = things_of(besnik, case)
    change(clara, case, besnik, "keep_out")
    for page in [case, *pages]:
        besnik.get(page, 404)
    assert "Reza" not in besnik.get("/letters/").text
    for page in pages:
        amina.get(page)


def test_a_coordinator_who_is_kept_out_reaches_nothing_of_the_team_in_that_case(
    amina: Person, clara: Person, case: str
) -> None:
    pages = things_of(amina, case)
    change(clara, case, clara, "keep_out")
    for page in [case, *pages]:
        clara.get(page, 404)


def test_who_is_no_longer_a_member_reaches_nothing_they_began(
    besnik: Person, clara: Person, case: str
) -> None:
    change(clara, case, besnik, "add")
    pages = things_of(besnik, case)
    change(clara, case, besnik, "remove")
    for page in pages:
        besnik.get(page, 404)


def test_a_case_kept_among_its_members_keeps_its_letters_among_them(
    amina: Person, clara: Person, case: str
) -> None:
    pages = things_of(amina, case)
    clara.post(f"{case}/access/level", {"level": "members"})
    change(clara, case, clara, "remove")
    for page in [case, *pages]:
        clara.get(page, 404)
    for page in pages:
        amina.get(page)


def test_what_a_member_until_a_day_begins_is_theirs_until_that_day_alone(
    besnik: Person, clara: Person, case: str
) -> None:
    until = letters.day("until", day="30", year="2030")
    clara.post(f"{case}/access/", {"colleague": str(besnik.id), "act": "add", "reason": "Helps out", **until})
    pages = things_of(besnik, case)
    with time_machine.travel(datetime(2031, 1, 1, 12, tzinfo=UTC), tick=False):
        besnik.sign_in()
        for page in [case, *pages]:
            besnik.get(page, 404)


def test_another_case_that_they_reach_still_shows_the_person_of_both(
    besnik: Person, clara: Person, case: str
) -> None:
    own = start_case(besnik, name="Somebody else")
    change(clara, case, besnik, "add")
    known = statements.client_of(besnik, case)
    errand = walking.errand("relative", own, walking.client_of(besnik, own))
    walking.look_up(besnik, "relative", own, "Reza from the camp")
    besnik.post(f"/people/check/{errand}/pick", {"picked": known})
    relation = {"new_id": str(uuid.uuid4()), "kind": "brother", "said_by": "The client", "note": ""}
    besnik.post(f"/people/{errand}", relation)
    change(clara, case, besnik, "keep_out")
    besnik.get(case, 404)
    besnik.get(f"/people/{known}")


def seek_another(person: Person, request: str) -> str:
    """Add a search of somebody new to a request; returns the page of the person sought."""
    sought = {
        name: value for name, value in ENQUIRY.items() if name.startswith(("sought", "relation", "last"))
    }
    before = set(PERSON.findall(person.get(request).text))
    sent = {**sought, "new_id": str(uuid.uuid4()), "sought_name": "Mirela Probe"}
    person.post(f"{request}/searches/new", sent)
    (page,) = set(PERSON.findall(person.get(request).text)) - before
    return page


def test_a_coordinator_reaches_nothing_they_began_once_the_case_is_kept_among_its_members(
    app: Flask, amina: Person, clara: Person, case: str
) -> None:
    zef = colleague(app, "zef", Role.COORDINATOR)
    pages = [*things_of(clara, case), request := open_request(clara, case), seek_another(clara, request)]
    zef.post(f"{case}/access/level", {"level": "members"})
    for page in [case, *pages]:
        clara.get(page, 404)
    for page in pages:
        amina.get(page)


def test_a_coordinator_who_leaves_the_team_reaches_nothing_they_began_in_its_cases(
    amina: Person, clara: Person, drita: Person, case: str
) -> None:
    pages = things_of(clara, case)
    drita.post(f"/staff/{clara.id}/teams", {"teams": []})
    clara.client = clara.app.test_client()
    clara.sign_in()
    for page in [case, *pages]:
        clara.get(page, 404)
    for page in pages:
        amina.get(page)


def test_whom_somebody_sought_in_an_emergency_they_do_not_reach_when_it_is_over(
    amina: Person, besnik: Person, case: str
) -> None:
    request = open_request(amina, case)
    assert try_it(besnik, reference_of(amina, case)) == case
    page = seek_another(besnik, request)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        besnik.sign_in().get(page, 404)


def test_whom_a_member_until_a_day_sought_they_do_not_reach_after_it(
    amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    request = open_request(amina, case)
    until = letters.day("until", day="30", year="2030")
    clara.post(f"{case}/access/", {"colleague": str(besnik.id), "act": "add", "reason": "Helps out", **until})
    page = seek_another(besnik, request)
    with time_machine.travel("2031-01-02T12:00:00+00:00", tick=False):
        besnik.sign_in().get(page, 404)


def test_whoever_is_kept_out_of_a_case_is_assigned_to_nobody_by_what_they_began_in_it(
    amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    client, other = walking.client_of(amina, case), start_case(besnik, name="Somebody else")
    bring(clara, client, other)
    change(clara, case, clara, "add")
    open_request(clara, case)
    number = "+355 69 000 1111"
    assert number in clara.get(f"/people/{client}").text
    change(clara, case, clara, "keep_out")
    assert number not in clara.get(f"/people/{client}").text


def test_the_erasure_of_a_person_is_reached_through_a_case_into_which_they_come_later(
    amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    client = walking.client_of(amina, case)
    change(clara, case, clara, "keep_out")
    erasure = erasing.ask(amina, f"/people/{client}")
    clara.get(erasure, 404)
    other = start_case(amina, name="Somebody else")
    bring(amina, client, other)
    assert erasure in clara.get(f"/people/{client}").text
    clara.get(erasure)
    change(clara, other, besnik, "add")
    besnik.get(erasure)
