"""The page of one's own sessions: what runs, where it was begun, and ending it."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.devices import device_words
from caseapp.accounts.models import WebSession
from caseapp.accounts.session_rows import expire_all_sessions
from caseapp.db import db, write
from tests.conftest import Person, visible
from tests.frame.test_sessions import is_signed_in

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def signed_in(app: Flask, name: str, agent: str = "", address: str = "192.0.2.7") -> Person:
    """Somebody who signs in with such a browser from such an address."""
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
    return Person(name, app, client).sign_in()


def ways_to_end(person: Person) -> list[str]:
    return re.findall(r'action="(/me/sessions/[0-9a-f-]{36}/end)"', person.get("/me/sessions").text)


def test_each_session_says_which_browser_from_where_and_since_when(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        signed_in(app, "amina", PHONE, "2001:db8:1:2:3::4")
        clock.shift(timedelta(minutes=5))
        amina = signed_in(app, "amina", FIREFOX)
        text = visible(amina.get("/me/sessions"))
    assert "Firefox on Windows this one 192.0.2.7 2 March 2026, 08:05" in text
    assert "Safari on iOS 2001:db8:1:2::/64 2 March 2026, 08:00" in text


def test_my_account_leads_to_the_sessions_and_to_what_happened(amina: Person) -> None:
    page = amina.get("/me").text
    assert 'href="/me/sessions"' in page
    assert 'href="/me/events"' in page


def test_ending_one_session_ends_that_one(app: Flask) -> None:
    phone, desk = signed_in(app, "amina", PHONE), signed_in(app, "amina", FIREFOX)
    (way,) = ways_to_end(desk)
    desk.post(way)
    assert not is_signed_in(phone.client)
    assert is_signed_in(desk.client)
    assert "Ended sessions of their own" in visible(desk.get("/me/events"))
    desk.post(way)  # pressed twice


def test_ending_all_others_leaves_this_one(app: Flask) -> None:
    others = [signed_in(app, "amina", PHONE) for _ in range(2)]
    desk = signed_in(app, "amina", FIREFOX)
    desk.post("/me/sessions/end-others")
    assert [is_signed_in(each.client) for each in (*others, desk)] == [False, False, True]
    assert "End all others" not in desk.get("/me/sessions").text


@pytest.mark.usefixtures("clock")
def test_a_session_of_a_colleague_is_as_little_there_as_none(app: Flask, besnik: Person) -> None:
    amina = signed_in(app, "amina")
    with app.app_context():
        theirs = db.session.scalar(select(WebSession.id).where(WebSession.user_id == besnik.id))
    answers = {
        amina.post(f"/me/sessions/{each}/end", status=404).text.replace(str(each), "its id")
        for each in (theirs, uuid.uuid4())
    }
    assert len(answers) == 1
    assert is_signed_in(besnik.client)


def test_a_session_that_ran_out_is_not_listed(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        signed_in(app, "amina", PHONE)
        clock.shift(timedelta(minutes=19, seconds=59))
        desk = signed_in(app, "amina", FIREFOX)
        assert len(ways_to_end(desk)) == 1
        clock.shift(timedelta(seconds=1))
        assert ways_to_end(desk) == []


def test_an_address_is_on_the_disk_only_encrypted_and_goes_with_the_session(
    app: Flask, instance: Path
) -> None:
    amina = signed_in(app, "amina", FIREFOX, "198.51.100.77")
    with app.app_context():
        row = db.session.scalars(select(WebSession).order_by(WebSession.created_at.desc())).first()
        assert row is not None
        assert row.data["begun"]["network"] == "198.51.100.77"
    files = [path.read_bytes() for path in instance.rglob("*") if path.is_file()]
    assert not any(b"198.51.100.77" in content or b"Firefox" in content for content in files)
    amina.post("/sign-out")
    with app.app_context():
        assert not any((each.data or {}).get("begun") for each in db.session.scalars(select(WebSession)))


def test_what_a_session_was_begun_with_outlives_its_changes(app: Flask) -> None:
    amina = signed_in(app, "amina", FIREFOX)
    amina.post("/me", {"language": "en", "calendar": "gregorian", "theme": "auto"})  # leaves a message in it
    assert "Firefox on Windows" in visible(amina.get("/me/sessions"))
    with app.app_context():
        with write(quiet=True):
            expire_all_sessions()
        (row,) = db.session.scalars(select(WebSession).where(WebSession.user_id == amina.id))
        assert row.data["begun"]["device"].startswith("firefox/windows/")


def test_an_administrator_signs_a_colleague_out_everywhere_and_the_colleague_is_told(
    app: Flask, drita: Person, clara: Person
) -> None:
    both = [signed_in(app, "amina", agent) for agent in (PHONE, FIREFOX)]
    account = f"/staff/{both[0].id}"
    assert "End all sessions" in drita.get(account).text
    drita.post(f"{account}/sessions/end")
    assert [is_signed_in(each.client) for each in both] == [False, False]
    told = re.sub("[\u2068\u2069]", "", visible(signed_in(app, "amina", FIREFOX).get("/")))
    assert "Drita Test signed you out everywhere (" in told
    assert "Drita Test signed Amina Test out everywhere." in re.sub(
        "[\u2068\u2069]", "", visible(clara.get("/"))
    )


def test_nobody_else_signs_a_colleague_out(
    amina: Person, besnik: Person, clara: Person, edon: Person
) -> None:
    for person in (besnik, clara, edon):
        person.post(f"/staff/{amina.id}/sessions/end", status=403)
    assert is_signed_in(amina.client)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iOS"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
            "Safari/605.1.15",
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
            "Safari/537.36 Edg/138.0.0.0",
            "Microsoft Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile "
            "Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 "
            "Chrome/125.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/138.0.0.0 Mobile/15E148 Safari/604.1",
            "Chrome on iOS",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
            "Safari/537.36",
            "Chrome on ChromeOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("", "another browser on another system"),
        ("<script>alert(1)</script>" * 100, "another browser on another system"),
    ],
)
def test_browsers_are_told_apart_coarsely(app: Flask, agent: str, words: str) -> None:
    amina = signed_in(app, "amina", agent)
    assert f"{words} this one" in visible(amina.get("/me/sessions"))


def test_what_an_earlier_version_kept_still_has_words(app: Flask) -> None:
    with app.test_request_context():
        assert device_words("") == "another browser on another system"
