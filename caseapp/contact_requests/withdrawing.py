"""What follows for searches when a consent is taken back, or two records of one human being are merged."""

from typing import Any

from sqlalchemy import or_, select

from caseapp.accounts import User
from caseapp.contact_requests.actions import freeze_for_withdrawal
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.states import ENDED
from caseapp.db import db, own_act
from caseapp.disclosures import Purpose
from caseapp.people.merging import let_mean
from caseapp.people.models import Person

FREEZING = frozenset({Purpose.KEEP, Purpose.TRACE, Purpose.CONTACT_FAMILY})
"""Purposes without which a search cannot go on."""


def stop_searches(actor: User, consent: Any) -> None:
    """Freeze every search whose enquirer or sought person takes back what it rests on. Inside that write.

    It reaches searches that ``actor`` cannot see: a withdrawal counts whoever brings it. Each is stopped by an act of
    its own, so that whoever does not hear of one of them hears of the withdrawal.
    """
    if consent.purpose not in FREEZING:
        return
    query = (
        select(Search)
        .join(ContactRequest, ContactRequest.id == Search.request_id)
        .where(
            or_(Search.sought_id == consent.person_id, ContactRequest.enquirer_id == consent.person_id),
            Search.status.not_in(ENDED),
            Search.removed_on.is_(None),
        )
    )
    for search in db.session.scalars(query).all():
        side = "sought" if search.sought_id == consent.person_id else "enquirer"
        with own_act():
            freeze_for_withdrawal(
                actor,
                search,
                brought_by=side,
                channel=consent.how or "",
                words=consent.conditions,
                happened_on=consent.given_on,
            )


def point_to(actor: User, person: Person, known: Person) -> None:
    """Let requests and searches about ``person`` be about ``known``, who is the same human being."""
    requests = db.session.scalars(select(ContactRequest).where(ContactRequest.enquirer_id == person.id))
    let_mean(actor, person, known, requests, "enquirer_id")
    sought = db.session.scalars(select(Search).where(Search.sought_id == person.id))
    let_mean(actor, person, known, sought, "sought_id")
