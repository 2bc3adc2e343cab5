"""Fifty who send one code at the same moment are one who gets in."""

import threading

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit.models import AuditEvent
from caseapp.db import db
from tests.accounts.second_factors import (
    code_of,
    form_token,
    give_passphrase,
    is_in,
    set_up_app,
)
from tests.conftest import Person
from tests.security.test_the_log_itself import problems


def test_fifty_who_send_one_code_at_once_are_one_who_gets_in(app: Flask, seed: str) -> None:
    browsers = _halfway(app, 3)
    _send_at_once(app, browsers, code_of(seed))
    with app.app_context():
        assert _count(app, "account.signed_in") == 2, "Amina, when she set it up, and one of the fifty"
        assert not problems(app)


def test_fifty_who_send_one_recovery_code_at_once_are_one_who_gets_in(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    _seed, codes = set_up_app(amina)
    _send_at_once(app, _halfway(app, 3), codes[0])
    with app.app_context():
        assert _count(app, "account.signed_in") == 2
        assert _count(app, "account.recovery_code_used") == 1


def _halfway(app: Flask, number: int) -> list[tuple[FlaskClient, str]]:
    browsers = [give_passphrase(app, "amina") for _ in range(number)]
    return [(each, form_token(each.get("/sign-in/second").text)) for each in browsers]


def _send_at_once(app: Flask, browsers: list[tuple[FlaskClient, str]], code: str) -> None:
    """Fifty requests, some from each browser, begin at the same moment."""
    ready, answers = threading.Barrier(50), []

    def go(number: int) -> None:
        browser, token = browsers[number % len(browsers)]
        cookie = browser.get_cookie("caseapp")
        assert cookie
        client = app.test_client()
        client.set_cookie("caseapp", cookie.value)
        ready.wait()
        answer = client.post("/sign-in/second", data={"csrf_token": token, "code": code})
        answers.append((answer.status_code, is_in(client)))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(signed_in for _status, signed_in in answers) == 1, answers
    assert not [status for status, _in in answers if status >= 500]


def _count(app: Flask, code: str) -> int:
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.code == code))
    amina = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "amina")
    return len([event for event in events if event.actor_id == amina.id])
