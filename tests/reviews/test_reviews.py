"""What was written down although a guard would have refused is looked at by a colleague."""

import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.db import db, write
from caseapp.reviews import views
from caseapp.workflow import Block, Manner, Step, StepDetails, Transition, Workflow, advance
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person


def guarded_step(app: Flask, person: Person, address: str) -> uuid.UUID:
    """Close the case afterwards although a guard would refuse; returns the step's id."""
    refusing = Transition(
        "close",
        "Close",
        ("new",),
        "closed",
        "case:close",
        guards=(lambda _actor, _case: [Block("a reason")],),
    )
    workflow = Workflow("case", "Case", "new", CASE_WORKFLOW.phases, CASE_WORKFLOW.states, (refusing,))
    with app.test_request_context():
        case = db.session.get(Case, uuid.UUID(address.rpartition("/")[2]))
        actor = db.session.get(User, person.id)
        with write():
            step = advance(
                workflow, case, actor, "close", StepDetails(Manner.AFTERWARDS, said_by="the client")
            )
            record(actor, "case.moved", case, transition="close")
        found = step.id
        db.session.remove()
    return found


def test_a_colleague_closes_the_review_and_not_the_writer(app: Flask, amina: Person, clara: Person) -> None:
    address = start_case(amina)
    step_id = guarded_step(app, amina, address)
    assert "Close" in clara.page("/reviews/").text
    assert "To look at again" in clara.page("/").text
    assert "Please fill this in." in clara.post(f"/reviews/{step_id}", {"remark": ""}, status=422).text
    clara.post(f"/reviews/{step_id}", {"remark": "I rang the client, all is well."})
    assert "Nothing waits for a second look." in clara.page("/reviews/").text
    clara.get(f"/reviews/{step_id}", 302)
    assert "This review was closed before." in clara.page("/reviews/").text
    with app.app_context():
        assert db.session.scalars(select(Case)).one().status == "closed"


def test_nobody_reviews_their_own_step(app: Flask, amina: Person, clara: Person) -> None:
    step_id = guarded_step(app, clara, start_case(amina))
    clara.get(f"/reviews/{step_id}", 404)


def test_support_workers_close_no_reviews(amina: Person) -> None:
    amina.get("/reviews/", 403)


def test_whoever_closes_a_review_a_moment_after_a_colleague_is_told_so(
    app: Flask, amina: Person, clara: Person, besnik: Person, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    step_id = guarded_step(app, amina, start_case(amina))
    drita.post(f"/staff/{besnik.id}/roles", {"roles": ["coordinator"]})
    besnik.sign_in()
    path = f"/reviews/{step_id}"
    waiting = [True]

    def later(**how: bool) -> Any:
        if waiting and waiting.pop():
            other = threading.Thread(target=besnik.post, args=(path, {"remark": "I rang the client."}))
            other.start()
            other.join()
        return write(**how)

    monkeypatch.setattr(views, "write", later)
    clara.post(path, {"remark": "All is well."})
    assert "This review was closed before." in clara.page("/reviews/").text
    with app.app_context():
        assert db.session.get_one(Step, step_id).review == "I rang the client."
