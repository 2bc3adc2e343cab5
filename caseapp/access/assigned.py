"""Who is assigned to a record: a member in person of its scope, or of a case or a request through which it is reached.

A coordinator who reaches it with their team is not. Nor is whoever opened it in an emergency: they are let in so that
nobody waits for them, and what they looked at has to stand in the log.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import bindparam, select

from caseapp.access.models import ScopeMember
from caseapp.access.reach import members_near
from caseapp.access.visiting import is_in_passing
from caseapp.accounts.models import User
from caseapp.db import db, while_unchanged
from caseapp.db.engine import among_given, given_ids


def is_assigned(user: User, scope_id: uuid.UUID) -> bool:
    """Tell whether ``user`` is assigned to what lies in a scope; looked up once for as long as nothing changes.

    The responsible worker of a case is always a member of it.

    Raises:
        Tampered: as in ``check_reach``.
    """
    return while_unchanged(("assigned", user.id, scope_id), lambda: bool(assigned_among(user, [scope_id])))


def assigned_among(user: User, scope_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of some scopes to which ``user`` is assigned. Raises as ``is_assigned``."""
    near = members_near(scope_ids, user.id) if user.reads_cases and scope_ids else {}
    if not near:
        return set()
    scopes = {each for found in near.values() for each in found}
    members = db.session.scalars(_MEMBERSHIPS, {**given_ids(scopes), "user_id": user.id})
    lasting = {member.of_scope_id for member in members if not is_in_passing(member)}
    return {scope_id for scope_id, found in near.items() if found & lasting}


_MEMBERSHIPS = select(ScopeMember).where(
    ScopeMember.user_id == bindparam("user_id"),
    among_given(ScopeMember.of_scope_id),
    ScopeMember.removed_on.is_(None),
)
