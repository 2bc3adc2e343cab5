"""Nothing is published without the consent of everybody whose words it holds, and it leaves a line in the ledger."""

import pytest

from tests.conftest import Person, visible
from tests.letters.preparing import fields_of
from tests.statements.test_steps_of_a_statement import (
    allow_publication,
    cleared_statement,
    maker_of,
)
from tests.statements.writing import propose, status_of, step, write_statement


@pytest.fixture
def statement(amina: Person, clara: Person) -> str:
    """A statement that two colleagues cleared for the public."""
    address = cleared_statement(amina, clara)
    clara.post(f"{propose(amina, address, audience_kind='public', audience_name='')}/agree")
    return address


def test_the_agreement_of_two_colleagues_does_not_stand_for_the_persons_own(
    clara: Person, statement: str
) -> None:
    before = status_of(clara, statement)
    refused = step(clara, statement, "publish", 422)
    assert f"/consents/person/{maker_of(clara, statement)}" in refused.text
    assert status_of(clara, statement) == before


def test_a_no_stops_it(amina: Person, clara: Person, statement: str) -> None:
    allow_publication(amina, statement, publish="no")
    step(clara, statement, "publish", 422)


def test_with_consent_the_persons_page_says_that_everybody_may_know(
    amina: Person, clara: Person, statement: str
) -> None:
    allow_publication(amina, statement)
    step(clara, statement, "publish")
    assert "the public" in visible(clara.get(f"/disclosures/of/{maker_of(amina, statement)}")).lower()


def test_a_publication_that_has_happened_is_written_down_and_looked_at(
    amina: Person, clara: Person, statement: str
) -> None:
    happened = {"happened_on-day": "1", "happened_on-month": "11", "happened_on-year": "2026"}
    happened |= {"happened_on-calendar": "gregorian", "manner": "afterwards", "said_by": "A reader"}
    step(clara, statement, "publish", **happened)
    assert status_of(clara, statement) == "published"
    told = visible(clara.get(f"/disclosures/of/{maker_of(amina, statement)}"))
    assert "waits for review" in told


def test_whoever_wrote_a_part_of_it_does_not_agree_to_its_audience(amina: Person, clara: Person) -> None:
    address = write_statement(amina)
    clara.post(f"{address}/edit", {**fields_of(clara, f"{address}/edit"), "body": "Another wording."})
    assert "Another wording." in clara.get(address).text
    agreement = propose(amina, address)
    clara.post(f"{agreement}/agree")
    page = clara.page(address).text
    assert "Another colleague has to agree" in page, "it still waits for somebody"
