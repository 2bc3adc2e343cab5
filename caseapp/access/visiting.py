"""Members for an emergency: they read and write, but do not decide who else reaches a scope, themselves above all."""

import uuid

from sqlalchemy import select

from caseapp.access.models import ScopeMember
from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.web.sentences import Sentence

VISITOR = "access.visitor"
"""The sentence that stands as the reason of such a membership."""


def is_visitor(user: User, scope_id: uuid.UUID) -> bool:
    """Tell whether ``user`` is a member of a scope for an emergency; whoever was let in since is none."""
    query = select(ScopeMember).where(
        ScopeMember.of_scope_id == scope_id, ScopeMember.user_id == user.id, ScopeMember.removed_on.is_(None)
    )
    member = db.session.scalar(query)
    reason = member.reason if member is not None else ""
    return isinstance(reason, Sentence) and reason.code == VISITOR
