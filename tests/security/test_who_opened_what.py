"""The audit log tells who opened what, on pages that change something and on forms that come back too."""

import uuid

import pytest
from sqlalchemy import select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters import preparing as letters
from tests.statements import writing as statements


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def views_of(person: Person, address: str) -> list[str]:
    """The codes of the views of one record by ``person``."""
    reader, record_id = person.id, next(part for part in address.split("/") if len(part) == 36)
    query = (
        select(AuditEvent.code)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditEvent.actor_id == reader, AuditEvent.code.like("%.viewed"))
        .order_by(AuditEvent.number)
    )
    with person.app.app_context():
        return list(db.session.scalars(query.where(AuditTouch.record_id == uuid.UUID(record_id))))


def test_reading_a_record_on_the_page_that_changes_it_is_noted(
    amina: Person, clara: Person, case: str
) -> None:
    person = f"/people/{statements.client_of(amina, case)}"
    letter, statement = letters.prepare(amina, case), statements.write_statement(amina, case)
    for address, code in (
        (case, "case.viewed"),
        (person, "person.viewed"),
        (letter, "letter.viewed"),
        (statement, "statement.viewed"),
    ):
        clara.get(f"{address}/edit")
        assert views_of(clara, address) == [code]


def test_a_form_that_comes_back_is_noted_like_one_that_opens(clara: Person, case: str) -> None:
    clara.post(f"{case}/access/", {"colleague": "", "act": "add", "reason": ""}, status=422)
    with clara.app.app_context():
        codes = list(db.session.scalars(select(AuditEvent.code).order_by(AuditEvent.number.desc())))
    assert codes[0] == "case.access_viewed"


def test_a_page_that_names_what_it_shows_is_noted_once(clara: Person, case: str) -> None:
    clara.get(case)
    assert views_of(clara, case) == ["case.viewed"]


def test_what_is_not_visible_leaves_no_view(besnik: Person, case: str) -> None:
    besnik.get(f"{case}/edit", 404)
    assert views_of(besnik, case) == []


def test_the_printed_pages_of_a_letter_leave_their_line_once_for_each_view(amina: Person) -> None:
    from sqlalchemy import func, select

    from caseapp.audit.models import AuditEvent
    from caseapp.db import db

    def viewed() -> int:
        with amina.app.app_context():
            query = select(func.count()).select_from(AuditEvent).where(AuditEvent.code == "letter.viewed")
            return db.session.scalar(query) or 0

    letter = letters.ready_for_review(amina, body=letters.LONG_BODY)
    before = viewed()
    amina.get(f"{letter}/pages/1.png")
    amina.get(f"{letter}/pages/2.png")
    assert viewed() == before + 1
