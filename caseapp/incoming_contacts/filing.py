"""Putting an incoming contact with a record, and taking it out again.

Those who reach the record reach the contact from then on. Whoever took the contact and does not reach the record
reaches the contact no longer, whether they are kept out of the record or it is simply none of theirs: by what becomes
of a call nobody can tell which of the two it is.
"""

from sqlalchemy import select

from caseapp.access import add_member, can_see, link_scopes, people_who_reach, remove_member, unlink_scopes
from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.clock import today
from caseapp.db import Record, Scope, db
from caseapp.incoming_contacts.models import ContactFiling, IncomingContact, IncomingStatus
from caseapp.tasks.actions import change_next_step
from caseapp.tasks.models import StepStatus
from caseapp.tasks.queries import steps_on


def file_contact(actor: User, contact: IncomingContact, record: Record) -> None:
    """Put a contact with ``record``. Filing it there again changes nothing.

    What colleagues were to do about it and reach no longer becomes the work of whoever files it.
    """
    there = db.session.scalar(
        select(ContactFiling).where(
            ContactFiling.contact_id == contact.id, ContactFiling.record_id == record.id
        )
    )
    if there is None:
        there = ContactFiling(
            scope_id=contact.scope_id,
            contact_id=contact.id,
            record_kind=record.__kind__,
            record_id=record.id,
            filed_by=actor.id,
        )
        db.session.add(there)
    there.removed_on = there.removed_by = None
    link_scopes(contact.scope_id, record.scope_id, actor)
    contact.status = IncomingStatus.FILED.value
    record_event(actor, "incoming_contact.filed", contact, record)
    taker = db.session.get(User, contact.taken_by)
    if taker is not None and not can_see(taker, record):
        remove_member(actor, _scope(contact), taker, "")
    _take_over_steps(actor, contact)


def take_out(actor: User, contact: IncomingContact, filing: ContactFiling, record: Record) -> None:
    """Take a contact out of a record that it does not belong to. The last time, it waits to be filed again."""
    filing.removed_on, filing.removed_by = today(), actor.id
    unlink_scopes(contact.scope_id, record.scope_id, actor)
    record_event(actor, "incoming_contact.taken_out", contact, record)
    others = select(ContactFiling.id).where(
        ContactFiling.contact_id == contact.id,
        ContactFiling.id != filing.id,
        ContactFiling.removed_on.is_(None),
    )
    if db.session.scalar(others.limit(1)) is not None:
        return
    contact.status = IncomingStatus.NEW.value
    taker = db.session.get(User, contact.taken_by)
    if taker is not None and not can_see(taker, contact):
        add_member(actor, _scope(contact), taker, "")


def _take_over_steps(actor: User, contact: IncomingContact) -> None:
    reached_by = {user.id for user in people_who_reach(contact.scope_id)}
    for step in steps_on(actor, contact, StepStatus.OPEN):
        if step.assignee_id not in reached_by:
            change_next_step(actor, step, step.text, step.due or today(), actor.id)


def _scope(contact: IncomingContact) -> Scope:
    scope = db.session.get(Scope, contact.scope_id)
    assert scope is not None
    return scope
