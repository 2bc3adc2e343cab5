"""Whom a review is put before: a colleague who sees the case, else one who is told no more than that it waits.

It is asked anew whenever somebody looks. Whoever could review it may lose the case, the role or the account at any
time, and the maker may be the one who keeps them out: none of that leaves a disclosure before nobody.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from caseapp.access import kept_out_of, people_who_reach
from caseapp.accounts import User
from caseapp.db import db
from caseapp.disclosures.permissions import DisclosurePermission
from caseapp.web.gate import can
from caseapp.web.roles import Role


def second_person(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who reviews a disclosure about the person of this scope: whoever else sees them and may, if any."""
    return _first(
        user
        for user in people_who_reach(scope_id)
        if user.id != maker_id and can(user, DisclosurePermission.REVIEW)
    )


def somebody_else(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who is told that a disclosure waits where nobody but its maker sees the person and could review it.

    A coordinator comes first, then an administrator. They learn who made it and on which day, and nothing of the case.
    Whoever is kept out of the person, or of a case that names them, is not told, with one exception: where nobody else
    is left, an administrator is, so that no maker makes everybody blind by keeping them out. None when there is nobody
    but the maker.
    """
    kept_out = kept_out_of(scope_id)
    query = select(User).where(User.removed_on.is_(None), User.status == "active").order_by(User.seq)
    able = [
        user
        for user in db.session.scalars(query)
        if user.id != maker_id and can(user, DisclosurePermission.ANSWER_ALERT)
    ]
    told = [user for user in able if user.id not in kept_out]
    last = [user for user in able if user.has_role(Role.ADMINISTRATOR)]
    return _first(sorted(told, key=lambda user: not can(user, DisclosurePermission.REVIEW)) or last)


def told_now(maker_id: uuid.UUID, scope_id: uuid.UUID) -> uuid.UUID | None:
    """Return who is told of an open review as things stand; None where a colleague sees it and can review it."""
    return None if second_person(maker_id, scope_id) else somebody_else(maker_id, scope_id)


def _first(users: Iterable[User]) -> uuid.UUID | None:
    return next((user.id for user in users), None)
