"""Writing about incoming contacts."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.access import link_scopes, open_scope
from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.cases import Case
from caseapp.db import db
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus


@dataclass(frozen=True)
class Said:
    """What was said: who they say they are, how to reach them, about whom, what they wanted, what we answered."""

    medium: str
    happened_on: date
    caller: str
    number: str
    about: str
    wanted: str
    answered: str


def take_contact(actor: User, said: Said, contact_id: uuid.UUID | None = None) -> IncomingContact:
    """Log a contact in a scope of its own. Nobody is looked up: what was asked stays what was asked."""
    scope = open_scope(actor, "incoming_contact")
    contact = IncomingContact(
        id=contact_id or uuid.uuid4(),
        scope_id=scope.id,
        status=IncomingStatus.NEW.value,
        taken_by=actor.id,
        medium=said.medium,
        happened_on=said.happened_on,
        caller=said.caller,
        number=said.number,
        about=said.about,
        wanted=said.wanted,
        answered=said.answered,
    )
    contact.give_reference()
    db.session.add(contact)
    record_event(actor, "incoming_contact.taken", contact)
    return contact


def file_contact(actor: User, contact: IncomingContact, case: Case) -> None:
    """Put a contact with a case; who reaches the case then reaches it. Filing it there again changes nothing."""
    there = db.session.scalar(
        select(ContactFiling).where(
            ContactFiling.contact_id == contact.id, ContactFiling.record_id == case.id
        )
    )
    if there is None:
        filing = ContactFiling(
            scope_id=contact.scope_id,
            contact_id=contact.id,
            record_kind=case.__kind__,
            record_id=case.id,
            filed_by=actor.id,
        )
        db.session.add(filing)
        link_scopes(contact.scope_id, case.scope_id)
    contact.status = IncomingStatus.FILED.value
    record_event(actor, "incoming_contact.filed", contact, case)


def put_aside(actor: User, contact: IncomingContact, why: str) -> None:
    """Say that a contact belongs to no case, and why.

    Raises:
        ValueError: no reason was given.
    """
    if not why.strip():
        raise ValueError("a contact is put aside for a reason")
    contact.status, contact.put_aside_why = IncomingStatus.PUT_ASIDE.value, why
    record_event(actor, "incoming_contact.put_aside", contact)
