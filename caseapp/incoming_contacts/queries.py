"""Reading incoming contacts."""

import uuid

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.queries import case_by_reference, latest_cases
from caseapp.db import Record
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus
from caseapp.web.errors import NotFound
from caseapp.web.feature import Description, describe

PAGE = 50


def get_contact(user: User, contact_id: uuid.UUID) -> IncomingContact:
    """Return an incoming contact that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, IncomingContact, contact_id)


def list_contacts(
    user: User, *, status: str = "", before: int | None = None, limit: int = PAGE
) -> list[IncomingContact]:
    """Return contacts, the last changed first; one more than ``limit`` tells of a further page."""
    query = select(IncomingContact).order_by(IncomingContact.seq.desc()).limit(limit + 1)
    if status:
        query = query.where(IncomingContact.status == status)
    if before is not None:
        query = query.where(IncomingContact.seq < before)
    return list_visible(user, query)


def contacts_not_filed(user: User) -> list[IncomingContact]:
    """Return the contacts that wait for a decision, the one that waits longest first."""
    query = select(IncomingContact).where(IncomingContact.status == IncomingStatus.NEW.value)
    return list_visible(user, query.order_by(IncomingContact.seq))


def filed_with(user: User, contact: IncomingContact) -> list[Description]:
    """Return the records that a contact lies with, as far as ``user`` may know of them."""
    query = select(ContactFiling).where(ContactFiling.contact_id == contact.id).order_by(ContactFiling.seq)
    found = [describe(user, filing.record_kind, filing.record_id) for filing in list_visible(user, query)]
    return [named for named in found if named is not None]


def contacts_of(user: User, record: Record) -> list[IncomingContact]:
    """Return the contacts that were filed with ``record``, the last one first."""
    filed = select(ContactFiling.contact_id).where(
        ContactFiling.record_kind == record.__kind__,
        ContactFiling.record_id == record.id,
        ContactFiling.removed_on.is_(None),
    )
    query = select(IncomingContact).where(IncomingContact.id.in_(filed))
    return list_visible(user, query.order_by(IncomingContact.seq.desc()))


def cases_to_file_with(user: User) -> list[tuple[str, str]]:
    """Return the cases that ``user`` may file something with, the last changed first, as (id, reference and name)."""
    return [(str(row.id), f"{row.reference} · {row.name.name}") for row in latest_cases(user)]


def case_named(user: User, reference: str) -> Case | None:
    """Return the visible case of a typed reference; None when there is none or it is not visible."""
    try:
        return case_by_reference(user, reference)
    except NotFound:
        return None
