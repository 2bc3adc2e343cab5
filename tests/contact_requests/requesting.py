"""Requests and searches made through the browser's door."""

import re
import uuid
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from caseapp.clock import today
from caseapp.contact_requests.models import Search
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared

ENQUIRY = {
    "enquirer_where": "left",
    "language": "fa",
    "channel": "in_person",
    "received_on-day": "2",
    "received_on-month": "11",
    "received_on-year": "2026",
    "received_on-calendar": "gregorian",
    "safe_contact": "Only by message, after eight in the evening.",
    "remark": "",
    "sought": "new",
    "sought_name": "Daniel Probe",
    "relation": "brother",
    "sought_where": "inside",
    "last_news_on-year": "2003",
    "last_place": "The northern hall",
    "last_news": "A letter that somebody carried.",
}
SCREENED = {
    "identity": "seen",
    "identity_note": "Passport, seen by Amina.",
    "alone": "yes",
    "own_wish": "yes",
    "nobody_waits": "yes",
    "not_sent": "yes",
    "wellbeing": "yes",
    "no_conflict": "yes",
    "concern": "none",
    "concern_reason": "",
}


@prepared
def open_request(person: Person, case: str = "", **changes: Any) -> str:
    """Log an enquiry of a case's client; returns the address of the request."""
    case = case or start_case(person)
    page = person.get(f"{case}/requests/new").text
    client = re.search(r'<option selected value="([0-9a-f-]{36})"', page)
    assert client, page
    sent = {**ENQUIRY, "enquirer": client.group(1), "new_id": str(uuid.uuid4()), **changes}
    return person.post(f"{case}/requests/new", sent).headers["Location"]


@prepared
def searches(person: Person, request: str) -> list[str]:
    """The addresses of the searches on a request's page."""
    found = re.findall(r'id="search-([0-9a-f-]{36})"', person.get(request).text)
    return [f"/searches/{one}" for one in found]


def step(person: Person, search: str, code: str, status: int = 302, **sent: Any) -> TestResponse:
    return person.post(f"{search}/step/{code}", {"manner": "done_here", "reason": "", **sent}, status)


@prepared
def afterwards(person: Person, search: str, code: str, **sent: Any) -> TestResponse:
    """Write down a step that has happened already, whatever the guards say."""
    day = {"happened_on-day": "5", "happened_on-month": "11", "happened_on-year": "2026"}
    told = {"manner": "afterwards", "said_by": "The enquirer", "happened_on-calendar": "gregorian"}
    return person.post(f"{search}/step/{code}", {**day, **told, "reason": "It was so.", **sent})


def blocks(person: Person, search: str, code: str) -> str:
    """What stands before a step, as its page says."""
    found = re.search(r"Before this step:.*?</ul>", person.get(f"{search}/step/{code}").text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group(0)) if found else ""


@prepared
def fill(person: Person, search: str, kind: str, **answers: str) -> None:
    """Answer a list of questions."""
    page = person.get(f"{search}/checklist/{kind}").text
    version = re.search(r'name="row_version"[^>]*value="(\d*)"', page)
    person.post(f"{search}/checklist/{kind}", {**answers, "row_version": version.group(1) if version else ""})


def enquirer_id(person: Person, request: str) -> str:
    panel = person.get(request).text.partition('id="enquirer"')[2]
    found = re.search(r'href="/people/([0-9a-f-]{36})"', panel)
    assert found
    return found.group(1)


def in_days(days: int) -> dict[str, str]:
    """The boxes of a day so many days from now."""
    day = today() + timedelta(days=days)
    return {
        "review_on-day": str(day.day),
        "review_on-month": str(day.month),
        "review_on-year": str(day.year),
        "review_on-calendar": "gregorian",
    }


def request_of(person: Person, search: str) -> str:
    """The address of the request that a search belongs to."""
    with person.app.app_context():
        found = db.session.get_one(Search, uuid.UUID(search.rpartition("/")[2]))
        return f"/requests/{found.request_id}"


def page_of(person: Person, search: str) -> str:
    """The page of the request that a search belongs to."""
    return person.get(request_of(person, search)).text


def state_of(person: Person, search: str) -> str:
    """The word on the tag of one search."""
    block = page_of(person, search).partition(f'id="search-{search.rpartition("/")[2]}"')[2]
    tag = re.search(r'<span class="tag[^>]*>.*?<span>(.*?)</span>', block, re.DOTALL)
    assert tag
    return tag.group(1)
