"""People who sign in with more than a passphrase: what they read from the pages, and what their app shows."""

import html
import re
from datetime import timedelta
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from caseapp.accounts.factors.demanded import RULES
from caseapp.accounts.models import User
from caseapp.accounts.rules import set_rule
from caseapp.clock import now
from caseapp.db import db, write
from tests.conftest import PASSPHRASE, Person, check_page

HALF_MINUTE = timedelta(seconds=30)


def code_of(seed: str, later: timedelta = timedelta()) -> str:
    """What the app shows now, or so much later."""
    return pyotp.TOTP(seed).at(now() + later)


def seed_on(page: str) -> str:
    """The seed that a page shows as text, as somebody types it over."""
    found = re.search(r'class="handover"><code dir="ltr">([A-Z2-7 ]+)</code>', page)
    assert found, "the page shows a seed"
    return found.group(1).replace(" ", "")


def codes_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([A-Z2-7-]+)</code></li>", page)


def form_token(page: str) -> str:
    found = re.search(r'name="csrf[-_]token" (?:content|value)="([^"]+)"', page)
    assert found, "the page has a form"
    return html.unescape(found.group(1))


def set_up_app(person: Person, label: str = "My phone") -> tuple[str, list[str]]:
    """Set an app up on the pages; returns its seed and the recovery codes."""
    seed = seed_on(person.get("/me/factors/app").text)
    answer = person.client.post(
        "/me/factors/app", data={"csrf_token": person.token(), "label": label, "code": code_of(seed)}
    )
    assert answer.status_code in {200, 302}, answer.text[:3000]
    return seed, codes_on(answer.text)


def sign_in_for_the_first_time(person: Person) -> Person:
    """Give the passphrase where a rule demands a second factor, and set an app up, as the pages ask for it."""
    assert person.sign_in().client.get("/sign-in").headers["Location"] == "/me/factors"
    page = person.client.get("/me/factors/app").text
    person.client.post(
        "/me/factors/app",
        data={"csrf_token": form_token(page), "label": "My phone", "code": code_of(seed_on(page))},
    )
    person.client.get("/sign-in/arrived")
    return person


def send(client: FlaskClient, path: str, data: dict[str, Any], page: str | None = None) -> TestResponse:
    """Open a page and send its form."""
    opened = client.get(page or path)
    return client.post(path, data={"csrf_token": form_token(opened.text), **data})


def give_passphrase(app: Flask, name: str, passphrase: str = PASSPHRASE) -> FlaskClient:
    """A new browser in which somebody has given their passphrase and nothing more."""
    client = app.test_client()
    answer = send(client, "/sign-in", {"sign_in_name": name, "passphrase": passphrase})
    assert answer.status_code == 302, answer.text[:2000]
    return client


def give_code(client: FlaskClient, code: str) -> TestResponse:
    """Type something into the second page."""
    page = client.get("/sign-in/second")
    check_page(page)
    return client.post("/sign-in/second", data={"csrf_token": form_token(page.text), "code": code})


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def choose_rule(app: Flask, value: str) -> None:
    """Let every role have the same rule about second factors."""
    with app.test_request_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        with write():
            for rule in RULES:
                set_rule(drita, rule, value)
        db.session.remove()
