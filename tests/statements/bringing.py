"""People brought into a case."""

import uuid

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import db, write
from caseapp.people.actions import create_person
from caseapp.people.models import NameKind
from tests.conftest import Person


def add_person(person: Person, case: str, name: str) -> str:
    """Bring another person into a case; returns the id."""
    actor_id = person.id
    with person.app.app_context(), write():
        actor = db.session.get_one(User, actor_id)
        found = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
        return str(create_person(actor, through=found.scope_id, name=name, kind=NameKind.LEGAL).id)
