"""A case belongs to one team, and may be given to another; access that ends on a day ends by itself after it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.actions import change_teams, create_team
from caseapp.accounts.models import Team, User
from caseapp.audit import verify
from caseapp.clock import bounds_of, set_zone, today
from caseapp.db import db, write
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.doorway import prepared
from tests.emergency_access.test_emergency_access import answer, review_of, try_it
from tests.letters.preparing import day
from tests.people import walking
from tests.security.test_behind_a_case import things_of
from tests.security.test_the_log_itself import colleague
from tests.ties.test_ties import bring


@pytest.fixture
def elira(app: Flask, drita: Person) -> Person:
    """A coordinator of another team."""
    elira = colleague(app, "elira", Role.COORDINATOR)
    drita_id, elira_id = drita.id, elira.id
    with app.app_context(), write():
        actor = db.session.get_one(User, drita_id)
        team = create_team(actor, "The other team")
        change_teams(actor, db.session.get_one(User, elira_id), [team.id])
    return elira


def team_called(app: Flask, name: str) -> str:
    with app.app_context():
        return str(next(team.id for team in db.session.scalars(select(Team)) if team.name == name))


@prepared
def give(clara: Person, case: str, name: str) -> str:
    return clara.post(f"{case}/access/team", {"team": team_called(clara.app, name)}).headers["Location"]


def test_the_coordinators_of_the_new_team_see_the_case_and_those_of_the_former_no_longer(
    app: Flask, amina: Person, clara: Person, elira: Person
) -> None:
    case = start_case(amina)
    client = f"/people/{walking.client_of(amina, case)}"
    elira.get(case, 404)
    assert give(clara, case, "The other team") == "/cases/"
    for page in (case, client):
        elira.get(page)
        amina.get(page)
        clara.get(page, 404)
    with app.app_context():
        assert list(verify()) == []


def test_what_a_coordinator_of_the_former_team_began_there_they_no_longer_see(
    amina: Person, clara: Person, elira: Person
) -> None:
    case = start_case(amina)
    pages = things_of(clara, case)
    give(clara, case, "The other team")
    for page in pages:
        clara.get(page, 404)
        elira.get(page)


def test_a_coordinator_who_is_a_member_stays_one(amina: Person, clara: Person, elira: Person) -> None:
    case = start_case(clara)
    assert give(clara, case, "The other team") == f"{case}/access/"
    clara.get(case)
    elira.get(case)


def test_a_person_who_stands_in_a_case_of_the_former_team_too_stays_with_it(
    amina: Person, clara: Person, elira: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Somebody else")
    client = walking.client_of(amina, case)
    bring(amina, client, other)
    give(clara, case, "The other team")
    clara.get(f"/people/{client}")
    elira.get(f"/people/{client}")


def test_a_team_is_renamed_and_shows_who_belongs_to_it(app: Flask, drita: Person, elira: Person) -> None:
    team = f"/staff/teams/{team_called(app, 'The other team')}"
    assert "Elira Test" in drita.page(team).text
    drita.post(team, {"name": "Night team", "row_version": "1"})
    assert "Night team" in drita.page("/staff/teams").text
    drita.post(team, {"name": " ", "row_version": "2"}, status=422)


def test_a_team_with_an_open_case_is_not_closed(
    app: Flask, amina: Person, clara: Person, drita: Person, elira: Person
) -> None:
    case = start_case(amina)
    give(clara, case, "The other team")
    team = f"/staff/teams/{team_called(app, 'The other team')}"
    assert "This team has open cases" in drita.post(f"{team}/close", status=422).text
    give(elira, case, next(name for name in names_of_teams(app) if name != "The other team"))
    drita.post(f"{team}/close")
    assert "The other team" not in drita.page("/staff/teams").text
    drita.get(team, 404)


def test_the_last_team_is_not_closed(app: Flask, drita: Person) -> None:
    team = team_called(app, names_of_teams(app)[0])
    assert "There must be one team at least" in drita.post(f"/staff/teams/{team}/close", status=422).text


def names_of_teams(app: Flask) -> list[str]:
    with app.app_context():
        return [team.name for team in db.session.scalars(select(Team).order_by(Team.seq))]


@pytest.fixture
def far_east() -> Iterator[None]:
    """An office where the day is over fourteen hours before it is in UTC."""
    set_zone("Pacific/Kiritimati")
    yield
    set_zone("UTC")


def test_sharing_until_a_day_ends_by_itself_when_that_day_is_over_where_the_office_is(
    far_east: None, amina: Person, besnik: Person, clara: Person
) -> None:
    case, last = start_case(amina), today() + timedelta(days=1)
    until = day("until", day=str(last.day), month=str(last.month), year=str(last.year))
    sent = {"colleague": str(besnik.id), "act": "add", "reason": "Stands in for Amina", **until}
    clara.post(f"{case}/access/", sent)
    _begins, ends = bounds_of(last)
    with time_machine.travel(ends - timedelta(minutes=1), tick=False) as clock:
        besnik.sign_in()
        besnik.get(case)
        assert re.search("Reza", besnik.get("/cases/").text)
        clock.move_to(ends + timedelta(seconds=1))
        besnik.get(case, 404)
        assert not re.search("Reza", besnik.get("/cases/").text)


def test_what_a_colleague_of_another_team_begins_in_a_case_belongs_to_the_team_of_the_case(
    amina: Person, clara: Person, elira: Person
) -> None:
    case = start_case(amina)
    client = f"/people/{walking.client_of(amina, case)}"
    try_it(elira, reference_of(amina, case))
    request = open_request(elira, case)
    elira.get(request)
    answer(amina, review_of(amina), "no")
    for page in (case, request, client):
        elira.get(page, 404)
        clara.get(page)
