"""The only administrator lost what they sign in with: a terminal of the machine makes a link, and everybody is told."""

import re

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask

from caseapp.accounts.commands import accounts
from tests.accounts.second_factors import (
    HALF_MINUTE,
    code_of,
    form_token,
    give_code,
    give_passphrase,
    is_in,
    seed_on,
    send,
    set_up_app,
)
from tests.conftest import PASSPHRASE, Person
from tests.security.test_the_log_itself import problems

NEW = "seven brown boats and a bell"


def let_in(app: Flask, name: str, lost: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(accounts, ["let-in", name, "--lost", lost])


def link_in(said: Result) -> str:
    found = re.search(r"http://localhost:8000(/activate/\S+)", said.output)
    assert found, said.output
    return found.group(1)


def test_whoever_lost_their_second_factor_sets_up_another_with_their_passphrase(
    app: Flask, clock: time_machine.Traveller, drita: Person, clara: Person
) -> None:
    seed, _codes = set_up_app(drita)
    clock.shift(HALF_MINUTE)
    link = link_in(let_in(app, "Drita", "second-factor"))
    assert not is_in(drita.client), "what she had ends at once"
    assert give_code(give_passphrase(app, "drita"), code_of(seed)).status_code == 422
    client = app.test_client()
    assert send(client, link, {"passphrase": "not her passphrase"}).status_code == 422
    send(client, link, {"passphrase": PASSPHRASE})
    page = client.get("/me/factors/app").text
    code = code_of(seed_on(page))
    client.post("/me/factors/app", data={"csrf_token": form_token(page), "label": "New", "code": code})
    client.get("/sign-in/arrived")
    assert "Somebody at the machine ended your second factors" in client.get("/").text
    told = clara.get("/").text
    assert "Somebody at the machine ended the second factors of" in told
    assert "Drita" in told
    assert not problems(app)


def test_whoever_lost_their_passphrase_chooses_another_and_gives_their_second_factor(
    app: Flask, clock: time_machine.Traveller, drita: Person, edon: Person
) -> None:
    seed, _codes = set_up_app(drita)
    clock.shift(HALF_MINUTE)
    link = link_in(let_in(app, "drita", "passphrase"))
    send(app.test_client(), link, {"passphrase": NEW, "repeated": NEW})
    client = give_passphrase(app, "drita", NEW)
    assert not is_in(client)
    give_code(client, code_of(seed))
    assert is_in(client)
    assert "Somebody at the machine had" in edon.get("/").text
    assert "In a terminal of the machine" in edon.get("/audit/").text


@pytest.mark.parametrize(
    ("name", "lost", "sentence"),
    [
        ("amina", "second-factor", "this is no administrator"),
        ("amina", "passphrase", "this is no administrator"),
        ("nobody", "passphrase", "nobody with an open account"),
        ("drita", "second-factor", "they have no second factor"),
    ],
)
def test_nobody_else_is_let_in_by_it(
    app: Flask, drita: Person, amina: Person, name: str, lost: str, sentence: str
) -> None:
    said = let_in(app, name, lost)
    assert said.exit_code == 1
    assert sentence in said.output
    assert is_in(drita.client)
    assert is_in(amina.client)
