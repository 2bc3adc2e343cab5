"""Next steps: put on a case, seen on the home page by day, done, moved, dropped with a word."""

import re
import uuid
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from caseapp.clock import today
from caseapp.db import db
from caseapp.tasks.due import due_tone, due_words
from caseapp.tasks.models import NextStep
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared


def case_id(address: str) -> str:
    """The id in the address of a case."""
    return urlsplit(address).path.rpartition("/")[2]


@prepared
def add_step(person: Person, case: str, text: str, **fields: str) -> None:
    """Put a next step on a case through the browser's door."""
    sent = {
        "new_id": str(uuid.uuid4()),
        "next_step": text,
        "due_in": "0",
        "assignee": str(person.id),
        **fields,
    }
    person.post(f"/next-steps/on/case/{case_id(case)}", sent)


def written_out(day: date, field: str = "due_on") -> dict[str, str]:
    """A day as the boxes of a form take it."""
    return {
        f"{field}-day": str(day.day),
        f"{field}-month": str(day.month),
        f"{field}-year": str(day.year),
        f"{field}-calendar": "gregorian",
    }


def step_of(person: Person, text: str) -> tuple[str, int]:
    """The address and version of the next step with this text."""
    with person.app.app_context():
        found = next(step for step in db.session.query(NextStep) if step.text == text)
        return f"/next-steps/{found.id}", found.row_version


def make_late(person: Person, text: str, days: int) -> None:
    """Move a step into the past, as days that go by do."""
    from caseapp.accounts import User
    from caseapp.db import write
    from caseapp.tasks.actions import move_next_step

    address, _version = step_of(person, text)
    with person.app.app_context():
        actor = db.session.get(User, person.id)
        step = db.session.get(NextStep, uuid.UUID(address.rpartition("/")[2]))
        assert step is not None
        with write():
            move_next_step(actor, step, today() - timedelta(days=days))


def test_a_next_step_stands_on_the_case_and_on_the_home_page(amina: Person) -> None:
    case = start_case(amina)
    add_step(amina, case, "Ring the hostel about a second night")
    assert "Ring the hostel about a second night" in amina.page(case).text
    home = amina.page("/").text
    assert "Ring the hostel about a second night" in home
    assert "today" in home


def test_lateness_is_told_in_words_with_the_date_behind_it(amina: Person) -> None:
    add_step(amina, start_case(amina), "Ask for the birth certificate")
    make_late(amina, "Ask for the birth certificate", 3)
    html = amina.get("/").text
    assert "3 days late" in html
    late_on = today() - timedelta(days=3)
    assert re.search(rf'title="{late_on.day} \w+ {late_on.year}"', html)


def test_what_is_due_later_is_counted_and_not_listed_on_the_home_page(amina: Person) -> None:
    add_step(amina, start_case(amina), "Visit after the new year", due_in="30")
    home = amina.page("/").text
    assert "Visit after the new year" not in home
    assert "1 next step is due later." in home
    assert "Visit after the new year" in amina.page("/next-steps/").text


def test_one_press_does_a_step_and_the_timeline_says_so(amina: Person) -> None:
    case = start_case(amina)
    add_step(amina, case, "Buy a telephone card")
    address, version = step_of(amina, "Buy a telephone card")
    response = amina.post(f"{address}/done", {"row_version": str(version), "back": "home"})
    assert response.headers["Location"] == "/"
    assert "Buy a telephone card" not in amina.page("/").text
    assert "Done: Buy a telephone card" in amina.page(case).text


def test_one_press_moves_a_step_to_tomorrow(amina: Person) -> None:
    add_step(amina, start_case(amina), "Ring the lawyer")
    address, version = step_of(amina, "Ring the lawyer")
    amina.post(f"{address}/move", {"row_version": str(version), "days": "1", "back": "list"})
    assert "tomorrow" in amina.page("/next-steps/").text


@pytest.mark.parametrize("days", ["-5", "999999999", "many"])
def test_a_made_up_number_of_days_moves_a_step_at_most_a_year(amina: Person, days: str) -> None:
    add_step(amina, start_case(amina), "Ring the lawyer")
    address, version = step_of(amina, "Ring the lawyer")
    amina.post(f"{address}/move", {"row_version": str(version), "days": days})
    with amina.app.app_context():
        due = db.session.get(NextStep, uuid.UUID(address.rpartition("/")[2])).due
    assert today() <= due <= today() + timedelta(days=365)


def test_dropping_a_step_asks_for_a_word(amina: Person) -> None:
    case = start_case(amina)
    add_step(amina, case, "Look for a room")
    address, version = step_of(amina, "Look for a room")
    page = amina.post(
        f"{address}/close", {"row_version": str(version), "outcome": "dropped", "word": " "}, status=422
    )
    assert "Why is it dropped?" in page.text
    amina.post(
        f"{address}/close",
        {"row_version": str(version), "outcome": "dropped", "word": "A cousin took her in."},
    )
    text = amina.page(case).text
    assert "Dropped: Look for a room" in text
    assert "A cousin took her in." in text


def test_a_step_given_to_a_colleague_stands_on_their_home_page_only(amina: Person, clara: Person) -> None:
    add_step(amina, start_case(amina), "Approve the travel money", assignee=str(clara.id))
    assert "Approve the travel money" in clara.page("/").text
    assert "Approve the travel money" not in amina.page("/").text


def test_a_step_cannot_be_given_to_somebody_who_does_not_reach_the_case(
    amina: Person, besnik: Person
) -> None:
    case = start_case(amina)
    page = amina.post(
        f"/next-steps/on/case/{case_id(case)}",
        {"new_id": str(uuid.uuid4()), "next_step": "Ring", "due_in": "0", "assignee": str(besnik.id)},
        status=422,
    )
    assert "Please choose one of the list." in page.text


def test_two_who_press_at_once_are_told(amina: Person, clara: Person) -> None:
    add_step(amina, start_case(amina), "Ring the doctor")
    address, version = step_of(amina, "Ring the doctor")
    clara.post(f"{address}/move", {"row_version": str(version), "days": "7"})
    response = amina.post(f"{address}/done", {"row_version": str(version)})
    assert response.headers["Location"] == address
    assert "Somebody has changed this next step in the meantime." in amina.page(address).text


def test_a_step_is_closed_once(amina: Person) -> None:
    add_step(amina, start_case(amina), "Ring the doctor")
    address, version = step_of(amina, "Ring the doctor")
    amina.post(f"{address}/done", {"row_version": str(version)})
    amina.post(f"{address}/done", {})
    assert "This next step was closed before." in amina.page(address).text


def test_rewording_keeps_the_other_version_when_two_do_it(amina: Person, clara: Person) -> None:
    add_step(amina, start_case(amina), "Ring the doctor")
    address, version = step_of(amina, "Ring the doctor")
    day = written_out(today(), "due")
    sent = {"row_version": str(version), "assignee": str(amina.id), **day}
    clara.post(address, {**sent, "text": "Ring the dentist"})
    page = amina.post(address, {**sent, "text": "Ring the midwife"}, status=409)
    assert "Ring the dentist" in page.text
    assert "Ring the midwife" in page.text


def test_a_day_that_has_passed_is_refused_and_nothing_typed_is_lost(amina: Person) -> None:
    case = start_case(amina)
    page = amina.post(
        f"/next-steps/on/case/{case_id(case)}",
        {
            "new_id": str(uuid.uuid4()),
            "next_step": "Ring the priest",
            "due_in": "0",
            "assignee": str(amina.id),
            **written_out(today() - timedelta(days=1)),
        },
        status=422,
    )
    assert "This day has passed." in page.text
    assert "Ring the priest" in page.text


def test_a_double_click_makes_one_step(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    add_step(amina, case, "Ring the hostel", new_id=same)
    add_step(amina, case, "Ring the hostel", new_id=same)
    with amina.app.app_context():
        assert db.session.query(NextStep).count() == 1


def test_other_workers_and_other_roles_reach_no_step(
    amina: Person, besnik: Person, drita: Person, edon: Person
) -> None:
    case = start_case(amina)
    add_step(amina, case, "Ring the hostel")
    address, version = step_of(amina, "Ring the hostel")
    besnik.get(address, 404)
    besnik.post(f"{address}/done", {"row_version": str(version)}, status=404)
    besnik.get(f"/next-steps/on/case/{case_id(case)}", 404)
    assert "hostel" not in besnik.page("/next-steps/").text
    for reader in (drita, edon):
        reader.get(address, 403)
        reader.get("/next-steps/", 403)


@pytest.mark.parametrize("kind", ["user", "scope_member", "nonsense", "team"])
def test_nothing_hangs_on_what_has_no_page(amina: Person, kind: str) -> None:
    amina.get(f"/next-steps/on/{kind}/{amina.id}", 404)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (0, "today", "waiting"),
        (1, "tomorrow", "neutral"),
        (4, "in 4 days", "neutral"),
        (-1, "1 day late", "attention"),
        (-3, "3 days late", "attention"),
    ],
)
def test_days_are_said_as_people_say_them(amina: Person, days: int, words: str, tone: str) -> None:
    day = date(2026, 3, 1)
    with amina.app.test_request_context():
        assert due_words(day + timedelta(days=days), day) == words
        assert due_tone(day + timedelta(days=days), day) == tone


def test_the_audit_log_verifies_after_all_of_it(amina: Person) -> None:
    add_step(amina, start_case(amina), "Ring the hostel")
    address, version = step_of(amina, "Ring the hostel")
    amina.post(f"{address}/move", {"row_version": str(version), "days": "7"})
    amina.post(f"{address}/done", {})
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []
