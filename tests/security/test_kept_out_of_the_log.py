"""Whoever is kept out of a case learns nothing from the log: not that they are, by whom, when, or of what."""

import re
import uuid
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent, reading
from caseapp.audit.models import AuditTouch
from caseapp.backup.making import make_backup
from caseapp.db import db
from caseapp.web.roles import Role
from tests.audit.test_reading_the_log import lines_in, lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.people import walking
from tests.security.test_the_log_itself import colleague
from tests.statements.writing import client_of

PAGE = 2
WAYS = re.compile(r'rel="(next|prev)" href="/audit/([^"]+)"')


@pytest.fixture
def berta(app: Flask) -> Person:
    """She coordinates, and reads the log as an administrator."""
    return colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)


def ways(page: str) -> dict[str, str]:
    """Where a page of the log leads on to."""
    return {rel: unescape(query) for rel, query in WAYS.findall(page)}


def pages(reader: Person, query: str) -> Iterator[list[str]]:
    """Every page of the log under a question, from the newest on."""
    while True:
        page = reader.get(f"/audit/{query}").text
        yield lines_in(page)
        on = ways(page)
        if "next" not in on:
            return
        query = on["next"]


def test_neither_what_happened_nor_that_something_is_left_out_is_told(
    amina: Person, clara: Person, edon: Person, berta: Person
) -> None:
    case = start_case(amina, name="Reza Samplepour")
    change(clara, case, berta, "keep_out")
    amina.get(case)
    case_id = case.rpartition("/")[2]
    page = berta.get("/audit/").text
    lines = lines_in(page)
    assert case_id[:8] not in page
    assert "not shown" not in page
    for told in ("Kept a colleague out", "Started a case", "Opened a case"):
        assert not any(told in line for line in lines)
    for query in ("?code=access.kept_out", f"?record={case_id}", f"?actor={amina.id}&code=case.viewed"):
        assert "Nothing like this was recorded." in berta.get(f"/audit/{query}").text
    assert case_id[:8] in edon.get("/audit/").text
    assert any("Kept a colleague out" in line for line in lines_of(edon))


def test_pages_are_as_full_and_lead_as_far_as_if_there_were_nothing_else(
    monkeypatch: pytest.MonkeyPatch, app: Flask, amina: Person, clara: Person, berta: Person
) -> None:
    open_to_her, closed = (start_case(amina, name=name) for name in ("Darya Visible", "Reza Samplepour"))
    change(clara, closed, berta, "keep_out")
    for case in (open_to_her, closed, closed, open_to_her):
        amina.get(case)
    monkeypatch.setattr(reading, "PAGE", PAGE)
    found = list(pages(berta, "?code=case.viewed"))
    assert [len(page) for page in found] == [PAGE]
    assert all(len(page) == PAGE for page in list(pages(berta, f"?actor={amina.id}"))[:-1])
    with app.app_context():
        hidden = select(AuditTouch.event_id).where(
            AuditTouch.record_id == uuid.UUID(closed.rpartition("/")[2])
        )
        around = select(AuditEvent.id).where(AuditEvent.number % 9 == 0)
        events = {event_id.hex for query in (hidden, around) for event_id in db.session.scalars(query)}
    asked = f"?record={closed.rpartition('/')[2]}"
    for place in ("before", "after"):
        for event_id in events:
            assert ways(berta.get(f"/audit/{asked}&{place}={event_id}").text) == {}


def test_no_page_numbers_the_events(app: Flask, amina: Person, clara: Person, drita: Person) -> None:
    start_case(amina)
    with app.app_context():
        make_backup(None)
    drita.get("/audit/")
    page = drita.get("/audit/").text
    assert not re.search(r"[?&;](before|after|last)=\d+(&|\"|$)", page)
    lines = lines_in(page)
    assert re.search(
        r"Read the audit log Details From the day \d+ \w+ \d{4} To the day \d+ \w+ \d{4}", "".join(lines)
    )
    assert re.search(r"Holds the log up to the day \d+ \w+ \d{4} ", "".join(lines))
    assert "number" not in "".join(lines)


def test_who_else_is_let_in_and_how_widely_it_is_shared_is_not_told_either(
    amina: Person, besnik: Person, clara: Person, edon: Person, berta: Person
) -> None:
    case = start_case(amina)
    change(clara, case, berta, "keep_out")
    acts = {
        "Gave a colleague access": lambda: change(clara, case, besnik, "add"),
        "Ended a colleague's access": lambda: change(clara, case, besnik, "remove"),
        "Changed how widely a record is shared": lambda: clara.post(
            f"{case}/access/level", {"level": "members"}
        ),
    }
    for told, act in acts.items():
        act()
        assert told in unescape("".join(lines_of(edon)[:3]))
        assert not any(told in unescape(line) for line in lines_of(berta))


def test_whoever_is_let_in_again_does_not_read_that_they_were_kept_out(
    amina: Person, clara: Person, edon: Person, berta: Person
) -> None:
    case = start_case(amina)
    change(clara, case, berta, "keep_out")
    change(clara, case, berta, "let_in")
    berta.get(case)
    lines = lines_of(berta)
    assert any("Started a case" in line for line in lines)
    assert not any("Kept a colleague out" in line or "Let a colleague in again" in line for line in lines)
    assert any("Let a colleague in again" in line for line in lines_of(edon))


def test_what_they_reach_through_another_case_they_read_of_too(
    app: Flask, amina: Person, clara: Person
) -> None:
    dunja = colleague(app, "dunja", Role.SUPPORT, Role.ADMINISTRATOR)
    case, own = start_case(amina), start_case(dunja, name="Somebody else")
    change(clara, case, dunja, "add")
    known = client_of(dunja, case)
    errand = walking.errand("relative", own, walking.client_of(dunja, own))
    walking.look_up(dunja, "relative", own, "Reza from the camp")
    dunja.post(f"/people/check/{errand}/pick", {"picked": known})
    relation = {"new_id": str(uuid.uuid4()), "kind": "brother", "said_by": "The client", "note": ""}
    dunja.post(f"/people/{errand}", relation)
    change(clara, case, dunja, "keep_out")
    dunja.get(f"/people/{known}")
    page = dunja.get("/audit/").text
    opened = next(line for line in lines_in(page) if "Opened a person" in line)
    assert "Dunja Test" in opened, "that their own reading was missing would tell"
    assert case.rpartition("/")[2][:8] not in page
