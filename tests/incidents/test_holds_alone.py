"""A house with one coordinator ends a hold, too: an administrator is the second person, and reads nothing of it."""

import re
import uuid

from flask import Flask
from sqlalchemy import select

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.db import Scope, db, write
from caseapp.incidents.models import Incident
from caseapp.web.roles import Role
from tests.conftest import Person
from tests.erasures.erasing import send
from tests.incidents.reporting import WORDS, report, version_of
from tests.security.test_the_log_itself import colleague

WHY = "The court has lifted it, says the lawyer of Parvin."


def decision_of(person: Person) -> str:
    found = re.search(r'href="(/incidents/register/[0-9a-f-]{36}/hold)"', person.get("/").text)
    return found.group(1) if found else ""


def test_an_administrator_ends_a_hold_that_the_only_coordinator_asks_to_end(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    incident = report(amina, "order")
    assert decision_of(drita) == ""
    send(clara, f"{incident}/hold/end", why=WHY)
    assert decision_of(edon) == "", "an auditor is told that it stands, and decides nothing"
    there = decision_of(drita)
    assert there
    assert there in drita.get("/incidents/register").text
    page = drita.page(there).text
    assert "Clara Test" in page
    for hidden in (WHY, WORDS, "Parvin"):
        assert hidden not in page
    edon.get(there, 403)
    clara.get(there, 403)
    send(drita, there, 422, answer="yes", words="")
    send(drita, there, answer="yes", words="Clara showed me the paper.")
    page = clara.page(incident).text
    assert "ended" in page
    assert "Drita Test" in page
    assert "Clara showed me the paper." in page
    assert decision_of(drita) == ""


def test_they_may_let_it_stand(amina: Person, clara: Person, drita: Person) -> None:
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    there = decision_of(drita)
    version = version_of(drita, there)
    send(drita, there, answer="no", words="I know nothing of it.")
    assert "nothing is erased" in clara.page(incident).text
    answer = {"row_version": version, "answer": "yes", "words": "Yes."}
    drita.post(there, answer)
    assert "nothing is erased" in clara.page(incident).text


def test_whoever_asked_does_not_end_it_as_an_administrator(
    amina: Person, clara: Person, drita: Person
) -> None:
    drita.post(f"/staff/{clara.id}/roles", {"roles": ["administrator", "coordinator"]})
    clara.sign_in()
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    assert decision_of(clara) == ""
    there = decision_of(drita)
    answer = {"row_version": version_of(drita, there), "answer": "yes", "words": "Yes."}
    assert "You asked for it" in clara.post(there, answer, 422).text
    assert "nothing is erased" in clara.page(incident).text


def test_whoever_is_alone_is_told_whom_to_invite_and_that_ends_it(
    amina: Person, clara: Person, drita: Person
) -> None:
    drita.post(f"/staff/{clara.id}/roles", {"roles": ["administrator", "coordinator"]})
    incident = report(amina, "order")
    told = "Nobody can end this hold as things stand"
    clara.sign_in()
    assert told not in clara.page(incident).text
    clara.post(f"/staff/{drita.id}/roles", {"roles": ["support"]})
    for there in (incident, f"{incident}/hold/end"):
        page = clara.page(there)
        assert told in page.text
        assert 'href="/staff/invite"' in clara.get(there).text
    assert told not in amina.page(incident).text
    send(clara, f"{incident}/hold/end", why=WHY)
    assert told in clara.page(incident).text
    clara.post(f"/staff/{drita.id}/roles", {"roles": ["administrator"]})
    drita.sign_in()
    assert told not in clara.page(incident).text
    send(drita, decision_of(drita), answer="yes", words="Clara showed me the paper.")
    assert "ended" in clara.page(incident).text


def test_a_coordinator_who_is_kept_out_of_the_incident_is_no_second_person(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    colleague(app, "lule", Role.COORDINATOR)
    drita.post(f"/staff/{clara.id}/roles", {"roles": ["administrator", "coordinator"]})
    clara.sign_in()
    clara.post(f"/staff/{drita.id}/roles", {"roles": ["support"]})
    incident = report(amina, "order")
    told = "Nobody can end this hold as things stand"
    assert told not in clara.page(incident).text, "Lule can"
    with app.test_request_context(), write():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        found = db.session.get_one(Incident, uuid.UUID(incident.rpartition("/")[2]))
        scope = db.session.get_one(Scope, found.scope_id)
        keep_out(users["clara"], scope, users["lule"], "Kin of the officer.")
    assert told in clara.page(incident).text


def test_an_incident_without_a_hold_has_no_such_page(amina: Person, drita: Person) -> None:
    incident = report(amina, "loss")
    drita.get(f"/incidents/register/{incident.rpartition('/')[2]}/hold", 404)
