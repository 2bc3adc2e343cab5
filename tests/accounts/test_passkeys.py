"""Passkeys: for our address, for one account, for one answer to one question."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.second_factors import form_token, give_passphrase, is_in
from tests.accounts.soft_passkey import SoftPasskey, question_on
from tests.conftest import Person
from tests.frame.test_sessions import cookie

MORNING = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)


def set_up(person: Person, passkey: SoftPasskey, status: int = 200) -> TestResponse:
    """Make a passkey on the page for it."""
    page = person.get("/me/factors/passkey")
    return person.post(
        "/me/factors/passkey",
        {"label": "The blue key", "passkey": passkey.make(question_on(page.text))},
        status=status,
    )


def answer_with(client: FlaskClient, sign: Callable[..., str], page: str = "/sign-in/second") -> TestResponse:
    """Open a page that asks for a passkey, and send what it signs."""
    shown = client.get(page).text
    return client.post(page, data={"csrf_token": form_token(shown), "passkey": sign(question_on(shown))})


@pytest.fixture
def passkey(amina: Person) -> SoftPasskey:
    made = SoftPasskey()
    set_up(amina, made)
    return made


def test_a_passkey_signs_its_owner_in(app: Flask, amina: Person, passkey: SoftPasskey) -> None:
    assert "The blue key" in amina.get("/me").text
    client = give_passphrase(app, "amina")
    half = cookie(client)
    assert answer_with(client, passkey.sign).status_code == 302
    assert is_in(client)
    assert cookie(client) != half


def test_the_passkey_of_somebody_else_is_refused(app: Flask, besnik: Person, passkey: SoftPasskey) -> None:
    other = SoftPasskey()
    set_up(besnik, other)
    client = give_passphrase(app, "amina")
    assert answer_with(client, other.sign).status_code == 422
    named_as_hers = replace(other, id=passkey.id)
    assert answer_with(client, named_as_hers.sign).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "https://localhost:8000"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://localhost.example.org:8000"},
        {"rp_id": "example.org"},
    ],
    ids=str,
)
def test_what_was_signed_for_another_address_is_refused(
    app: Flask, amina: Person, passkey: SoftPasskey, elsewhere: dict[str, str]
) -> None:
    client = give_passphrase(app, "amina")
    assert answer_with(client, replace(passkey, **elsewhere).sign).status_code == 422  # type: ignore[arg-type]
    assert not is_in(client)
    set_up(amina, replace(SoftPasskey(), **elsewhere), status=422)  # type: ignore[arg-type]


def test_an_answer_is_heard_once_and_in_the_session_that_was_asked(app: Flask, passkey: SoftPasskey) -> None:
    first, second = give_passphrase(app, "amina"), give_passphrase(app, "amina")
    shown = first.get("/sign-in/second").text
    answer = passkey.sign(question_on(shown))
    other = second.get("/sign-in/second").text
    for _try in range(2):
        sent = {"csrf_token": form_token(other), "passkey": answer}
        assert second.post("/sign-in/second", data=sent).status_code == 422, "it was asked elsewhere"
    half = cookie(first)
    first.post("/sign-in/second", data={"csrf_token": form_token(shown), "passkey": answer})
    assert is_in(first)
    again = app.test_client()
    again.set_cookie("caseapp", half)
    sent = {"csrf_token": form_token(shown), "passkey": answer}
    assert again.post("/sign-in/second", data=sent).status_code in {302, 400}
    assert not is_in(again)


def test_a_question_that_was_answered_wrongly_is_asked_no_more(app: Flask, passkey: SoftPasskey) -> None:
    client = give_passphrase(app, "amina")
    shown = client.get("/sign-in/second").text
    token, right = form_token(shown), passkey.sign(question_on(shown))
    wrong = json.dumps({**json.loads(right), "rawId": "AAAA"})
    client.post("/sign-in/second", data={"csrf_token": token, "passkey": wrong})
    assert client.post("/sign-in/second", data={"csrf_token": token, "passkey": right}).status_code == 422


def test_a_question_is_over_after_five_minutes(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        passkey = SoftPasskey()
        set_up(amina, passkey)
        client = give_passphrase(app, "amina")
        shown = client.get("/sign-in/second").text
        clock.shift(timedelta(minutes=5, seconds=1))
        sent = {"csrf_token": form_token(shown), "passkey": passkey.sign(question_on(shown))}
        assert client.post("/sign-in/second", data=sent).status_code == 422
        assert answer_with(client, passkey.sign).status_code == 302


def test_a_copy_whose_counter_stays_behind_is_refused(app: Flask, passkey: SoftPasskey) -> None:
    copy = replace(passkey)
    for _time in range(2):
        assert answer_with(give_passphrase(app, "amina"), passkey.sign).status_code == 302
    client = give_passphrase(app, "amina")
    assert answer_with(client, copy.sign).status_code == 422


def test_a_device_without_a_counter_signs_in_again_and_again(app: Flask, amina: Person) -> None:
    passkey = SoftPasskey()
    set_up(amina, passkey)
    for _time in range(2):
        passkey.counter = -1  # so that it is 0 when it signs
        client = give_passphrase(app, "amina")
        answer_with(client, passkey.sign)
        assert is_in(client)


def test_an_answer_for_another_account_of_the_device_is_refused(app: Flask, passkey: SoftPasskey) -> None:
    client = give_passphrase(app, "amina")
    sign = lambda asked: passkey.sign(asked, userHandle=b"another account.")  # noqa: E731
    assert answer_with(client, sign).status_code == 422


@pytest.mark.parametrize(
    "nonsense",
    ["x", "{}", "[]", "null", '{"id": 1}', '{"id": "AAAA", "rawId": "AAAA", "response": {}}', "9" * 30_000],
    ids=lambda text: text[:20],
)
def test_nonsense_is_refused_as_any_wrong_answer(
    app: Flask, amina: Person, passkey: SoftPasskey, nonsense: str
) -> None:
    client = give_passphrase(app, "amina")
    assert answer_with(client, lambda _asked: nonsense).status_code == 422
    page = amina.get("/me/factors/passkey")
    assert question_on(page.text)
    answer = amina.post("/me/factors/passkey", {"label": "My device", "passkey": nonsense}, status=422)
    assert "No passkey was made" in answer.text


def test_one_device_is_set_up_once(amina: Person, passkey: SoftPasskey) -> None:
    assert "one of your passkeys already" in set_up(amina, passkey, status=422).text


def test_no_passkey_is_offered_where_browsers_would_make_none(
    app: Flask, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], address="http://127.0.0.1:8000")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    assert "/me/factors/passkey" not in amina.get("/me/factors").text
    amina.get("/me/factors/passkey", 404)


def test_the_page_asks_for_nothing_but_what_it_needs(amina: Person) -> None:
    asked = question_on(amina.get("/me/factors/passkey").text)
    assert asked["rp"] == {"id": "localhost", "name": "caseapp"}
    assert asked["attestation"] == "none", "who made the device is none of our business"
    assert asked["authenticatorSelection"]["residentKey"] == "discouraged"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
    assert "Amina" not in json.dumps(asked), "the device shows the sign-in name and no other"


@pytest.mark.parametrize("answer", ["[" * 19_000, '{"id":' * 3_000])
def test_an_answer_in_very_many_brackets_is_none(
    app: Flask, clock: time_machine.Traveller, amina: Person, answer: str
) -> None:
    set_up(amina, SoftPasskey())
    amina.get("/me/factors/passkey")
    amina.post("/me/factors/passkey", {"label": "Another", "passkey": answer}, status=422)
    assert answer_with(give_passphrase(app, "amina"), lambda _asked: answer).status_code == 422
