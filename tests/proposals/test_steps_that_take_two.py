"""Steps that take two where the organisation's rule asks for it: one colleague proposes, another one takes the step."""

import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.rules import set_rule
from caseapp.cases.models import Case
from caseapp.cases.workflow import CLOSING
from caseapp.db import db, write
from caseapp.web.installed import features
from caseapp.web.rules import ONE, TWO, Rule
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.security.test_former_rows import keep

CLOSE = {"manner": "done_here", "reason": "Settled in a town of their own."}
WHY = {"reason": "Nothing has happened for two years."}


@pytest.fixture
def takes_two(app: Flask) -> None:
    choose(app, TWO)


def choose(app: Flask, value: str, rule: Rule = CLOSING) -> None:
    with app.test_request_context(), write():
        set_rule(db.session.scalars(select(User)).first(), rule, value)


def status_of(app: Flask, case_id: str) -> str:
    with app.app_context():
        return db.session.get_one(Case, uuid.UUID(case_id)).status


def step_of(case_id: str) -> str:
    return f"/cases/{case_id}/step/close"


def proposal_page(person: Person) -> str:
    found = [part.split('"')[0] for part in person.get("/").text.split('href="/proposals/')[1:]]
    return "/proposals/" + next(each for each in found if each)


@prepared
def propose(person: Person, case_id: str) -> None:
    person.post(f"/proposals/propose/case/{case_id}/close", {"new_id": str(uuid.uuid4()), **WHY})


@prepared
def case_of(person: Person) -> str:
    return start_case(person).rpartition("/")[2]


def test_one_person_closes_a_case_while_the_rule_leaves_it_to_one(
    app: Flask, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)})
    assert status_of(app, case_id) == "closed"


def version(person: Person, case_id: str) -> str:
    return person.page(step_of(case_id)).forms[-1]["fields"]["row_version"]


@pytest.mark.usefixtures("takes_two")
def test_whoever_answers_a_moment_after_somebody_else_is_told_so(amina: Person, clara: Person) -> None:
    propose(amina, case_of(amina))
    page = proposal_page(clara)
    answer = clara.post(page, {"row_version": "0", "answer": "They wrote last week."})
    assert answer.headers["Location"] == page
    assert "Somebody has answered this before." in clara.get(page).text


@pytest.mark.usefixtures("takes_two")
def test_nobody_closes_it_alone_where_it_takes_two(app: Flask, amina: Person, clara: Person) -> None:
    case_id = case_of(amina)
    page = clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)
    assert "This takes two" in page.text
    assert status_of(app, case_id) == "new"


@pytest.mark.usefixtures("takes_two")
def test_what_a_support_worker_proposes_a_coordinator_carries_out(
    app: Flask, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    assert "Proposed by colleagues" not in amina.page("/").text
    page = clara.get(proposal_page(clara))
    assert WHY["reason"] in page.text
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)})
    assert status_of(app, case_id) == "closed"
    assert "Proposed by colleagues" not in clara.page("/").text


@pytest.mark.usefixtures("takes_two")
def test_nobody_carries_out_what_they_proposed_themselves(app: Flask, amina: Person, clara: Person) -> None:
    case_id = case_of(amina)
    propose(clara, case_id)
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)
    assert status_of(app, case_id) == "new"


@pytest.mark.usefixtures("takes_two")
def test_a_refused_proposal_opens_no_way(app: Flask, amina: Person, clara: Person) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    page = proposal_page(clara)
    assert clara.post(page, {"row_version": "1", "answer": ""}, status=422)
    clara.post(page, {"row_version": "1", "answer": "They wrote last week."})
    assert "They wrote last week." in amina.get(page).text
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)


@pytest.mark.usefixtures("takes_two")
def test_one_s_own_proposal_can_be_taken_back(app: Flask, amina: Person, clara: Person) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    page = proposal_page(clara)
    amina.post(page, {"row_version": "1", "answer": "I was wrong."})
    clara.post(page, {"row_version": "2", "answer": "too late"})
    assert "too late" not in clara.get(page).text
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)


@pytest.mark.usefixtures("takes_two")
def test_a_proposal_rests_once_the_record_has_moved_on(app: Flask, amina: Person, clara: Person) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    page = proposal_page(clara)
    number = amina.page(f"/cases/{case_id}/step/take_up").forms[-1]["fields"]["row_version"]
    amina.post(f"/cases/{case_id}/step/take_up", {"manner": "done_here", "row_version": number})
    clara.get(page)
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)
    assert "Proposed by colleagues" not in clara.page("/").text


@pytest.mark.usefixtures("takes_two")
def test_sent_twice_it_is_proposed_once(app: Flask, amina: Person, clara: Person) -> None:
    case_id, number = case_of(amina), str(uuid.uuid4())
    for _time in range(2):
        amina.post(f"/proposals/propose/case/{case_id}/close", {"new_id": number, **WHY})
    assert clara.get("/").text.count("Close</a>") == 1


@pytest.mark.usefixtures("takes_two")
def test_whoever_does_not_reach_the_record_neither_proposes_nor_reads(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    besnik.get(f"/proposals/propose/case/{case_id}/close", 404)
    besnik.get(proposal_page(clara), 404)


def test_only_steps_with_a_rule_can_be_proposed(amina: Person) -> None:
    case_id = case_of(amina)
    amina.get(f"/proposals/propose/case/{case_id}/take_up", 404)
    amina.get(f"/proposals/propose/case/{case_id}/nonsense", 404)
    amina.get(f"/proposals/propose/nonsense/{case_id}/close", 404)


def test_every_step_that_takes_two_says_so_until_a_colleague_proposes_it(app: Flask) -> None:
    with app.test_request_context():
        rules = [rule for feature in features() for rule in feature.rules]
        steps = [
            step
            for feature in features()
            for workflow in feature.workflows
            for step in workflow.transitions
            if step.rule
        ]
        assert steps
        assert all(step.rule in rules for step in steps)
        assert all(list(step.rule.choices) == [TWO, ONE] for step in steps if step.rule)


@pytest.mark.usefixtures("takes_two")
def test_a_proposal_that_was_taken_back_opens_no_way_when_its_row_is_put_back(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    put_back, page = keep(instance, "proposal"), proposal_page(clara)
    amina.post(page, {"row_version": "1", "answer": "I was wrong."})
    number = version(clara, case_id)
    put_back()
    clara.post(step_of(case_id), {**CLOSE, "row_version": number}, status=500)
    assert status_of(app, case_id) == "new"


@pytest.mark.usefixtures("takes_two")
def test_the_proposal_of_somebody_whose_account_was_closed_opens_no_way(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Somebody else had used it."})
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)
    assert "Proposed by colleagues" not in clara.page("/").text


@pytest.mark.usefixtures("takes_two")
def test_the_proposal_of_somebody_whose_role_was_taken_from_them_opens_no_way(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    propose(amina, case_id)
    number = drita.page(f"/staff/{amina.id}").forms
    found = next(form["fields"]["row_version"] for form in number if "row_version" in form["fields"])
    drita.post(f"/staff/{amina.id}/roles", {"roles": ["auditor"], "row_version": found})
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, status=422)
