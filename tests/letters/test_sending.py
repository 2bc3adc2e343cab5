"""Sending a letter: signed, with proof, and never past a missing consent without a trace."""

import io
import re
import uuid
from typing import Any

from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import once, prepared
from tests.letters.preparing import (
    PNG,
    approve,
    approved,
    cleared_statement,
    consent_to_tell_authorities,
    day,
    enclose,
    fields_of,
    in_review,
    prepare,
    read_back,
    settle_advice,
    status_of,
    step,
    this_day,
    version_of,
    write,
)
from tests.statements.writing import client_of


@prepared
def sign(person: Person, letter: str, **changes: Any) -> None:
    sent = {"row_version": version_of(person, f"{letter}/sign"), "name": "Dara Sample", "place": "Tirana"}
    person.post(f"{letter}/sign", {**sent, **day("signed_on"), **changes})


def dispatch(person: Person, letter: str, status: int = 302, **changes: Any) -> Any:
    sent = {"row_version": version_of(person, f"{letter}/dispatch"), "channel": "registered_post"}
    sent |= {**this_day("sent_on"), "tracking": "", "taken_by": "", "vital_reason": "", "said_by": ""}
    return person.post(f"{letter}/dispatch", {**sent, **changes}, status)


def proof() -> tuple[io.BytesIO, str]:
    return io.BytesIO(PNG), "receipt.png"


def withdraw_consent(person: Person, case: str) -> None:
    """The client takes back the consent to tell authorities."""
    found = re.search(r'href="(/consents/withdraw/[0-9a-f-]{36})"', person.get(case).text)
    assert found
    sent = {**fields_of(person, found.group(1)), **day("given_on"), "words": "I am afraid."}
    person.post(found.group(1), sent)


@prepared
def ready_to_send(amina: Person, clara: Person, case: str = "") -> str:
    """A letter that was approved and signed; returns its address."""

    def signed() -> str:
        letter = approved(amina, clara, case)
        sign(amina, letter)
        return letter

    return once(amina.app, f"signed letter, {case}", signed)


def test_the_signed_copy_is_a_file_of_its_own_beside_the_approved_one(amina: Person, clara: Person) -> None:
    letter = approved(amina, clara)
    sign(amina, letter, scan=(io.BytesIO(PNG), "signed.png"))
    page = amina.get(letter).text
    assert "Signed copy" in page
    assert "Letter as PDF" in page


def test_a_letter_of_both_is_signed_when_both_have_signed(amina: Person, clara: Person) -> None:
    letter = in_review(amina, voice="both")
    approve(clara, letter)
    sent = fields_of(amina, f"{letter}/sign")
    assert sent["name"] == "Dara Sample"
    there = amina.post(f"{letter}/sign", sent).headers["Location"]
    assert "One signature is written down." in amina.page(there).text
    assert status_of(amina, letter) == "approved"
    again = fields_of(amina, f"{letter}/sign")
    assert again["name"] == "Amina Test"
    amina.post(f"{letter}/sign", again)
    assert status_of(amina, letter) == "signed"


def test_a_letter_that_nobody_approved_is_not_signed(amina: Person, clara: Person) -> None:
    letter = in_review(amina)
    sent = {"row_version": "1", "name": "Dara Sample", **day("signed_on")}
    amina.post(f"{letter}/sign", sent, 422)
    assert status_of(amina, letter) == "to be checked"


def test_a_signature_in_the_future_is_refused(amina: Person, clara: Person) -> None:
    letter = approved(amina, clara)
    sent = {"row_version": version_of(amina, f"{letter}/sign"), "name": "Dara Sample"}
    page = amina.post(f"{letter}/sign", {**sent, **day("signed_on", year="2090")}, 422).text
    assert "This day has not come yet." in page


def test_post_needs_its_proof(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    page = dispatch(amina, letter, 422).text
    beside = page[page.index('id="proof-error"') :]
    assert "Add the proof of sending: the receipt, or a screen that shows it." in beside[:600]
    assert "or say that the receipt is still to come" in dispatch(amina, letter, 422, channel="by_hand").text
    assert (
        "A receipt can only be pending for what was given by hand."
        in dispatch(amina, letter, 422, receipt_pending="y").text
    )
    dispatch(amina, letter, proof=proof())
    assert status_of(amina, letter) == "sent"


def test_a_date_before_consent_and_approval_is_questioned_beside_the_date(
    amina: Person, clara: Person
) -> None:
    letter = ready_to_send(amina, clara)
    page = dispatch(amina, letter, 422, proof=proof(), **day("sent_on", day="21")).text
    beside = page[page.index('id="sent_on-error"') :][:600]
    assert "no consent was on file yet and the letter was not approved. Check the date of sending." in beside
    assert "has not been asked" not in page
    assert 'name="said_by"' in page
    sent = {"proof": proof(), "said_by": "The clerk who posted it", **day("sent_on", day="21")}
    dispatch(amina, letter, **sent)
    assert status_of(amina, letter) == "sent"


def test_a_date_before_the_approval_alone_names_the_approval_alone(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case), **day("given_on", day="20"))
    letter = ready_to_send(amina, clara, case)
    page = dispatch(amina, letter, 422, proof=proof(), **day("sent_on", day="21")).text
    assert "the letter was not approved yet. Check the date of sending." in page


def test_given_by_hand_the_receipt_may_follow(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, channel="by_hand", receipt_pending="y", taken_by="The clerk at the desk")
    page = amina.get(letter).text
    assert "receipt pending" in page
    link = re.search(r'href="(/letters/proof/[0-9a-f-]{36})"', page)
    assert link
    sent = {"row_version": version_of(amina, link.group(1)), "proof": proof()}
    amina.post(link.group(1), sent)
    page = amina.get(letter).text
    assert "receipt pending" not in page
    assert "Proof of sending" in page


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_rest_stays(
    amina: Person, clara: Person
) -> None:
    letter = ready_to_send(amina, clara)
    wrong = (io.BytesIO(b"MZ this is a program"), "receipt.pdf")
    page = dispatch(amina, letter, 422, proof=wrong, tracking="RR 1").text
    assert "RR 1" in page
    assert status_of(amina, letter) == "signed"


def test_what_was_sent_stands_in_the_ledger_of_the_person(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_to_send(amina, clara, case)
    dispatch(amina, letter, proof=proof())
    assert "Ministry for Lost Papers" in amina.page(f"/people/{client_of(amina, case)}").text


def test_a_statement_that_went_out_with_a_letter_tells_of_its_use(amina: Person, clara: Person) -> None:
    case, authority = start_case(amina, name="Dara Sample"), add_authority(amina)
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    statement = cleared_statement(amina, clara, case, authority)
    letter = prepare(amina, case, add_minister(amina, authority))
    write(amina, letter)
    enclose(amina, letter, statement)
    read_back(amina, letter)
    settle_advice(amina, letter)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    sign(amina, letter)
    assert status_of(amina, f"/statements/{statement}") == "cleared"
    dispatch(amina, letter, proof=proof())
    assert status_of(amina, f"/statements/{statement}") == "used"


def test_a_withdrawn_consent_stops_the_letter_at_the_last_moment(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_to_send(amina, clara, case)
    withdraw_consent(amina, case)
    page = dispatch(amina, letter, 422, proof=proof()).text
    assert "has withdrawn the consent" in page
    assert status_of(amina, letter) == "signed"
    assert "It cannot go out: ask again, change it, or withdraw the letter." in amina.page(letter).text


def test_for_a_vital_interest_it_goes_out_at_once_and_a_second_person_is_told(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_to_send(amina, clara, case)
    withdraw_consent(amina, case)
    page = dispatch(amina, letter, 422, proof=proof(), vital_reason="").text
    assert "Why must it go out today?" in page
    assert "Dara Sample" not in clara.page("/").text
    dispatch(amina, letter, proof=proof(), vital_reason="He is to be flown out tonight.", said_by="")
    assert status_of(amina, letter) == "sent"
    assert "Dara Sample" in clara.page("/").text


def test_what_has_gone_out_already_is_written_down_whatever_stands_in_the_way(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_to_send(amina, clara, case)
    withdraw_consent(amina, case)
    dispatch(amina, letter, proof=proof(), said_by="The volunteer who carried it")
    page = amina.page(letter).text
    assert status_of(amina, letter) == "sent"
    assert "(recorded afterwards)" in page
    assert "To look at again" in clara.page("/").text


def test_a_letter_that_did_not_arrive_is_sent_again_beside_the_first_sending(
    amina: Person, clara: Person
) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof(), tracking="RR 1")
    step(amina, letter, "fail_delivery", reason="The desk was closed.")
    dispatch(amina, letter, proof=proof(), tracking="RR 2")
    page = amina.page(letter).text
    assert "RR 1" in page
    assert "RR 2" in page


def already_sent(person: Person, case: str, status: int = 302, **changes: Any) -> Any:
    sent = {
        "new_id": str(uuid.uuid4()),
        "subject": "First letter to the ministry",
        "voice": "person",
        "language": "en",
        "holder": "",
        "authority": "",
        "addressee": "The Minister\nMinistry for Lost Papers",
        "channel": "registered_post",
        "tracking": "RR 900",
        "taken_by": "",
        "said_by": "The lawyer who posted it",
        "body": "",
        **day("sent_on", month="10"),
    }
    return person.post(f"{case}/letters/already-sent", {**sent, **changes}, status)


def test_a_letter_posted_on_paper_is_written_down_on_one_page(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = already_sent(amina, case, scan=(io.BytesIO(PNG), "scan.png")).headers["Location"]
    page = amina.page(letter).text
    assert status_of(amina, letter) == "sent"
    assert "Dispatched (recorded afterwards)" in page
    assert "22 October 2026" in page
    assert "as it was sent" in page
    assert "Approved by" not in page
    assert "The text of this letter is not recorded." in page
    assert "None" not in page
    assert "To look at again" in clara.page("/").text


def test_what_would_have_stopped_it_is_written_beside_the_step(amina: Person) -> None:
    letter = already_sent(amina, start_case(amina, name="Dara Sample")).headers["Location"]
    page = amina.page(letter).text
    assert "It has not been read back to the person." in page
    assert "has not been asked about" in page


def test_an_already_sent_letter_needs_somebody_who_says_so_and_an_addressee(amina: Person) -> None:
    case = start_case(amina)
    assert "Please fill this in." in already_sent(amina, case, 422, said_by="").text
    page = already_sent(amina, case, 422, addressee="").text
    assert "To whom did it go?" in page
    assert "The lawyer who posted it" in page


def test_a_letter_is_not_already_sent_tomorrow(amina: Person) -> None:
    page = already_sent(amina, start_case(amina), 422, **day("sent_on", year="2090")).text
    assert "This day has not come yet." in page


def test_a_double_click_records_one_letter(amina: Person) -> None:
    case, same = start_case(amina), str(uuid.uuid4())
    already_sent(amina, case, new_id=same)
    already_sent(amina, case, new_id=same)
    assert amina.page("/letters/").text.count("First letter to the ministry") == 1


def test_it_can_go_to_somebody_on_the_list(amina: Person) -> None:
    holder = add_minister(amina, add_authority(amina))
    letter = already_sent(amina, start_case(amina), holder=holder, addressee="").headers["Location"]
    assert "His Excellency Mr Agron Shembull" in amina.page(letter).text


def test_its_course_stands_on_the_timeline_of_the_case(amina: Person) -> None:
    case = start_case(amina)
    already_sent(amina, case)
    text = amina.page(case).text
    assert re.search(r"Letter L-\d\d-\w{4}: Dispatched", text)


def test_an_outcome_cannot_be_settled_while_a_point_is_open(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof())
    sent = {"row_version": version_of(amina, f"{letter}/answer"), "kind": "reply", **day("received_on")}
    amina.post(f"{letter}/answer", {**sent, "summary": "They will look at it."})
    assert "2 points have no outcome yet." in step(clara, letter, "set_outcome", 422).text


def test_an_answer_to_a_letter_that_was_not_sent_is_refused(amina: Person, clara: Person) -> None:
    letter = approved(amina, clara)
    sent = {"row_version": version_of(amina, f"{letter}/answer"), "kind": "reply", **day("received_on")}
    amina.post(f"{letter}/answer", {**sent, "summary": "They will look at it."}, 422)
    assert status_of(amina, letter) == "approved"


def test_an_answer_that_says_nothing_is_asked_back_beside_its_boxes(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof())
    empty = {"row_version": version_of(amina, f"{letter}/answer"), **day("received_on"), "summary": " "}
    page = amina.post(f"{letter}/answer", empty, 422).text
    assert "Please choose one of the list." in page[page.index('id="kind-error"') :][:600]
    page = amina.post(f"{letter}/answer", {**empty, "kind": "acknowledgement"}, 422).text
    assert "Write what it says, their reference" in page[page.index('id="summary-error"') :][:600]
    page = amina.post(f"{letter}/answer", {**empty, "summary": "They will return the papers."}, 422).text
    assert "They will return the papers." in page
    assert status_of(amina, letter) == "sent"
    amina.post(f"{letter}/answer", {**empty, "kind": "acknowledgement", "their_reference": "4471/2"})
    assert status_of(amina, letter) == "registered by the authority"


def test_an_authority_ticked_twice_gets_one_copy(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    copied = add_authority(amina, name_en="Police of Samples", name_fa="").rpartition("/")[2]
    letter = already_sent(amina, case, copies=[copied, copied]).headers["Location"]
    assert amina.get(letter).text.count("<li><bdi>Police of Samples</bdi>") == 1
