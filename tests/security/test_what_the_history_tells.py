"""The history of a record tells of no act of which the log does not tell its reader."""

import uuid

import pytest
from flask import Flask

from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.people import walking
from tests.security.test_the_log_itself import colleague


@pytest.fixture
def berta(app: Flask) -> Person:
    """She coordinates, and reads the log as an administrator."""
    return colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)


def test_the_history_of_a_person_does_not_tell_of_a_case_whose_reader_is_kept_out_of_it(
    amina: Person, clara: Person, berta: Person
) -> None:
    hidden, own = start_case(amina, name="Reza Samplepour"), start_case(berta, name="Own Client")
    change(clara, hidden, berta, "keep_out")
    known = walking.client_of(amina, hidden)
    errand = walking.errand("relative", own, walking.client_of(berta, own))
    walking.look_up(clara, "relative", own, "Reza Samplepour")
    clara.post(f"/people/check/{errand}/pick", {"picked": known})
    relation = {"new_id": str(uuid.uuid4()), "kind": "cousin", "said_by": "The client", "note": ""}
    clara.post(f"/people/{errand}", relation)
    history = f"/history/person/{known}"
    assert "Added a way to reach a person, by \u2068Amina Test\u2069" in clara.page(history).text
    told = berta.page(history).text
    assert "Added a way" not in told
    assert "Amina Test" not in told
    assert "Nothing has been changed since this was first written." in told
