"""Sessions: begun anew at sign-in, ended on the server, limited in time and number, and nothing typed is lost."""

import re
import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from caseapp.accounts.models import WebSession
from caseapp.accounts.sessions import SESSIONS_PER_USER
from caseapp.clock import now
from caseapp.db import db
from caseapp.vault import passwords
from caseapp.vault.gate import Gate
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import PASSPHRASE, Person

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("caseapp")
    assert found is not None
    return found.value


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def browser(app: Flask, value: str) -> FlaskClient:
    """Another browser that shows this cookie."""
    client = app.test_client()
    client.set_cookie("caseapp", value)
    return client


def try_to_sign_in(client: FlaskClient, name: str, passphrase: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return client.post(
        "/sign-in", data={"csrf_token": found.group(1), "sign_in_name": name, "passphrase": passphrase}
    )


def test_a_cookie_from_before_sign_in_is_not_the_one_after(app: Flask) -> None:
    amina = Person("amina", app, app.test_client())
    amina.client.get("/sign-in")
    planted = cookie(amina.client)
    amina.sign_in()
    assert cookie(amina.client) != planted
    assert not is_signed_in(browser(app, planted))


def test_a_planted_session_token_is_not_taken_over_by_who_signs_in_with_it(
    app: Flask, besnik: Person
) -> None:
    """Fixation: a thief signs in as himself, plants his cookie, and waits for Amina to sign in over it."""
    planted = cookie(besnik.client)
    amina = Person("amina", app, browser(app, planted))
    amina.client.post("/sign-out", data={"csrf_token": amina.token()})
    amina.sign_in()
    assert cookie(amina.client) != planted
    assert not is_signed_in(browser(app, planted))
    assert "Amina Test" in amina.get("/").text


def test_the_cookie_is_the_browsers_own_and_the_database_holds_only_its_hash(amina: Person) -> None:
    amina.client = amina.app.test_client()  # what a test begins with is the bare value of a cookie
    amina.sign_in()
    found = amina.client.get_cookie("caseapp")
    assert found is not None
    assert found.http_only
    assert found.same_site == "Lax"
    assert found.origin_only, "no other host under the same name is sent it"
    token = found.value.removeprefix("t.")
    assert len(token) >= 43, "256 bits"
    with amina.app.app_context():
        for row in db.session.scalars(select(WebSession)):
            assert token.encode() not in row.token_hash
            assert token not in str(row.data)


def test_a_session_that_was_ended_is_never_heard_again(amina: Person) -> None:
    kept = cookie(amina.client)
    response = amina.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(browser(amina.app, kept))


@pytest.mark.parametrize("value", ["t.", "t." + "A" * 43, "t.\x00", "t.é", "", "x" * 5000, "t..."])
def test_a_made_up_cookie_is_nobody(app: Flask, value: str) -> None:
    client = app.test_client()
    response = client.get(
        "/me", headers={"Cookie": f"caseapp={value}".encode("utf-8", "replace").decode("latin-1")}
    )
    assert response.status_code == 302


def test_a_session_ends_after_twenty_idle_minutes_to_the_second(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        clock.shift(timedelta(minutes=19, seconds=59))
        assert is_signed_in(amina.client)
        clock.shift(timedelta(minutes=19, seconds=59))
        assert is_signed_in(amina.client), "whoever works is not signed out"
        clock.shift(timedelta(minutes=20))
        assert not is_signed_in(amina.client)


def test_the_sign_in_after_a_session_ran_out_speaks_the_language_of_whoever_sat_there(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        amina.post("/language", {"locale": "fa", "return_to": "/me"})
        clock.shift(timedelta(minutes=20))
        assert '<html lang="fa" dir="rtl"' in amina.client.get("/sign-in").text
        assert '<html lang="fa" dir="rtl"' in amina.client.get("/sign-in").text, "as long as they sit there"


def test_whoever_comes_back_after_a_session_ran_out_is_told_so(app: Flask) -> None:
    said = "Your session has ended because nothing was done for a while, or the day was long."
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        clock.shift(timedelta(minutes=20))
        asked = amina.client.get("/cases/")
        assert said in amina.client.get(asked.headers["Location"]).text
        amina.sign_in()
        amina.post("/sign-out", {})
        assert said not in amina.client.get("/sign-in").text, "they know"
        assert said not in app.test_client().get("/sign-in").text, "nobody was signed in here"


def test_a_session_ends_after_ten_hours_however_busy(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        while now() + timedelta(minutes=15) < MORNING + timedelta(hours=10):
            clock.shift(timedelta(minutes=15))
            assert is_signed_in(amina.client)
        clock.move_to(MORNING + timedelta(hours=10, seconds=-1))
        assert is_signed_in(amina.client)
        clock.move_to(MORNING + timedelta(hours=10))
        assert not is_signed_in(amina.client)


def test_nobody_has_more_than_three_sessions_and_the_oldest_ends(app: Flask) -> None:
    clients = []
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(SESSIONS_PER_USER + 1):
            clock.shift(timedelta(seconds=1))
            clients.append(Person("amina", app, app.test_client()).sign_in().client)
        assert [is_signed_in(client) for client in clients] == [False, True, True, True]


def test_a_closed_account_is_out_at_once(drita: Person, amina: Person) -> None:
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us."})
    assert not is_signed_in(amina.client)
    assert try_to_sign_in(amina.app.test_client(), "amina", PASSPHRASE).status_code == 422


def test_other_roles_hold_from_the_next_request(drita: Person, amina: Person) -> None:
    page = drita.page(f"/staff/{amina.id}")
    form = next(form for form in page.forms if form["action"].endswith("/roles"))
    drita.post(f"/staff/{amina.id}/roles", {"roles": "auditor", **_version(form)})
    assert not is_signed_in(amina.client)
    amina.sign_in()
    amina.get("/cases/", 403)


def _version(form: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: value for name, value in form["fields"].items() if name == "row_version"}


def test_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(app: Flask) -> None:
    here, there = (Person("amina", app, app.test_client()).sign_in() for _ in range(2))
    fresh = "seven lanterns over the quiet harbour"
    here.post("/me/passphrase", {"present": PASSPHRASE, "passphrase": fresh, "repeated": fresh})
    assert is_signed_in(here.client)
    assert not is_signed_in(there.client)


def test_a_long_form_sent_after_the_session_ran_out_is_kept_and_offered_after_signing_in(app: Flask) -> None:
    written = "She slept at the station — ایستگاه — and nobody knew. " * 40
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        token = amina.token()
        clock.shift(timedelta(minutes=45))
        data = {**NIGHT, "tonight": written, "new_id": str(uuid.uuid4()), "csrf_token": token}
        late = amina.client.post("/cases/new", data=data)
        assert late.status_code == 302
        assert late.headers["Location"] == "/sign-in"
        signed_in = try_to_sign_in(amina.client, "amina", PASSPHRASE)
        assert signed_in.headers["Location"] == "/cases/new"
        page = amina.client.get("/cases/new").text
        assert "Your session had ended while you were writing." in page
        assert "ایستگاه" in page
        assert page.count("nobody knew.") >= 40
        assert "Reza from the camp" not in amina.get("/cases/").text, "nothing was sent"


def test_what_a_session_kept_does_not_come_into_the_cookie_of_a_stranger_when_it_runs_out(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        drita = Person("drita", app, app.test_client()).sign_in()
        clock.shift(timedelta(minutes=6))
        drita.post("/staff/invite", {"name": "Somebody with a name"})  # waits until she has proven who she is
        clock.shift(timedelta(minutes=20))
        drita.client.post("/theme", data={"theme": "dark", "csrf_token": drita.token()})
        assert not is_signed_in(drita.client)
        _is_ours, said = URLSafeTimedSerializer("").loads_unsafe(cookie(drita.client))
    assert set(said) == {"csrf_token", "locale", "theme"}, "anybody can read it"


def test_a_late_form_with_a_strangers_token_is_not_kept(app: Flask, besnik: Person) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        clock.shift(timedelta(minutes=45))
        stranger = "0" * 40
        late = amina.client.post("/cases/new", data={**NIGHT, "tonight": "Planted.", "csrf_token": stranger})
        assert late.status_code == 400
        assert try_to_sign_in(amina.client, "amina", PASSPHRASE).headers["Location"] == "/"


def test_a_draft_is_its_writers_alone(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    sent = {"csrf_token": amina.token(), "name": "Only mine"}
    assert amina.client.post("/drafts/keep/cases/new", data=sent).status_code == 204
    assert "Only mine" in amina.get("/cases/new").text
    assert "Only mine" not in besnik.get("/cases/new").text
    assert "Only mine" not in amina.get(f"{case}/edit").text


def test_refused_sign_ins_look_alike(app: Flask, drita: Person, amina: Person) -> None:
    """Unknown, wrong, closed: one answer, so that nobody learns who works here."""
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us."})
    answers = []
    for name, passphrase in (
        ("nobody-of-us", PASSPHRASE),
        ("besnik", "quite another passphrase"),
        ("amina", PASSPHRASE),
    ):
        response = try_to_sign_in(app.test_client(), name, passphrase)
        answers.append((response.status_code, _without_variables(response.text, name)))
    assert answers[0] == answers[1] == answers[2]


def _without_variables(text: str, name: str) -> str:
    return re.sub(r'(?<=[" ])[\w.-]{40,}(?=")', "token", text).replace(name, "name")


def test_guessing_makes_the_next_guess_wait_for_name_and_address_but_never_for_ever(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = app.test_client()
        for _ in range(8):
            assert try_to_sign_in(client, "amina", "quite another passphrase").status_code == 422
        assert try_to_sign_in(client, "amina", PASSPHRASE).status_code == 422, "waiting"
        clock.shift(timedelta(minutes=5, seconds=1))
        assert try_to_sign_in(client, "amina", PASSPHRASE).status_code == 302


def test_more_sign_ins_at_once_than_the_machine_can_hash_are_told_to_come_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One slot, one waiting, both taken: the third is answered 429 at once, and other pages answer meanwhile."""
    gate = Gate(slots=1, waiting=0)
    monkeypatch.setattr(passwords, "SIGN_IN_GATE", gate)
    taken, release = threading.Event(), threading.Event()

    def hold() -> None:
        with gate.passage():
            taken.set()
            release.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait()
    try:
        client = app.test_client()
        refused = try_to_sign_in(client, "amina", PASSPHRASE)
        assert refused.status_code == 429
        assert "Too many people are doing this at this moment." in refused.text
        assert 'value="amina"' in refused.text, "the name is kept"
        assert PASSPHRASE not in refused.text
        assert refused.headers["Retry-After"] == "5"
        assert client.get("/health").status_code == 200
    finally:
        release.set()
        holder.join()
    assert try_to_sign_in(app.test_client(), "amina", PASSPHRASE).status_code == 302


def test_many_sign_ins_at_once_all_end_in_a_session_or_a_polite_refusal(app: Flask) -> None:
    outcomes: list[int] = []
    start = threading.Barrier(12)

    def one() -> None:
        client = app.test_client()
        client.get("/sign-in")
        start.wait()
        outcomes.append(try_to_sign_in(client, "amina", PASSPHRASE).status_code)

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 12
    assert set(outcomes) <= {302, 429}
    assert 302 in outcomes


def test_over_tls_the_cookie_belongs_to_this_host_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.accounts.sessions import ServerSessions

    monkeypatch.setattr(app, "session_interface", ServerSessions(secure=True))
    response = app.test_client().get("/sign-in", base_url="https://localhost")
    (header,) = response.headers.getlist("Set-Cookie")
    assert header.startswith("__Host-caseapp=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Domain" not in header
