"""Who looks at an emergency access: somebody else who reaches the case in the usual way, else who is told instead."""

import uuid

from sqlalchemy import select

from caseapp.access import first_of, people_who_reach, somebody_else
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.emergency_access.models import EmergencyAccess, EmergencyStatus
from caseapp.emergency_access.permissions import EmergencyPermission
from caseapp.web.roles import Role


def reviewers(case: Case, opened_by: uuid.UUID) -> list[User]:
    """Return who may review that ``opened_by`` opened ``case``: coordinators who see it, and the responsible worker.

    Nobody who is there by an emergency access themselves: two could open a case and agree with each other. Nor their
    deputies.
    """
    visitors = _visitors(case.id)
    found = [
        user
        for user in people_who_reach(case.scope_id)
        if user.id not in visitors
        and opened_by not in stands_for(user)
        and (user.has_role(Role.COORDINATOR) or user.id == case.responsible_id)
    ]
    return sorted(found, key=lambda user: not user.has_role(Role.COORDINATOR))


def told_at_first(case: Case, opened_by: uuid.UUID) -> uuid.UUID | None:
    """Return who is told when ``opened_by`` opens ``case``; None where there is nobody else at all."""
    return first_of(reviewers(case, opened_by)) or _told_instead(case, opened_by)


def told_now(case: Case, opened_by: uuid.UUID) -> uuid.UUID | None:
    """Return who is told of an open review without seeing the case; None where somebody sees it and may review it."""
    return None if reviewers(case, opened_by) else _told_instead(case, opened_by)


def _told_instead(case: Case, opened_by: uuid.UUID) -> uuid.UUID | None:
    return somebody_else(
        opened_by,
        case.scope_id,
        EmergencyPermission.REVIEW,
        comes_first=lambda user: user.has_role(Role.COORDINATOR),
    )


def _visitors(case_id: uuid.UUID) -> set[uuid.UUID]:
    query = select(EmergencyAccess).where(
        EmergencyAccess.case_id == case_id, EmergencyAccess.status != EmergencyStatus.OBJECTED.value
    )
    return {each.opened_by for each in db.session.scalars(query) if each.until and each.until >= today()}
