"""A note that stays with its author goes when the case is erased."""

import uuid

from flask import Flask
from sqlalchemy import select

from caseapp.cases.models import Case
from caseapp.db import db
from caseapp.erasures.reach import doomed_with
from caseapp.handovers.models import PrivateNote
from tests.conftest import Person
from tests.handovers.test_handing_over import case_of


def test_a_note_of_ones_own_goes_with_the_case(app: Flask, amina: Person) -> None:
    case_id = case_of(amina)
    amina.post(f"/handovers/case/{case_id}/own-notes", {"new_id": str(uuid.uuid4()), "text": "I was afraid."})
    with app.app_context():
        doomed = doomed_with(db.session.get_one(Case, uuid.UUID(case_id)).scope_id)
        assert db.session.scalars(select(PrivateNote)).one().scope_id in doomed.scopes
