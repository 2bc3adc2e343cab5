"""The two members of staff who read what colleagues declare of their ties. Naming them is seen by all who watch."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from caseapp.accounts.models import TieKeeper, User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import ORGANISATION, db, system_scope_id

KEEPERS = 2
"""So many read the ties of colleagues."""


class OwnNaming(ValueError):
    """Nobody names themselves to read the ties of others."""


def keeper_ids() -> set[uuid.UUID]:
    """Return who reads the ties of colleagues; nobody before an administrator named somebody."""
    found = db.session.scalars(select(TieKeeper).where(TieKeeper.removed_on.is_(None)))
    return {keeper.user_id for keeper in found}


def is_keeper(user: User) -> bool:
    """Tell whether ``user`` reads the ties of colleagues."""
    return user.id in keeper_ids()


def name_keepers(actor: User, wanted: Collection[User]) -> None:
    """Let exactly ``wanted`` read the ties of colleagues. What they reach by it is brought up to date by the caller.

    Raises:
        OwnNaming: ``actor`` would name themselves.
    """
    before = keeper_ids()
    if actor.id in {user.id for user in wanted} - before:
        raise OwnNaming
    known = {keeper.user_id: keeper for keeper in db.session.scalars(select(TieKeeper))}
    for user in wanted:
        if user.id in before:
            continue
        keeper = known.get(user.id)
        if keeper is None:
            keeper = TieKeeper(scope_id=system_scope_id(ORGANISATION), user_id=user.id)
            db.session.add(keeper)
        keeper.removed_on = keeper.removed_by = None
        record(actor, "account.keeper_named", user)
    for user_id in before - {user.id for user in wanted}:
        known[user_id].removed_on, known[user_id].removed_by = today(), actor.id
        record(actor, "account.keeper_ended", db.session.get_one(User, user_id))
