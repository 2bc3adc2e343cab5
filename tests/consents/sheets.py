"""Filling in consent sheets through the browser's door, and people to fill them in for."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from caseapp.accounts import User
from caseapp.authorities.models import Authority
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.people.actions import add_relation, create_person
from caseapp.people.models import NameKind
from tests.conftest import Person
from tests.doorway import prepared

QUESTIONS = ("keep", "trace", "contact_family", "share", "publish")


def day_boxes(name: str, day: date) -> dict[str, str]:
    """What is typed into the boxes of a date."""
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
        f"{name}-calendar": "gregorian",
    }


def days_from_now(days: int) -> date:
    return today() + timedelta(days=days)


def version_of(person: Person, url: str) -> str:
    """The version that the open form carries."""
    form = next(each for each in person.page(url).forms if "row_version" in each["fields"])
    return str(form["fields"]["row_version"])


def fill_sheet(person: Person, url: str, status: int = 302, **said: Any) -> TestResponse:
    """Send the sheet. ``share="yes"`` answers a question; dates are given as dates; anything else as it is named."""
    sent: dict[str, Any] = {
        "new_id": str(uuid.uuid4()),
        "row_version": said.pop("row_version", None) or version_of(person, url),
        **{f"{question}-answer": said.pop(question, "not_asked") for question in QUESTIONS},
        "given_by": "self",
        "how": "in_person",
        "language": "fa",
        "interpreter": "none needed",
        "ground": "",
        **day_boxes("given_on", said.pop("given_on", today())),
    }
    for name in ("until", "review_on"):
        if name in said:
            sent |= day_boxes(name, said.pop(name))
    return person.post(url, {**sent, **said}, status, content_type="multipart/form-data")


@prepared
def client_of(person: Person, case: str) -> uuid.UUID:
    """The client of a case."""
    with person.app.app_context():
        return db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2])).client_id


@prepared
def sheet_of(person: Person, case: str, person_id: uuid.UUID | None = None) -> str:
    """The address of the sheet of a case's client, or of somebody else."""
    return f"/consents/{case.rpartition('/')[2]}/{person_id or client_of(person, case)}"


@prepared
def add_relative(person: Person, case: str, name: str, kind: str = "brother") -> uuid.UUID:
    """A relative of the client."""
    with person.app.app_context():
        actor = db.session.get_one(User, person.id)
        with write():
            record = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
            from caseapp.people.models import Person as Human

            client = db.session.get_one(Human, record.client_id)
            relative = create_person(actor, through=record.scope_id, name=name, kind=NameKind.WORKING)
            add_relation(actor, record.scope_id, client, relative, kind)
            return relative.id


@prepared
def add_ministry(person: Person, name: str) -> uuid.UUID:
    """An authority with this English name."""
    fields = {"kind": "ministry", "country": "Albania", "name_en": name, "new_id": str(uuid.uuid4())}
    person.post("/authorities/new", fields)
    with person.app.app_context():
        return next(each.id for each in db.session.scalars(select(Authority)) if each.name_in("en") == name)
