"""What takes two: legal grounds and reviews. Who asked never answers."""

import uuid
from datetime import date

from caseapp.access import refuse_visitor
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.db import db
from caseapp.disclosures.actions import audience_data
from caseapp.disclosures.definition import Audience, Purpose
from caseapp.disclosures.models import DisclosureReview, GroundKind, GroundStatus, LegalGround, ReviewStatus
from caseapp.people.models import Person


class SamePerson(ValueError):
    """Whoever asked for something cannot be the second person who agrees."""


class AlreadyDecided(ValueError):
    """Somebody has decided this before."""


def ask_ground(
    actor: User,
    person: Person,
    *,
    purpose: Purpose,
    audience: Audience,
    ground: GroundKind,
    words: str,
    until: date | None,
    ground_id: uuid.UUID | None = None,
) -> LegalGround:
    """Ask for a legal ground to tell something about ``person`` without their consent."""
    asked = LegalGround(
        id=ground_id or uuid.uuid4(),
        scope_id=person.scope_id,
        status=GroundStatus.ASKED.value,
        person_id=person.id,
        purpose=purpose.value,
        asked_by=actor.id,
        audience=audience_data(actor, audience),
        ground=ground.value,
        words=words,
        until=until,
    )
    db.session.add(asked)
    record(actor, "legal_ground.asked", asked, person)
    return asked


def decide_ground(actor: User, ground: LegalGround, *, approve: bool, reason: str) -> None:
    """Approve or refuse a legal ground that a colleague asked for.

    Raises:
        SamePerson: ``actor`` asked for it.
        AlreadyDecided: it was decided before.
        ReadsOnly: ``actor`` sees the person by emergency access alone.
    """
    refuse_visitor(actor, ground.scope_id)
    if ground.status != GroundStatus.ASKED:
        raise AlreadyDecided("this ground was decided before")
    if ground.asked_by in stands_for(actor):
        raise SamePerson("who asks for a ground does not approve it")
    ground.status = (GroundStatus.APPROVED if approve else GroundStatus.REFUSED).value
    ground.decided_by, ground.decision = actor.id, reason
    record(actor, "legal_ground.approved" if approve else "legal_ground.refused", ground)


def end_ground(actor: User, ground: LegalGround, reason: str) -> None:
    """End a ground, whoever asked for or approved it: from now on it allows nothing.

    Raises:
        AlreadyDecided: it does not stand any more.
    """
    if ground.status not in {GroundStatus.ASKED, GroundStatus.APPROVED}:
        raise AlreadyDecided("this ground does not stand any more")
    ground.status, ground.decision = GroundStatus.ENDED.value, reason
    record(actor, "legal_ground.ended", ground)


def review_disclosure(actor: User, review: DisclosureReview, *, agree: bool, outcome: str) -> None:
    """Give a second person's view of a disclosure that was made without a basis on file.

    Raises:
        SamePerson: ``actor`` made the disclosure, or stands in for whoever did.
        AlreadyDecided: it was reviewed before.
        ReadsOnly: ``actor`` sees the person by emergency access alone.
    """
    refuse_visitor(actor, review.scope_id)
    if review.status != ReviewStatus.OPEN:
        raise AlreadyDecided("this disclosure was reviewed before")
    if review.opened_by in stands_for(actor):
        raise SamePerson("who disclosed does not review it")
    review.status = (ReviewStatus.AGREED if agree else ReviewStatus.OBJECTED).value
    review.reviewed_by, review.outcome = actor.id, outcome
    record(actor, "disclosure.reviewed", review, agreed=agree)
