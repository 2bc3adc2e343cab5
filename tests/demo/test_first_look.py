"""What a first look at a demonstration shows: every phase, every answer, and something for each role."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseapp.accounts.actions import find_user
from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.audit import verify
from caseapp.audit.models import AuditEvent
from caseapp.cases.models import Case
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.clock import today
from caseapp.consents.models import Consent
from caseapp.consents.queries import standings_of
from caseapp.contact_requests.models import Search
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.dates import quarter_of
from caseapp.db import Record, db
from caseapp.db.engine import Base
from caseapp.demo.making import FIRST_CASES, PASSPHRASE, add_cases, make_demonstration
from caseapp.i18n import OFFERED
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.setup.migrating import migrate
from caseapp.statements.models import Statement
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.tasks.models import NextStep
from caseapp.workflow import Workflow
from tests.conftest import settings_for
from tests.page_rules import check_page

RECORD = re.compile(r'href="(/(?:cases|people|statements|letters|requests|searches)/[0-9a-f-]{36})["#]')


@pytest.fixture(scope="module")
def first_look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demonstration as ``make demo`` makes it."""
    app = create_app(settings_for(tmp_path_factory.mktemp("first") / "instance"))
    with app.app_context():
        migrate()
        make_demonstration(app)
        add_cases(FIRST_CASES, seed=1)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(first_look: Flask) -> Iterator[None]:
    """The records behind the pages."""
    with first_look.app_context():
        yield
        db.session.remove()


@pytest.fixture
def coordinator(inside: None) -> User:
    found = find_user("coordinator")
    assert found is not None
    return found


def signed_in(app: Flask, name: str, language: str) -> FlaskClient:
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    data = {"csrf_token": token.group(1), "sign_in_name": name, "passphrase": PASSPHRASE}
    assert client.post("/sign-in", data=data).status_code == 302
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert token is not None
    assert (
        client.post("/language", data={"csrf_token": token.group(1), "locale": language}).status_code == 302
    )
    return client


def rows(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.seq)))


@pytest.mark.parametrize(
    ("model", "workflow"),
    [
        (Case, CASE_WORKFLOW),
        (Search, SEARCH_WORKFLOW),
        (Letter, LETTER_WORKFLOW),
        (Statement, STATEMENT_WORKFLOW),
    ],
    ids=["cases", "searches", "letters", "statements"],
)
def test_records_stand_in_every_phase(inside: None, model: Any, workflow: Workflow) -> None:
    shown = {workflow.phase_of(row.status).code for row in rows(model)}
    assert shown == {phase.code for phase in workflow.phases}


def test_cases_began_in_each_of_the_last_four_quarters(inside: None) -> None:
    assert len({quarter_of(case.created_on) for case in rows(Case)}) >= 4


def test_every_answer_to_the_consent_sheet_is_there(coordinator: User) -> None:
    people = {consent.person_id for consent in rows(Consent)} | {case.client_id for case in rows(Case)}
    states = {standing.state for found in standings_of(coordinator, people).values() for standing in found}
    assert states == {"yes", "no", "conditions", "withdrawn", "expired", "not_asked"}


def test_next_steps_are_late_and_due_today_and_later_and_done(inside: None) -> None:
    steps = rows(NextStep)
    due = {(step.due > today()) - (step.due < today()) for step in steps if step.is_open}
    assert due == {-1, 0, 1}
    assert {step.status for step in steps} == {"open", "done", "dropped"}


def test_contacts_are_new_and_filed_and_put_aside(inside: None) -> None:
    assert {contact.status for contact in rows(IncomingContact)} == {"new", "filed", "put_aside"}


def test_one_search_has_no_trace_so_far_and_one_waits_for_its_withdrawal_to_be_confirmed(
    inside: None,
) -> None:
    searches = rows(Search)
    assert any(search.status == "not_found" for search in searches)
    assert any(search.withdrawal for search in searches)


def test_everything_was_written_in_the_order_of_its_days_and_nothing_after_today(inside: None) -> None:
    days = list(db.session.scalars(select(AuditEvent.day).order_by(AuditEvent.number)))
    assert days == sorted(days)
    assert days[-1] <= today()
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            assert all(row.created_on <= row.changed_on <= today() for row in rows(mapper.class_))
    assert list(verify()) == []


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize(
    ("name", "tiles"),
    [
        ("support", 4),
        ("support2", 3),
        ("coordinator", 7),
        ("administrator", 1),
        ("auditor", 1),
    ],
)
def test_every_role_finds_something_on_its_home_page(
    first_look: Flask, name: str, tiles: int, language: str
) -> None:
    page = signed_in(first_look, name, language).get("/")
    check_page(page)
    assert f'lang="{language}"' in page.text
    assert page.text.count("<h2") >= tiles, page.text


@pytest.mark.parametrize(
    ("name", "language"),
    [
        pytest.param("coordinator", "en", marks=pytest.mark.deep),
        ("coordinator", "fa"),
        pytest.param("coordinator", "ar", marks=pytest.mark.deep),
        pytest.param("coordinator", "sq", marks=pytest.mark.deep),
        ("support", "ar"),
        ("support2", "sq"),
    ],
)
def test_every_record_of_a_demonstration_can_be_opened(first_look: Flask, name: str, language: str) -> None:
    client = signed_in(first_look, name, language)
    todo, seen = ["/cases/", "/letters/", "/requests/", "/", "/reports/"], set()
    while todo:
        path = todo.pop()
        answer = client.get(path)
        assert answer.status_code == 200, path
        check_page(answer)
        seen.add(path)
        todo += [
            found for found in set(RECORD.findall(answer.text)) if found not in seen and found not in todo
        ]
    assert len(seen) > 20


def test_the_same_seed_tells_the_same_words(tmp_path: Path) -> None:
    told = []
    for folder in ("one", "two"):
        app = create_app(settings_for(tmp_path / folder))
        with app.app_context():
            migrate()
            make_demonstration(app)
            add_cases(2, seed=9)
            told.append([(step.text, step.due) for step in rows(NextStep)])
            db.session.remove()
            db.engine.dispose()
    assert told[0] == told[1]
