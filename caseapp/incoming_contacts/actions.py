"""Writing about incoming contacts."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from caseapp.access import open_scope
from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.db import db
from caseapp.incoming_contacts.models import IncomingContact, IncomingStatus


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
    language: str | None = None
    """What the caller speaks."""


def take_contact(actor: User, said: Said, contact_id: uuid.UUID | None = None) -> IncomingContact:
    """Log a contact in a scope of its own. Nobody is looked up: what was asked stays what was asked."""
    scope = open_scope(actor, "incoming_contact")
    contact = IncomingContact(
        id=contact_id or uuid.uuid4(),
        scope_id=scope.id,
        status=IncomingStatus.NEW.value,
        taken_by=actor.id,
        **asdict(said),
    )
    contact.give_reference()
    db.session.add(contact)
    record_event(actor, "incoming_contact.taken", contact)
    return contact


def change_contact(actor: User, contact: IncomingContact, said: Said) -> None:
    """Correct what was written, or add to it. What stood there stays in the history."""
    for name, value in asdict(said).items():
        setattr(contact, name, value)
    record_event(actor, "incoming_contact.changed", contact)


def put_aside(actor: User, contact: IncomingContact, why: str) -> None:
    """Say that nothing is to be done about a contact, and why. Its next steps stay what they are.

    Raises:
        ValueError: no reason was given.
    """
    if not why.strip():
        raise ValueError("a contact is put aside for a reason")
    contact.status, contact.put_aside_why = IncomingStatus.PUT_ASIDE.value, why
    record_event(actor, "incoming_contact.put_aside", contact)
