"""A letter from its first line to the answer, from the page to the printed file."""

import io
import re

from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import (
    LONG_BODY,
    PNG,
    approve,
    cleared_statement,
    consent_to_tell_authorities,
    day,
    enclose,
    look_at,
    name_somebody,
    pdf_of,
    prepare,
    read_back,
    settle_advice,
    status_of,
    step,
    text_of,
    this_day,
    version_of,
    write,
)
from tests.statements.writing import client_of


def test_a_persons_letter_goes_from_the_first_line_to_the_outcome(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    authority = add_authority(amina)
    letter = prepare(amina, case, add_minister(amina, authority))
    declaration = cleared_statement(amina, clara, case, authority)
    ours = cleared_statement(
        amina,
        clara,
        case,
        authority,
        kind="organisation",
        makers=[],
        organisation_name="Open Door",
        title="On the camp",
    )
    write(amina, letter, body=LONG_BODY)
    enclose(amina, letter, declaration, ours)
    leader = name_somebody(amina, letter, "Zoran Sampleleader")
    look_at(amina, letter, leader, "public_office")
    read_back(amina, letter)
    settle_advice(amina, letter)
    step(amina, letter, "send_for_review")
    assert "Protection after leaving the camp" in clara.page("/").text

    step(clara, letter, "return", reason="Please name the police station.")
    assert "Please name the police station." in amina.page(letter).text
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"

    alone, bound = pdf_of(clara, letter, "Letter as PDF"), pdf_of(clara, letter, "Letter with enclosures")
    words = text_of(alone)
    assert "His Excellency Mr Agron Shembull" in words
    assert "Your Excellency," in words
    assert "240 Sample Street" not in words
    assert "235 Sample Street" in words
    assert "Open Door" in words  # only in the care-of address: the person's own letter has no letterhead
    assert len(bound.pages) > len(alone.pages) + 2
    assert text_of(bound).startswith(words)
    assert "Annex 2" in text_of(bound)
    assert "Nobody told me to write this." in text_of(bound)
    assert "At the request of Dara Sample" in text_of(pdf_of(clara, letter, "Our cover letter"))

    sent = {"row_version": version_of(amina, f"{letter}/sign"), "name": "Dara Sample", **day("signed_on")}
    amina.post(f"{letter}/sign", {**sent, "scan": (io.BytesIO(PNG), "signed.png")})
    sent = {"row_version": version_of(amina, f"{letter}/dispatch"), "channel": "registered_post"}
    sent |= {**this_day("sent_on"), "tracking": "RR 000 111 222 AL"}
    amina.post(f"{letter}/dispatch", {**sent, "proof": (io.BytesIO(PNG), "receipt.png")})
    assert status_of(amina, letter) == "sent"
    page = amina.page(letter).text
    assert "RR 000 111 222 AL" in page
    assert "Proof of sending" in page

    sent = {"row_version": version_of(amina, f"{letter}/answer"), "kind": "acknowledgement"}
    amina.post(f"{letter}/answer", {**sent, **day("received_on"), "their_reference": "4471/2"})
    page = amina.page(letter).text
    assert "registered by the authority" in page
    assert "Due on 22 December 2026" in page
    sent = {"row_version": version_of(amina, f"{letter}/answer"), "kind": "reply"}
    amina.post(f"{letter}/answer", {**sent, **day("received_on"), "summary": "They will return the papers."})
    outcomes = amina.get(f"{letter}/outcomes").text
    points = re.findall(r'name="outcome-([0-9a-f-]{36})"', outcomes)
    assert len(points) == 2
    sent = {"row_version": version_of(amina, f"{letter}/outcomes")}
    sent |= {f"outcome-{points[0]}": "granted", f"outcome-{points[1]}": "no_answer"}
    amina.post(f"{letter}/outcomes", sent)
    tags = re.findall(r'<span class="tag tag-(\w+)">', amina.get(letter).text.partition('id="points"')[2])
    assert tags[:2] == ["done", "stopped"]
    step(clara, letter, "set_outcome")
    step(clara, letter, "close", reason="The papers are back.")
    assert status_of(clara, letter) == "closed"
    assert "Letter L-" in clara.page(case).text
