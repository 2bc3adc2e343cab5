"""Whom covering lets in: nobody lets themselves in, and nobody passes on what was opened to them alone."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import keep_out, set_level
from caseapp.access.actions import set_team
from caseapp.access.visibility import Level
from caseapp.accounts.actions import change_teams, create_team
from caseapp.accounts.models import User
from caseapp.db import db, write
from caseapp.web.roles import Role
from tests.absences.test_being_away import MONDAY, at, case_of, days, follow, scope_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of
from tests.conftest import Person
from tests.emergency_access.test_emergency_access import try_it
from tests.security.test_the_log_itself import colleague


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def of_another_team(app: Flask, name: str, *roles: Role) -> Person:
    person = colleague(app, name, *roles)
    with app.app_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        with write():
            change_teams(drita, db.session.get_one(User, person.id), [create_team(drita, "Elsewhere").id])
        db.session.remove()
    return anew(person)


def anew(person: Person) -> Person:
    person.client = person.app.test_client()
    return person.sign_in()


def kept_among_members(app: Flask, person: Person) -> tuple[str, str]:
    """A case of theirs for only these people, and the id of its scope."""
    case_id = case_of(person)
    with app.test_request_context(), write():
        set_level(db.session.get_one(User, person.id), scope_of(case_id), Level.ONLY_MEMBERS)
        return case_id, str(scope_of(case_id).id)


def test_an_administrator_who_says_that_they_cover_themselves_comes_into_no_case_of_another_team(
    app: Flask, amina: Person
) -> None:
    zef, case_id = of_another_team(app, "zef", Role.ADMINISTRATOR, Role.COORDINATOR), case_of(amina)
    zef.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY + timedelta(days=90), zef))
    zef.get(f"/cases/{case_id}", status=404)
    follow(app)
    zef.get(f"/cases/{case_id}", status=404)


def test_a_coordinator_enters_days_for_no_colleague_of_another_team(
    app: Flask, amina: Person, besnik: Person, drita: Person
) -> None:
    zef, case_id = of_another_team(app, "zef", Role.COORDINATOR), case_of(amina)
    ylli = of_another_team(app, "ylli", Role.SUPPORT)
    zef.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY + timedelta(days=90), ylli), status=404)
    zef.get(f"/away/of/{amina.id}", status=404)
    assert f"/away/of/{amina.id}" not in zef.page("/away/").text
    ylli.get(f"/cases/{case_id}", status=404)
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    assert "They are back" not in zef.page("/away/").text
    back = re.search(r"/away/[0-9a-f-]{36}/end", amina.get("/away/").text)
    assert back
    zef.post(back.group(0), status=404)
    besnik.get(f"/cases/{case_id}")
    assert "They are back" in drita.page(f"/away/of/{zef.id}").text
    drita.post(back.group(0))
    besnik.get(f"/cases/{case_id}", status=404)


def test_an_administrator_enters_days_for_colleagues_of_every_team(
    app: Flask, amina: Person, besnik: Person, drita: Person
) -> None:
    with app.app_context():
        by = db.session.get_one(User, drita.id)
        with write():
            change_teams(by, by, [])
        db.session.remove()
    case_id = case_of(amina)
    drita.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY, besnik))
    besnik.get(f"/cases/{case_id}")


def test_a_coordinator_opens_no_case_of_a_team_that_is_not_theirs(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    """Amina works in both teams, and Clara coordinates one of them."""
    theirs, elsewhere = case_of(amina), case_of(amina)
    with app.app_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        with write():
            team = create_team(drita, "Elsewhere")
            set_team(drita, scope_of(elsewhere), team.id)
        db.session.remove()
    clara.get(f"/cases/{elsewhere}", status=404)
    clara.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY, besnik))
    besnik.get(f"/cases/{theirs}")
    besnik.get(f"/cases/{elsewhere}", status=404)


def test_whoever_is_kept_out_of_a_case_lets_nobody_in_by_entering_it_for_a_colleague(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    shielded, open_one = case_of(amina), case_of(amina)
    with app.test_request_context(), write():
        by, whom = db.session.get_one(User, amina.id), db.session.get_one(User, clara.id)
        keep_out(by, scope_of(shielded), whom, "Kin.")
    clara.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY, besnik))
    besnik.get(f"/cases/{open_one}")
    besnik.get(f"/cases/{shielded}", status=404)


def test_a_coordinator_who_says_that_they_cover_themselves_covers_what_their_team_shares(
    amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    clara.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY, clara))
    shown = clara.page(f"/cases/{case_id}/access/").text
    assert "Clara Test" in shown.split("Kept out")[0].split("Members")[1]


def test_whoever_sees_a_case_for_an_emergency_lets_nobody_in_by_going_away(
    app: Flask, amina: Person, besnik: Person
) -> None:
    lule = colleague(app, "lule", Role.SUPPORT)
    shared = f"/cases/{case_of(amina)}"
    restricted_id, scope_id = kept_among_members(app, amina)
    restricted = f"/cases/{restricted_id}"
    for case in (shared, restricted):
        assert try_it(besnik, reference_of(amina, case)) == case
    besnik.post("/away/", days(MONDAY, MONDAY, lule, restricted=[scope_id]), status=422)
    besnik.post("/away/", days(MONDAY, MONDAY, lule))
    for case in (shared, restricted):
        lule.get(case, status=404)


def test_whoever_covers_passes_no_case_for_only_these_people_on(
    app: Flask, amina: Person, besnik: Person
) -> None:
    lule = colleague(app, "lule", Role.SUPPORT)
    shared = case_of(amina)
    restricted, scope_id = kept_among_members(app, amina)
    amina.post("/away/", days(MONDAY, MONDAY, besnik, restricted=[scope_id]))
    besnik.get(f"/cases/{restricted}")
    besnik.post("/away/", days(MONDAY, MONDAY, lule, restricted=[scope_id]), status=422)
    besnik.post("/away/", days(MONDAY, MONDAY, lule))
    lule.get(f"/cases/{shared}")
    lule.get(f"/cases/{restricted}", status=404)


def test_an_emergency_that_a_cover_had_before_is_over_when_they_cover_no_more(
    app: Flask, amina: Person, besnik: Person
) -> None:
    case = f"/cases/{case_of(amina)}"
    assert try_it(besnik, reference_of(amina, case)) == case
    amina.post("/away/", days(MONDAY, MONDAY + timedelta(days=5), besnik))
    back = re.search(r"/away/[0-9a-f-]{36}/end", amina.get("/away/").text)
    assert back
    amina.post(back.group(0))
    besnik.get(case, status=404)


def test_a_cover_whose_access_somebody_ends_is_not_let_in_again_by_itself(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case, other = f"/cases/{case_of(amina)}", f"/cases/{case_of(amina)}"
    amina.post("/away/", days(MONDAY, MONDAY + timedelta(days=5), besnik))
    change(clara, case, besnik, "remove")
    follow(app)
    besnik.get(case, status=404)
    besnik.get(other)
    with at(MONDAY + timedelta(days=2)):
        follow(app)
        besnik.sign_in().get(case, status=404)


def test_whoever_is_kept_out_of_a_case_lets_nobody_in_by_going_away(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    lule = colleague(app, "lule", Role.SUPPORT)
    case = f"/cases/{case_of(amina)}"
    change(clara, case, besnik, "add")
    change(clara, case, besnik, "keep_out")
    besnik.post("/away/", days(MONDAY, MONDAY, lule))
    lule.get(case, status=404)
    follow(app)
    lule.get(case, status=404)


def test_when_somebody_who_is_away_is_kept_out_their_cover_is_not_let_in_any_longer(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    lule = colleague(app, "lule", Role.SUPPORT)
    case = f"/cases/{case_of(amina)}"
    change(clara, case, besnik, "add")
    besnik.post("/away/", days(MONDAY, MONDAY, lule))
    lule.get(case)
    change(clara, case, besnik, "keep_out")
    follow(app)
    lule.get(case, status=404)


def test_nobody_covers_for_a_colleague_whose_role_reads_no_cases_any_more(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = f"/cases/{case_of(amina)}"
    change(clara, case, besnik, "add")
    lule = colleague(app, "lule", Role.SUPPORT)
    drita.post(f"/staff/{besnik.id}/roles", {"roles": ["auditor"]})
    answer = clara.post(f"/away/of/{besnik.id}", days(MONDAY, MONDAY, lule), status=422)
    assert "Their role reads no cases." in answer.text
    assert "They are away" not in drita.page(f"/staff/{besnik.id}").text
    lule.get(case, status=404)


def test_the_page_of_a_case_says_that_a_cover_who_is_kept_out_of_it_does_not_see_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    shielded, other = f"/cases/{case_of(amina)}", f"/cases/{case_of(amina)}"
    change(clara, shielded, besnik, "keep_out")
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    told = "Please do not speak with them about it."
    for reader in (amina, clara):
        text = reader.page(shielded).text
        assert told in text
        assert "Besnik Test covers." not in text
        assert told not in reader.page(other).text
    assert "Besnik Test covers." in besnik.page(other).text
