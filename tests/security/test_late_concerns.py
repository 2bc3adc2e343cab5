"""A concern about voluntariness that comes up after the review stops a statement as one before it does."""

import uuid

import pytest

from caseapp.db import db
from caseapp.statements.models import Statement
from caseapp.statements.queries import is_cleared_for
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import once
from tests.letters import preparing as letters
from tests.letters.test_sending import dispatch, proof, sign
from tests.statements import writing as statements
from tests.statements.test_changed_answers import PRESSED, answer, decide

OUT_OF_IT = "may not have been freely given: it goes nowhere until a coordinator has looked at the answers."


@pytest.fixture
def cleared(amina: Person, clara: Person) -> list[str]:
    """A case, an authority, and a statement of the case that is cleared for the authority."""

    def prepared() -> str:
        case = start_case(amina, name="Dara Sample")
        letters.consent_to_tell_authorities(amina, case, statements.client_of(amina, case))
        authority = add_authority(amina)
        statement = letters.cleared_statement(amina, clara, case, authority)
        return f"{case} {authority} /statements/{statement}"

    return once(amina.app, "statement cleared for an authority", prepared).split()


@pytest.fixture
def case(cleared: list[str]) -> str:
    return cleared[0]


@pytest.fixture
def authority(cleared: list[str]) -> str:
    return cleared[1]


@pytest.fixture
def statement(cleared: list[str]) -> str:
    return cleared[2]


def letter_with(amina: Person, case: str, authority: str, statement: str) -> str:
    """A letter in review that encloses the statement."""
    letter = letters.prepare(amina, case, add_minister(amina, authority), voice="organisation")
    letters.write(amina, letter)
    letters.enclose(amina, letter, statement.rpartition("/")[2])
    letters.step(amina, letter, "send_for_review")
    return letter


def doubt(amina: Person, statement: str) -> None:
    answer(amina, statement, unpressed="no", remark="She rang: they made her say it.")


def test_a_cleared_statement_is_cleared_for_nobody_while_a_late_concern_is_open(
    amina: Person, clara: Person, authority: str, statement: str
) -> None:
    def is_cleared() -> bool:
        with amina.app.app_context():
            found = db.session.get_one(Statement, uuid.UUID(statement.rpartition("/")[2]))
            return is_cleared_for(found, "authority", uuid.UUID(authority.rpartition("/")[2]))

    assert is_cleared()
    doubt(amina, statement)
    assert not is_cleared()
    decide(clara, statement)
    assert is_cleared()


def test_a_late_concern_stops_the_approval_of_a_letter_that_encloses_it(
    amina: Person, clara: Person, case: str, authority: str, statement: str
) -> None:
    letter = letter_with(amina, case, authority, statement)
    doubt(amina, statement)
    assert OUT_OF_IT in amina.page(letter).text
    assert OUT_OF_IT in visible(letters.approve(clara, letter, 422))
    decide(clara, statement)
    letters.approve(clara, letter)
    assert letters.status_of(clara, letter) == "approved"


def test_a_concern_after_the_approval_stops_the_dispatch(
    amina: Person, clara: Person, case: str, authority: str, statement: str
) -> None:
    letter = letter_with(amina, case, authority, statement)
    letters.approve(clara, letter)
    sign(amina, letter)
    doubt(amina, statement)
    assert OUT_OF_IT in amina.page(letter).text
    assert OUT_OF_IT in visible(dispatch(amina, letter, 422, proof=proof()))
    assert letters.status_of(amina, letter) == "signed"


def test_a_late_concern_stops_use_and_publication_of_the_statement_itself(
    amina: Person, clara: Person, statement: str
) -> None:
    doubt(amina, statement)
    assert PRESSED in visible(statements.step(amina, statement, "use", 422))
    assert PRESSED in visible(statements.step(clara, statement, "publish", 422))
    assert statements.status_of(amina, statement) == "cleared"


def test_an_audience_agreed_after_a_late_concern_clears_nothing(
    amina: Person, clara: Person, case: str
) -> None:
    address = statements.write_statement(amina, case)
    statements.read_back(amina, address)
    statements.sign(amina, address)
    statements.review(clara, address)
    proposed = statements.propose(amina, address)
    doubt(amina, address)
    clara.post(f"{proposed}/agree")
    assert PRESSED in clara.page(address).text
    assert statements.status_of(clara, address) == "reviewed"
    decide(clara, address)
    clara.post(f"{proposed}/agree")
    assert statements.status_of(clara, address) == "cleared"


def test_coordinators_are_shown_a_late_concern_at_home_and_on_the_statement(
    amina: Person, clara: Person, statement: str
) -> None:
    assert "Statements perhaps not freely given" not in clara.page("/").text
    doubt(amina, statement)
    assert "Statements perhaps not freely given" in clara.page("/").text
    page = clara.page(statement).text
    assert "It may not have been freely given" in page
    assert "Until then it goes to nobody, whatever was agreed." in page
    decide(clara, statement)
    assert "Statements perhaps not freely given" not in clara.page("/").text


def test_a_statement_that_has_gone_out_says_so_beside_the_late_concern(amina: Person, statement: str) -> None:
    statements.step(amina, statement, "use")
    doubt(amina, statement)
    page = amina.page(statement).text
    assert "It has gone out before. Until then it goes to nobody else, whatever was agreed." in page
    assert PRESSED in visible(statements.step(amina, statement, "use", 422))
