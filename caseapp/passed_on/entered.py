"""What was entered, as far as it is looked at: names, numbers and words of a contact, a person, a case, a request."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.db import Record, db, open_scopes
from caseapp.db.references import LENGTH, LETTERS
from caseapp.incoming_contacts import IncomingContact
from caseapp.people.models import ContactRoute, Person, PersonName

LOOKED_BACK = timedelta(days=2)
"""So long after it was entered something is still looked at, should nobody have done it before."""
_CODES = (
    "incoming_contact.taken",
    "incoming_contact.changed",
    "person.created",
    "person.name_added",
    "person.name_changed",
    "person.route_added",
    "person.route_changed",
    "case.started",
    "case.changed",
    "contact_request.opened",
    "contact_request.changed",
    "search.opened",
    "search.changed",
)
_MODELS: dict[str, Any] = {
    model.__kind__: model for model in (IncomingContact, Person, Case, ContactRequest, Search)
}
_REFERENCE = re.compile(
    rf"\b(?:{Case.__reference_prefix__}|{ContactRequest.__reference_prefix__})[ -]?\d\d[ -]?[{LETTERS}]{{{LENGTH}}}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entered:
    """One record with what a colleague wrote into it."""

    record: Record
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def references(self) -> set[str]:
        """Return the references of cases and requests that stand in its words."""
        return {found for text in self.words for found in _REFERENCE.findall(text)}

    def words_naming(self, reference: str) -> tuple[str, ...]:
        """Return those of the words in which the reference of a case stands."""
        wanted = _bare(reference)
        return tuple(text for text in self.words if wanted in map(_bare, _REFERENCE.findall(text)))


def lately_entered(user: User) -> list[Record]:
    """Return the contacts, persons, cases and requests into which ``user`` wrote something in the last days."""
    query = (
        select(AuditTouch.record_kind, AuditTouch.record_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(
            AuditEvent.actor_id == user.id,
            AuditEvent.code.in_(_CODES),
            AuditEvent.day >= today() - LOOKED_BACK,
            AuditTouch.record_kind.in_(_MODELS),
        )
        .distinct()
    )
    found = (db.session.get(_MODELS[kind], record_id) for kind, record_id in db.session.execute(query))
    return [record for record in found if record is not None and record.removed_on is None]


def read_entered(record: Record) -> Entered:
    """Return what stands in a record, whoever reaches it: what is made of it goes to those of one case alone."""
    open_scopes([record.scope_id])
    match record:
        case IncomingContact():
            names, words = (record.caller, record.about), (record.about, record.wanted, record.answered)
            return Entered(record, _said(*names), _said(record.number), _said(*words))
        case Person():
            return Entered(record, _names_of(record.id), _numbers_of(record.id))
        case Case():
            numbers = _said(record.telephone, *_numbers_of(record.client_id))
            words = (record.tonight, record.who_knows, record.summary)
            return Entered(record, _names_of(record.client_id), numbers, _said(*words))
        case ContactRequest():  # its persons are looked at by themselves
            return Entered(record, words=_said(record.safe_contact, record.remark))
        case Search():
            return Entered(record, words=_said(record.last_place, record.last_news))
        case _:
            return Entered(record)


def record_of(kind: str, record_id: uuid.UUID) -> Record | None:
    """Return a record that was passed on, None where it is no more."""
    found = db.session.get(_MODELS[kind], record_id) if kind in _MODELS else None
    return found if found is not None and found.removed_on is None else None


def _bare(reference: str) -> str:
    return re.sub("[ -]", "", reference).upper()


def _names_of(person_id: uuid.UUID) -> tuple[str, ...]:
    query = select(PersonName).where(PersonName.person_id == person_id, PersonName.removed_on.is_(None))
    return _said(*(name.name for name in db.session.scalars(query.order_by(PersonName.seq))))


def _numbers_of(person_id: uuid.UUID) -> tuple[str, ...]:
    query = select(ContactRoute).where(ContactRoute.person_id == person_id, ContactRoute.removed_on.is_(None))
    return _said(*(route.value for route in db.session.scalars(query.order_by(ContactRoute.seq))))


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text and text.strip())
