"""Emergency access is for reading and for writing down what is urgent: who is there by it alone decides nothing."""

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import remove_member
from caseapp.cases.workflow import CLOSING
from caseapp.consents.models import Consent
from caseapp.db import db
from caseapp.web.roles import Role
from caseapp.web.rules import TWO
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Page, Person
from tests.consents.sheets import client_of, fill_sheet
from tests.contact_requests import requesting
from tests.contact_requests.requesting import open_request, searches
from tests.contact_requests.searching import withdraw
from tests.disclosures.test_alerting import alert_of, change_access
from tests.disclosures.test_disclosing import tell_now
from tests.disclosures.test_legal_grounds import ask_ground
from tests.doorway import prepared
from tests.emergency_access.test_emergency_access import try_it
from tests.erasures import erasing
from tests.incidents.test_exports import ask_export, order_with
from tests.letters import preparing
from tests.letters.test_sending import ready_to_send
from tests.proposals.test_steps_that_take_two import WHY, choose, proposal_page
from tests.reports.test_row_exports import ask, fetch
from tests.security.test_the_log_itself import colleague
from tests.statements import writing

SAID = "You see this by emergency access: it lets you read, and write down what is urgent."


@pytest.fixture
def visitor(app: Flask) -> Person:
    """A coordinator who is let into none of these cases."""
    return colleague(app, "zef", Role.COORDINATOR)


@pytest.fixture
def case(amina: Person, clara: Person) -> str:
    """A case for only these people: Amina and Clara."""
    return shared_with_only_these(amina, clara)


@prepared
def shared_with_only_these(amina: Person, clara: Person) -> str:
    case = start_case(amina, name="Dara Sample")
    clara.post(f"{case}/access/level", {"level": "members"})
    return case


@prepared
def visit(amina: Person, visitor: Person, case: str) -> None:
    visitor.get(case, 404)
    assert try_it(visitor, reference_of(amina, case)) == case


def test_they_approve_no_letter_and_read_why_beside_the_button(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    letter = preparing.in_review(amina, case)
    visit(amina, visitor, case)
    assert SAID in visitor.page(letter).text
    assert SAID in visitor.page(f"{letter}/approve").text
    assert SAID in preparing.approve(visitor, letter, 422).text
    assert SAID not in clara.page(letter).text
    preparing.approve(clara, letter)


def test_nobody_is_said_to_have_approved_by_telephone_who_is_there_by_emergency_access(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    letter = preparing.in_review(amina, case)
    visit(amina, visitor, case)
    text = amina.page(f"{letter}/approve-by-telephone").text
    assert "Clara Test" in text
    assert "Zef Test" not in text


def test_they_send_no_letter_that_was_approved_and_signed(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    letter = ready_to_send(amina, clara, case)
    visit(amina, visitor, case)
    assert SAID in visitor.page(letter).text
    assert SAID not in amina.page(letter).text


def test_they_agree_to_no_step_of_a_search(amina: Person, clara: Person, besnik: Person, case: str) -> None:
    search = searches(amina, open_request(amina, case))[0]
    requesting.step(clara, search, "start_screening")
    concerned = {**requesting.SCREENED, "concern": "some", "concern_reason": "A cousin waits."}
    requesting.fill(amina, search, "screening", **concerned)
    visit(amina, besnik, case)
    page = besnik.page(f"{search}/agree/accept").text
    assert SAID in page
    assert 'name="remark"' not in page
    assert SAID in besnik.post(f"{search}/agree/accept", {"remark": "I read it."}, status=409).text
    assert "A second person has to agree" in requesting.blocks(clara, search, "accept")


def test_they_approve_no_legal_ground_and_review_no_disclosure(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    client = client_of(amina, case)
    ground = ask_ground(amina, client).headers["Location"]
    tell_now(amina, client)
    visit(amina, visitor, case)
    page = visitor.page(ground).text
    assert SAID in page
    assert "You are the second person" not in page
    visitor.post(ground, {"row_version": "1", "answer": "yes", "reason": "I agree."}, status=409)
    assert "You are the second person" in clara.page(ground).text
    review = re.search(r"/disclosures/reviews/[0-9a-f-]{36}", visitor.get("/").text)
    assert review
    assert SAID in visitor.page(review.group()).text
    sent = {"row_version": "1", "answer": "yes", "reason": "It was right."}
    visitor.post(review.group(), sent, status=409)


def test_a_disclosure_is_put_before_a_coordinator_who_does_not_see_the_case_rather_than_before_a_visitor(
    app: Flask, amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    visit(amina, visitor, case)
    change_access(remove_member, amina, case, clara)
    tell_now(amina, client_of(amina, case))
    assert alert_of(visitor) == ""
    assert alert_of(clara)


def test_they_close_no_case_and_propose_nothing(
    app: Flask, amina: Person, clara: Person, visitor: Person, besnik: Person, case: str
) -> None:
    choose(app, TWO)
    for person in (visitor, besnik):
        visit(amina, person, case)
    case_id = case.rpartition("/")[2]
    assert SAID in visitor.page(f"{case}/step/close").text
    there = f"/proposals/propose/case/{case_id}/{CLOSING.code.rpartition('.')[2]}"
    page = besnik.page(there).text
    assert SAID in page
    assert 'name="reason"' not in page
    besnik.post(there, {"new_id": str(uuid.uuid4()), **WHY}, status=409)
    assert "Proposed by colleagues" not in clara.page("/").text


def test_they_refuse_no_proposal(
    app: Flask, amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    choose(app, TWO)
    amina.post(
        f"/proposals/propose/case/{case.rpartition('/')[2]}/close", {"new_id": str(uuid.uuid4()), **WHY}
    )
    visit(amina, visitor, case)
    there = proposal_page(visitor)
    page = visitor.page(there).text
    assert SAID in page
    assert 'name="answer"' not in page
    visitor.post(there, {"row_version": "1", "answer": "I do not think so."}, status=409)
    assert "Proposed by colleagues" in clara.page("/").text


def test_they_ask_for_no_erasure_and_approve_none(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    visit(amina, visitor, case)
    there = f"/erasures/new/case/{case.rpartition('/')[2]}"
    assert SAID in visitor.page(there).text
    erasure = erasing.ask(amina, case)
    assert SAID in visitor.page(f"{erasure}/approve").text
    assert SAID in erasing.approve(visitor, erasure, 422).text
    erasing.approve(clara, erasure)


def test_they_review_no_statement_and_agree_to_no_audience(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    statement = writing.write_statement(amina, case)
    writing.read_back(amina, statement)
    writing.sign(amina, statement)
    visit(amina, visitor, case)
    assert SAID in writing.review(visitor, statement, 422).text
    audience = writing.propose(amina, statement)
    assert SAID in visitor.page(statement).text
    visitor.post(f"{audience}/agree", status=409)
    assert "waits for a second person" in clara.page(statement).text


def test_they_write_notes_and_tell_what_cannot_wait(amina: Person, visitor: Person, case: str) -> None:
    visit(amina, visitor, case)
    open_request(visitor, case)
    tell_now(visitor, client_of(amina, case))


def test_whoever_was_let_in_since_decides_like_anybody_else(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    letter = preparing.in_review(amina, case)
    visit(amina, visitor, case)
    change(clara, case, visitor, "add")
    assert SAID not in Page(visitor.get(letter).text).text
    preparing.approve(visitor, letter)


def test_what_they_see_leaves_the_house_in_no_file_of_theirs(
    app: Flask, amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    own = start_case(visitor, name="Somebody else")
    visit(amina, visitor, case)
    assert len(fetch(visitor, ask(visitor))) == 2, "the heading, and their own case"
    assert len(fetch(clara, ask(clara))) == 3
    change(clara, case, visitor, "add")
    assert len(fetch(visitor, ask(visitor))) == 3
    visitor.get(own)


def test_a_file_that_they_asked_for_before_holds_nothing_either_of_what_they_only_visit_since(
    app: Flask, amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    change(clara, case, visitor, "add")
    start_case(visitor, name="Somebody else")
    export = ask(visitor)
    change(clara, case, visitor, "remove")
    visit(amina, visitor, case)
    assert len(fetch(visitor, export)) == 2


def test_they_ask_for_no_export_of_whom_an_order_names(amina: Person, visitor: Person, case: str) -> None:
    visit(amina, visitor, case)
    client = client_of(amina, case)
    incident = order_with(visitor, client)
    ask_export(visitor, incident, [client], status=409)


def test_they_give_no_word_that_the_conditions_of_a_consent_are_kept(
    app: Flask, amina: Person, besnik: Person, case: str
) -> None:
    sheet = f"/consents/{case.rpartition('/')[2]}/{client_of(amina, case)}"
    fill_sheet(amina, sheet, share="conditions", **{"share-conditions": "By post only."})
    with app.app_context():
        consent = db.session.scalars(select(Consent).where(Consent.purpose == "share")).one().id
    visit(amina, besnik, case)
    page = f"/consents/conditions/{consent}?audience=partners"
    assert SAID in besnik.page(page).text
    sent = {"new_id": str(uuid.uuid4()), "words": "They promised it."}
    assert SAID in besnik.post(page, sent, status=409).text
    amina.post(page, sent)


@pytest.mark.parametrize("stays", ["one", "other"])
def test_they_join_nobody_of_it_with_somebody_of_their_own_case(
    amina: Person, clara: Person, visitor: Person, case: str, stays: str
) -> None:
    own = client_of(visitor, start_case(visitor, name="Dara Sample"))
    visit(amina, visitor, case)
    couple = f"/duplicates/{client_of(amina, case)}/{own}"
    form = next(each for each in visitor.page(couple).forms if "stays" in each["fields"])
    sent = {name: value for name, value in form["fields"].items() if name != "csrf_token"} | {"stays": stays}
    assert SAID in visitor.post(f"{couple}/same", sent, status=409).text
    clara.post(f"{couple}/same", sent)


def test_they_decide_of_no_withdrawal_that_it_was_taken_back(
    amina: Person, clara: Person, visitor: Person, case: str
) -> None:
    search = searches(amina, open_request(amina, case))[0]
    withdraw(amina, search)
    visit(amina, visitor, case)
    why = {"reason": "She was alone this time."}
    assert SAID in visitor.post(f"{search}/withdrawal/end", why, status=409).text
    clara.post(f"{search}/withdrawal/end", why)
