"""Who is told of what somebody did on their own: a colleague who sees it, else one who is told no more than that it
waits.

It is asked anew whenever somebody looks. Whoever could look at it may lose the case, the role or the account at any
time, and its maker may be the one who keeps them out: none of that leaves it before nobody.
"""

import uuid
from collections.abc import Callable, Iterable

from sqlalchemy import select

from caseapp.access.reach import kept_out_of
from caseapp.access.visiting import only_visits
from caseapp.accounts.deputies import stands_for
from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.web.gate import can
from caseapp.web.roles import Role


def somebody_else(
    maker_id: uuid.UUID, scope_id: uuid.UUID, permission: str, comes_first: Callable[[User], bool]
) -> uuid.UUID | None:
    """Return who is told, of those who hold ``permission``, where nobody but the maker sees the scope and may act.

    Those who ``comes_first`` do, then an administrator. They learn who made it and on which day, and nothing of the
    case. Whoever is kept out of the scope, or of a case that leads to it, is not told, with one exception: where nobody
    else is left, an administrator is, so that no maker makes everybody blind by keeping them out, or by naming them
    their deputies, who hear of it and do not answer. None when there is nobody but the maker.
    """
    kept_out = kept_out_of(scope_id)
    # Whoever is there by emergency access alone answers nothing.
    query = select(User).where(User.removed_on.is_(None), User.status == "active").order_by(User.seq)
    able = [user for user in db.session.scalars(query) if user.id != maker_id and can(user, permission)]
    told = [
        user
        for user in able
        if user.id not in kept_out and not only_visits(user, scope_id) and maker_id not in stands_for(user)
    ]
    last = [user for user in able if user.has_role(Role.ADMINISTRATOR)]
    return first_of(
        sorted(told, key=lambda user: not comes_first(user))
        or sorted(last, key=lambda user: maker_id in stands_for(user))
    )


def first_of(users: Iterable[User]) -> uuid.UUID | None:
    """Return the id of the first of ``users``, None where there is none."""
    return next((user.id for user in users), None)
