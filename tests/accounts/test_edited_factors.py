"""A database tool makes no half session whole, and no used code new."""

import re
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.accounts.second_factors import (
    code_of,
    give_code,
    give_passphrase,
    is_in,
    send,
    set_up_app,
)
from tests.conftest import Person
from tests.security.test_former_rows import keep
from tests.security.test_the_log_itself import problems, raw


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE web_session SET expires_at = '2026-12-31 00:00:00'",
        "UPDATE web_session SET data = (SELECT data FROM web_session WHERE token_hash <> s.token_hash LIMIT 1) FROM "
        "(SELECT token_hash FROM web_session ORDER BY created_at DESC LIMIT 1) AS s WHERE web_session.token_hash = "
        "s.token_hash",
        "UPDATE web_session SET user_id = (SELECT id FROM user WHERE id <> user_id LIMIT 1)",
        "UPDATE user SET factors = NULL",
        "UPDATE user SET factors = NULL; DELETE FROM authenticator",
        "DELETE FROM authenticator",
        "UPDATE authenticator SET removed_on = '2026-03-02'",
        "UPDATE authenticator SET user_id = (SELECT id FROM user WHERE id <> user_id LIMIT 1)",
        "UPDATE authenticator SET use = label",
    ],
)
def test_a_half_session_becomes_no_whole_one_by_a_database_tool(
    app: Flask, instance: Path, seed: str, change: str
) -> None:
    client = give_passphrase(app, "amina")
    with raw(instance) as database:
        database.executescript(change)
    assert not is_in(client)
    if "user" in change or "authenticator" in change:
        again = app.test_client()
        send(again, "/sign-in", {"sign_in_name": "amina", "passphrase": "four green windows and a lamp"})
        assert not is_in(again), "nor does a new one"


def test_a_used_code_is_not_unused_again_when_its_row_is_put_back(
    app: Flask, instance: Path, seed: str
) -> None:
    put_back = keep(instance, "authenticator")
    code = code_of(seed)
    give_code(give_passphrase(app, "amina"), code)
    put_back()
    client = app.test_client()
    send(client, "/sign-in", {"sign_in_name": "amina", "passphrase": "four green windows and a lamp"})
    assert client.get("/sign-in/second").status_code != 200
    assert not is_in(client)
    assert problems(app)


def test_a_used_recovery_code_is_not_unused_again_when_its_row_is_put_back(
    app: Flask, instance: Path, clock: time_machine.Traveller, amina: Person
) -> None:
    _seed, codes = set_up_app(amina)
    put_back = keep(instance, "recovery_codes")
    give_code(give_passphrase(app, "amina"), codes[0])
    put_back()
    client = give_passphrase(app, "amina")
    assert give_code(client, codes[0]).status_code == 500
    assert not is_in(client)


def test_a_factor_that_was_ended_is_none_again_when_all_its_rows_are_put_back(
    app: Flask, instance: Path, clock: time_machine.Traveller, seed: str, amina: Person
) -> None:
    put_back = keep(instance, "authenticator", "user", "recovery_codes")
    amina.post(_edit_address(amina) + "/remove")
    put_back()
    client = app.test_client()
    send(client, "/sign-in", {"sign_in_name": "amina", "passphrase": "four green windows and a lamp"})
    assert not is_in(client)


def _edit_address(person: Person) -> str:
    found = re.search(r"/me/factors/[0-9a-f-]{36}", person.get("/me").text)
    assert found
    return found.group()
