"""An erasure while others write, file, join and look: nothing of whom is erased comes back, nothing else goes along."""

from flask import Flask
from sqlalchemy import select

from caseapp.db import db
from caseapp.erasures.carrying_out import take_up
from caseapp.web.drafts import Draft
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.erasures.erasing import erase
from tests.notes.test_notes import note_with, write_note


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
