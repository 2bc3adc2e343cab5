"""Locking the system is one act of anybody on any page, and nothing that was opened stays in memory."""

import gc
import re
import sqlite3
import threading
import weakref
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.setup import unlocking
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, check_page

PAGES = {
    "amina": ("/", "/cases/", "/cases/new", "/me", "/guide/"),
    "clara": ("/", "/requests/", "/reports/"),
    "drita": ("/", "/staff", "/settings/", "/settings/backups/"),
    "edon": ("/", "/audit/"),
}


@pytest.fixture(params=list(PAGES))
def person(request: pytest.FixtureRequest) -> Person:
    found: Person = request.getfixturevalue(request.param)
    return found


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_the_button_is_on_every_page_of_every_role_and_asks_nothing(app: Flask, person: Person) -> None:
    for path in PAGES[person.name]:
        forms = [form for form in person.page(path).forms if form["action"] == "/lock"]
        assert [set(form["fields"]) for form in forms] == [{"csrf_token"}], path
    assert person.post("/lock", {}).status_code == 302
    assert vault_of(app).keys is None
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "setup.locked")).one()
        assert event.actor_id == person.id


def test_colleagues_are_shown_at_their_next_step_that_it_is_locked(
    app: Flask, amina: Person, besnik: Person
) -> None:
    start_case(amina, name="Parwana Canary")
    amina.post("/lock", {})
    shown = besnik.client.get("/cases/")
    assert shown.status_code == 503
    assert "caseapp unlock" in shown.text
    assert "No passphrase opens it" in shown.text
    check_page(shown)
    kept = besnik.client.post("/cases/new", data={"csrf_token": besnik.known_token, "name": "Somebody"})
    assert kept.status_code == 503
    assert "What you sent was not saved." in kept.text
    assert "Parwana" not in shown.text + kept.text


def test_what_was_typed_can_be_sent_again_once_it_is_unlocked(
    app: Flask, amina: Person, besnik: Person
) -> None:
    typed = {"csrf_token": besnik.token(), "theme": "dark", "return_to": "/me"}
    amina.post("/lock", {})
    assert besnik.client.get("/cases/").status_code == 503
    sent = besnik.client.post(
        "/theme", data={**typed, "csrf_token": _token(besnik.client.get("/unlock").text)}
    )
    assert sent.status_code == 302, "a stranger's forms work meanwhile"
    assert "reload this page" in besnik.client.post("/preferences/none", data=typed).text
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    besnik.get("/me")
    assert besnik.client.post("/theme", data=typed).status_code == 302


def test_everybody_signs_in_again_after_a_lock_and_what_was_sent_late_is_kept(
    app: Flask, amina: Person, besnik: Person
) -> None:
    typed = {
        "csrf_token": besnik.token(),
        "name": "",
        "safe_now": "yes",
        "tonight": "She waits at the station",
    }
    amina.post("/lock", {})
    with app.app_context():
        unlocking.unlock_without_asking(app, None)
    assert amina.client.get("/cases/").location == "/sign-in?next=/cases/"
    assert besnik.client.post("/cases/new", data=typed).location == "/sign-in"
    besnik.sign_in()
    assert "She waits at the station" in besnik.page("/cases/new").text


def test_what_was_opened_goes_with_the_keys(app: Flask, amina: Person) -> None:
    start_case(amina, name="Parwana Canary")
    for path in ("/", "/cases/"):
        amina.get(path)
    amina.post("/search/find", {"query": "Parwana"})
    amina.get("/search/")
    vault = vault_of(app)
    kept = [vault.keys, vault.root, *vault.memory.values()]
    assert len(vault.memory) > 3
    gone = [weakref.ref(each) for each in kept if type(each).__weakrefoffset__]
    assert len(gone) > 3
    del kept
    amina.post("/lock", {})
    gc.collect()
    assert [reference() for reference in gone if reference() is not None] == []
    assert (vault.keys, vault.root, vault.memory) == (None, None, {})


def test_the_keys_go_even_if_the_disk_takes_no_event(
    app: Flask, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_anything: Any, **_more: Any) -> None:
        raise OSError("the disk is full")

    token = amina.token()
    monkeypatch.setattr(unlocking, "record", full)
    assert amina.client.post("/lock", data={"csrf_token": token}).status_code >= 500
    assert vault_of(app).keys is None


def test_the_keys_go_although_somebody_writes_for_long(
    app: Flask, instance: Path, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlocking, "LOCKED_WITHIN", 0.0)
    token = amina.token()
    with closing(sqlite3.connect(instance / "caseapp.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locking = threading.Thread(
            target=amina.client.post, args=("/lock",), kwargs={"data": {"csrf_token": token}}
        )
        locking.start()
        while vault_of(app).keys is not None:
            assert locking.is_alive(), "it has not waited for the other one"
        other.execute("ROLLBACK")
        locking.join(60)
        assert not locking.is_alive()
