"""A passphrase that its owner changes while a former one is being worked on."""

from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts import own_views, sign_in
from caseapp.accounts.actions import change_passphrase
from caseapp.accounts.models import User
from caseapp.db import db, keyring, write
from caseapp.vault import hash_password
from tests.conftest import PASSPHRASE, Person
from tests.frame.test_sessions import try_to_sign_in

NEWER = "seven lanterns over the quiet harbour"


def change_meanwhile(app: Flask, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let Amina change her passphrase elsewhere while the former one is worked on."""
    slow = module.verify_password

    def change() -> None:
        with app.test_request_context():
            found = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == name)
            cost = app.config["SETTINGS"].password_cost
            fresh = hash_password(keyring(), NEWER, found.id, cost=cost)
            with write():
                change_passphrase(found, fresh)

    def verify(*given: Any, **how: Any) -> bool:
        is_right: bool = slow(*given, **how)
        monkeypatch.setattr(module, "verify_password", slow)
        elsewhere = Thread(target=change)
        elsewhere.start()
        elsewhere.join()
        return is_right

    monkeypatch.setattr(module, "verify_password", verify)


def test_a_passphrase_that_is_changed_while_it_is_worked_on_opens_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    change_meanwhile(app, monkeypatch, sign_in, "amina")
    assert try_to_sign_in(client, "amina", PASSPHRASE).status_code == 422
    assert try_to_sign_in(client, "amina", NEWER).status_code == 302


def test_a_session_that_is_ended_while_it_changes_the_passphrase_changes_nothing(
    app: Flask, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina.get("/me/passphrase")
    change_meanwhile(app, monkeypatch, own_views, "amina")
    stolen = {"present": PASSPHRASE, "passphrase": "nine quiet rivers and a stone"}
    amina.client.post(
        "/me/passphrase",
        data={"csrf_token": amina.token(), **stolen, "repeated": stolen["passphrase"]},
    )
    assert try_to_sign_in(app.test_client(), "amina", NEWER).status_code == 302
