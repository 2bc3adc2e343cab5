"""Reading incoming contacts."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.access import (
    ON_A_TILE,
    Sort,
    Tally,
    by_colleague,
    count_up_to,
    find_by_reference,
    get_by_kind,
    get_visible,
    in_steps,
    list_visible,
    page_of,
    records_on,
    visible_to,
)
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.queries import latest_cases
from caseapp.db import Record, db
from caseapp.db.references import Referenced
from caseapp.incoming_contacts.labels import STATUS
from caseapp.incoming_contacts.listing import narrow_contacts
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus
from caseapp.people.name_order import by_name_in
from caseapp.web.errors import NotFound
from caseapp.web.installed import all_kinds, describe_all, kind_label, model_of
from caseapp.web.kind import Description
from caseapp.web.listing import ListPage, ListState

FILED_WITH = ("case", "contact_request")
"""Kinds of record that a contact is filed with. Requests stand above incoming contacts, so they are only named here."""
OFFERED = 20
"""Records of a kind, the last changed ones, that are offered to file a contact with; others by their reference."""


def get_contact(user: User, contact_id: uuid.UUID) -> IncomingContact:
    """Return an incoming contact that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, IncomingContact, contact_id)


def list_contacts(user: User, state: ListState) -> ListPage[IncomingContact]:
    """Return the page of contacts that ``state`` asks for, of those that ``user`` may see."""
    conditions = narrow_contacts(user, state)
    page = page_of(user, IncomingContact, state, _sort(state.order.code), conditions)
    return records_on(user, IncomingContact, page)


def contacts_not_filed(user: User, limit: int) -> list[IncomingContact]:
    """Return contacts that wait for a decision, the one that waits longest first."""
    query = select(IncomingContact).where(IncomingContact.status == IncomingStatus.NEW.value)
    return list_visible(user, query.order_by(IncomingContact.seq).limit(limit), few=False)


def count_not_filed(user: User) -> Tally:
    """Return how many contacts that ``user`` may see wait for a decision, as far as a tile counts."""
    query = select(IncomingContact.id).where(IncomingContact.status == IncomingStatus.NEW.value)
    (total,) = count_up_to(ON_A_TILE, query.where(visible_to(user, IncomingContact)))
    return total


@dataclass(frozen=True)
class Filed:
    """A record that a contact lies with, as a reader may know of it."""

    filing: ContactFiling
    named: Description


def filed_with(user: User, contact: IncomingContact) -> list[Filed]:
    """Return the records that a contact lies with, as far as ``user`` may know of them."""
    query = select(ContactFiling).where(ContactFiling.contact_id == contact.id).order_by(ContactFiling.seq)
    filings = list_visible(user, query)
    named = describe_all(user, ((filing.record_kind, filing.record_id) for filing in filings))
    return [
        Filed(filing, named[filing.record_kind, filing.record_id])
        for filing in filings
        if (filing.record_kind, filing.record_id) in named
    ]


def contacts_of(user: User, record: Record) -> list[IncomingContact]:
    """Return the contacts that were filed with ``record``, the last one first."""
    filed = select(ContactFiling.contact_id).where(
        ContactFiling.record_kind == record.__kind__,
        ContactFiling.record_id == record.id,
        ContactFiling.removed_on.is_(None),
    )
    query = select(IncomingContact).where(IncomingContact.id.in_(filed))
    return list_visible(user, query.order_by(IncomingContact.seq.desc()))


def records_to_file_with(user: User) -> list[tuple[str, str]]:
    """Return the cases and requests that ``user`` may file something with, the last changed first, as (code, words)."""
    cases = [
        (place_code(Case.__kind__, row.id), f"{row.reference} · {row.name.name}")
        for row in latest_cases(user)
    ]
    return [*cases, *(pair for kind in _kinds_beside_cases() for pair in _latest(user, kind))]


def record_of_place(user: User, place: str) -> Referenced | None:
    """Return the visible record that a code of ``records_to_file_with`` means; None when it means none."""
    kind, _separator, record_id = place.partition(":")
    if kind not in FILED_WITH:
        return None
    try:
        record, _named = get_by_kind(user, kind, uuid.UUID(record_id))
    except (NotFound, ValueError):
        return None
    return record if isinstance(record, Referenced) else None


def record_named(user: User, reference: str) -> Referenced | None:
    """Return the visible case or request of a typed reference; None when there is none or it is not visible."""
    for kind in (Case.__kind__, *_kinds_beside_cases()):
        found: Referenced | None = find_by_reference(user, model_of(kind), reference)
        if found is not None:
            return record_of_place(user, place_code(kind, found.id))
    return None


def place_code(kind: str, record_id: uuid.UUID) -> str:
    """Return the code of a record in the choice of where a contact is filed."""
    return f"{kind}:{record_id}"


def _kinds_beside_cases() -> list[str]:
    return [kind for kind in FILED_WITH if kind in all_kinds() and kind != Case.__kind__]


def _latest(user: User, kind: str) -> list[tuple[str, str]]:
    model = model_of(kind)
    ids = list(
        db.session.scalars(
            select(model.id).where(visible_to(user, model)).order_by(model.seq.desc()).limit(OFFERED)
        )
    )
    named = describe_all(user, ((kind, record_id) for record_id in ids))
    word = kind_label(kind) or ""
    return [
        (place_code(kind, record_id), f"{named[kind, record_id].label} · {word}")
        for record_id in ids
        if (kind, record_id) in named
    ]


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
