"""Records whose key is not to be had: they are counted and listed as locked, and no page fails."""

import sqlite3

import pytest

from caseapp.cases import Case
from caseapp.db import db
from caseapp.incoming_contacts.models import IncomingContact
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.notes.test_notes import write_note
from tests.tasks.test_next_steps import add_step


def lock(person: Person, model: type[Case] | type[IncomingContact]) -> None:
    """Take the keys of all records of a kind away, as sealing or erasing does."""
    with person.app.app_context():
        scopes = [scope_id.hex for (scope_id,) in db.session.query(model.scope_id)]
        path = person.app.config["SETTINGS"].database_path
        db.session.remove()
    with sqlite3.connect(path) as connection:
        connection.executemany("DELETE FROM scope_key WHERE scope_id = ?", [(scope,) for scope in scopes])
    connection.close()


@pytest.fixture
def busy(amina: Person) -> Person:
    """Amina with a case, a note, a next step and a contact."""
    case = start_case(amina)
    write_note(amina, case)
    add_step(amina, case, "Ring the hostel")
    log_contact(amina)
    return amina


def test_the_home_page_shows_locked_next_steps_and_contacts(busy: Person) -> None:
    lock(busy, Case)
    lock(busy, IncomingContact)
    text = busy.page("/").text
    assert "Ring the hostel" not in text
    assert "uncle" not in text
    assert "locked" in text


@pytest.mark.parametrize("path", ["/next-steps/", "/incoming/", "/reports/"])
def test_lists_and_numbers_open_and_count_what_is_locked(busy: Person, path: str) -> None:
    lock(busy, Case)
    lock(busy, IncomingContact)
    assert ("locked" in busy.page(path).text) is (path != "/reports/")
    if path == "/reports/":
        assert "Cases 1" in busy.page(path).text


def test_a_locked_contact_opens_with_its_reference(busy: Person) -> None:
    with busy.app.app_context():
        contact = db.session.query(IncomingContact).one()
        reference, address = contact.reference, f"/incoming/{contact.id}"
    lock(busy, IncomingContact)
    text = busy.page(address).text
    assert reference in text
    assert "locked" in text
