"""A statement that was given before it came here is written down on one page, and fakes no approval."""

import io
import re
import uuid
from typing import Any

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible

from .writing import DECLARATION, client_of, review, status_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def record_given(person: Person, case: str, status: int = 302, **changes: Any) -> Any:
    sent = {
        **DECLARATION,
        "proposed_by": "not_asked",
        "unpressed": "not_asked",
        "makers": [client_of(person, case)],
        "new_id": str(uuid.uuid4()),
        "said_by": "The priest who was there",
        "method": "paper",
        "witness": "",
        **changes,
    }
    return person.post(f"{case}/statements/given", sent, status)


def test_it_is_signed_at_once_with_its_real_date_and_marked(amina: Person) -> None:
    case = start_case(amina)
    address = record_given(amina, case).headers["Location"]
    text = amina.page(address).text
    assert status_of(amina, address) == "signed"
    assert "(recorded afterwards)" in text
    assert "24 November 2021" in text
    assert "The priest who was there" in text
    assert "A step of it was written down although a rule would have stopped it." in text


def test_it_needs_who_says_so(amina: Person) -> None:
    response = record_given(amina, start_case(amina), 422, said_by="")
    assert "Please fill this in." in visible(response)


def test_it_needs_the_words_typed_or_on_a_scan(amina: Person) -> None:
    response = record_given(amina, start_case(amina), 422, body="")
    assert "Please type the text, or add the scan that holds it." in visible(response)


def test_a_date_of_two_calendars_is_explained(amina: Person) -> None:
    day = {"given_on-day": "13", "given_on-month": "August", "given_on-year": "1402"}
    response = record_given(amina, start_case(amina), 422, **day)
    assert "August is a month of the Gregorian calendar" in visible(response)


def test_a_scan_alone_holds_the_words(amina: Person) -> None:
    case = start_case(amina)
    scan = (io.BytesIO(PNG), "declaration.png")
    response = record_given(amina, case, body="", scan=scan)
    text = amina.page(response.headers["Location"]).text
    assert "The words are on the scan; no text has been typed." in text


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_text_stays(amina: Person) -> None:
    case = start_case(amina)
    response = record_given(amina, case, 422, scan=(io.BytesIO(b"MZ not a picture"), "declaration.png"))
    assert "I declare that I left of my own will." in response.text


def test_a_concern_stops_its_review_until_a_coordinator_decided(amina: Person, clara: Person) -> None:
    address = record_given(amina, start_case(amina), unpressed="no").headers["Location"]
    assert "It may have been given for a benefit or under pressure." in visible(review(clara, address, 422))
    link = re.search(r'href="([^"]*/concern/[^"]*)"', clara.get(address).text)
    assert link
    clara.post(link.group(1), {"decision": "Spoke with him alone; he stands by it."})
    review(clara, address)
    assert "Spoke with him alone; he stands by it." in clara.page(address).text


def test_a_support_worker_cannot_decide_about_a_concern(amina: Person, clara: Person) -> None:
    address = record_given(amina, start_case(amina), unpressed="no").headers["Location"]
    link = re.search(r'href="([^"]*/concern/[^"]*)"', clara.get(address).text)
    assert link
    amina.get(link.group(1), 403)
