"""Reading incoming contacts."""

import uuid

from sqlalchemy import func, select

from caseapp.access import (
    Sort,
    by_colleague,
    get_visible,
    in_steps,
    list_visible,
    page_of,
    records_on,
    visible_to,
)
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.queries import case_by_reference, latest_cases
from caseapp.db import Record, db
from caseapp.incoming_contacts.labels import STATUS
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus
from caseapp.people.name_order import by_name_in
from caseapp.web.errors import NotFound
from caseapp.web.feature import Description
from caseapp.web.installed import describe
from caseapp.web.listing import ListPage, ListState


def get_contact(user: User, contact_id: uuid.UUID) -> IncomingContact:
    """Return an incoming contact that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, IncomingContact, contact_id)


def list_contacts(user: User, state: ListState) -> ListPage[IncomingContact]:
    """Return the page of contacts that ``state`` asks for, of those that ``user`` may see."""
    conditions = []
    if state["status"]:
        conditions.append(IncomingContact.status == state["status"])
    if state["mine"]:
        conditions.append(IncomingContact.taken_by == user.id)
    page = page_of(user, IncomingContact, state, _sort(state.order.code), conditions)
    return records_on(user, IncomingContact, page)


def contacts_not_filed(user: User, limit: int) -> list[IncomingContact]:
    """Return contacts that wait for a decision, the one that waits longest first."""
    query = select(IncomingContact).where(IncomingContact.status == IncomingStatus.NEW.value)
    return list_visible(user, query.order_by(IncomingContact.seq).limit(limit))


def count_not_filed(user: User) -> int:
    """Return how many contacts that ``user`` may see wait for a decision."""
    query = select(func.count()).where(IncomingContact.status == IncomingStatus.NEW.value)
    return db.session.scalar(query.where(visible_to(user, IncomingContact))) or 0


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


def _sort(code: str) -> Sort:
    match code:
        case "created":
            return IncomingContact.created_on
        case "caller":
            return by_name_in(IncomingContact, IncomingContact.caller, str)
        case "taken":
            return by_colleague(IncomingContact.taken_by)
        case "status":
            return in_steps(IncomingContact.status, STATUS)
        case _:
            return None
