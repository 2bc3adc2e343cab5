"""Letting those who reach one scope reach another: a person who comes into a case, a call that is filed with it."""

import uuid

from sqlalchemy import select

from caseapp.access.actions import link_row, refresh_reach
from caseapp.access.conflicts import tell_keeping_out_changed, users_kept_out
from caseapp.access.excluding import follow_persons
from caseapp.access.models import ScopeLink
from caseapp.access.reach import kept_out_of
from caseapp.access.visiting import refuse_to_carry_out
from caseapp.accounts.models import User
from caseapp.clock import today
from caseapp.db import Scope, db


def link_scopes(of: uuid.UUID, through: uuid.UUID, actor: User) -> None:
    """Let those who reach ``through`` also reach ``of`` (a person who comes into another case). Records no event
    of its own: it is part of the act that names both. Whoever is kept out of a person is kept out of where they come
    to stand.

    Raises:
        OnlyVisiting: ``actor`` reaches ``of`` for an emergency alone, and would still reach it through ``through``.
    """
    refuse_to_carry_out(actor, of, through)
    before = kept_out_of(of)
    query = select(ScopeLink).where(ScopeLink.of_scope_id == of, ScopeLink.through_scope_id == through)
    found = db.session.scalar(query)
    if found is None:
        db.session.add(link_row(of, through))
    elif found.removed_on is not None:
        found.removed_on = found.removed_by = None
    else:
        return
    _refresh_linked(of, actor, before)


def unlink_scopes(of: uuid.UUID, through: uuid.UUID, actor: User) -> None:
    """End what ``link_scopes`` began. Records no event of its own: it is part of the act that names both."""
    before = kept_out_of(of)
    query = select(ScopeLink).where(
        ScopeLink.of_scope_id == of, ScopeLink.through_scope_id == through, ScopeLink.removed_on.is_(None)
    )
    for link in db.session.scalars(query):
        link.removed_on, link.removed_by = today(), actor.id
    _refresh_linked(of, actor, before)


def _refresh_linked(scope_id: uuid.UUID, actor: User, before: set[uuid.UUID]) -> None:
    refresh_reach(db.session.get_one(Scope, scope_id))
    for user in users_kept_out(scope_id):
        follow_persons(actor, user)
    for user_id in sorted(before ^ kept_out_of(scope_id)):
        tell_keeping_out_changed(actor, scope_id, db.session.get_one(User, user_id))
