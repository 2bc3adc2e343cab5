"""The file of an export: made in the background, with its progress on the page; kept, and let go with its term."""

import re
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent, verify
from caseapp.clock import now
from caseapp.db import blobs, db
from caseapp.db.unlocked import Locked
from caseapp.jobs.chores import sweep_files
from caseapp.jobs.housekeeping import run_due
from caseapp.reports import making, rows
from caseapp.reports.making import MOST_BEGUN
from caseapp.reports.models import ExportFile, FileStatus
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.test_sending import withdraw_consent
from tests.reports.test_row_exports import (
    agree,
    ask,
    ask_with_names,
    fetch,
    wait,
)


def codes(app: Flask) -> list[str]:
    """What the log tells about exports, in its order."""
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
        told = [event.code.partition(".")[2] for event in events if event.code.startswith("row_export.")]
        return [code for code in told if code != "viewed"]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """A making that stops when 3 of 8 records are read: it tells so, and goes on when it may."""
    begun, go_on = threading.Event(), threading.Event()
    really = rows.rows_for

    def slowly(user: Any, table: Any, audience: Any, export_id: uuid.UUID, progress: Any) -> Any:
        progress(3, 8)
        begun.set()
        assert go_on.wait(60)
        return really(user, table, audience, export_id, progress)

    monkeypatch.setattr(making, "rows_for", slowly)
    monkeypatch.setattr(making, "A_MOMENT", 0)
    yield begun, go_on
    go_on.set()


def begin(person: Person, **changes: Any) -> str:
    """Ask without awaiting the file."""
    sent = {
        "identified": "pseudonymous",
        "audience": "",
        "columns": ["status"],
        "reason": "Study of a university",
        "new_id": str(uuid.uuid4()),
        **changes,
    }
    return str(person.post("/reports/rows/new/cases", sent).headers["Location"])


def test_the_page_says_how_far_the_file_is_and_looks_again(
    clara: Person, slow: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow
    export = begin(clara)
    assert begun.wait(60)
    answer = clara.get(export)
    assert answer.headers["Refresh"] == "3"
    assert "3 of 8 records are read." in answer.text
    assert "37 percent" in answer.text
    assert "is being made" in clara.get("/reports/").text
    assert 'name="passphrase"' not in answer.text
    second = begin(clara)
    assert "It waits for its turn" in clara.get(second).text
    go_on.set()
    wait(clara.app)
    for each in (export, second):
        answer = clara.get(each)
        assert "Refresh" not in answer.headers
        assert "ready to fetch" in answer.text


def test_a_second_person_decides_when_they_see_how_many_people_it_covers(
    clara: Person, drita: Person, told: dict[str, str], slow: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow
    audience = f"authority:{told['authority'].rpartition('/')[2]}"
    export = begin(clara, identified="named", audience=audience, columns=["name"])
    assert begun.wait(60)
    assert "Exports that wait for a second person" not in drita.get("/").text
    page = drita.get(export).text
    assert "The file is being made." in page
    assert "You are the second person" not in page
    sent = {"answer": "yes", "reason": "Unseen", "row_version": "1"}
    drita.post(export, sent)
    assert "The file is still being made." in drita.get(export).text
    go_on.set()
    wait(clara.app)
    home = drita.page("/").text
    assert re.search(r"Cases, with names, asked for by \W*Clara Test", home)
    page = drita.page(export).text
    assert "1 person" in page
    assert "1 person, because nothing on file allows it" in page
    agree(drita, export)
    assert len(fetch(clara, export)) == 2
    assert codes(clara.app) == ["asked", "begun", "made", "agreed", "fetched"]


def test_an_export_that_holds_nobody_says_so_before_somebody_agrees(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    withdraw_consent(amina, told["free"])
    export = ask_with_names(clara, told["authority"])
    page = drita.page(export).text
    assert "0 people" in page
    assert "The file is empty" in page


def test_a_file_is_let_go_when_its_term_is_over_and_the_log_says_so(clara: Person) -> None:
    export, fetched = ask(clara), ask(clara)
    fetch(clara, fetched)
    with clara.app.app_context():
        kept = [file.blob_ref for file in db.session.scalars(select(ExportFile))]
        assert {ref for ref, _path in blobs().kept()} == set(kept)
        with time_machine.travel(now() + timedelta(days=1), tick=False):
            making.end_terms()
            assert {ref for ref, _path in blobs().kept()} == set(kept), "the last day"
            assert sweep_files() == []
        with time_machine.travel(now() + timedelta(days=2), tick=False):
            making.end_terms()
            making.end_terms()
        assert list(blobs().kept()) == []
        assert {file.status for file in db.session.scalars(select(ExportFile))} == {FileStatus.LET_GO}
        assert {file.file_key for file in db.session.scalars(select(ExportFile))} == {b""}
        assert list(verify()) == []
    assert codes(clara.app).count("let_go") == 2
    assert "Its term is over and the file was let go." in clara.get(export).text
    assert "fetched" in clara.get(fetched).text
    assert f"{fetched}/passphrase" not in clara.get(fetched).text


def test_a_file_whose_term_ends_while_it_is_made_is_not_kept(
    clara: Person, slow: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow
    export = begin(clara)
    assert begun.wait(60)
    with clara.app.app_context(), time_machine.travel(now() + timedelta(days=2), tick=False):
        making.end_terms()
    go_on.set()
    wait(clara.app)
    assert "Its term is over" in clara.get(export).text
    with clara.app.app_context():
        assert list(blobs().kept()) == []
        assert list((clara.app.config["SETTINGS"].instance_path / "files" / "staged").iterdir()) == []


def test_an_export_that_nobody_decides_lapses_after_a_week(
    clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    assert "To be decided until the end of" in drita.get(export).text
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        drita = Person("drita", drita.app, drita.app.test_client()).sign_in()
        assert "Exports that wait for a second person" not in drita.get("/").text
        assert "You are the second person" not in drita.get(export).text
        sent = {"answer": "yes", "reason": "Late", "row_version": "1"}
        drita.post(export, sent)
        assert "or its term is over" in drita.get(export).text
        run_due(clara.app, {})
        assert "its term is over" in drita.get(export).text
    with clara.app.app_context():
        assert list(blobs().kept()) == []


def test_a_refused_export_keeps_no_file(clara: Person, drita: Person, told: dict[str, str]) -> None:
    export = ask_with_names(clara, told["authority"])
    with clara.app.app_context():
        assert len(list(blobs().kept())) == 1
    agree(drita, export, "no")
    with clara.app.app_context():
        assert list(blobs().kept()) == []


def test_a_making_that_was_broken_off_is_begun_again_by_itself(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina)
    with monkeypatch.context() as broken:
        broken.setattr(making, "begin", lambda *_arguments: None)  # as when the machine goes off at once
        export = ask(clara)
        assert "It waits for its turn" in clara.get(export).text
    run_due(clara.app, {})
    wait(clara.app)
    assert len(fetch(clara, export)) == 2


def test_a_making_that_is_broken_off_each_time_is_given_up_and_can_be_tried_again(
    clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_arguments: object) -> None:
        raise Locked

    with monkeypatch.context() as broken:
        broken.setattr(making, "rows_for", broken_off)
        export = ask(clara)
        for _time in range(MOST_BEGUN):
            clara.get(export)
            wait(clara.app)
    page = clara.get(export).text
    assert "Its making was broken off several times." in page
    assert codes(clara.app) == ["asked", *["begun"] * MOST_BEGUN, "failed"]
    clara.post(f"{export}/make")
    wait(clara.app)
    assert len(fetch(clara, export)) == 1


def test_a_making_that_goes_wrong_says_so_and_tells_the_log_of_the_server_nothing_about_anybody(
    clara: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*_arguments: object) -> None:
        raise OSError("no room for Dara Sample")

    with monkeypatch.context() as broken:
        broken.setattr(making, "rows_for", wrong)
        export = ask(clara)
    assert "Something went wrong while it was made." in clara.get(export).text
    assert "could not be made" in clara.get("/reports/").text
    assert "OSError" in caplog.text
    assert "Dara" not in caplog.text
    clara.post(f"{export}/make")
    wait(clara.app)
    assert len(fetch(clara, export)) == 1


def test_too_many_records_are_told_and_not_tried_again(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina)
    monkeypatch.setattr(rows, "MOST_ROWS", 0)
    export = ask(clara)
    page = clara.get(export).text
    assert "These are too many records for one file." in page
    assert f"{export}/make" not in page


def test_the_words_of_a_file_are_in_the_language_of_whoever_asked(amina: Person, clara: Person) -> None:
    for _time in range(5):
        start_case(amina)
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    words = {row[1] for row in fetch(clara, ask(clara, columns=["status"]))[1:]}
    assert len(words) == 1
    assert not words.pop().isascii()
