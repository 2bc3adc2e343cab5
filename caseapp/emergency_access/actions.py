"""Opening a case in an emergency, and looking at it afterwards."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import exists, select

from caseapp.access import (
    VISITOR,
    ScopeExclusion,
    check_reach,
    is_visitor,
    let_visitor_in,
    remove_member,
)
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.db import Scope, db
from caseapp.db.references import bearing
from caseapp.emergency_access.models import EmergencyAccess, EmergencyStatus
from caseapp.emergency_access.slowing import count_try, wait_of
from caseapp.emergency_access.telling import told_at_first
from caseapp.people.gate import keyed_query
from caseapp.web.sentences import Sentence


class SamePerson(ValueError):
    """Whoever opened a case is not the second person who looks at it."""


class AlreadyReviewed(ValueError):
    """Somebody has reviewed this before."""


class Outcome(Enum):
    """What came of a try."""

    OPENED = "opened"
    NOT_FOUND = "not found"
    """There is no such reference, or its case is none that this colleague may open: the two are the same."""
    OBJECTED = "objected"
    """Somebody objects to an emergency access of this colleague to this case."""
    WAITS = "waits"


@dataclass(frozen=True)
class Attempt:
    """One try, and what came of it."""

    outcome: Outcome
    case_id: uuid.UUID | None = None
    told: uuid.UUID | None = None
    """Who was told, or who objected."""
    wait: timedelta = timedelta(0)


def try_to_open(
    actor: User, reference: str, reason: str, until: date, access_id: uuid.UUID | None = None
) -> Attempt:
    """Open the case of a reference for ``actor`` until the end of a day, and tell a second person.

    It never opens what they are kept out of; then it does and writes what it does for a reference that nobody has. Each
    try is counted and recorded. Inside the write, which is committed whatever comes of it.
    """
    wait = wait_of(actor)
    if wait:
        return _refused(actor, reference, Attempt(Outcome.WAITS, wait=wait))
    count_try(actor)
    case = _find(actor, reference)
    if case is None:
        return _refused(actor, reference, Attempt(Outcome.NOT_FOUND))
    objected = _objection(actor, case)
    if objected is not None:
        return _refused(actor, reference, Attempt(Outcome.OBJECTED, case.id, objected.reviewed_by))
    told = told_at_first(case, actor.id)
    access = EmergencyAccess(
        id=access_id or uuid.uuid4(),
        scope_id=case.scope_id,
        status=EmergencyStatus.OPEN.value,
        case_id=case.id,
        opened_by=actor.id,
        asked_id=told,
        until=until,
        reason=reason,
    )
    db.session.add(access)
    let_visitor_in(db.session.get_one(Scope, case.scope_id), actor, until)
    record(actor, "access.emergency", access, case, until=until.isoformat(), told=str(told or ""))
    return Attempt(Outcome.OPENED, case.id, told)


def review_access(actor: User, access: EmergencyAccess, *, agree: bool, outcome: str) -> None:
    """Give a second person's view of an emergency access; an objection ends it at once.

    Raises:
        SamePerson: ``actor`` opened the case, or stands in for whoever did.
        AlreadyReviewed: it was reviewed before.
    """
    if access.status != EmergencyStatus.OPEN:
        raise AlreadyReviewed("this emergency access was reviewed before")
    if access.opened_by in stands_for(actor):
        raise SamePerson("who opened a case does not review it")
    access.status = (EmergencyStatus.AGREED if agree else EmergencyStatus.OBJECTED).value
    access.reviewed_by, access.outcome = actor.id, outcome
    visitor = db.session.get_one(User, access.opened_by)
    if not agree and is_visitor(visitor, access.scope_id):
        remove_member(actor, db.session.get_one(Scope, access.scope_id), visitor, Sentence(VISITOR))
    record(actor, "access.emergency_reviewed", access, agreed=agree)


def take_objection_back(actor: User, access: EmergencyAccess, outcome: str) -> None:
    """Let whoever opened a case open it in an emergency again, after somebody had objected. It opens nothing by itself.

    Raises:
        SamePerson: ``actor`` opened the case, or stands in for whoever did.
        AlreadyReviewed: nobody objects any more.
    """
    if access.status != EmergencyStatus.OBJECTED:
        raise AlreadyReviewed("nobody objects to this emergency access")
    if access.opened_by in stands_for(actor):
        raise SamePerson("who opened a case does not review it")
    access.status = EmergencyStatus.AGREED.value
    access.reviewed_by, access.outcome = actor.id, outcome
    record(actor, "access.emergency_objection_ended", access)


def _find(actor: User, reference: str) -> Case | None:
    kept_out = exists(
        select(ScopeExclusion.id).where(
            ScopeExclusion.of_scope_id == Case.scope_id,
            ScopeExclusion.user_id == actor.id,
            ScopeExclusion.removed_on.is_(None),
        )
    )
    case = db.session.scalar(bearing(Case, reference).where(Case.removed_on.is_(None), ~kept_out))
    if case is not None:
        check_reach([case.scope_id])  # an exclusion that was taken out with a database tool still keeps out
    return case


def _refused(actor: User, reference: str, attempt: Attempt) -> Attempt:
    # No record is named: of a case that they are kept out of the log tells as little as the page.
    record(
        actor,
        "access.emergency_refused",
        query=keyed_query(actor, reference),
        waiting=attempt.outcome is Outcome.WAITS,
    )
    return attempt


def _objection(actor: User, case: Case) -> EmergencyAccess | None:
    """Return an emergency access to which somebody objected and still does, however long ago its days were over."""
    query = select(EmergencyAccess).where(
        EmergencyAccess.case_id == case.id,
        EmergencyAccess.opened_by == actor.id,
        EmergencyAccess.status == EmergencyStatus.OBJECTED.value,
    )
    return db.session.scalars(query.order_by(EmergencyAccess.seq.desc())).first()
