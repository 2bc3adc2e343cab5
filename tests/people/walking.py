"""The ways through the pages about persons, as a worker takes them."""

import re
import uuid
from typing import Any

from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db
from tests.conftest import Person
from tests.doorway import prepared


def id_of(address: str) -> str:
    """The id at the end of a page's address."""
    found = re.search(r"[0-9a-f-]{36}", address)
    assert found, address
    return found.group()


@prepared
def client_of(person: Person, case: str) -> str:
    """The id of a case's client, from the link on its page."""
    found = re.search(r'href="/people/([0-9a-f-]{36})"', person.get(case).text)
    assert found, "the case page links its client"
    return found.group(1)


def errand(aim: str, case: str, client: str) -> str:
    return f"{aim}/case/{id_of(case)}/{client}"


@prepared
def look_up(person: Person, aim: str, case: str, name: str) -> str:
    """Search before a name is written down; returns the page with what was found."""
    address = f"/people/check/{errand(aim, case, client_of(person, case))}"
    response = person.post(address, {"name": name})
    return person.get(response.headers["Location"].partition("#")[0]).text


@prepared
def add_names(person: Person, case: str, **changes: str) -> str:
    """Search, find nothing, write the names of a case's client; returns the client's page."""
    client = client_of(person, case)
    names = {
        "new_id": str(uuid.uuid4()),
        "name": "آرش نمونه‌ای",
        "kind": "legal",
        "second": "Arash Nemunei",
        "second_kind": "passport",
        "third": "Behrouz",
        "third_kind": "organisation",
        **changes,
    }
    look_up(person, "names", case, names["name"])
    person.post(f"/people/names/case/{id_of(case)}/{client}", names)
    return f"/people/{client}"


@prepared
def add_relative(person: Person, case: str, **changes: str) -> None:
    """Search, find nothing, write a relative of a case's client."""
    client = client_of(person, case)
    relative = {
        "new_id": str(uuid.uuid4()),
        "name": "Kaveh Nemunei",
        "second": "",
        "kind": "brother",
        "said_by": "The client",
        "whereabouts": "inside",
        "note": "",
        **changes,
    }
    look_up(person, "relative", case, relative["name"])
    person.post(f"/people/relative/case/{id_of(case)}/{client}", relative)


def form_values(text: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found, name
    return found.group(1)


def events(person: Person, code: str) -> list[dict[str, Any]]:
    """The sealed details of all audit events of one code."""
    with person.app.app_context():
        found = db.session.scalars(
            select(AuditEvent).where(AuditEvent.code == code).order_by(AuditEvent.number)
        )
        return [event.detail for event in found]
