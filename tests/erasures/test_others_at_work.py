"""An erasure while others write, file, join and look: nothing of whom is erased comes back, nothing else goes along."""

import uuid

from flask import Flask
from sqlalchemy import select

from caseapp.cases.models import Case
from caseapp.db import db
from caseapp.db.erasing import overwrite_traces
from caseapp.erasures.carrying_out import take_up
from caseapp.erasures.models import Erasure
from caseapp.people.models import Person as Human
from caseapp.web.drafts import Draft
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.duplicates.pairing import client_named, join
from tests.erasures.erasing import after_the_hold, approve, ask, carry_out, erase, held_client, look
from tests.erasures.test_mentions import decide, lines
from tests.erasures.test_the_way import problems
from tests.incoming_contacts.test_filing import file_with
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.notes.test_notes import note_with, write_note
from tests.people.walking import id_of
from tests.security.test_ending_at_once import send_slowly


def drafts(app: Flask) -> list[str]:
    """The addresses of all drafts."""
    with app.app_context():
        found = list(db.session.scalars(select(Draft.form)))
        db.session.remove()
    return found


def keep(person: Person, form: str) -> int:
    """Keep what is being written in a form, as its page does by itself."""
    sent = {"csrf_token": person.token(), "text": "Parvin Nemunei rang"}
    return person.client.post(f"/drafts/keep{form}", data=sent).status_code


def refused(person: Person, erasure: str, why: str) -> None:
    """Carry an erasure out in spite of what its page says stands in the way."""
    sent = {"sure": "y", "row_version": current_version(person.app, erasure)}
    person.post(f"{erasure}/carry-out", sent, 422)
    assert why in person.page(f"{erasure}/carry-out").text


def current_version(app: Flask, erasure: str) -> str:
    with app.app_context():
        found = db.session.get_one(Erasure, uuid.UUID(erasure.rpartition("/")[2])).row_version
        db.session.remove()
    return str(found)


def test_what_is_being_written_on_any_row_of_it_goes_along(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    other = start_case(amina, name="Somebody else")
    write_note(amina, case, "She rang.")
    form = f"/notes/{note_with(amina, 'She rang.').id}/correct"
    assert keep(amina, form) == keep(amina, f"{other}/edit") == 204
    erase(amina, clara, case)
    assert drafts(app) == [f"{other}/edit"]


def test_what_a_page_that_was_left_open_keeps_afterwards_does_not_stay(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    other = start_case(amina, name="Somebody else")
    write_note(amina, case, "She rang.")
    form = f"/notes/{note_with(amina, 'She rang.').id}/correct"
    erase(amina, clara, case)
    for each in (form, f"{case}/edit", f"{other}/edit"):
        keep(amina, each)
    with app.app_context():
        take_up()
        db.session.remove()
    assert drafts(app) == [f"{other}/edit"]


def test_a_call_that_was_filed_elsewhere_after_it_was_to_go_along_stays(
    app: Flask, amina: Person, clara: Person
) -> None:
    case, second = start_case(amina, name="Parvin Nemunei"), start_case(amina, name="Somebody else")
    contact = log_contact(amina)
    file_with(amina, contact, case)
    erasure = ask(amina, case)
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        ((_kind, _way, _decided, address),) = lines(app, erasure)
        decide(clara, address, "along")
        file_with(amina, contact, second)
        refused(clara, erasure, "A mention is not decided yet.")
        assert "not decided yet" in clara.page(f"{erasure}/mentions").text
        decide(clara, address, "take_out")
        carry_out(clara, erasure)
        assert amina.get(contact).status_code == 200
    assert problems(app) == []


def test_a_call_that_was_taken_out_of_the_case_after_it_was_to_go_along_stays(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Parvin Nemunei")
    contact = log_contact(amina)
    file_with(amina, contact, case)
    erasure = ask(amina, case)
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        ((_kind, _way, _decided, address),) = lines(app, erasure)
        decide(clara, address, "along")
        clara.post(f"{contact}/take-out", {"place": f"case:{id_of(case)}"})
        carry_out(clara, erasure)
        amina.get(contact)
    assert problems(app) == []


def test_whom_a_colleague_joins_after_the_approval_is_not_taken_along_on_one_word(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    one = client_named(amina, "Zhaleh Emtehani")
    other = client_named(besnik, "Jaleh Emtehani")
    erasure = ask(amina, f"/people/{one}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        join(clara, one, other)
        look(clara, erasure)
        for each in lines(app, erasure):
            decide(clara, each[3], "keep", "x")
        refused(clara, erasure, "is no longer what was asked for")
    with app.app_context():
        assert db.session.get(Human, uuid.UUID(other)) is not None
        assert len(db.session.scalars(select(Case)).all()) == 2
        db.session.remove()


def test_a_look_of_somebody_who_sees_little_is_not_enough(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    _case, erasure = held_client(amina, clara)
    other = start_case(besnik, name="Somebody else")
    write_note(besnik, other, "He says that Parvin Nemunei knows where his brother is.")
    look(amina, erasure)
    assert lines(app, erasure) == []
    refused(clara, erasure, "You have not looked through everything")
    look(clara, erasure)
    assert [each[:3] for each in lines(app, erasure)] == [("note", "words", "open")]


def test_a_form_that_takes_long_to_arrive_does_not_keep_traces_from_being_overwritten(
    app: Flask, amina: Person, besnik: Person
) -> None:
    case, done = start_case(amina), []

    def overwrite() -> None:
        start_case(besnik, name="Somebody else")
        with app.app_context():
            done.append(overwrite_traces())

    note = {"new_id": str(uuid.uuid4()), "text": "They rang again", "medium": "call", "reached": "yes"}
    assert send_slowly(amina, f"/notes/on/case/{id_of(case)}", note, overwrite).status_code == 302
    assert done == [True]
    assert "They rang again" in amina.get(case).text
