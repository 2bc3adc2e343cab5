"""A coordinator lets a colleague in, keeps one out whom it is about, and the organisation's rule lets all read it."""

import uuid

from flask import Flask
from sqlalchemy import select

from caseapp.access import keep_out as keep_out_of
from caseapp.accounts.models import User
from caseapp.accounts.rules import all_rules, set_rule
from caseapp.cases import Case
from caseapp.db import Scope, db, write
from caseapp.people.actions import bring_into
from caseapp.people.models import Person as KnownPerson
from tests.cases.test_sharing import change as keep_out
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incidents.reporting import WORDS, add_person, report
from tests.people import walking


def change(clara: Person, incident: str, colleague: Person, act: str, status: int = 302) -> str:
    sent = {"colleague": str(colleague.id), "act": act, "reason": "It is about them."}
    return clara.post(f"{incident}/access", sent, status).text


def test_a_colleague_is_let_in_and_out_again(amina: Person, besnik: Person, clara: Person) -> None:
    incident = report(amina)
    amina.get(f"{incident}/access", 403)
    change(clara, incident, besnik, "add")
    assert WORDS in besnik.page(incident).text
    change(clara, incident, besnik, "remove")
    besnik.get(incident, 404)


def test_whoever_it_is_about_is_kept_out_be_it_a_coordinator(
    amina: Person, clara: Person, ilir: Person
) -> None:
    incident = report(amina)
    change(clara, incident, ilir, "keep_out")
    ilir.get(incident, 404)
    assert incident not in ilir.get("/").text
    change(clara, incident, ilir, "let_in")
    ilir.get(incident)


def test_nobody_who_handles_it_shuts_themselves_out(amina: Person, clara: Person) -> None:
    incident = report(amina)
    page = change(clara, incident, clara, "keep_out", 422)
    assert "A colleague who handles it keeps you out" in page


def test_by_the_rule_all_coordinators_read_what_is_reported(app: Flask, amina: Person, elira: Person) -> None:
    elira.get(report(amina), 404)
    with app.app_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        with write():
            set_rule(drita, next(rule for rule in all_rules() if rule.code == "incident.told"), "all")
        db.session.remove()
    assert WORDS in elira.page(report(amina)).text


def test_whoever_is_kept_out_of_somebody_concerned_later_is_kept_out_of_the_incident_then(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, other = start_case(amina), start_case(amina, name="Omid Mesali")
    incident, second = report(besnik), report(besnik)
    for place, about in ((incident, case), (second, other)):
        change(clara, place, amina, "add")
        add_person(amina, place, walking.client_of(amina, about))
    keep_out(clara, case, besnik, "keep_out")
    besnik.get(incident, 404)
    besnik.get(second)
    add_relative(amina, case, walking.client_of(amina, other))
    besnik.get(second, 404)
    amina.get(second)
    keep_out(clara, case, besnik, "let_in")
    besnik.get(incident)
    besnik.get(second)


def test_where_everybody_who_handles_it_is_kept_out_all_other_coordinators_handle_it(
    app: Flask, amina: Person, clara: Person, elira: Person
) -> None:
    case, incident = start_case(amina), report(amina)
    with app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        with write():
            shielded = db.session.get_one(Case, uuid.UUID(walking.id_of(case))).scope_id
            keep_out_of(users["elira"], db.session.get_one(Scope, shielded), users["clara"], "A relative")
        db.session.remove()
    elira.get(incident, 404)
    add_person(amina, incident, walking.client_of(amina, case))
    clara.get(incident, 404)
    elira.get(incident)


def add_relative(person: Person, case: str, relative: str) -> None:
    """State that the client of a case is married to somebody who is here already."""
    with person.app.app_context():
        user = db.session.get_one(User, person.id)
        with write():
            known = db.session.get_one(KnownPerson, uuid.UUID(relative))
            bring_into(user, known, db.session.get_one(Case, uuid.UUID(walking.id_of(case))).scope_id)
        db.session.remove()
