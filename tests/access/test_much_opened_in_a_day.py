"""Whoever opens very many records in a day is told of, proves again who they are, and then asks an administrator."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.access import holding_back
from caseapp.accounts import days_reading
from caseapp.audit import AuditEvent
from caseapp.db import db, memory
from caseapp.reports import fetch_views
from tests.accounts.test_proving_again import prove
from tests.cases.test_starting_a_case import NIGHT, reference_of, start_case
from tests.conftest import Person, visible
from tests.doorway import prepared
from tests.emergency_access.test_emergency_access import try_it
from tests.incoming_contacts.test_bad_input import sent as call_sent
from tests.letters.preparing import LONG_BODY, ready_for_review
from tests.reports.test_row_exports import ask, fetch, shown_passphrase

ENOUGH = "records today"


@pytest.fixture
def stopped(app: Flask) -> Iterator[time_machine.Traveller]:
    """The clock, standing still a second after they signed in, which is a proof of who they are in that same second: no
    ``clock``, which stands still before they sign in, so that nothing is prepared.
    """
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=1), tick=False) as travelling:
        yield travelling


@pytest.fixture
def few(stopped: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three records are told of, and after five one waits."""
    set_numbers(monkeypatch, 3, 5)


def set_numbers(monkeypatch: pytest.MonkeyPatch, told: int, most: int) -> None:
    monkeypatch.setattr(holding_back, "mark", lambda: told)
    for module in (holding_back, days_reading):
        monkeypatch.setattr(module, "limit", lambda: most)


@pytest.fixture
def eight(amina: Person, clara: Person) -> list[str]:
    """Cases of Amina's, which Clara reaches with the team."""
    return guests(amina, 8)


@prepared
def guests(person: Person, number: int) -> list[str]:
    return [start_case(person, name=f"Guest {each}") for each in range(number)]


@pytest.fixture
def cases(eight: list[str], few: None) -> list[str]:
    """The eight, where three are told of: first prepared, and then the clock is stopped and the numbers made less."""
    return eight


def count(person: Person) -> int:
    with person.app.app_context():
        return days_reading.read_today(person.id).count


def codes(app: Flask, *wanted: str) -> list[str]:
    with app.app_context():
        query = select(AuditEvent.code).where(AuditEvent.code.in_(wanted)).order_by(AuditEvent.number)
        return list(db.session.scalars(query))


def go_through(person: Person, stopped: time_machine.Traveller, cases: list[str]) -> None:
    """Open five cases, and prove who one is when that is asked."""
    for case in cases[:3]:
        person.get(case)
    person.get(cases[3], 302)
    stopped.shift(timedelta(seconds=1))
    prove(person)
    for case in cases[3:5]:
        person.get(case)


def test_a_record_counts_once_a_day_however_often_its_pages_are_opened(
    cases: list[str], clara: Person
) -> None:
    for path in ("", "", "/edit", "/history"):
        clara.client.get(f"{cases[0]}{path}")
    assert count(clara) == 1
    clara.get(cases[1])
    assert count(clara) == 2


def test_another_process_counts_the_same_from_the_log(cases: list[str], clara: Person) -> None:
    clara.get("/cases/")
    for case in cases[:2]:
        clara.get(case)
    with clara.app.app_context():
        here = days_reading.known_today(clara.id)
        lines, opened = set(here.lines), here.opened
        memory().pop("read-today")
        again = days_reading.read_today(clara.id)
    assert (again.lines, again.opened) == (lines, opened)
    assert len(lines) >= 8


def test_ten_lines_of_lists_count_as_one_record(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests(amina, 12)
    set_numbers(monkeypatch, 3, 5)
    clara.get("/cases/")
    assert count(clara) == 1
    clara.get("/cases/")
    assert count(clara) == 1, "the same lines once a day"


def test_the_mark_is_told_once_to_administrators_and_auditors_and_the_colleague_proves_again(
    app: Flask, cases: list[str], clara: Person, drita: Person, edon: Person, stopped: time_machine.Traveller
) -> None:
    for case in cases[:3]:
        clara.get(case)
    assert codes(app, days_reading.TOLD) == []
    asked = clara.get(cases[3], 302).headers["Location"]
    assert asked == f"/me/prove?next={cases[3]}"
    assert "You have opened many records today. Please prove once more that it is you." in visible(
        clara.get(asked)
    )
    clara.get(cases[0])
    told = "has opened unusually many records in one day"
    for person in (drita, edon):
        assert told in visible(person.get("/")), person.name
    assert told not in visible(clara.get("/")), "it is nothing for coordinators"
    clara.get(cases[3], 302)
    stopped.shift(timedelta(seconds=1))
    prove(clara)
    clara.get(cases[3])
    assert codes(app, days_reading.TOLD) == [days_reading.TOLD]


def test_what_was_held_back_is_not_in_the_log_as_seen(
    app: Flask, cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    before = codes(app, "case.viewed")
    assert "Guest 5" not in clara.get(cases[5], 429).text
    assert codes(app, "case.viewed") == before


def test_after_the_limit_records_and_lists_answer_a_page_that_says_what_to_do(
    app: Flask, cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    text = visible(clara.get(cases[5], 429))
    assert "You have opened 5 records today" in text
    assert "ask an administrator, who can let you go on today" in text
    clara.get(f"/people/{uuid.uuid4()}", 404)
    clara.get(f"/cases/{uuid.uuid4()}", 404)
    clara.get(cases[0])
    clara.get("/")
    clara.get(cases[6], 429)
    assert codes(app, days_reading.REACHED) == [days_reading.REACHED]
    stopped.shift(timedelta(days=1))
    clara.sign_in()
    clara.get(cases[5])


def test_the_page_is_in_the_readers_language_and_counts_in_their_digits(
    cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    clara.post("/language", {"locale": "fa", "return_to": "/me"})
    text = clara.client.get(cases[5]).text
    assert 'lang="fa"' in text
    assert "۴۲۹" in text


def test_nobody_waits_with_a_call_a_new_case_or_their_own_work(
    cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    clara.get(cases[5], 429)
    clara.get("/cases/new")
    own = clara.post("/cases/new", {**NIGHT, "name": "Somebody at the door", "new_id": str(uuid.uuid4())})
    assert "Somebody at the door" in clara.get(own.headers["Location"]).text
    clara.get("/incoming/new")
    contact = clara.post("/incoming/new", call_sent()).headers["Location"]
    clara.get(contact)
    clara.get("/")


def test_besnik_opens_his_own_cases_and_one_in_an_emergency_whatever_the_number(
    monkeypatch: pytest.MonkeyPatch, amina: Person, besnik: Person, stopped: time_machine.Traveller
) -> None:
    theirs = start_case(amina, name="Guest of Amina")
    reference = reference_of(amina, theirs)
    set_numbers(monkeypatch, 0, 0)
    own = [start_case(besnik, name=f"Guest {number}") for number in range(2)]
    for case in own:
        besnik.get(case)
    besnik.get(theirs, 404)
    try_it(besnik, reference)
    besnik.get(theirs)


def test_an_administrator_lets_a_colleague_go_on_today_for_a_reason(
    app: Flask, cases: list[str], clara: Person, drita: Person, edon: Person, stopped: time_machine.Traveller
) -> None:
    page = f"/staff/{clara.id}"
    assert "Let them go on today" not in visible(drita.get(page))
    go_through(clara, stopped, cases)
    clara.get(cases[5], 429)
    text = visible(drita.get(page))
    assert "They have opened 5 records today" in text
    assert "waits for an administrator who lets them go on" in visible(drita.get("/"))
    drita.post(f"{page}/let-on", {"why": " "})
    clara.get(cases[5], 429)
    drita.post(f"{page}/let-on", {"why": "The hearing is tomorrow; she rang me."})
    for case in cases[5:]:
        clara.get(case)
    assert "Let them go on today" not in visible(drita.get(page))
    assert codes(app, days_reading.LET_ON) == [days_reading.LET_ON]
    told = re.sub("[\u2068\u2069]", "", visible(edon.get("/")))
    assert "Drita Test let Clara Test go on, who had opened many records in one day." in told


def test_letting_on_is_for_one_colleague_and_nobody_does_it_for_themselves(
    app: Flask, cases: list[str], clara: Person, drita: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    clara.get(cases[5], 429)
    clara.post(f"/staff/{clara.id}/let-on", {"why": "I need it."}, 403)
    drita.post(f"/staff/{drita.id}/let-on", {"why": "I need it."})
    clara.get(cases[5], 429)
    assert codes(app, days_reading.LET_ON) == []


def test_a_file_counts_the_records_in_it_and_none_leaves_that_is_too_much_for_the_day(
    monkeypatch: pytest.MonkeyPatch, amina: Person, clara: Person
) -> None:
    guests(amina, 6)
    set_numbers(monkeypatch, 100, 10)
    before = count(clara)
    export = ask(clara)
    fetch(clara, export)
    assert count(clara) == before + 6
    export = ask(clara)
    passphrase = shown_passphrase(clara, export)
    answer = clara.post(f"{export}/file", {"passphrase": passphrase, "file_format": "csv"}, 422)
    assert "you would have opened more records today than one opens in a day" in visible(answer)
    assert count(clara) == before + 6


def test_of_two_files_fetched_at_one_moment_that_are_too_much_together_one_leaves(
    monkeypatch: pytest.MonkeyPatch, amina: Person, clara: Person
) -> None:
    guests(amina, 6)
    set_numbers(monkeypatch, 100, 10)
    before = count(clara)
    one, other = ask(clara), ask(clara)
    sent = {"passphrase": shown_passphrase(clara, one), "file_format": "csv"}
    encrypt, elsewhere = fetch_views.encrypted_zip, Person("clara", clara.app, clara.app.test_client())
    elsewhere.sign_in()

    def meanwhile(*arguments: Any) -> bytes:
        monkeypatch.setattr(fetch_views, "encrypted_zip", encrypt)
        fetching = Thread(target=fetch, args=(elsewhere, other))
        fetching.start()
        fetching.join()
        return encrypt(*arguments)

    monkeypatch.setattr(fetch_views, "encrypted_zip", meanwhile)
    answer = clara.post(f"{one}/file", sent, 422)
    assert "you would have opened more records today than one opens in a day" in visible(answer)
    assert count(clara) == before + 6


def test_both_numbers_are_rules_of_the_organisation(app: Flask, drita: Person) -> None:
    text = visible(drita.get("/settings/rules/"))
    assert "How much one colleague opens in a day" in text
    with app.app_context():
        assert (days_reading.mark(), days_reading.limit()) == (250, 500)


def test_a_form_that_is_sent_in_vain_opens_no_more_than_a_page_does_and_keeps_what_was_typed(
    app: Flask, cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    page = f"/notes/on/case/{cases[5].rpartition('/')[2]}"
    answer = clara.post(page, {"text": "She sleeps at her aunt's.", "at_time": "99:99"}, 429)
    assert "Guest 5" not in answer.text
    assert "What you typed was kept." in visible(answer)
    assert codes(app, days_reading.REACHED) == [days_reading.REACHED]
    stopped.shift(timedelta(days=1))
    clara.sign_in()
    assert "She sleeps at her aunt" in clara.get(page).text


def test_clara_who_lets_herself_into_a_case_opens_it_no_sooner(
    cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    go_through(clara, stopped, cases)
    for act, case in (("add", cases[5]), ("hand_over", cases[6])):
        clara.post(f"{case}/access/", {"colleague": str(clara.id), "act": act, "reason": "I want to know."})
        clara.get(case, 429)


def test_the_later_pages_of_a_letter_count_without_the_first(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = ready_for_review(amina, body=LONG_BODY)
    set_numbers(monkeypatch, 3, 5)
    before = count(clara)
    clara.get(f"{letter}/pages/2.png")
    assert count(clara) == before + 1
    clara.get(f"{letter}/pages/1.png")
    clara.get(f"{letter}/pages/2.png")
    assert count(clara) == before + 1


def test_whoever_waits_finds_nothing_more_in_texts(
    cases: list[str], clara: Person, stopped: time_machine.Traveller
) -> None:
    clara.post("/texts/list/cases", {"words": NIGHT["who_knows"]})
    assert "Found: 8" in visible(clara.get("/texts/list/cases"))
    go_through(clara, stopped, cases)
    assert ENOUGH in visible(clara.get("/texts/list/cases", 429))
