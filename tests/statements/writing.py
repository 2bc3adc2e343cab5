"""Statements written through the browser's door."""

import re
import uuid
from typing import Any

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared

FREE = {
    "proposed_by": "maker",
    "unpressed": "yes",
    "alone": "yes",
    "understood": "yes",
    "time_offered": "yes",
    "refusal_offered": "yes",
    "own_words": "yes",
    "remark": "",
}
DECLARATION = {
    **FREE,
    "kind": "separation",
    "language": "en",
    "title": "Declaration of separation",
    "place": "Tirana",
    "given_on-day": "24",
    "given_on-month": "November",
    "given_on-year": "2021",
    "given_on-calendar": "gregorian",
    "taken_by": "Amina Test, support worker",
    "others_present": "",
    "interpreter": "none needed",
    "organisation_name": "",
    "body": "# Why I left\n\nI declare that I left of my own will.\n\nNobody told me to write this.",
}


@prepared
def client_of(person: Person, case: str) -> str:
    """The id of the client, from the boxes of the form."""
    page = person.get(f"{case}/statements/new").text
    found = re.search(r'name="makers"[^>]*value="([0-9a-f-]{36})"', page)
    assert found, page
    return found.group(1)


@prepared
def write_statement(person: Person, case: str = "", **changes: Any) -> str:
    """Write a statement of a case; returns its address."""
    case = case or start_case(person)
    sent = {**DECLARATION, "makers": [client_of(person, case)], "new_id": str(uuid.uuid4()), **changes}
    return person.post(f"{case}/statements/new", sent).headers["Location"]


def step(person: Person, address: str, code: str, status: int = 302, **sent: Any) -> Any:
    """Make a step of a statement."""
    return person.post(f"{address}/step/{code}", {"manner": "done_here", "reason": "", **sent}, status)


def read_back(person: Person, address: str, **sent: Any) -> Any:
    return step(
        person,
        address,
        "read_back",
        **{"read_by": "Amina Test", "language": "fa", "interpreter": "", **sent},
    )


def sign(person: Person, address: str, **sent: Any) -> Any:
    """Record the signature of everybody who has not signed."""
    page = person.get(f"{address}/step/sign").text
    signers = re.findall(r'name="signers"[^>]*value="([0-9a-f-]{36})"', page)
    when = {"signed_on-day": "25", "signed_on-month": "11", "signed_on-year": "2021"}
    when["signed_on-calendar"] = "gregorian"
    how = {"method": "paper", "place": "Tirana", "witness": "", "signed_as": ""}
    return step(person, address, "sign", **{"signers": signers, **how, **when, **sent})


def review(person: Person, address: str, status: int = 302, **sent: Any) -> Any:
    found = {"named_persons": "nobody", "risks": "The group may answer in public."}
    return step(person, address, "review", status, **{**found, **sent})


def status_of(person: Person, address: str) -> str:
    """The word on the status tag of the page."""
    found = re.search(r'class="record-marks">.*?<span>(.*?)</span>', person.get(address).text, re.DOTALL)
    assert found
    return found.group(1)


@prepared
def propose(person: Person, address: str, **changes: str) -> str:
    """Propose an audience; returns the address to agree at."""
    sent = {"audience_kind": "partners", "audience_name": "The legal clinic", "authority": "", "remark": ""}
    person.post(f"{address}/audiences/new", {**sent, **changes})
    found = re.findall(r"/audiences/([0-9a-f-]{36})/end", person.get(address).text)
    return f"{address}/audiences/{found[-1]}"
