"""Whoever stands in for a colleague today is nobody's second person for what that colleague asked for or did."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import remove_member
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures.models import DisclosureReview
from caseapp.web.roles import Role
from tests.accounts.test_deputies import lend
from tests.authorities.test_list_of_authorities import add_authority
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.disclosures.test_alerting import alert_of, change_access
from tests.disclosures.test_disclosing import tell_now
from tests.emergency_access.test_emergency_access import answer, review_of, try_it
from tests.erasures.erasing import approve, ask, send, version_of
from tests.incidents.reporting import report
from tests.incidents.test_exports import ask_export, order_with
from tests.incidents.test_holds_alone import WHY, decision_of
from tests.letters.preparing import consent_to_tell_authorities
from tests.people.walking import client_of
from tests.reports.test_row_exports import agree, ask_with_names
from tests.reviews.test_reviews import guarded_step
from tests.reviews.test_second_look import close, shown
from tests.security.test_the_log_itself import colleague


@pytest.fixture
def deputy(amina: Person, clara: Person, drita: Person) -> Person:
    """Amina, whom Clara named as her deputy for today, and who became a coordinator meanwhile."""
    clara.post("/me/deputies", lend(amina, today(), today()))
    drita.post(f"/staff/{amina.id}/roles", {"roles": ["coordinator", "support"]})
    return amina.sign_in()


def both(app: Flask, clara: Person) -> Person:
    """Lule, who looks after accounts beside her work on cases, and whom Clara named as her deputy for today."""
    lule = colleague(app, "lule", Role.SUPPORT, Role.ADMINISTRATOR)
    clara.post("/me/deputies", lend(lule, today(), today()))
    return lule


def test_a_deputy_does_not_look_at_the_emergency_access_of_whom_they_stand_in_for(
    amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    change_access(remove_member, amina, case, clara)
    clara.post("/me/deputies", lend(amina, today(), today()))
    try_it(clara, reference_of(amina, case))
    assert review_of(amina) == ""
    there = review_of(drita)
    assert there, "somebody else is told instead"
    sent = {"row_version": "1", "answer": "yes", "reason": "She told me."}
    amina.post(there, sent, 404)
    answer(drita, there, "no")


def test_where_nobody_is_left_but_their_deputies_one_hears_of_it_and_does_not_answer(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    lule = both(app, clara)
    lule.post(f"/staff/{drita.id}/roles", {"roles": ["auditor"]})
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    change_access(remove_member, amina, case, clara)
    for each in (amina, besnik):
        clara.post("/me/deputies", lend(each, today(), today()))
    try_it(clara, reference_of(amina, case))
    assert review_of(amina) == review_of(besnik) == ""
    there = review_of(lule)
    assert "You stand in for" in lule.page(there).text
    lule.post(there, {"row_version": "1", "answer": "yes", "reason": "She told me."})
    assert "You stand in for" in lule.page(there).text, "it waits still"


def test_a_deputy_reviews_no_disclosure_of_whom_they_stand_in_for(
    app: Flask, besnik: Person, clara: Person, deputy: Person
) -> None:
    case = start_case(besnik, name="Dara Sample")
    tell_now(clara, uuid.UUID(client_of(besnik, case)))
    assert "/disclosures/reviews/" not in deputy.get("/").text
    with app.app_context():
        there = f"/disclosures/reviews/{db.session.scalars(select(DisclosureReview.id)).one()}"
    sent = {"row_version": "1", "answer": "yes", "reason": "I was there."}
    assert "You stand in for" in deputy.post(there, sent, 422).text
    assert "I was there." not in clara.page(there).text


def test_an_alert_goes_to_nobody_who_stands_in_for_whoever_disclosed(
    besnik: Person, clara: Person, drita: Person, deputy: Person
) -> None:
    case = start_case(besnik)
    clara.post(f"{case}/access/level", {"level": "members"})
    deputy.get(case, 404)
    tell_now(clara, uuid.UUID(client_of(besnik, case)))
    assert alert_of(deputy) == ""
    assert alert_of(drita)


def test_a_deputy_approves_no_erasure_that_they_were_asked_for_by_whom_they_stand_in_for(
    besnik: Person, clara: Person, deputy: Person
) -> None:
    erasure = ask(clara, start_case(besnik))
    assert "You stand in for" in approve(deputy, erasure, 422).text
    assert "I asked her myself." not in clara.page(erasure).text


def test_a_deputy_ends_no_hold_that_whom_they_stand_in_for_asks_to_end(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    lule = both(app, clara)
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    assert decision_of(lule) == ""
    there = decision_of(drita)
    sent = {"row_version": version_of(drita, there), "answer": "yes", "words": "Clara showed me the paper."}
    assert "You stand in for" in lule.post(there, sent, 422).text
    assert "nothing is erased" in clara.page(incident).text


def test_a_hold_that_only_a_deputy_could_end_is_said_to_wait_for_nobody(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    lule = both(app, clara)
    lule.post(f"/staff/{drita.id}/roles", {"roles": ["support"]})
    incident = report(amina, "order")
    send(clara, f"{incident}/hold/end", why=WHY)
    assert "Nobody can end this hold as things stand" in clara.page(incident).text


def test_a_deputy_agrees_to_no_export_with_names_of_whom_they_stand_in_for(
    app: Flask, amina: Person, clara: Person
) -> None:
    lule = both(app, clara)
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    export = ask_with_names(clara, add_authority(amina))
    assert export not in lule.get("/").text
    page: Any = agree(lule, export)
    assert page.status_code == 302
    assert "Agreed on the telephone" not in clara.page(export).text


def test_a_deputy_agrees_to_no_export_for_an_order_of_whom_they_stand_in_for(
    besnik: Person, clara: Person, deputy: Person
) -> None:
    reza = client_of(besnik, start_case(besnik))
    incident = order_with(clara, reza)
    export = ask_export(clara, incident, [reza])
    sent = {"row_version": "1", "answer": "yes", "reason": "I compared it with the order."}
    deputy.post(export, sent)
    assert "I compared it with the order." not in clara.page(export).text


def test_what_whom_they_stand_in_for_did_alone_is_on_no_deputys_list_for_a_second_look(
    besnik: Person, clara: Person, deputy: Person
) -> None:
    close(clara, start_case(besnik))
    assert shown(deputy) == []
    assert "For a second look" not in deputy.page("/").text


def test_a_deputy_closes_no_review_of_what_whom_they_stand_in_for_did(
    app: Flask, besnik: Person, clara: Person, deputy: Person
) -> None:
    step_id: uuid.UUID = guarded_step(app, clara, start_case(besnik))
    assert str(step_id) not in deputy.get("/reviews/").text
    deputy.get(f"/reviews/{step_id}", 404)
