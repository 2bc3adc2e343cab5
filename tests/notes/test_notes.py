"""Notes: written at the head of the timeline with their next step; they only grow."""

import uuid
from datetime import timedelta

import pytest

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.notes import actions
from caseapp.notes.actions import Entry
from caseapp.notes.models import Note
from caseapp.notes.queries import notes_on
from caseapp.people.actions import create_person
from caseapp.people.merging import merge_person
from caseapp.people.models import NameKind
from caseapp.tasks.actions import add_next_step
from caseapp.tasks.models import NextStep
from caseapp.tasks.queries import steps_on
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.page_rules import Page
from tests.tasks.test_next_steps import case_id, written_out

TEXT = "She rang from the hostel. Her brother must not hear of it."


@prepared
def write_note(person: Person, case: str, text: str = TEXT, **fields: str) -> None:
    """Write a note by the small form at the head of the timeline."""
    sent = {"new_id": str(uuid.uuid4()), "text": text, "medium": "call", "reached": "yes", **fields}
    person.post(f"/notes/on/case/{case_id(case)}", sent)


def note_with(person: Person, text: str) -> Note:
    """The stored note with this text."""
    with person.app.app_context():
        return next(note for note in db.session.query(Note) if note.text == text)


def test_the_small_form_stands_at_the_head_of_the_timeline(amina: Person) -> None:
    case = start_case(amina)
    forms = amina.page(case).forms
    form = next(form for form in forms if form["action"] == f"/notes/on/case/{case_id(case)}")
    assert {"new_id", "text", "medium", "next_step", "due_in", "due_on-day"} <= form["fields"].keys()


def test_a_note_and_its_next_step_are_one_save(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, next_step="Ring her back after the weekend", due_in="3")
    text = amina.page(case).text
    assert TEXT in text
    assert "Ring her back after the weekend" in text
    with amina.app.app_context():
        step = db.session.query(NextStep).one()
        assert (step.due, step.assignee_id) == (today() + timedelta(days=3), amina.id)


def test_a_day_written_out_wins_over_the_choice(amina: Person) -> None:
    day = today() + timedelta(days=11)
    write_note(amina, start_case(amina), next_step="Visit her", due_in="0", **written_out(day))
    with amina.app.app_context():
        assert db.session.query(NextStep).one().due == day


def test_a_note_without_a_next_step_makes_none(amina: Person) -> None:
    write_note(amina, start_case(amina), due_in="7", next_step="  ")
    with amina.app.app_context():
        assert db.session.query(NextStep).count() == 0


def test_a_day_without_a_step_is_asked_about_and_the_note_is_not_lost(amina: Person) -> None:
    page = amina.post(
        f"/notes/on/case/{case_id(start_case(amina))}",
        {"text": TEXT, "medium": "call", "reached": "yes", **written_out(today() + timedelta(days=2))},
        status=422,
    )
    assert "What is to be done on this day?" in page.text
    assert TEXT in page.text


def test_an_attempt_that_failed_says_so_on_the_timeline(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case, "Rang four times.", reached="no")
    assert "Call, not reached" in amina.page(case).text


def test_happened_on_and_written_on_are_two_days(amina: Person) -> None:
    case, day = start_case(amina), today() - timedelta(days=5)
    write_note(amina, case, at_time="۱۴:۳۰", **written_out(day, "happened_on"))
    html = amina.get(case).text
    assert "Call at 14:30" in html
    assert "written on" in html
    note = note_with(amina, TEXT)
    with amina.app.app_context():
        stored = db.session.get(Note, note.id)
        assert (stored.happened_on, stored.created_on, stored.at_time) == (day, today(), "14:30")


@pytest.mark.parametrize("time", ["25:00", "14:60", "noon", "1430"])
def test_a_time_that_no_clock_shows_is_refused(amina: Person, time: str) -> None:
    page = amina.post(
        f"/notes/on/case/{case_id(start_case(amina))}",
        {"text": TEXT, "medium": "call", "reached": "yes", "at_time": time},
        status=422,
    )
    assert "Please give the time as hours and minutes" in page.text


def test_a_contact_in_the_future_is_refused(amina: Person) -> None:
    tomorrow = written_out(today() + timedelta(days=1), "happened_on")
    page = amina.post(
        f"/notes/on/case/{case_id(start_case(amina))}",
        {"text": TEXT, "medium": "call", "reached": "yes", **tomorrow},
        status=422,
    )
    assert "This day has not come yet." in page.text


def test_a_correction_is_a_new_note_and_each_points_to_the_other(amina: Person) -> None:
    case = start_case(amina)
    write_note(amina, case)
    old = note_with(amina, TEXT)
    form = amina.page(f"/notes/{old.id}/correct")
    assert TEXT in form.text
    amina.post(
        f"/notes/{old.id}/correct",
        {"new_id": str(uuid.uuid4()), "text": "It was her cousin.", "medium": "call", "reached": "yes"},
    )
    new = note_with(amina, "It was her cousin.")
    assert f"/notes/{new.id}" in amina.get(f"/notes/{old.id}").text
    assert TEXT in amina.page(f"/notes/{old.id}").text
    assert f"/notes/{old.id}" in amina.get(f"/notes/{new.id}").text
    timeline = amina.page(case).text
    assert "Call (corrected since)" in timeline
    assert "Call (correction)" in timeline
    with amina.app.app_context():
        assert db.session.get(Note, old.id).row_version == 1, "the old note was written once and never again"


def test_no_address_changes_or_removes_a_note(amina: Person) -> None:
    rules = [rule for rule in amina.app.url_map.iter_rules() if rule.endpoint.startswith("notes.")]
    assert {rule.endpoint for rule in rules if "POST" in (rule.methods or set())} == {
        "notes.new",
        "notes.correct",
    }


def test_a_double_click_makes_one_note(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    write_note(amina, case, new_id=same)
    write_note(amina, case, new_id=same)
    with amina.app.app_context():
        assert db.session.query(Note).count() == 1


def test_what_is_half_written_waits_on_the_case_and_on_the_notes_own_page(amina: Person) -> None:
    case = start_case(amina)
    address = f"/notes/on/case/{case_id(case)}"
    response = amina.client.post(
        f"/drafts/keep{address}",
        data={"csrf_token": amina.token(), "text": "She says that", "medium": "visit"},
    )
    assert response.status_code == 204
    for page in (case, address):
        html = amina.get(page).text
        assert "She says that" in html
        assert "This is your text that was not saved yet" in html
    write_note(amina, case)
    assert "She says that" not in amina.get(case).text


def test_a_note_in_persian_keeps_every_sign(amina: Person) -> None:
    text = "گفت که نمی‌خواهد برادرش بداند.\nفردا دوباره زنگ می‌زنم."
    case = start_case(amina)
    write_note(amina, case, text, language="fa")
    html = amina.get(f"/notes/{note_with(amina, text).id}").text
    assert text in html
    assert 'lang="fa"' in html


def test_other_workers_and_other_roles_read_no_note(
    amina: Person, besnik: Person, clara: Person, drita: Person, edon: Person
) -> None:
    case = start_case(amina)
    write_note(amina, case)
    note = note_with(amina, TEXT)
    assert TEXT in clara.page(f"/notes/{note.id}").text
    besnik.get(f"/notes/{note.id}", 404)
    besnik.get(f"/notes/{note.id}/correct", 404)
    besnik.post(f"/notes/on/case/{case_id(case)}", {"text": "I was here"}, status=404)
    for reader in (drita, edon):
        reader.get(f"/notes/{note.id}", 403)
        reader.post(f"/notes/on/case/{case_id(case)}", {"text": "I was here"}, status=403)


def test_the_audit_log_shows_the_note_and_verifies(amina: Person, edon: Person) -> None:
    write_note(amina, start_case(amina), next_step="Ring her")
    amina.get(f"/notes/{note_with(amina, TEXT).id}")
    html = edon.get("/audit/").text
    for words in ("Wrote a note", "Put a next step on a record", "Opened a note"):
        assert words in html
    assert "hostel" not in html
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []


def test_a_page_of_notes_speaks_persian_from_right_to_left(amina: Person) -> None:
    case = start_case(amina)
    amina.post("/language", {"locale": "fa", "return_to": "/"})
    page = Page(amina.get(case).text)
    assert page.html_attributes["dir"] == "rtl"


def test_what_hung_on_a_person_is_found_with_the_person_they_turned_out_to_be(amina: Person) -> None:
    start_case(amina)
    with amina.app.app_context():
        actor = db.session.get(User, amina.id)
        case = db.session.query(Case).one()
        assert actor is not None
        entry = Entry("Was seen in Durres.", "other", "not_tried", today(), "", "en")
        with write():
            known = create_person(actor, through=case.scope_id, name="Shirin Example", kind=NameKind.LEGAL)
            begun = create_person(actor, through=case.scope_id, name="Sh. Example", kind=NameKind.WORKING)
            actions.write_note(actor, begun, entry)
            add_next_step(actor, begun, "Ask in Durres", today(), actor.id)
        with write():
            merge_person(actor, begun, known)
        assert [note.text for note in notes_on(actor, known)] == ["Was seen in Durres."]
        assert [step.text for step in steps_on(actor, known)] == ["Ask in Durres"]
