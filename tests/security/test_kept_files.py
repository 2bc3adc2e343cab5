"""A file that was kept for a form is its sender's, of that form alone, readable by nobody else, and leaves with it."""

import errno
import io
import sqlite3
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from caseapp.application import create_app
from caseapp.backup.making import make_backup
from caseapp.backup.trying import try_out
from caseapp.clock import now
from caseapp.db import current_act, db, keyring
from caseapp.jobs.chores import forget_drafts, sweep_files
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import BlobStore, open_file_root
from caseapp.web import drafts
from caseapp.web import kept_files as keeping
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, settings_for, visible
from tests.documents.made_files import PDF, PROGRAM
from tests.documents.test_filing_documents import add_url, download_url, file_document, kept_files
from tests.frame.conftest import RawSql, raw_sql
from tests.letters.preparing import fields_of, fields_on

__all__ = ["raw_sql"]
KEPT = "You need not choose it again."
GONE = "The file that was kept is no longer here"
CANARY = "zqkanariensang4711"


def keep(person: Person, case: str, name: str = "order.pdf", content: bytes = PDF) -> dict[str, Any]:
    """Send a document with something wrong beside it; returns what the form that comes back holds, put right."""
    return {**fields_on(come_back(person, case, name, content)), "kind": "court"}


def come_back(person: Person, case: str, name: str = "order.pdf", content: bytes = PDF) -> str:
    """Send a document with something wrong beside it; returns the page that comes back."""
    answer = file_document(person, case, content, name, 422, kind="no such kind")
    assert KEPT in visible(answer)
    return answer.text


def send(person: Person, case: str, fields: dict[str, Any], status: int = 302) -> Any:
    return person.post(add_url(case), fields, status, content_type="multipart/form-data")


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def test_a_kept_file_of_somebody_else_cannot_be_picked_by_its_number(
    amina: Person, besnik: Person, case: str
) -> None:
    hers, own = keep(amina, case), start_case(besnik)
    his = {**fields_of(besnik, add_url(own)), "kind": "court", "file-kept": hers["file-kept"]}
    text = visible(send(besnik, own, his, 422))
    assert GONE in text
    assert "order.pdf" not in text
    send(amina, case, hers)
    assert "Order of the court" in amina.page(case).text


def test_two_who_file_under_one_case_each_keep_their_own(amina: Person, clara: Person, case: str) -> None:
    hers = keep(amina, case, "of amina.pdf")
    assert KEPT not in visible(clara.get(add_url(case)))
    theirs = {**keep(clara, case, "of clara.pdf"), "file-kept": hers["file-kept"]}
    assert GONE in visible(send(clara, case, theirs, 422))
    assert "of clara.pdf" in visible(clara.get(add_url(case)))
    assert "of amina.pdf" in visible(amina.get(add_url(case)))


def test_a_kept_file_of_another_form_cannot_be_picked_by_its_number(amina: Person, case: str) -> None:
    kept, other = keep(amina, case), start_case(amina, name="Somebody else")
    assert KEPT not in visible(amina.get(add_url(other)))
    assert GONE in visible(send(amina, other, {**kept, "title": ""}, 422))
    send(amina, case, kept)


@pytest.mark.parametrize("number", ["", "no number", str(uuid.UUID(int=7)), "../../keys", "\u202e"])
def test_a_made_up_number_is_no_file(amina: Person, case: str, number: str) -> None:
    kept = keep(amina, case)
    text = visible(send(amina, case, {**kept, "file-kept": number}, 422))
    assert (GONE if number else "Please choose a file.") in text


def test_a_page_that_never_showed_the_kept_file_does_not_send_it(amina: Person, case: str) -> None:
    """The same form stood open in another window."""
    other_window = {**fields_of(amina, add_url(case)), "kind": "court"}
    keep(amina, case)
    assert "Please choose a file." in visible(send(amina, case, other_window, 422))


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE kept_file SET blob_ref = (SELECT blob_ref FROM document LIMIT 1)",
        "UPDATE kept_file SET described = x'c1'",
        "UPDATE kept_file SET described = 'plain'",
        "UPDATE draft SET form = '{other}'",
    ],
)
def test_what_was_moved_with_a_database_tool_counts_as_not_there(
    amina: Person, case: str, raw_sql: RawSql, edit: str
) -> None:
    file_document(amina, case)
    filed = download_url(amina, case)
    kept, other = keep(amina, case), add_url(start_case(amina, name="Somebody else"))
    raw_sql(edit.format(other=other))
    assert KEPT not in visible(amina.get(other))
    assert GONE in visible(send(amina, case, kept, 422))
    again = {**fields_of(amina, add_url(case)), "kind": "court", "file": (io.BytesIO(PDF), "again.pdf")}
    send(amina, case, again)
    assert amina.get(filed).data == PDF


def test_another_file_takes_the_place_of_the_kept_one(amina: Person, case: str) -> None:
    kept = keep(amina, case, "first.pdf")
    send(amina, case, {**kept, "title": "", "file": (io.BytesIO(PDF + b"2"), "second.pdf")})
    text = amina.page(case).text
    assert "second.pdf" in text
    assert "first.pdf" not in text
    assert len(kept_files(amina.app)) == 1


def test_the_last_one_kept_stays_where_its_successor_is_refused(amina: Person, case: str) -> None:
    kept = keep(amina, case, "first.pdf")
    text = visible(send(amina, case, {**kept, "file": (io.BytesIO(PROGRAM), "second.pdf")}, 422))
    assert "Nothing was kept." in text
    assert "first.pdf" in text
    assert len(kept_files(amina.app)) == 1


@pytest.mark.parametrize(
    ("content", "name"), [(PROGRAM, "order.pdf"), (b"", "order.pdf"), (PDF, "order.exe")]
)
def test_a_file_that_was_refused_is_not_kept(amina: Person, case: str, content: bytes, name: str) -> None:
    answer = file_document(amina, case, content, name, 422, kind="no such kind")
    assert KEPT not in visible(answer)
    assert KEPT not in visible(amina.get(add_url(case)))
    assert kept_files(amina.app) == []


def test_a_file_that_came_late_and_is_not_taken_is_not_kept_and_its_sender_is_told(
    amina: Person, case: str
) -> None:
    sent = {**fields_of(amina, add_url(case)), "csrf_token": amina.token(), "title": "The order"}
    with time_machine.travel(now() + timedelta(minutes=45), tick=False):
        sent["file"] = (io.BytesIO(PROGRAM), "order.pdf")
        amina.client.post(add_url(case), data=sent, content_type="multipart/form-data")
        told = amina.client.get("/sign-in").text
        assert "The file that you chose was not kept, because it is not one that is taken." in told
        assert "order" not in told.partition("<main")[2]
        amina.sign_in()
        page = amina.get(add_url(case))
        assert "The order" in page.text
        assert KEPT not in visible(page)
        assert kept_files(amina.app) == []


def test_what_was_typed_late_is_kept_where_the_disk_does_not_take_its_file(
    amina: Person, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {**fields_of(amina, add_url(case)), "csrf_token": amina.token(), "title": "The order"}

    def full(*_arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(BlobStore, "adopt", full)
    with time_machine.travel(now() + timedelta(minutes=45), tick=False):
        sent["file"] = (io.BytesIO(PDF), "order.pdf")
        late = amina.client.post(add_url(case), data=sent, content_type="multipart/form-data")
        assert late.status_code == 302
        assert "This file could not be kept. Choose it again." in amina.client.get("/sign-in").text
        amina.sign_in()
        assert "The order" in amina.get(add_url(case)).text


def test_dropping_the_draft_drops_its_file(amina: Person, case: str) -> None:
    keep(amina, case)
    assert len(kept_files(amina.app)) == 1
    amina.post(f"/drafts/discard{add_url(case)}")
    assert kept_files(amina.app) == []


def test_a_kept_file_is_forgotten_with_its_old_draft_and_not_swept_before(
    amina: Person, app: Flask, case: str
) -> None:
    keep(amina, case)
    with app.app_context():
        with time_machine.travel(now() + timedelta(days=20)):
            assert sweep_files() == []
            forget_drafts()
        assert len(kept_files(app)) == 1
        with time_machine.travel(now() + timedelta(days=31)):
            forget_drafts()
        assert kept_files(app) == []


@pytest.mark.parametrize(("bound", "most"), [("MOST", 2), ("MOST_BYTES", 150_000)])
def test_too_many_kept_files_make_room_oldest_first_and_their_sender_is_told(
    amina: Person, besnik: Person, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    keep(besnik, start_case(besnik))
    monkeypatch.setattr(keeping, bound, most)
    cases = [start_case(amina, name=f"Somebody {number}") for number in range(3)]
    with time_machine.travel(now(), tick=False) as clock:
        kept, told = {}, []
        for each in cases:
            clock.shift(timedelta(seconds=1))
            page = come_back(amina, each, content=PDF + b"x" * 60_000)
            kept[each] = {**fields_on(page), "kind": "court"}
            told.append("the oldest had to make room" in page)
        assert told == [False, False, True]
        shown = [KEPT in visible(amina.get(add_url(each))) for each in cases]
        assert shown == [False, True, True]
        assert GONE in visible(send(amina, cases[0], kept[cases[0]], 422))
    assert len(kept_files(amina.app)) == 3


def test_nothing_of_a_kept_file_is_readable_in_the_instance(
    amina: Person, app: Flask, instance: Path, case: str
) -> None:
    content = b"%PDF-1.7\n" + f"{CANARY} ".encode() * 5000
    kept = keep(amina, case, f"{CANARY}.pdf", content)
    lie_open = [
        path for path in instance.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert lie_open == []
    assert CANARY not in "".join(map(str, instance.rglob("*")))
    with closing(sqlite3.connect(instance / "caseapp.db")) as raw:
        assert raw.execute("SELECT count(*) FROM kept_file").fetchone() == (1,)
    send(amina, case, kept)
    assert CANARY.encode() in amina.get(download_url(amina, case)).data


def test_a_kept_file_survives_a_restart_of_the_server(
    amina: Person, app: Flask, instance: Path, case: str
) -> None:
    keep(amina, case)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    restarted = create_app(settings_for(instance))
    with restarted.app_context():
        adopt_root(restarted, open_file_root(keys_folder(restarted)))
    again = Person("amina", restarted, restarted.test_client()).sign_in()
    page = again.get(add_url(case))
    assert KEPT in visible(page)
    send(again, case, {**fields_on(page.text), "kind": "court"})
    assert again.get(download_url(again, case)).data == PDF
    with restarted.app_context():
        db.engine.dispose()


def test_a_backup_takes_kept_files_along(amina: Person, app: Flask, tmp_path: Path, case: str) -> None:
    keep(amina, case)
    with app.app_context():
        trial = try_out(make_backup(None, tmp_path).path, keyring(), app.config["MAKE_APP"])
        assert trial.problems == ()
        assert trial.files == 1


def test_two_windows_that_send_one_kept_file_at_one_moment_save_it_once(
    amina: Person, app: Flask, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(amina, case)
    both = [{**kept, "new_id": str(uuid.uuid4()), "csrf_token": amina.token()} for _window in range(2)]
    cookie = amina.client.get_cookie("caseapp")
    assert cookie is not None
    meet, answers = threading.Barrier(2, timeout=20), []
    passed = meeting_once(meet, keeping.files_of)
    monkeypatch.setattr(keeping, "files_of", passed)

    def press(fields: dict[str, Any]) -> None:
        browser = app.test_client()
        browser.set_cookie("caseapp", cookie.value)
        sent = browser.post(add_url(case), data=fields, content_type="multipart/form-data")
        answers.append(sent.status_code)
        with app.app_context():
            db.session.remove()

    windows = [threading.Thread(target=press, args=(fields,)) for fields in both]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(answers) == [302, 422]
    assert len(kept_files(app)) == 1


@pytest.mark.parametrize("in_time", [True, False])
def test_a_file_that_one_window_sends_while_another_drops_it_is_saved_whole_or_not_at_all(
    amina: Person, app: Flask, case: str, monkeypatch: pytest.MonkeyPatch, in_time: bool
) -> None:
    kept = {**keep(amina, case), "csrf_token": amina.token()}
    cookie = amina.client.get_cookie("caseapp")
    assert cookie is not None
    found, dropped, sent = threading.Event(), threading.Event(), threading.Event()
    files_of, drop_files, answers = keeping.files_of, keeping.drop_files, []

    def found_before(*arguments: Any) -> Any:
        result = files_of(*arguments)
        if not found.is_set():
            found.set()
            dropped.wait(20)
        return result

    def dropped_by_now(*which: Any) -> None:
        drop_files(*which)
        if in_time and not dropped.is_set():
            current_act().after_commit.insert(0, lambda: (dropped.set(), sent.wait(20)))

    monkeypatch.setattr(keeping, "files_of", found_before)
    monkeypatch.setattr(drafts, "drop_files", dropped_by_now)

    def press() -> None:
        browser = app.test_client()
        browser.set_cookie("caseapp", cookie.value)
        answers.append(browser.post(add_url(case), data=kept, content_type="multipart/form-data"))
        sent.set()
        with app.app_context():
            db.session.remove()

    window = threading.Thread(target=press)
    window.start()
    found.wait(20)
    amina.post(f"/drafts/discard{add_url(case)}")
    dropped.set()
    window.join()
    if in_time:
        assert amina.get(download_url(amina, case)).data == PDF
    else:
        assert answers[0].status_code == 422
        assert GONE in visible(answers[0])
        assert kept_files(app) == []


def meeting_once(meet: threading.Barrier, found: Callable[..., Any]) -> Callable[..., Any]:
    """Both have found the kept file before either goes on to save it."""
    met = threading.local()

    def wrapped(*arguments: Any) -> Any:
        result = found(*arguments)
        if not getattr(met, "already", False):
            met.already = True
            meet.wait()
        return result

    return wrapped
