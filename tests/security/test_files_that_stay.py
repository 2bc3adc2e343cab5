"""A file that a letter rests on stays: nobody takes it out, whatever their role."""

import uuid

from caseapp.db import db
from caseapp.letters.models import Letter
from tests.conftest import Person
from tests.letters.preparing import approved


def test_the_file_of_an_approved_letter_is_not_taken_out(amina: Person, clara: Person) -> None:
    letter = approved(amina, clara)
    with clara.app.app_context():
        found = db.session.get(Letter, uuid.UUID(letter.rpartition("/")[2]))
        assert found is not None
        file = found.approved_file_id
        assert file is not None
    sent = {"row_version": "1", "reason": "It should go"}
    page = clara.post(f"/documents/{file}/remove", sent, status=422)
    assert "rests on this file" in page.text
    clara.get(f"/documents/{file}").close()
