"""What tests do in a search, along its way."""

import re
import uuid
from typing import Any

from tests.conftest import Person
from tests.consents.sheets import fill_sheet
from tests.doorway import prepared

from .requesting import (
    afterwards,
    enquirer_id,
    open_request,
    page_of,
    request_of,
    searches,
)

PATH = (
    "start_screening", "accept", "begin_tracing", "match", "verify", "ask", "agree_contact", "begin_contact",
    "ask_to_meet", "assess", "approve", "plan", "meet", "follow_up",
)  # fmt: skip


@prepared
def search_in(person: Person, before: str, opened_by: Person | None = None) -> str:
    """A search that stands right before the step ``before``, brought there by what has already happened."""
    search = searches(person, open_request(opened_by or person))[0]
    for code in PATH[: PATH.index(before)]:
        afterwards(person, search, code)
    return search


def sought_id(person: Person, search: str) -> str:
    found = re.search(r'href="/people/([0-9a-f-]{36})">Page of the person', page_of(person, search))
    assert found
    return found.group(1)


def consent_of_both(person: Person, search: str) -> None:
    enquirer = enquirer_id(person, request_of(person, search))
    fill_sheet(person, f"/consents/person/{enquirer}", trace="yes")
    fill_sheet(person, f"/consents/person/{sought_id(person, search)}", contact_family="yes")


def compare(person: Person, search: str, **changes: str) -> None:
    sent = {
        "fact": "The mother's maiden name",
        "claimed": "Mira",
        "found": "Mira",
        "source": "The person found",
        "asked_blind": "yes",
        "agrees": "yes",
        "new_id": str(uuid.uuid4()),
    }
    person.post(f"{search}/points/new", {**sent, **changes})


def log(person: Person, search: str, status: int = 302, **changes: Any) -> Any:
    sent = {
        "happened_on-day": "5",
        "happened_on-month": "11",
        "happened_on-year": "2026",
        "happened_on-calendar": "gregorian",
        "means": "visit",
        "outcome": "Nobody at the last address.",
        "outside": "no",
        "audience": "partners",
        "recipient": "",
        "told": "",
        "subjects": ["enquirer"],
        "new_id": str(uuid.uuid4()),
    }
    return person.post(f"{search}/actions/new", {**sent, **changes}, status)


def withdraw(person: Person, search: str) -> None:
    person.post(
        f"{search}/withdrawal",
        {
            "brought_by": "enquirer",
            "channel": "telephone",
            "happened_on-day": "20",
            "happened_on-month": "11",
            "happened_on-year": "2026",
            "happened_on-calendar": "gregorian",
            "words": "She does not want it any more.",
        },
    )
