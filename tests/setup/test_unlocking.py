"""A locked process: what it answers, who opens it, and how wrong passphrases are slowed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from caseapp.application import create_app
from caseapp.audit import AuditEvent
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import (
    FirstAdministrator,
    adopt_root,
    create_keys,
    install,
    keys_folder,
)
from caseapp.setup.migrating import migrate
from tests.accounts.second_factors import sign_in_for_the_first_time
from tests.conftest import CHEAP, PASSPHRASE, Person, check_page, settings_for

OFFICE, CHAIR = "a river under seven bridges", "twelve clocks without hands"
MORNING = "2026-03-02 08:00:00+00:00"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Flask]:
    """An installation under two passphrases, freshly started."""
    app = create_app(settings_for(tmp_path / "instance"))
    with app.app_context():
        migrate()
        adopt_root(app, create_keys(keys_folder(app), {"office": OFFICE, "chair": CHAIR}, None, CHEAP))
        install(
            organisation_name="Open Door",
            language="en",
            administrator=FirstAdministrator("Drita Test", "drita", PASSPHRASE),
            demonstration=False,
        )
        vault_of(app).keys = None
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def unlock(client: FlaskClient, passphrase: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/unlock").text)
    assert found
    return client.post("/unlock", data={"csrf_token": found.group(1), "passphrase": passphrase})


def test_a_locked_process_shows_the_unlock_page_everywhere_and_nothing_else(locked: Flask) -> None:
    client = locked.test_client()
    for path in ("/", "/cases/", "/sign-in", "/me"):
        response = client.get(path)
        assert response.status_code == 503
        assert "Unlock passphrase" in response.text
        check_page(response)
    assert client.post("/sign-in", data={"sign_in_name": "drita"}).status_code == 503
    assert client.get("/health").text == "ok\n"


@pytest.mark.parametrize("passphrase", [OFFICE, CHAIR])
def test_either_of_the_two_opens_it_alone(locked: Flask, passphrase: str) -> None:
    client = locked.test_client()
    assert unlock(client, passphrase).status_code == 302
    assert client.get("/sign-in").status_code == 200
    assert client.get("/unlock").status_code == 302


def test_wrong_passphrases_make_the_next_one_wait_and_then_the_right_one_opens(locked: Flask) -> None:
    client = locked.test_client()
    with time_machine.travel(MORNING, tick=False) as clock:
        assert [unlock(client, "quite the wrong one").status_code for _ in range(3)] == [422, 422, 422]
        waiting = unlock(client, OFFICE)
        assert waiting.status_code == 429
        assert "try again in 2 seconds" in waiting.text
        check_page(waiting)
        clock.shift(2)
        assert unlock(client, "quite the wrong one").status_code == 422
        assert "try again in 4 seconds" in unlock(client, OFFICE).text
        clock.shift(4)
        assert unlock(client, OFFICE).status_code == 302
    with locked.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "setup.unlocked")).one()
        assert event.detail["wrong_before"] == 4


def test_no_number_of_wrong_passphrases_makes_anybody_wait_longer_than_a_minute(locked: Flask) -> None:
    client = locked.test_client()
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(12):
            unlock(client, "quite the wrong one")
            clock.shift(60)
        assert unlock(client, CHAIR).status_code == 302


def test_keys_of_another_installation_do_not_open_the_database(locked: Flask) -> None:
    folder = keys_folder(locked)
    (folder / "keyring.json").unlink()
    create_keys(folder, {"office": OFFICE, "chair": CHAIR}, None, CHEAP)
    assert unlock(locked.test_client(), OFFICE).status_code == 500
    assert vault_of(locked).keys is None


def test_locking_is_one_act_of_any_member_of_staff(locked: Flask) -> None:
    client = locked.test_client()
    unlock(client, OFFICE)
    token = sign_in_for_the_first_time(Person("drita", locked, client)).token()
    assert client.post("/lock", data={"csrf_token": token}).status_code == 302
    assert client.get("/").status_code == 503
