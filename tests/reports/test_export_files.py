"""The file of an export: made in the background, kept as it was agreed to, handed over once per passphrase, let go."""

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

from caseapp.access import Level, set_level
from caseapp.accounts import User
from caseapp.accounts.actions import change_roles
from caseapp.audit import AuditEvent, record, verify
from caseapp.cases import Case
from caseapp.clock import now
from caseapp.db import Scope, blobs, db, write
from caseapp.db.unlocked import Locked, vault_of
from caseapp.jobs.chores import sweep_files
from caseapp.jobs.housekeeping import run_due
from caseapp.reports import making, rows
from caseapp.reports.container import new_passphrase
from caseapp.reports.making import MOST_BEGUN
from caseapp.reports.models import ExportFile, ExportStatus, FileStatus, RowExport
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import consent_to_tell_authorities
from tests.letters.test_sending import withdraw_consent
from tests.reports.test_row_exports import (
    agree,
    ask,
    ask_with_names,
    fetch,
    shown_passphrase,
    wait,
)
from tests.statements.writing import client_of

AGAIN = "Fetch again, with a new passphrase"


def codes(app: Flask) -> list[str]:
    """What the log tells about exports, in its order."""
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
        told = [event.code.partition(".")[2] for event in events if event.code.startswith("row_export.")]
        return [code for code in told if code != "viewed"]


def the_file(app: Flask) -> ExportFile:
    return db.session.scalars(select(ExportFile)).one()


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
    assert "The file is still being made." in drita.post(export, sent, 422).text
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


def test_what_is_recorded_after_the_agreement_is_not_in_the_file(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    assert len(fetch(clara, export)) == 2
    consent_to_tell_authorities(amina, told["other"], client_of(amina, told["other"]))
    assert len(fetch(clara, export)) == 2
    assert len(fetch(clara, _agreed(clara, drita, told))) == 3


def _agreed(clara: Person, drita: Person, told: dict[str, str]) -> str:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    return export


def test_a_passphrase_stays_until_its_file_is_made_and_is_never_shown_over_another_file(
    clara: Person,
) -> None:
    export = ask(clara)
    passphrase = shown_passphrase(clara, export)
    assert shown_passphrase(clara, export) == passphrase
    sent = {"passphrase": passphrase, "file_format": "csv"}
    clara.post(f"{export}/file", sent)
    page = clara.get(export).text
    assert "It opens with the passphrase that you saw when you downloaded it." in page
    assert "made-passphrase" not in page
    assert passphrase not in page
    clara.post(f"{export}/file", sent)  # pressed twice
    assert AGAIN in clara.get(export).text
    assert codes(clara.app).count("fetched") == 1
    first = clara.get(f"{export}/file").data
    assert "Refresh" not in clara.get(export).headers, "the download begins by itself once"
    clara.post(f"{export}/passphrase")
    assert shown_passphrase(clara, export) != passphrase
    assert clara.get(f"{export}/file").data == first
    assert len(fetch(clara, export)) == 1
    assert clara.get(f"{export}/file").data != first


def test_a_passphrase_of_another_page_makes_no_file(clara: Person) -> None:
    export = ask(clara)
    shown = shown_passphrase(clara, export)
    page = clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422).text
    assert "The passphrase was changed on its way" in page
    assert shown in page
    clara.get(f"{export}/file", 404)


def test_a_file_can_be_downloaded_for_ten_minutes_and_is_gone_when_the_system_is_locked(
    clara: Person,
) -> None:
    export = ask(clara)
    begun = now()
    with time_machine.travel(begun, tick=False) as clock:
        fetch(clara, export)
        clock.shift(timedelta(minutes=9))
        clara.get(f"{export}/file")
        clock.shift(timedelta(minutes=2))
        clara.get(f"{export}/file", 404)
    fetch(clara, export)
    vault = vault_of(clara.app)
    vault.keys = vault.keys
    clara.get(f"{export}/file", 404)
    assert AGAIN in clara.get(export).text


def test_only_whoever_asked_downloads(amina: Person, besnik: Person, clara: Person, drita: Person) -> None:
    export = ask(clara)
    fetch(clara, export)
    drita.get(f"{export}/file", 403)
    drita.post(f"{export}/passphrase", status=403)
    with clara.app.app_context(), write():
        administrator, user = db.session.get(User, drita.id), db.session.get(User, besnik.id)
        assert user is not None
        change_roles(administrator, user, [Role.COORDINATOR])
    besnik = Person("besnik", besnik.app, besnik.app.test_client()).sign_in()
    page = besnik.get(export).text
    assert "passphrase" not in page
    assert "begin it here" not in page
    besnik.get(f"{export}/file", 404)
    assert "There is nothing to make again here." in _followed(besnik, f"{export}/make")
    assert "There is nothing to fetch here" in _followed(besnik, f"{export}/passphrase")


def _followed(person: Person, path: str) -> str:
    return person.get(person.post(path).headers["Location"]).text


def test_an_export_that_is_ready_stands_on_the_home_page_with_its_term(clara: Person) -> None:
    assert "Your export is ready" not in clara.get("/").text
    with time_machine.travel("2026-11-25T10:00:00+00:00", tick=False):
        clara = Person("clara", clara.app, clara.app.test_client()).sign_in()
        export = ask(clara)
        home = clara.get("/").text
        assert "Your export is ready" in home
        assert export in home
        assert "to be fetched until the end of 26 November 2026" in clara.page("/").text
        fetch(clara, export)
        assert "Your export is ready" not in clara.get("/").text


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
    assert AGAIN not in clara.get(fetched).text


def test_an_export_that_nobody_decides_lapses_after_a_week(
    clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    assert "To be decided until the end of" in drita.get(export).text
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        drita = Person("drita", drita.app, drita.app.test_client()).sign_in()
        assert "Exports that wait for a second person" not in drita.get("/").text
        sent = {"answer": "yes", "reason": "Late", "row_version": "1"}
        assert "its term is over" in drita.post(export, sent, 422).text
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


def test_a_case_that_whoever_asked_was_kept_out_of_meanwhile_is_taken_out(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    start_case(amina)
    export = ask(clara)
    with amina.app.app_context(), write():
        found = db.session.get(Case, uuid.UUID(case.rpartition("/")[2]))
        assert found is not None
        scope, user = db.session.get(Scope, found.scope_id), db.session.get(User, amina.id)
        assert scope is not None
        assert user is not None
        set_level(user, scope, Level.ONLY_MEMBERS)
    sent = {"passphrase": shown_passphrase(clara, export), "file_format": "csv"}
    assert "1 record was taken out" in clara.get(clara.post(f"{export}/file", sent).headers["Location"]).text
    assert len(fetch(clara, export)) == 2


def test_the_words_of_a_file_are_in_the_language_of_whoever_asked(amina: Person, clara: Person) -> None:
    for _time in range(5):
        start_case(amina)
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    words = {row[1] for row in fetch(clara, ask(clara, columns=["status"]))[1:]}
    assert len(words) == 1
    assert not words.pop().isascii()


def test_an_export_from_before_files_were_kept_is_over_and_fetches_nothing(clara: Person) -> None:
    export = ask(clara)
    with clara.app.app_context():
        with write():
            file = the_file(clara.app)
            record(None, "row_export.let_go", file)
            db.session.execute(ExportFile.__table__.delete())
        assert db.session.scalars(select(RowExport)).one().status == ExportStatus.AGREED
    assert 'name="passphrase"' not in clara.get(export).text
    clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422)
