"""Every form that takes a file keeps it when it comes back, so that nobody has to choose it again."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from caseapp.clock import now
from caseapp.consents.forms import ConsentSheetForm
from caseapp.db import db
from caseapp.documents.forms import AddDocumentForm
from caseapp.documents.models import Document
from caseapp.documents.queries import named_files, read_content
from caseapp.letters import step_forms as letters
from caseapp.statements import forms as statements
from caseapp.web.drafts import Draft
from caseapp.web.forms import NewRecordForm, PageForm, UploadField
from caseapp.web.kept_files import KeptFile
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.consents.sheets import sheet_of
from tests.documents.made_files import PDF
from tests.doorway import once
from tests.letters.preparing import approved, day, fields_on
from tests.letters.test_sending import dispatch, proof, ready_to_send
from tests.statements.writing import read_back, write_statement

NAME = "نامه‌ی وزارت.pdf"
Reached = Callable[[Person, Person], str]


def _waiting_for_proof(amina: Person, clara: Person) -> str:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, channel="by_hand", receipt_pending="y", taken_by="The clerk at the desk")
    found = re.search(r'href="(/letters/proof/[0-9a-f-]{36})"', amina.get(letter).text)
    assert found
    return found.group(1)


def _sent(amina: Person, clara: Person) -> str:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof())
    return f"{letter}/answer"


def _to_sign(amina: Person, _clara: Person) -> str:
    statement = write_statement(amina)
    read_back(amina, statement)
    return f"{statement}/step/sign"


def _to_file(amina: Person, _clara: Person) -> str:
    return f"/documents/add/case/{start_case(amina).rpartition('/')[2]}"


def _sheet(amina: Person, _clara: Person) -> str:
    return sheet_of(amina, start_case(amina))


REACHED: dict[type[PageForm], tuple[Reached, dict[str, str], dict[str, str]]] = {
    AddDocumentForm: (_to_file, {"kind": "no such kind"}, {}),
    ConsentSheetForm: (_sheet, {"given_by": "proxy"}, {"keep-answer": "yes"}),
    letters.SignForm: (lambda a, c: f"{approved(a, c)}/sign", {"name": ""}, {"name": "Dara Sample"}),
    letters.DispatchForm: (
        lambda a, c: f"{ready_to_send(a, c)}/dispatch",
        {"sent_on-day": "31", "sent_on-month": "2"},
        {},
    ),
    letters.ProofForm: (_waiting_for_proof, {"row_version": "1"}, {}),
    letters.AlreadySentForm: (
        lambda a, _c: f"{start_case(a)}/letters/already-sent",
        {"said_by": ""},
        {
            "said_by": "The lawyer",
            "subject": "First letter",
            "addressee": "The Minister",
            **day("sent_on", month="10"),
        },
    ),
    letters.AnswerForm: (_sent, {"kind": "no such kind"}, {"kind": "reply"}),
    statements.GivenStatementForm: (
        lambda a, _c: f"{start_case(a)}/statements/given",
        {"said_by": ""},
        {"said_by": "The priest", "title": "Declaration", "given_on-day": "24", "given_on-month": "11",
         "given_on-year": "2021", "proposed_by": "not_asked", "unpressed": "not_asked"},
    ),
    statements.SignForm: (_to_sign, {"method": "no such way"}, {}),
}  # fmt: skip
"""Each form: how its page is reached, what makes it come back, and what it needs beside the file to be saved."""
FORMS = pytest.mark.parametrize("form", REACHED, ids=lambda form: f"{form.__module__}.{form.__name__}")

CHANGED = pytest.mark.parametrize(
    "form",
    [form for form in REACHED if form is ConsentSheetForm or not issubclass(form, NewRecordForm)],
    ids=lambda form: f"{form.__module__}.{form.__name__}",
)
"""Those that change what is there, so that somebody else can come before."""


def page_of(form: type[PageForm], amina: Person, clara: Person) -> tuple[str, dict[str, str], dict[str, str]]:
    """Where the form stands, reached once for all tests of a process; what makes it come back, and what it needs."""
    reached, wrong, right = REACHED[form]
    path = once(amina.app, f"page of {form.__module__}.{form.__name__}", lambda: reached(amina, clara))
    return path, wrong, right


def forms_with_files() -> Iterator[type[PageForm]]:
    """All forms of the application in which a file can be chosen."""
    waiting: list[type[Any]] = [PageForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("caseapp.") and any(
            getattr(getattr(form, name), "field_class", None) is UploadField for name in dir(form)
        ):
            yield form


def opened_with(person: Person, path: str) -> dict[str, Any]:
    """What the form holds when it is opened, with the first of those who may sign ticked."""
    return opened_on(person.get(path).text)


def opened_on(page: str) -> dict[str, Any]:
    """What the form on a page holds, with the first of those who may sign ticked."""
    signer = re.search(r'name="signers"[^>]*value="([^"]+)"', page)
    return {**fields_on(page), **({"signers": signer.group(1)} if signer else {})}


def send(person: Person, path: str, fields: dict[str, Any], status: int, field: str = "") -> Any:
    """Send a form as the browser does, with a file in ``field``."""
    file = {field: (io.BytesIO(PDF), NAME)} if field else {}
    return person.post(path, {**fields, **file}, status, content_type="multipart/form-data")


def upload_of(form: type[PageForm]) -> str:
    """The name of the field of a form that takes a file."""
    return next(
        name for name in dir(form) if getattr(getattr(form, name), "field_class", None) is UploadField
    )


def papers(app: Flask) -> list[bytes]:
    """The content of every document that is called as the file is."""
    with app.app_context():
        return [read_content(row) for row in db.session.scalars(select(Document)) if row.file_name == NAME]


def nothing_waits(app: Flask) -> None:
    """No draft and no kept file is left, and the store holds what records name, and nothing else."""
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptFile)) == 0
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
        files = app.config["SETTINGS"].instance_path / "files"
        assert {path.name for path in files.rglob("*") if path.is_file()} == {
            ref.hex for ref in named_files()
        }


def test_every_form_that_takes_a_file_is_looked_at_here(app: Flask) -> None:
    assert set(forms_with_files()) == set(REACHED), "say how its page is reached and what makes it come back"


@FORMS
def test_a_form_that_comes_back_has_kept_its_file_and_sends_it(
    form: type[PageForm], amina: Person, clara: Person
) -> None:
    path, wrong, right = page_of(form, amina, clara)
    field = upload_of(form)
    opened = {**opened_with(amina, path), **right}
    answer = send(amina, path, {**opened, **wrong}, 422, field)
    assert f"Kept: \u2068{NAME}\u2069 (1 kB). You need not choose it again." in visible(answer)
    assert "Choose it again" not in visible(answer)
    assert papers(amina.app) == []
    again = {name: opened.get(name, "") for name in wrong if name != "row_version"}
    send(amina, path, {**fields_on(answer.text), **again, **right}, 302)
    assert papers(amina.app) == [PDF]
    nothing_waits(amina.app)


@CHANGED
def test_a_form_whose_record_somebody_else_changed_has_kept_its_file(
    form: type[PageForm], amina: Person, clara: Person
) -> None:
    path, _wrong, right = page_of(form, amina, clara)
    field = upload_of(form)
    opened = {**opened_with(amina, path), **right, "row_version": "99"}
    answer = amina.client.post(
        path,
        data={"csrf_token": amina.token(), **opened, field: (io.BytesIO(PDF), NAME)},
        content_type="multipart/form-data",
    )
    assert answer.status_code in {409, 422}
    assert "You need not choose it again." in visible(answer)
    send(amina, path, {**opened_on(answer.text), **right}, 302)
    assert papers(amina.app) == [PDF]
    nothing_waits(amina.app)


def test_a_step_that_a_colleague_took_meanwhile_shows_what_was_sent_for_it_with_its_file(
    amina: Person, clara: Person
) -> None:
    path = _to_sign(amina, clara)
    opened = opened_with(amina, path)
    send(clara, path, opened_with(clara, path), 302)
    answer = send(amina, path, {**opened, "place": "Tirana"}, 409, "scan")
    assert "You need not choose it again." in visible(answer)
    assert "Tirana" in answer.text


@FORMS
def test_a_kept_file_can_be_taken_away(form: type[PageForm], amina: Person, clara: Person) -> None:
    path, wrong, right = page_of(form, amina, clara)
    field = upload_of(form)
    opened = {**opened_with(amina, path), **right}
    answer = send(amina, path, {**opened, **wrong}, 422, field)
    away = {**fields_on(answer.text), f"{field}-away": "1", **wrong}
    answer = send(amina, path, away, 422)
    assert "You need not choose it again." not in visible(answer)
    with amina.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptFile)) == 0
    assert "You need not choose it again." not in amina.page(path).text


@FORMS
def test_a_form_that_came_after_its_session_had_run_out_has_kept_its_file(
    form: type[PageForm], amina: Person, clara: Person
) -> None:
    path, _wrong, right = page_of(form, amina, clara)
    field = upload_of(form)
    sent = {**opened_with(amina, path), **right, "csrf_token": amina.token()}
    with time_machine.travel(now() + timedelta(minutes=45), tick=False):
        late = {**sent, field: (io.BytesIO(PDF), NAME)}
        answer = amina.client.post(path, data=late, content_type="multipart/form-data")
        assert answer.headers["Location"] == "/sign-in"
        amina.sign_in()
        page = amina.get(path)
        assert "You need not choose it again." in visible(page)
        assert "This is your text that was not saved yet" in visible(page)
        send(amina, path, fields_on(page.text), 302)
        assert papers(amina.app) == [PDF]
        nothing_waits(amina.app)
