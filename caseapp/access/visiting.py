"""Members for an emergency: they read and write, but do not decide who else reaches a scope, themselves above all."""

import uuid

from sqlalchemy import select, true

from caseapp.access.conflicts import stands_in
from caseapp.access.models import ScopeMember
from caseapp.access.visibility import Reader, reached_by
from caseapp.accounts.models import TeamMember, User
from caseapp.clock import today
from caseapp.db import Scope, db, while_unchanged
from caseapp.web.errors import OnlyVisiting
from caseapp.web.roles import Role
from caseapp.web.sentences import Sentence

VISITOR = "access.visitor"
"""The sentence that stands as the reason of such a membership."""


def is_visitor(user: User, scope_id: uuid.UUID) -> bool:
    """Tell whether ``user`` is a member of a scope for an emergency; whoever was let in since is none.

    It is asked once for as long as nothing changes, and by each write.
    """
    return while_unchanged(("visitor", user.id, scope_id), lambda: _is_visitor(user, scope_id))


def _is_visitor(user: User, scope_id: uuid.UUID) -> bool:
    query = select(ScopeMember).where(
        ScopeMember.of_scope_id == scope_id, ScopeMember.user_id == user.id, ScopeMember.removed_on.is_(None)
    )
    member = db.session.scalar(query)
    return member is not None and is_in_passing(member)


def is_in_passing(member: ScopeMember) -> bool:
    """Tell whether a membership was given for an emergency."""
    return isinstance(member.reason, Sentence) and member.reason.code == VISITOR


def refuse_to_carry_out(user: User, of: uuid.UUID, through: uuid.UUID) -> None:
    """Let nobody bring what they reach for an emergency alone to where they still reach it afterwards.

    Raises:
        OnlyVisiting: ``of`` is such a scope, and ``through`` is none.
    """
    if _only_visits(user, of) and not _only_visits(user, through):
        raise OnlyVisiting


def _only_visits(user: User, scope_id: uuid.UUID) -> bool:
    near = {scope_id, *stands_in([scope_id])}
    if not any(is_visitor(user, each) for each in near):
        return False
    query = select(ScopeMember).where(
        ScopeMember.of_scope_id.in_(near), ScopeMember.user_id == user.id, ScopeMember.removed_on.is_(None)
    )
    # What they began there themselves ends with the same day.
    lasting = [member for member in db.session.scalars(query) if member.until is None]
    return not lasting and not _reaches_as_coordinator(user, scope_id)


def _reaches_as_coordinator(user: User, scope_id: uuid.UUID) -> bool:
    if not user.has_role(Role.COORDINATOR):
        return False
    teams = select(TeamMember.team_id).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
    nobody = Reader(uuid.UUID(int=0), true(), teams)
    query = select(Scope.id).where(Scope.id == scope_id, reached_by(nobody, today()))
    return db.session.scalar(query) is not None
