"""What one proposes and another one takes is the same: a record that was changed in between has to be proposed anew."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.rules import set_rule
from caseapp.audit import record
from caseapp.contact_requests.workflow import NO_TRACE
from caseapp.db import db, write
from caseapp.features import FEATURES
from caseapp.proposals.models import Proposal
from caseapp.web.installed import model_of
from caseapp.web.rules import TWO, Rule
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.contact_requests.requesting import open_request, page_of, searches
from tests.contact_requests.searching import compare, log
from tests.letters.preparing import fields_of, fields_on, prepare
from tests.proposals.test_steps_that_take_two import (
    CLOSE,
    WHY,
    case_of,
    choose,
    proposal_page,
    propose,
    status_of,
    step_of,
    version,
)
from tests.statements.writing import write_statement

STEPS = [
    pytest.param(
        workflow.kind, step.code, step.sources[0], step.target, step.rule, id=f"{workflow.kind}-{step.code}"
    )
    for feature in FEATURES
    for workflow in feature.workflows
    for step in workflow.transitions
    if step.rule
]
"""Every step that takes two, with a state from which it is taken."""


def begin_search(person: Person) -> str:
    (search,) = searches(person, open_request(person))
    log(person, search)
    return search


BEGIN: dict[str, Callable[[Person], str]] = {
    "case": start_case,
    "letter": lambda person: prepare(person, start_case(person)),
    "search": begin_search,
    "statement": write_statement,
}
"""How a record of each kind comes about; what is missing here fails the test."""
CHANGE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "case": ("summary", "case.changed", {"fields": ["summary"]}),
    "letter": ("subject", "letter.text_changed", {"fields": ["subject"]}),
    "search": ("last_news", "search.changed", {"fields": ["last_news"]}),
    "statement": ("title", "statement.changed", {"fields": ["title"]}),
}
"""A field of each, and what the log tells of a change."""


def write_into(person: Person, kind: str, address: str, name: str, value: str) -> None:
    _name, code, told = CHANGE[kind]
    actor_id, record_id = person.id, uuid.UUID(address.rpartition("/")[2])
    with person.app.test_request_context(), write():
        found = db.session.get_one(model_of(kind), record_id)
        setattr(found, name, value)
        record(db.session.get_one(User, actor_id), code, found, **told)


@pytest.mark.parametrize(("kind", "code", "source", "target", "rule"), STEPS)
def test_no_step_that_takes_two_is_taken_with_a_record_that_was_changed_since_it_was_proposed(
    app: Flask, amina: Person, clara: Person, kind: str, code: str, source: str, target: str, rule: Rule
) -> None:
    with app.test_request_context(), write():
        set_rule(db.session.scalars(select(User)).first(), rule, TWO)
    address = BEGIN[kind](amina)
    record_id = address.rpartition("/")[2]
    write_into(amina, kind, address, "status", source)
    why = {"new_id": str(uuid.uuid4()), **WHY}
    amina.post(f"/proposals/propose/{kind}/{record_id}/{code}", why)
    write_into(amina, kind, address, CHANGE[kind][0], "Something else than before.")
    step = f"{address}/step/{code}"
    taken = {**fields_of(clara, step), "manner": "done_here", "reason": "Looked at together."}
    page = clara.post(step, taken, 409)
    assert "the record was changed since" in page.text
    assert stands_at(app, kind, record_id) == source
    amina.post(f"/proposals/propose/{kind}/{record_id}/{code}", {**why, "new_id": str(uuid.uuid4())})
    clara.post(step, taken)
    assert stands_at(app, kind, record_id) == target


def stands_at(app: Flask, kind: str, record_id: str) -> str:
    with app.app_context():
        return str(db.session.get_one(model_of(kind), uuid.UUID(record_id)).status)


def test_the_second_person_sees_what_was_changed_and_it_is_proposed_anew(
    app: Flask, amina: Person, clara: Person
) -> None:
    choose(app, TWO)
    case_id = case_of(amina)
    propose(amina, case_id)
    proposed = proposal_page(clara)
    edit = f"/cases/{case_id}/edit"
    amina.post(edit, {**fields_of(amina, edit), "safe_now": "yes", "summary": "Their sister has written."})
    page = clara.get(proposed).text
    assert "The record was changed since this was proposed" in page
    assert "Their sister has written." in page
    assert "Do you agree?" not in page
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)}, 409)
    assert status_of(app, case_id) == "new"
    propose(amina, case_id)
    assert "Close</a>" in clara.get("/").text
    assert clara.get("/").text.count("Close</a>") == 1, "what was proposed before waits no more"
    clara.post(step_of(case_id), {**CLOSE, "row_version": version(clara, case_id)})
    assert status_of(app, case_id) == "closed"


def test_nobody_proposes_a_step_with_a_record_that_was_changed_under_their_eyes(
    app: Flask, amina: Person, clara: Person
) -> None:
    choose(app, TWO)
    case_id = case_of(amina)
    path = f"/proposals/propose/case/{case_id}/close"
    opened = {**fields_of(amina, path), **WHY}
    write_into(clara, "case", f"/cases/{case_id}", "summary", "Their sister has written.")
    page = amina.post(path, opened, 409)
    assert "Somebody else has changed this in the meantime" in page.text
    assert WHY["reason"] in page.text
    with app.app_context():
        assert db.session.scalar(select(Proposal.id)) is None
    amina.post(path, {**fields_on(page.text), **WHY})


def test_a_part_that_was_added_is_a_change_too(app: Flask, amina: Person, clara: Person) -> None:
    choose(app, TWO, NO_TRACE)
    search = begin_search(amina)
    write_into(amina, "search", search, "status", "tracing")
    propose_about = f"/proposals/propose/search/{search.rpartition('/')[2]}/find_no_trace"
    amina.post(propose_about, {"new_id": str(uuid.uuid4()), **WHY})
    log(amina, search)
    page = clara.get(proposal_page(clara)).text
    assert "Action of a search" in page.partition("Added or changed since:")[2]
    clara.post(
        f"{search}/step/find_no_trace",
        {**fields_of(clara, f"{search}/step/find_no_trace"), "reason": "Nothing."},
        409,
    )


def test_a_part_that_was_taken_out_is_a_change_too(app: Flask, amina: Person, clara: Person) -> None:
    choose(app, TWO, NO_TRACE)
    search = begin_search(amina)
    compare(amina, search)
    point = re.search(r"/points/([0-9a-f-]{36})/remove", page_of(amina, search))
    assert point
    write_into(amina, "search", search, "status", "tracing")
    propose_about = f"/proposals/propose/search/{search.rpartition('/')[2]}/find_no_trace"
    amina.post(propose_about, {"new_id": str(uuid.uuid4()), **WHY})
    clara.post(f"{search}/points/{point.group(1)}/remove", {"reason": "It was the cousin's mother."})
    step = f"{search}/step/find_no_trace"
    clara.post(step, {**fields_of(clara, step), "reason": "Nothing."}, 409)
    assert "Point compared" in clara.get(proposal_page(clara)).text.partition("Added or changed since:")[2]


def test_clara_takes_no_step_with_a_part_that_was_added_and_proposed_while_she_read_its_page(
    app: Flask, amina: Person, clara: Person
) -> None:
    choose(app, TWO, NO_TRACE)
    search = begin_search(amina)
    write_into(amina, "search", search, "status", "tracing")
    propose_about = f"/proposals/propose/search/{search.rpartition('/')[2]}/find_no_trace"
    amina.post(propose_about, {"new_id": str(uuid.uuid4()), **WHY})
    step = f"{search}/step/find_no_trace"
    read = {**fields_of(clara, step), "reason": "Nothing."}
    log(amina, search)
    amina.post(propose_about, {"new_id": str(uuid.uuid4()), **WHY})
    answer = clara.post(step, read, 422)
    assert "Somebody else has changed this in the meantime." in visible(answer)
    clara.post(step, {**fields_on(answer.text), "reason": "Nothing."})


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_a_number_that_no_page_shows_is_a_change_and_never_an_error(
    amina: Person, clara: Person, app: Flask, number: str
) -> None:
    choose(app, TWO)
    path = f"/proposals/propose/case/{case_of(amina)}/close"
    amina.post(path, {"new_id": str(uuid.uuid4()), **WHY, "shown": number}, 409)
