"""Sign-in, late forms and strangers: nobody shuts others out, stores what they like, or loses what they typed."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseapp.accounts import actions, own_views
from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.db import db, write
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import PASSPHRASE, Person, settings_for

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def knock(client: FlaskClient, name: str, passphrase: str, **options: Any) -> int:
    """Try to sign in; returns the status: 302 is in, 422 is refused."""
    page = client.get("/sign-in", **options).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    sent = {"csrf_token": found.group(1), "sign_in_name": name, "passphrase": passphrase}
    return client.post("/sign-in", data=sent, **options).status_code


def test_guessing_from_elsewhere_does_not_shut_out_who_signs_in_from_here(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert knock(app.test_client(), "amina", PASSPHRASE) == 302
        for _ in range(8):
            assert knock(app.test_client(), "amina", "a guess", environ_overrides=ELSEWHERE) == 422
        assert knock(app.test_client(), "amina", PASSPHRASE, environ_overrides=ELSEWHERE) == 422, "waits"
        assert knock(app.test_client(), "amina", PASSPHRASE) == 302


def test_guessing_a_known_name_from_its_own_place_still_waits(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert knock(app.test_client(), "amina", PASSPHRASE) == 302
        for _ in range(8):
            assert knock(app.test_client(), "amina", "a guess") == 422
        assert knock(app.test_client(), "amina", PASSPHRASE) == 422


def test_behind_a_proxy_each_browser_waits_for_itself(app: Flask, instance: Path) -> None:
    proxied = create_app(settings_for(instance, behind_proxy=True, address="https://cases.example.org"))
    with proxied.app_context():
        adopt_root(proxied, open_file_root(keys_folder(proxied)))

    def by(forwarded: str) -> dict[str, Any]:
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
        return {"headers": headers, "base_url": "https://localhost"}

    with time_machine.travel(MORNING, tick=False):
        for number in range(8):
            # What the guesser writes in front of the proxy's own entry changes nothing.
            told = f"192.0.2.{number}, 203.0.113.9"
            assert knock(proxied.test_client(), f"nobody-{number}", "a guess", **by(told)) == 422
        assert knock(proxied.test_client(), "amina", PASSPHRASE, **by("203.0.113.9")) == 422
        assert knock(proxied.test_client(), "amina", PASSPHRASE, **by("198.51.100.7")) == 302


def late(app: Flask, path: str, data: dict[str, str]) -> tuple[Person, str]:
    """Send a form after the session has run out; returns where signing in leads then."""
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        token = amina.token()
        clock.shift(timedelta(minutes=45))
        sent = amina.client.post(path, data={**data, "csrf_token": token})
        assert sent.headers["Location"] == "/sign-in"
        return amina, leads_to(amina)


def leads_to(person: Person) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', person.client.get("/sign-in").text)
    assert found
    sent = {"csrf_token": found.group(1), "sign_in_name": person.name, "passphrase": PASSPHRASE}
    return person.client.post("/sign-in", data=sent).headers["Location"]


def test_what_a_form_saves_by_itself_too_late_is_offered_on_the_form(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False):
        written = {**NIGHT, "tonight": "Slept at the station.", "new_id": str(uuid.uuid4())}
    amina, page = late(app, "/drafts/keep/cases/new", written)
    assert page == "/cases/new"
    with time_machine.travel(MORNING + timedelta(minutes=46), tick=False):
        assert "Slept at the station." in amina.client.get(page).text


def test_a_late_form_is_offered_at_one_sign_in(app: Flask) -> None:
    with time_machine.travel(MORNING + timedelta(minutes=46), tick=False):
        amina, page = late(app, "/cases/new", {**NIGHT, "new_id": str(uuid.uuid4())})
        amina.client.delete_cookie("caseapp")
        assert page == "/cases/new"
        assert leads_to(amina) == "/"


@pytest.mark.parametrize(
    "path", ["/search/find", f"/next-steps/{uuid.UUID(int=7)}/done", "/drafts/discard/me"]
)
def test_a_late_button_without_a_page_of_its_own_leads_home(app: Flask, path: str) -> None:
    assert late(app, path, {"query": "somebody"})[1] == "/"


def test_a_passphrase_sent_too_late_is_kept_nowhere(app: Flask) -> None:
    fresh = "seven lanterns over the quiet harbour"
    sent = {"present": PASSPHRASE, "passphrase": fresh, "repeated": fresh}
    late(app, "/me/passphrase", sent)
    with app.app_context():
        from caseapp.web.drafts import Draft

        kept = [draft.written() for draft in db.session.query(Draft)]
    assert kept == [[]]


def test_an_invitation_opened_where_a_colleague_sat_before_is_no_draft_of_theirs(
    app: Flask, drita: Person
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        token = amina.token()
        clock.shift(timedelta(minutes=45))
        sent = amina.client.post("/activate/unknown", data={"csrf_token": token, "passphrase": "x" * 20})
        assert sent.status_code == 404


def test_a_stranger_sends_a_short_form_and_no_file(
    app: Flask, stranger: FlaskClient, amina: Person, instance: Path
) -> None:
    long = {"sign_in_name": "amina", "passphrase": "x" * 300_000}
    assert stranger.post("/sign-in", data=long).status_code == 413
    from io import BytesIO

    file = {"scan": (BytesIO(b"%PDF-" + b"x" * 300_000), "scan.pdf")}
    assert stranger.post("/sign-in", data=file).status_code == 413
    assert not [path for path in (instance / "files").rglob("*") if path.is_file()]
    amina.post("/cases/new", {**NIGHT, "tonight": "x" * 300_000, "name": ""}, status=422)


def test_an_account_closed_while_its_owner_opens_it_stays_closed(
    app: Flask, drita: Person, besnik: Person, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drita.post(f"/staff/{besnik.id}/reset", status=200).text
    found = re.search(r"/activate/[\w-]+", page)
    assert found
    link, closed_id, by_id = found.group(), besnik.id, drita.id
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get(link).text)
    assert token
    slowly = own_views.hash_password

    def meanwhile(*given: Any, **named: Any) -> bytes:
        with write():
            by, user = (db.session.get_one(User, each) for each in (by_id, closed_id))
            actions.disable_user(by, user, "Left us.")
        return slowly(*given, **named)

    monkeypatch.setattr(own_views, "hash_password", meanwhile)
    fresh = "seven lanterns over the quiet harbour"
    sent = {"csrf_token": token.group(1), "passphrase": fresh, "repeated": fresh}
    assert stranger.post(link, data=sent).status_code == 404
    assert knock(app.test_client(), "besnik", fresh) == 422
