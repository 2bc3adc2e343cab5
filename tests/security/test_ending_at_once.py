"""A closed account reads nothing from the moment on when that is committed: in every worker, in races, on its way."""

import io
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseapp.accounts import streams
from caseapp.accounts.actions import activate_user, disable_user, enable_user, find_user
from caseapp.accounts.models import User
from caseapp.accounts.sessions import end_sessions_of
from caseapp.application import create_app
from caseapp.db import db, keyring, write
from caseapp.documents.models import Document
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import hash_password, open_file_root
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import CHEAP, PASSPHRASE, Person, settings_for
from tests.deep.figures import figure
from tests.documents.made_files import PDF
from tests.documents.test_filing_documents import file_document
from tests.security.test_invitations import INVITED
from tests.security.test_the_log_itself import colleague, problems

FEW, MANY = 12, 1_000


@pytest.fixture
def beside(app: Flask, instance: Path) -> Iterator[Flask]:
    """Another worker on the same instance."""
    other = create_app(settings_for(instance))
    with other.app_context():
        adopt_root(other, open_file_root(keys_folder(other)))
        db.session.remove()
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def user_named(name: str) -> User:
    user = find_user(name)
    assert user is not None
    return user


def browser_with(app: Flask, cookie: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("caseapp", cookie)
    return client


class Reading:
    """Browsers of one session that open a page over and over, each in a worker of its own."""

    def __init__(self, workers: Iterable[Flask], cookie: str, path: str) -> None:
        self.over = False
        """From here on the end is committed: what begins now must not read."""
        self.early, self.late = 0, 0
        """So many pages were read that were asked for before, and after."""
        self._path, self._begun = path, threading.Barrier(3)
        browsers = [browser_with(worker, cookie) for worker in workers]
        self._threads = [threading.Thread(target=self._read, args=[browser]) for browser in browsers]
        for thread in self._threads:
            thread.start()
        self._begun.wait(30)

    def _read(self, browser: FlaskClient) -> None:
        browser.get("/me")  # whatever is remembered of the session is remembered
        self._begun.wait(30)
        while True:
            asked_late = self.over
            has_read = browser.get(self._path).status_code == 200
            self.early += has_read and not asked_late
            self.late += has_read and asked_late
            if asked_late:
                return

    def finish(self) -> None:
        for thread in self._threads:
            thread.join()


def race(app: Flask, beside: Flask, case: str, times: int) -> int:
    """End a session, or close the account, while two workers read for it; returns how many pages were read before."""
    read_before = 0
    for number in range(times):
        amina = Person("amina", app, app.test_client()).sign_in()
        found = amina.client.get_cookie("caseapp")
        assert found is not None
        reading = Reading((app, beside), found.value, case)
        with app.app_context():
            if number % 2:
                with write():
                    disable_user(user_named("drita"), user_named("amina"), "Left us.")
            else:
                with write(quiet=True):
                    end_sessions_of(user_named("amina"))
            reading.over = True
            reading.finish()
            if number % 2:
                open_again("amina")
            db.session.remove()
        assert reading.late == 0, f"race {number}"
        read_before += reading.early
    return read_before


def open_again(name: str) -> None:
    hashed = hash_password(keyring(), PASSPHRASE, user_named(name).id, cost=CHEAP)
    with write():
        enable_user(user_named("drita"), user_named(name))
        activate_user(user_named(name), hashed)


def test_no_request_begun_after_the_end_of_a_session_reads(app: Flask, beside: Flask, amina: Person) -> None:
    race(app, beside, start_case(amina), FEW)


@pytest.mark.deep
def test_no_request_begun_after_the_end_reads_in_a_thousand_races(
    app: Flask, beside: Flask, amina: Person
) -> None:
    read = race(app, beside, start_case(amina), MANY)
    figure(
        f"Ending a session while it reads in two workers, {MANY} times",
        f"{read} pages read before the end, none begun after it",
    )


def test_closing_an_account_ends_its_sessions_in_every_worker(
    beside: Flask, amina: Person, drita: Person
) -> None:
    found = amina.client.get_cookie("caseapp")
    assert found is not None
    elsewhere = browser_with(beside, found.value)
    for path in ("/", "/me", "/cases/"):
        assert elsewhere.get(path).status_code == 200, "and what it remembers of her is warm"
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us."})
    for path in ("/", "/me", "/cases/", "/me/sessions", "/search/", "/audit/"):
        assert elsewhere.get(path).headers["Location"].startswith("/sign-in"), path
        assert amina.client.get(path).headers["Location"].startswith("/sign-in"), path


def test_a_file_on_its_way_breaks_off_with_the_session(
    amina: Person, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina)
    content = PDF + b"x" * 300_000
    file_document(amina, case, content)
    with amina.app.app_context():
        document_id = db.session.scalars(select(Document.id)).one()
    monkeypatch.setattr(streams, "LOOK_EVERY", 0)
    for closes in (False, True):
        answer = amina.client.get(f"/documents/{document_id}", buffered=False)
        pieces = iter(answer.response)
        first = next(pieces)
        if closes:
            Context().run(drita.post, f"/staff/{amina.id}/disable", {"reason": "Left us."})
        rest = b"".join(pieces)
        answer.close()
        assert (first + rest == content) is not closes
        assert bool(rest) is not closes


class Slow(io.BytesIO):
    """A form that takes its time to arrive: ``meanwhile`` happens once its request has begun."""

    def __init__(self, form: bytes, meanwhile: Callable[[], object]) -> None:
        super().__init__(form)
        self._meanwhile: Callable[[], object] | None = meanwhile

    def readinto(self, buffer: Any) -> int:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            Context().run(meanwhile)
        return super().readinto(buffer)


def send_slowly(person: Person, path: str, data: dict[str, Any], meanwhile: Callable[[], object]) -> Any:
    form = urlencode({"csrf_token": person.token(), **data}).encode()
    return person.client.post(
        path,
        input_stream=Slow(form, meanwhile),
        content_length=len(form),
        content_type="application/x-www-form-urlencoded",
    )


@pytest.mark.parametrize("name", ["Farid Sample", ""], ids=["taken", "not taken"])
def test_a_form_on_its_way_does_nothing_once_the_account_is_closed(
    app: Flask, drita: Person, edon: Person, name: str
) -> None:
    berta, closing = colleague(app, "berta", Role.ADMINISTRATOR), f"/staff/{drita.id}/disable"

    def close() -> None:
        berta.post(closing, {"reason": "Left us."})

    answer = send_slowly(drita, "/staff/invite", {**INVITED, "name": name}, close)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
    assert "Farid" not in berta.get("/staff").text
    assert problems(app) == []


def test_a_form_on_its_way_does_nothing_once_its_session_is_ended(app: Flask, amina: Person) -> None:
    elsewhere, case = Person("amina", app, app.test_client()).sign_in(), start_case(amina)
    note = {"new_id": str(uuid.uuid4()), "text": "Written too late", "medium": "call", "reached": "yes"}

    def end_the_others() -> None:
        elsewhere.post("/me/sessions/end-others")

    answer = send_slowly(amina, f"/notes/on/case/{case.rpartition('/')[2]}", note, end_the_others)
    assert answer.headers["Location"].startswith("/sign-in")
    assert "Written too late" not in elsewhere.get(case).text
