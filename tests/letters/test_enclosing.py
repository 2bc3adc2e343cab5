"""Choosing what travels with a letter: never a list of people inside, and no surprise at the approval."""

import io
import re
import uuid

from pypdf import PdfReader

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import db, write
from caseapp.letters.enclosing import pages_of
from caseapp.letters.models import Letter
from caseapp.statements.models import Statement
from caseapp.statements.parts import makers_of
from tests.authorities.test_list_of_authorities import add_authority
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.documents.test_filing_documents import file_document
from tests.doorway import prepared
from tests.letters.preparing import (
    approve,
    cleared_statement,
    enclose,
    fields_of,
    ready_for_review,
    status_of,
    step,
    version_of,
)
from tests.letters.test_sending import dispatch, proof, ready_to_send
from tests.printing.files import blank_pdf
from tests.statements import writing as statements
from tests.statements.writing import write_statement

LIST = {"title": "Names in the camp", "kind": "people_inside"}
NEVER = "Names in the camp is a list of people still inside. Such a list is never enclosed."


@prepared
def filed(person: Person, case: str, **fields: str) -> str:
    """File a paper under the case; returns its id."""
    file_document(person, case, blank_pdf(), "names.pdf", **fields)
    found = re.findall(r"/documents/([0-9a-f-]{36})/edit", person.get(case).text)
    assert found
    return found[0]


def test_a_list_of_people_inside_is_not_offered(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    listed = filed(amina, case, **LIST)
    letter = ready_for_review(amina, case)
    assert listed not in amina.get(f"{letter}/enclosures").text


def test_a_list_of_people_inside_is_refused_when_it_is_sent_all_the_same(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    filed(amina, case, title="Another paper")
    listed = filed(amina, case, **LIST)
    letter = ready_for_review(amina, case)
    sent = {"row_version": version_of(amina, f"{letter}/enclosures"), f"take-{listed}": "1"}
    assert NEVER in amina.post(f"{letter}/enclosures", sent, 422).text
    assert "Names in the camp" not in amina.page(letter).text.partition("Copies")[0]


def called_a_list(person: Person, document: str) -> None:
    """Say of a filed paper that it is a list of people still inside."""
    sent = fields_of(person, f"/documents/{document}/edit")
    person.post(f"/documents/{document}/edit", {**sent, **LIST})


def test_a_paper_that_turns_out_to_be_a_list_stops_the_letter_until_it_is_taken_out(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Dara Sample")
    paper = filed(amina, case, title="Names in the camp")
    letter = ready_for_review(amina, case)
    enclose(amina, letter, paper)
    called_a_list(amina, paper)
    assert NEVER in step(amina, letter, "send_for_review", 422).text
    enclose(amina, letter)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    assert status_of(clara, letter) == "approved"


def signed_on_paper(person: Person, case: str) -> str:
    """A statement whose signed paper was scanned; returns its address."""
    address = write_statement(person, case)
    statements.read_back(person, address)
    statements.sign(person, address, scan=(io.BytesIO(blank_pdf(3)), "signed.pdf"))
    return address


def pages_behind(person: Person, letter: str) -> str:
    """The text of what is bound behind a letter, and how many pages it has."""
    with person.app.app_context():
        worker, found = db.session.get(User, person.id), db.session.get(Letter, uuid.UUID(letter[-36:]))
        assert worker is not None
        assert found is not None
        bound = pages_of(worker, found)
        text = "".join(p.extract_text() for each in bound for p in PdfReader(io.BytesIO(each.content)).pages)
        return f"{sum(len(PdfReader(io.BytesIO(each.content)).pages) for each in bound)} pages: {text}"


def test_a_statement_signed_on_paper_travels_as_its_scan_and_is_offered_as_such(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    signed = signed_on_paper(amina, case)
    letter = ready_for_review(amina, case)
    assert "scan of the signed paper" in amina.page(f"{letter}/enclosures").text
    enclose(amina, letter, signed[-36:])
    assert pages_behind(amina, letter) == "3 pages: "


def test_without_a_scan_the_printed_text_travels(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    unsigned = write_statement(amina, case)
    letter = ready_for_review(amina, case)
    assert "scan of the signed paper" not in amina.page(f"{letter}/enclosures").text
    enclose(amina, letter, unsigned[-36:])
    assert "Nobody told me to write this." in pages_behind(amina, letter)


def test_no_scan_travels_where_a_label_stands_for_the_name(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    signed = signed_on_paper(amina, case)
    with amina.app.app_context(), write():
        statement = db.session.get(Statement, uuid.UUID(signed[-36:]))
        assert statement is not None
        makers_of(statement)[0].printed_as = "Witness 1"
        worker = db.session.get(User, amina.id)
        assert worker is not None
        record(worker, "statement.changed", statement, fields=["printed_as"])
    letter = ready_for_review(amina, case)
    enclose(amina, letter, signed[-36:])
    assert "Witness 1" in pages_behind(amina, letter)


def test_no_vital_interest_lets_a_list_of_people_go_out(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    paper = filed(amina, case, title="Names in the camp")
    letter = ready_for_review(amina, case)
    enclose(amina, letter, paper)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    from tests.letters.test_sending import sign

    sign(amina, letter)
    called_a_list(amina, paper)
    page = dispatch(amina, letter, 422, proof=proof(), vital_reason="He is flown out tonight.").text
    assert NEVER in page
    assert status_of(amina, letter) == "signed"


def test_a_letter_without_such_a_list_goes_out(amina: Person, clara: Person) -> None:
    letter = ready_to_send(amina, clara)
    dispatch(amina, letter, proof=proof())
    assert status_of(amina, letter) == "sent"


def test_whoever_chooses_learns_that_a_statement_is_not_cleared(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    statement = write_statement(amina, case).rpartition("/")[2]
    letter = ready_for_review(amina, case)
    warning = "The statement Declaration of separation is not cleared for this addressee."
    assert warning in amina.page(f"{letter}/enclosures").text
    enclose(amina, letter, statement)
    assert warning in amina.page(letter).text
    page = amina.page(f"{letter}/step/send_for_review").text
    assert warning in page
    assert "one colleague proposes the recipient as its audience there, and another agrees" in page
    step(amina, letter, "send_for_review")
    assert status_of(amina, letter) == "to be checked"
    assert warning in approve(clara, letter, 422).text


def test_a_cleared_statement_is_enclosed_without_a_warning(amina: Person, clara: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    letter = ready_for_review(amina, case)
    found = re.search(r"/authorities/[0-9a-f-]{36}", amina.get("/authorities/").text)
    assert found
    statement = cleared_statement(amina, clara, case, found.group())
    enclose(amina, letter, statement)
    for page in ("", "/enclosures", "/step/send_for_review"):
        assert "is not cleared" not in amina.page(f"{letter}{page}").text


def test_an_authority_that_is_not_the_addressee_needs_no_clearance(amina: Person) -> None:
    add_authority(amina, name_en="Police of Samples", name_fa="")
    letter = ready_for_review(amina)
    assert "is not cleared" not in amina.page(letter).text


def test_a_list_of_people_inside_stays_one_whatever_it_is_called_later(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    listed = filed(amina, case, **LIST)
    sent = {**fields_of(amina, f"/documents/{listed}/edit"), "kind": "other", "title": "Another paper"}
    page = amina.post(f"/documents/{listed}/edit", sent, 422).text
    assert "A list of people still inside stays one." in page
    assert 'value="Another paper"' in page
    letter = ready_for_review(amina, case)
    assert listed not in amina.get(f"{letter}/enclosures").text
