"""What people said stands in the record it is about, never in the audit log alone."""

from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db
from tests.conftest import Person
from tests.contact_requests.requesting import page_of
from tests.contact_requests.searching import search_in, withdraw


def test_why_a_withdrawal_was_taken_back_is_read_on_the_search(clara: Person) -> None:
    search, words = search_in(clara, "match"), "She was alone this time: her cousin had sent it."
    withdraw(clara, search)
    clara.post(f"{search}/withdrawal/end", {"reason": words})
    assert words in page_of(clara, search)
    with clara.app.app_context():
        details = [str(event.detail) for event in db.session.scalars(select(AuditEvent))]
    assert not any("cousin" in detail for detail in details)
