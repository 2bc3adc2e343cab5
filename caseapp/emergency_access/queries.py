"""Reading emergency access: what waits for a second person, and by what a colleague sees the page they look at."""

import uuid
from datetime import timedelta

from sqlalchemy import or_, select

from caseapp.access import (
    can_see,
    check_reach,
    kept_out_of,
    list_visible,
    reached_scopes,
    scopes_through,
)
from caseapp.access.opening import reached
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import Scope, db
from caseapp.db.unchanged import while_unchanged
from caseapp.emergency_access.models import EmergencyAccess, EmergencyStatus
from caseapp.emergency_access.telling import reviewers, told_now
from caseapp.web.errors import NotFound

LONGEST = timedelta(days=2)
"""The last of three days, counted from the first."""
TOLD_FOR = timedelta(days=14)
"""So long after they opened a case somebody is told that it was objected to."""
_ZONES = timedelta(days=1)
"""A row bears the UTC day on which it was written, which may be another one here."""


def get_access(user: User, access_id: uuid.UUID) -> tuple[EmergencyAccess, bool]:
    """Return an emergency access, and whether ``user`` sees the case, too.

    Whoever opened the case sees it, whoever may review it, and whoever was told because nobody else could.

    Raises:
        NotFound: there is none, or it is nothing for ``user``.
    """
    access = db.session.get(EmergencyAccess, access_id)
    if access is None or access.removed_on is not None:
        raise NotFound
    check_reach([access.scope_id])
    case = db.session.get_one(Case, access.case_id)
    sees = can_see(user, access)
    if sees and (
        user.id == access.opened_by or user.id in {each.id for each in reviewers(case, access.opened_by)}
    ):
        return access, True
    if access.status != EmergencyStatus.AGREED and told_now(case, access.opened_by) == user.id:
        return access, False
    raise NotFound


def waiting_for(user: User) -> tuple[list[EmergencyAccess], list[EmergencyAccess]]:
    """Return the emergency access that waits for ``user``, the oldest first: what they see, and what they are told."""
    waiting = EmergencyAccess.status == EmergencyStatus.OPEN.value
    others = EmergencyAccess.opened_by != user.id
    query = select(EmergencyAccess).where(waiting, others).order_by(EmergencyAccess.seq)
    seen = [access for access in list_visible(user, query) if _is_reviewer(user, access)]
    told_ids = while_unchanged(("emergency-access", user.id), lambda: _told(user))
    told = db.session.scalars(query.where(EmergencyAccess.id.in_(told_ids))).all() if told_ids else []
    return seen, list(told)


def ended_for(user: User) -> list[EmergencyAccess]:
    """Return the emergency access of ``user`` that somebody lately objected to and still does, the newest first."""
    ended = while_unchanged(("ended-emergency-access", user.id, today()), lambda: _ended(user))
    query = select(EmergencyAccess).where(EmergencyAccess.id.in_(ended)).order_by(EmergencyAccess.seq.desc())
    found = list(db.session.scalars(query)) if ended else []
    check_reach([access.scope_id for access in found])
    return [access for access in found if user.id not in kept_out_of(access.scope_id)]


def shown_under(user: User) -> EmergencyAccess | None:
    """Return the emergency access by which ``user`` sees what this request reached; None for nearly everybody."""
    held = while_unchanged(("held-emergency-access", user.id), lambda: _held(user)) if reached() else ()
    if not held:
        return None
    scope_ids = reached_scopes()
    query = select(EmergencyAccess).where(EmergencyAccess.id.in_(held))
    for access in list_visible(user, query.order_by(EmergencyAccess.seq.desc())):
        if access.until and access.until >= today() and _opens(access, scope_ids):
            return access
    return None


def _opens(access: EmergencyAccess, scope_ids: set[uuid.UUID]) -> bool:
    if access.scope_id in scope_ids:
        return True
    near = scopes_through([access.scope_id])
    behind = or_(Scope.id.in_(near), Scope.id.in_(scopes_through(near)))
    return db.session.scalar(select(Scope.id).where(Scope.id.in_(scope_ids), behind).limit(1)) is not None


def _is_reviewer(user: User, access: EmergencyAccess) -> bool:
    case = db.session.get_one(Case, access.case_id)
    return user.id in {each.id for each in reviewers(case, access.opened_by)}


def _told(user: User) -> tuple[uuid.UUID, ...]:
    query = select(EmergencyAccess).where(
        EmergencyAccess.status == EmergencyStatus.OPEN.value,
        EmergencyAccess.removed_on.is_(None),
        EmergencyAccess.opened_by != user.id,
    )
    return tuple(
        access.id
        for access in db.session.scalars(query)
        if told_now(db.session.get_one(Case, access.case_id), access.opened_by) == user.id
    )


def _ended(user: User) -> tuple[uuid.UUID, ...]:
    query = select(EmergencyAccess.id).where(
        EmergencyAccess.opened_by == user.id,
        EmergencyAccess.created_on >= today() - TOLD_FOR,
        EmergencyAccess.status == EmergencyStatus.OBJECTED.value,
        EmergencyAccess.removed_on.is_(None),
    )
    return tuple(db.session.scalars(query))


def _held(user: User) -> tuple[uuid.UUID, ...]:
    query = select(EmergencyAccess.id).where(
        EmergencyAccess.opened_by == user.id, EmergencyAccess.created_on >= today() - LONGEST - _ZONES
    )
    return tuple(db.session.scalars(query))
