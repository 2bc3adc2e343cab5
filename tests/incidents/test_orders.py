"""Somebody rings at the door with a paper: what is written, and the hold on all erasure that begins with it."""

import re
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.clock import today
from caseapp.db import db
from caseapp.erasures import carrying_out
from caseapp.erasures.carrying_out import take_up
from caseapp.erasures.models import Erasure
from caseapp.incidents.models import ErasureHold
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import prepared
from tests.erasures.erasing import after_the_hold, approve, ask, carry_out, look, send
from tests.incidents.reporting import add_person, boxes, report, step, version_of
from tests.people.walking import client_of

NEW = uuid.UUID(int=0)
PAUSED = "Erasing is paused in the whole house for now."
ORDER = {
    "authority": "",
    "authority_words": "Police of the invented town",
    "officers": "A. Shembull, inspector, 000\nB. Shembull, sergeant, 001",
    "number": "K-17/2026",
    "court": "District court of nowhere",
    "in_writing": "copy",
    "scope_words": "The file of one person, from 2024 on.",
    "lawyer": "Dr. Trill, by Clara",
    "lawyer_time": "10:05",
    "lawyer_words": "Give nothing beyond the order.",
    "objections": "That the order names no records.",
    "consent_refused": "refused",
    "shown": "",
    "taken_said": "listed",
    "outcome": "",
}


@prepared
def write_order(person: Person, incident: str, status: int = 302, **changes: str) -> str:
    return person.post(f"{incident}/order", {**ORDER, **changes}, status).text


@prepared
def erasure_that_is_due(amina: Person, clara: Person) -> str:
    erasure = ask(amina, start_case(amina))
    approve(clara, erasure)
    return erasure


def end_hold(asker: Person, second: Person, incident: str) -> None:
    send(asker, f"{incident}/hold/end", why="The court has lifted it, says the lawyer.")
    send(second, f"{incident}/hold/decide", answer="yes", words="I read the paper.")


def test_what_was_said_at_the_door_stands_on_the_page(amina: Person, clara: Person) -> None:
    incident = report(amina, "order")
    advice = "You need not answer at once."
    assert advice in amina.get(incident).text, "where one comes to while they wait at the door"
    write_order(amina, incident)
    assert advice not in amina.get(incident).text
    thing = {
        "new_id": str(uuid.uuid4()),
        "item": "One hard disk",
        "how": "taken",
        "by_whom": "A. Shembull",
        "receipt": "7",
    }
    amina.post(f"{incident}/items/{NEW}", thing)
    text = clara.page(incident).text
    for words in (
        "Police of the invented town",
        "K-17/2026",
        "sergeant, 001",
        "One hard disk",
        "they took it away",
    ):
        assert words in text


def test_an_order_is_written_piece_by_piece_and_two_who_write_see_both(amina: Person, clara: Person) -> None:
    incident = report(amina, "demand")
    write_order(amina, incident, officers="", lawyer="", objections="", taken_said="open")
    version = version_of(clara, f"{incident}/order")
    write_order(amina, incident, row_version=version, officers="Two men")
    page = write_order(clara, incident, 409, row_version=version, officers="Three men")
    assert "Two men" in page
    assert "Three men" in page


def test_a_breach_has_no_order_and_a_demand_no_clock(amina: Person, clara: Person) -> None:
    clara.get(f"{report(amina, 'loss')}/order", 404)
    assert "The clock" not in clara.page(report(amina, "order")).text


def test_it_is_not_closed_before_lawyer_objections_and_what_was_taken_are_written(
    amina: Person, clara: Person
) -> None:
    incident = report(amina, "order")
    step(clara, incident, "take_up", reason="")
    page = step(clara, incident, "close", 422)
    assert "Which lawyer was called, or why none, is not written down." in page
    assert "Whether anything was taken or copied is not written down." in page
    write_order(amina, incident)
    step(clara, incident, "close")


def test_from_the_first_word_of_an_order_an_erasure_that_is_due_waits(
    amina: Person, clara: Person, ilir: Person
) -> None:
    erasure = erasure_that_is_due(amina, clara)
    with after_the_hold(amina, clara, ilir):
        look(clara, erasure)
        version = version_of(clara, f"{erasure}/carry-out")  # the page stands open when they ring
        incident = report(amina, "order")
        reference = clara.page(incident).h1[0].split()[-1]
        page = clara.post(f"{erasure}/carry-out", {"row_version": version, "sure": "y"}, 422)
        assert "This is still open (Incident):" in visible(page)
        assert reference.strip("\u2068\u2069") in page.text
        assert "approved, held back" in clara.page(erasure).text
        end_hold(clara, ilir, incident)
        carry_out(clara, erasure)
        assert "carried out" in clara.page(erasure).text


def test_whoever_does_not_reach_the_incident_is_told_that_erasing_is_paused_and_nothing_of_why(
    amina: Person, besnik: Person, clara: Person
) -> None:
    erasure = erasure_that_is_due(amina, clara)
    incident = report(besnik, "demand")
    reference = clara.page(incident).h1[0].split()[-1].strip("\u2068\u2069")
    text = amina.page(erasure).text
    assert PAUSED in text
    for hint in (reference, "ncident", "still open", "a colleague works on", "Order", "authority"):
        assert hint not in text.partition(PAUSED)[2].partition("</ul>")[0]
    assert PAUSED in clara.page(erasure).text
    assert reference in clara.page(erasure).text


def test_what_a_kill_interrupted_waits_too(
    app: Flask, amina: Person, clara: Person, ilir: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = erasure_that_is_due(amina, clara)

    def killed(tokens: Any) -> None:
        add(tokens)
        raise KeyError  # the line stands in the ledger, and the write is rolled back

    add = carrying_out.add_to_ledger
    with after_the_hold(amina, clara, ilir):
        look(clara, erasure)
        monkeypatch.setattr(carrying_out, "add_to_ledger", killed)
        carry_out(clara, erasure, 500)
        monkeypatch.setattr(carrying_out, "add_to_ledger", add)
        incident = report(clara, "order")
        with app.app_context():
            take_up()
            assert status_of(erasure) == "held"
        end_hold(clara, ilir, incident)
        with app.app_context():
            take_up()
            assert status_of(erasure) == "done"
            db.session.remove()


def status_of(erasure: str) -> str:
    found = db.session.scalar(
        select(Erasure.status).where(Erasure.id == uuid.UUID(erasure.rpartition("/")[2]))
    )
    db.session.rollback()
    return str(found)


def test_two_coordinators_end_the_hold_and_whoever_asked_is_not_the_second(
    amina: Person, clara: Person, ilir: Person
) -> None:
    incident = report(amina, "order")
    amina.get(f"{incident}/hold/end", 403)
    send(clara, f"{incident}/hold/end", 422, why="")
    send(clara, f"{incident}/hold/end", why="It is lifted.")
    assert "You asked for it, so a colleague decides." in clara.page(f"{incident}/hold/decide").text
    version = version_of(ilir, f"{incident}/hold/decide")
    answer = {"row_version": version, "answer": "yes", "words": "Yes."}
    assert "You asked for it" in visible(clara.post(f"{incident}/hold/decide", answer, 422))
    send(ilir, f"{incident}/hold/decide", answer="no", words="I know nothing of it.")
    assert "nothing is erased" in clara.page(incident).text
    end_hold(ilir, clara, incident)
    assert "ended" in clara.page(incident).text


def test_correcting_the_kind_ends_no_hold_and_an_order_seen_later_begins_one(
    app: Flask, amina: Person, clara: Person
) -> None:
    erasure = erasure_that_is_due(amina, clara)
    incident = report(clara, "break_in")
    assert "This is still open" not in clara.page(erasure).text
    for kind in ("order", "break_in"):
        correct(clara, incident, kind)
        assert "This is still open (Incident):" in clara.page(erasure).text


def correct(person: Person, incident: str, kind: str) -> None:
    sent = {"kind": kind, "words": "Officers broke in.", "where": "", "happened_time": "", "aware_time": ""}
    send(person, f"{incident}/edit", **sent, **boxes("happened_on", today()), **boxes("aware_on", today()))


def test_a_coordinator_holds_everything_for_a_break_in_too(amina: Person, clara: Person) -> None:
    erasure = erasure_that_is_due(amina, clara)
    incident = report(amina, "break_in")
    amina.post(f"{incident}/hold", {}, 403)
    clara.post(f"{incident}/hold")
    assert "This is still open (Incident):" in clara.page(erasure).text


@pytest.mark.parametrize("trick", ["ended in the database", "deleted from the database"])
def test_a_hold_that_was_edited_away_in_the_database_lets_nothing_be_erased(
    instance: Path, app: Flask, amina: Person, clara: Person, trick: str
) -> None:
    erasure = erasure_that_is_due(amina, clara)
    report(amina, "order")
    with app.app_context():
        table = ErasureHold.__tablename__
        db.session.remove()
        db.engine.dispose()
    with closing(sqlite3.connect(instance / "caseapp.db")) as database:
        database.execute(
            f"UPDATE {table} SET status = 'ended'" if trick.startswith("ended") else f"DELETE FROM {table}"
        )
        database.commit()
    with after_the_hold(amina, clara):
        assert clara.client.get(f"{erasure}/carry-out").status_code == 500
        assert clara.client.get(erasure).status_code == 500


def test_those_whom_it_is_about_are_named_to_those_alone_who_see_them(
    amina: Person, besnik: Person, clara: Person
) -> None:
    incident = report(besnik, "order")
    add_person(clara, incident, client_of(amina, start_case(amina)))
    assert "Reza" in clara.page(incident).text
    assert "Reza" not in besnik.page(incident).text
    assert "somebody who is not shared with you" in besnik.page(incident).text


@pytest.mark.parametrize("name", ["officers", "lawyer", "objections"])
def test_what_may_be_written_later_is_marked_optional_and_need_not_be_there_yet(
    amina: Person, name: str
) -> None:
    incident = report(amina, "demand")
    page = amina.get(f"{incident}/order").text
    assert re.search(rf'<label for="{name}">[^<]* <span class="optional">optional</span>', page)
    write_order(amina, incident, **{name: ""})
