"""Members for an emergency: they read, and write down what is urgent.

They do not decide who else reaches a scope, themselves above all, bring nothing elsewhere, are nobody's second person
and do nothing there that cannot be taken back.
"""

import uuid
from functools import partial

from sqlalchemy import select, true

from caseapp.access.conflicts import all_behind, stands_in
from caseapp.access.models import ScopeMember
from caseapp.access.visibility import Reader, reached_by
from caseapp.accounts.models import TeamMember, User
from caseapp.clock import today
from caseapp.db import Scope, db, while_unchanged
from caseapp.web.errors import OnlyVisiting, ReadsOnly
from caseapp.web.roles import Role
from caseapp.web.sentences import Sentence

VISITOR = "access.visitor"
"""The sentence that stands as the reason of such a membership."""
READS_ONLY = "access.reads_only"
"""The sentence that says why a visitor does not decide."""


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


def is_for_a_time(user: User, scope_id: uuid.UUID) -> bool:
    """Tell whether ``user`` reaches a scope until a day alone: it was shared with them, or they cover for somebody.

    They work there like anybody else. But whoever was let in until a day lets nobody in, themselves above all.
    """
    query = select(ScopeMember.until).where(
        ScopeMember.of_scope_id == scope_id, ScopeMember.user_id == user.id, ScopeMember.removed_on.is_(None)
    )
    return db.session.scalar(query) is not None and not reaches_as_coordinator(user, scope_id)


def only_visits(user: User, *scope_ids: uuid.UUID) -> bool:
    """Tell whether ``user`` reaches one of some scopes for an emergency alone.

    This is the one rule about who is no second person there, and who takes no step that cannot be taken back.
    """
    if user.id not in visitors():
        return False
    return any(
        while_unchanged(("only-visits", user.id, each), partial(_only_visits, user, each))
        for each in scope_ids
    )


def visited_by(user: User) -> frozenset[uuid.UUID]:
    """Return the scopes that ``user`` reaches for an emergency alone, with what they reach through them."""
    if user.id not in visitors():
        return frozenset()
    query = select(ScopeMember).where(
        ScopeMember.user_id == user.id, ScopeMember.until >= today(), ScopeMember.removed_on.is_(None)
    )
    entered = [member.of_scope_id for member in db.session.scalars(query) if is_in_passing(member)]
    behind = {each for scope_id in entered for each in db.session.scalars(all_behind(scope_id))}
    return frozenset(each for each in behind if only_visits(user, each))


def refuse_visitor(user: User, *scope_ids: uuid.UUID) -> None:
    """Let nobody decide about what they reach for an emergency alone.

    Raises:
        ReadsOnly: ``user`` reaches one of these scopes for no other reason.
    """
    if only_visits(user, *scope_ids):
        raise ReadsOnly


def visitors() -> frozenset[uuid.UUID]:
    """Return everybody who is anywhere for an emergency today; asked once for as long as nothing changes."""
    return while_unchanged("visitors", _visitors)


def _visitors() -> frozenset[uuid.UUID]:
    query = select(ScopeMember).where(ScopeMember.until >= today(), ScopeMember.removed_on.is_(None))
    return frozenset(member.user_id for member in db.session.scalars(query) if is_in_passing(member))


def refuse_to_carry_out(user: User, of: uuid.UUID, through: uuid.UUID) -> None:
    """Let nobody bring what they reach for an emergency alone to where they still reach it afterwards.

    Raises:
        OnlyVisiting: ``of`` is such a scope, and ``through`` is none.
    """
    if only_visits(user, of) and not only_visits(user, through):
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
    return not lasting and not reaches_as_coordinator(user, scope_id)


def reaches_as_coordinator(user: User, scope_id: uuid.UUID) -> bool:
    """Tell whether a team of ``user``, who coordinates it, shares a scope with them, members or not.

    Who is kept out is not asked here.
    """
    if not user.has_role(Role.COORDINATOR):
        return False
    teams = select(TeamMember.team_id).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
    nobody = Reader(uuid.UUID(int=0), true(), teams)
    query = select(Scope.id).where(Scope.id == scope_id, reached_by(nobody, today()))
    return db.session.scalar(query) is not None
