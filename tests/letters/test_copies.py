"""Who gets a copy: chosen from the register, asked for like the addressee, and written into the ledger."""

import re
from typing import Any

import pytest

from caseapp.db import db, write
from caseapp.letters.models import Dispatch, LetterCopy
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.letters.preparing import (
    approve,
    cleared_statement,
    consent_to_tell_authorities,
    enclose,
    fields_of,
    pdf_of,
    prepare,
    pressed_by_enter,
    read_back,
    ready_for_review,
    settle_advice,
    status_of,
    step,
    text_of,
)
from tests.letters.preparing import (
    write as write_letter,
)
from tests.letters.test_sending import already_sent, dispatch, proof, sign, withdraw_consent
from tests.statements.writing import client_of


def copy_to(person: Person, letter: str, authority: str) -> None:
    """Let an authority of the register have a copy."""
    sent = fields_of(person, f"{letter}/copies")
    person.post(f"{letter}/copies", {**sent, "authority": authority.rpartition("/")[2], "add": "1"})


@prepared
def police(person: Person) -> str:
    return add_authority(person, name_en="Police of Samples", name_fa="پلیس نمونه")


@prepared
def with_copy(amina: Person, case: str) -> str:
    """A letter that only lacks the step into review, with a copy to the police."""
    letter = ready_for_review(amina, case)
    copy_to(amina, letter, police(amina))
    return letter


def consent_to_the_ministry_alone(amina: Person, case: str) -> str:
    """A letter to the ministry with a copy to the police; the consent names the ministry only."""
    authority = add_authority(amina)
    only = {"share-answer": "conditions", "share-only": f"authority:{authority.rpartition('/')[2]}"}
    consent_to_tell_authorities(amina, case, client_of(amina, case), **only)
    letter = prepare(amina, case, add_minister(amina, authority))
    write_letter(amina, letter)
    read_back(amina, letter)
    settle_advice(amina, letter)
    copy_to(amina, letter, police(amina))
    return letter


def test_a_copy_is_printed_under_its_name_in_the_language_of_the_letter(amina: Person, clara: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    assert "Police of Samples" in text_of(pdf_of(clara, letter, "Letter as PDF"))


def test_what_is_added_by_hand_stands_after_the_name_on_the_list_for_approver_and_printer(
    amina: Person, clara: Person
) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    sent = fields_of(amina, f"{letter}/copies")
    line = next(name for name in sent if name.startswith("line-"))
    amina.post(f"{letter}/copies", {**sent, line: "The Chief, Sample Town"})
    printed = "Police of Samples – The Chief, Sample Town"
    assert printed in amina.page(letter).text
    step(amina, letter, "send_for_review")
    assert printed in clara.page(f"{letter}/approve").text
    approve(clara, letter)
    assert printed in text_of(pdf_of(clara, letter, "Letter as PDF"))


def test_a_line_that_is_too_long_is_refused_beside_its_box_and_kept(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    sent = fields_of(amina, f"{letter}/copies")
    line = next(name for name in sent if name.startswith("line-"))
    page = amina.post(f"{letter}/copies", {**sent, line: "P" * 301}, 422).text
    assert "This is 301 characters long; up to 300 fit here." in page
    assert "P" * 301 in page


def test_free_text_is_no_way_to_a_copy(amina: Person) -> None:
    letter = ready_for_review(amina)
    assert 'name="copies"' not in amina.get(f"{letter}/edit").text
    write_letter(amina, letter, copies="Somebody not on the list", at_their_wish="y")
    assert "Somebody not on the list" not in amina.page(letter).text
    sent = {**fields_of(amina, f"{letter}/copies"), "authority": "The neighbour", "add": "1"}
    assert "Please choose one of the list." in amina.post(f"{letter}/copies", sent, 422).text


def test_the_addressee_and_whoever_has_a_copy_are_not_offered_again(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    offered = amina.get(f"{letter}/copies").text
    assert "Police of Samples</option>" not in offered
    assert "Ministry for Lost Papers</option>" not in offered


def test_a_copy_is_taken_back_before_the_review(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    found = re.search(r'name="strike" value="([0-9a-f-]{36})"', amina.get(f"{letter}/copies").text)
    assert found
    amina.post(f"{letter}/copies", {**fields_of(amina, f"{letter}/copies"), "strike": found.group(1)})
    assert "Police of Samples" not in amina.page(letter).text


def test_copies_stay_as_they_are_once_the_letter_is_being_checked(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    step(amina, letter, "send_for_review")
    amina.get(f"{letter}/copies", 302)
    amina.post(f"{letter}/copies", {"row_version": "1", "strike": "x"})
    assert "Police of Samples" in amina.page(letter).text


def test_a_consent_that_does_not_cover_a_copy_stops_the_approval_and_names_both(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = consent_to_the_ministry_alone(amina, case)
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    assert "For the copy to Police of Samples: " in page
    assert "does not cover Police of Samples" in page
    assert "Dara Sample" in page
    assert "does not cover Ministry for Lost Papers" not in page
    assert "Record it" in page
    without_conditions: Any = {"share-only": []}
    consent_to_tell_authorities(amina, case, client_of(amina, case), **without_conditions)
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def test_a_statement_has_to_be_cleared_for_whoever_gets_a_copy(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    authority = add_authority(amina)
    statement = cleared_statement(amina, clara, case, authority)
    letter = prepare(amina, case, add_minister(amina, authority), voice="organisation")
    write_letter(amina, letter)
    enclose(amina, letter, statement)
    copy_to(amina, letter, police(amina))
    step(amina, letter, "send_for_review")
    page = approve(clara, letter, 422).text
    assert "is not cleared for Police of Samples, who gets a copy." in page
    assert "is not cleared for this addressee" not in page


def test_every_copy_has_its_line_in_the_ledger_of_the_person(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = with_copy(amina, case)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    sign(amina, letter)
    dispatch(amina, letter, proof=proof())
    where = amina.page(f"/disclosures/of/{client_of(amina, case)}").text
    assert "Ministry for Lost Papers" in where
    assert "Police of Samples" in where
    with amina.app.app_context():
        copy, sending = db.session.query(LetterCopy).one(), db.session.query(Dispatch).one()
        assert copy.disclosure_id not in (None, sending.disclosure_id)


def test_a_second_sending_tells_the_addressee_alone(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = with_copy(amina, case)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    sign(amina, letter)
    dispatch(amina, letter, proof=proof())
    step(amina, letter, "fail_delivery", reason="The desk was closed.")
    dispatch(amina, letter, proof=proof())
    where = amina.get(f"/disclosures/of/{client_of(amina, case)}").text
    assert where.count("<bdi>Police of Samples</bdi>") == 1
    assert where.count("<bdi>Ministry for Lost Papers</bdi>") == 2


def test_a_withdrawn_consent_stops_a_copy_at_the_last_moment(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = with_copy(amina, case)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    sign(amina, letter)
    withdraw_consent(amina, case)
    page = dispatch(amina, letter, 422, proof=proof()).text
    assert "For the copy to Police of Samples: " in page
    dispatch(amina, letter, proof=proof(), vital_reason="He is to be flown out tonight.")
    where = amina.page(f"/disclosures/of/{client_of(amina, case)}").text
    assert "Police of Samples" in where
    assert "He is to be flown out tonight." in where


def test_a_letter_recorded_as_sent_names_who_got_a_copy(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    copied = police(amina).rpartition("/")[2]
    letter = already_sent(amina, case, copies=[copied]).headers["Location"]
    assert "Police of Samples" in amina.page(letter).text
    assert "Police of Samples" in amina.page(f"/disclosures/of/{client_of(amina, case)}").text


def test_a_letter_does_not_go_out_while_a_copy_has_no_line_in_the_ledger(
    amina: Person, clara: Person
) -> None:
    import uuid

    from caseapp.accounts.models import User
    from caseapp.disclosures import disclose
    from caseapp.letters.covering import disclosures_of
    from caseapp.letters.models import Letter
    from caseapp.letters.sending import Sending, dispatch_letter

    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    sign(amina, letter)
    with amina.app.test_request_context():
        row, worker = (
            db.session.get(Letter, uuid.UUID(letter.rpartition("/")[2])),
            db.session.get(User, amina.id),
        )
        assert row is not None
        assert worker is not None
        sent = Sending("post", disclosures_of(row)[0].day)
        with pytest.raises(ValueError, match="has no line in the ledger"), write():
            dispatch_letter(worker, row, [disclose(worker, disclosures_of(row)[0])], sent, None)


def test_a_copy_struck_by_mistake_is_announced_and_put_back(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    found = re.search(r'name="strike" value="([0-9a-f-]{36})"', amina.get(f"{letter}/copies").text)
    assert found
    sent = fields_of(amina, f"{letter}/copies")
    there = amina.post(f"{letter}/copies", {**sent, "strike": found.group(1)}).headers["Location"]
    page = amina.get(there).text
    assert "\u2068Police of Samples\u2069 gets no copy any more." in page
    assert f'name="put_back" value="{found.group(1)}"' in page
    back = {**fields_of(amina, f"{letter}/copies"), "put_back": found.group(1)}
    amina.post(f"{letter}/copies", back)
    assert "Police of Samples" in amina.page(letter).text
    amina.post(f"{letter}/copies", {**fields_of(amina, f"{letter}/copies"), "put_back": found.group(1)})
    assert amina.get(f"{letter}/copies").text.count('name="strike"') == 1


def test_enter_in_the_line_of_a_copy_saves_and_strikes_nobody(amina: Person) -> None:
    letter = with_copy(amina, start_case(amina, name="Dara Sample"))
    assert "name=" not in pressed_by_enter(amina.get(f"{letter}/copies").text)
