"""What was refused is in the log, once for all of its sort in a minute; who tries often is told of."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseapp.audit import AuditEvent, AuditTouch
from caseapp.audit.refused import FORGED, MANY_NOT_REACHED, NOT_REACHED, SCAN
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.frame.test_permissions import forged


def events(app: Flask, code: str) -> list[AuditEvent]:
    with app.app_context():
        found = list(
            db.session.scalars(select(AuditEvent).where(AuditEvent.code == code).order_by(AuditEvent.number))
        )
        assert all(event.detail for event in found)
        return found


def ask_for_many(person: Person, number: int) -> list[uuid.UUID]:
    ids = [uuid.uuid4() for _ in range(number)]
    for each in ids:
        person.get(f"/cases/{each}", 404)
    return ids


def test_besniks_try_at_aminas_case_and_one_at_nothing_are_noted_alike(
    app: Flask, amina: Person, besnik: Person
) -> None:
    case = start_case(amina)
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        besnik.get(case, 404)
        clock.shift(timedelta(minutes=1))
        nothing = uuid.uuid4()
        besnik.get(f"/cases/{nothing}", 404)
    there, not_there = events(app, NOT_REACHED)
    assert there.actor_id == not_there.actor_id == besnik.id
    assert [(event.detail or {}).keys() for event in (there, not_there)] == [
        {"at", "page", "asked", "times"}
    ] * 2
    assert (there.detail or {})["asked"] == case.rpartition("/")[2]
    assert (not_there.detail or {})["asked"] == str(nothing)
    with app.app_context():
        touched = db.session.scalar(
            select(AuditTouch).where(AuditTouch.event_id.in_([there.id, not_there.id]))
        )
    assert touched is None, "a stolen database does not say for what"


def test_of_many_in_a_minute_one_is_noted_and_the_next_says_how_many(app: Flask, besnik: Person) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        ask_for_many(besnik, 3)
        assert len(events(app, NOT_REACHED)) == 1
        clock.shift(timedelta(minutes=1))
        ask_for_many(besnik, 1)
        last = events(app, NOT_REACHED)[-1].detail or {}
    assert last["times"] == 3
    assert len(last["asked"].split()) == 3


def test_whoever_asks_for_twenty_records_that_are_not_there_is_told_of_once(
    app: Flask, besnik: Person, drita: Person, edon: Person, clara: Person
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        ask_for_many(besnik, SCAN - 1)
        assert events(app, MANY_NOT_REACHED) == []
        clock.shift(timedelta(minutes=11))
        ask_for_many(besnik, SCAN - 1)
        assert events(app, MANY_NOT_REACHED) == [], "not within ten minutes"
        ask_for_many(besnik, 5)
        assert len(events(app, MANY_NOT_REACHED)) == 1
        told = "asked for many records that are not there for them"
        for person in (drita, edon):
            assert told in visible(person.get("/")), person.name
        assert told not in visible(clara.get("/"))


def test_the_auditor_reads_which_page_was_asked_for_what(besnik: Person, edon: Person) -> None:
    (asked,) = ask_for_many(besnik, 1)
    text = edon.get("/audit/").text
    assert "Asked for a record that is not there for them" in text
    assert str(asked) in text


def test_a_forged_token_and_a_form_of_another_site_are_noted_with_the_account(
    app: Flask, amina: Person
) -> None:
    wrong = {"csrf_token": forged(amina.token())}
    for _ in range(3):
        assert amina.client.post("/theme", data=wrong).status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    sent = {"csrf_token": amina.token(), "theme": "dark"}
    assert amina.client.post("/theme", data=sent, headers=elsewhere).status_code == 400
    noted = events(app, FORGED)
    assert {event.actor_id for event in noted} == {amina.id}
    assert [(event.detail or {})["way"] for event in noted] == ["token", "site"]


def test_strangers_fill_the_log_with_one_line_an_hour_of_a_sort(app: Flask, stranger: FlaskClient) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(30):
            clock.shift(timedelta(minutes=1))
            stranger.set_cookie("caseapp", "eyJhIjoxfQ.forged.signature")
            stranger.get("/sign-in")
            assert stranger.post("/sign-in", data={"csrf_token": "made up"}).status_code == 400
        ways = Counter((event.detail or {})["way"] for event in events(app, FORGED))
        assert ways == {"token": 1, "cookie": 1}
        clock.shift(timedelta(hours=1))
        stranger.post("/sign-in", data={"csrf_token": "made up"})
        last = events(app, FORGED)[-1]
    assert last.actor_id is None
    assert (last.detail or {})["times"] == 30


def test_a_cookie_of_nobodys_session_is_noted_and_one_that_is_over_is_not(app: Flask, amina: Person) -> None:
    amina.post("/sign-out")
    amina.client.get("/sign-in")
    assert events(app, FORGED) == []
    stranger = app.test_client()
    stranger.set_cookie("caseapp", "t.guessed")
    stranger.get("/sign-in")
    assert [(event.detail or {})["way"] for event in events(app, FORGED)] == ["cookie"]
