"""Keeping colleagues out of a scope, by hand or because of a person who stands in it, and letting them in again."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from caseapp.access.actions import refresh_reach
from caseapp.access.conflicts import (
    CONFLICT,
    FOLLOWS,
    by_id,
    exclusions_of,
    says,
    tell_features,
    tell_keeping_out_changed,
    what_follows,
)
from caseapp.access.models import ScopeExclusion
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import ORGANISATION, Scope, db, own_act, system_scope_id
from caseapp.web.sentences import Sentence


def keep_out(actor: User, scope: Scope, user: User, reason: str) -> None:
    """Keep ``user`` out of ``scope``, whatever else would let them in."""
    found = db.session.scalar(
        select(ScopeExclusion).where(
            ScopeExclusion.of_scope_id == scope.id, ScopeExclusion.user_id == user.id
        )
    )
    if found is None:
        found = ScopeExclusion(
            scope_id=system_scope_id(ORGANISATION), of_scope_id=scope.id, user_id=user.id, reason=reason
        )
        db.session.add(found)
    found.removed_on, found.removed_by, found.reason = None, None, reason
    refresh_reach(scope)
    record(actor, "access.kept_out", user, scope, scope_id=str(scope.id))
    tell_keeping_out_changed(actor, scope.id, user)


def keep_out_of_persons(actor: User, user: User, persons: Collection[uuid.UUID]) -> None:
    """Keep ``user`` out of exactly the persons of these scopes, and of what they stand in, because of their ties.

    What that opens or closes is an act of its own each time, as in ``follow_persons``: the log tells of one whoever is
    kept out of another.
    """
    theirs = exclusions_of(user)
    held = {each.of_scope_id for each in theirs if says(each, CONFLICT)}
    for scope in by_id(set(persons) - {each.of_scope_id for each in theirs}):
        with own_act():
            keep_out(actor, scope, user, Sentence(CONFLICT))
    for scope in by_id(held - set(persons)):
        with own_act():
            end_exclusion(actor, scope, user, "")
    follow_persons(actor, user)


def follow_persons(actor: User, user: User) -> None:
    """Keep ``user`` out of what the persons stand in whom they are kept out of, and of nothing else for that reason."""
    wanted, theirs = what_follows(user), exclusions_of(user)
    held = {each.of_scope_id for each in theirs if says(each, FOLLOWS)}
    for scope in by_id(wanted - {each.of_scope_id for each in theirs}):
        with own_act():
            keep_out(actor, scope, user, Sentence(FOLLOWS))
            tell_features(actor, scope, user)
    for scope in by_id(held - wanted):
        with own_act():
            end_exclusion(actor, scope, user, "")


def let_in_again(actor: User, scope: Scope, user: User, reason: str) -> None:
    """End the exclusion of ``user`` from ``scope``; somebody who stands in it may go on keeping them out."""
    end_exclusion(actor, scope, user, reason)
    follow_persons(actor, user)


def end_exclusion(actor: User, scope: Scope, user: User, reason: str) -> None:
    """End the exclusion of ``user`` from ``scope`` alone, and what follows from it elsewhere."""
    query = select(ScopeExclusion).where(
        ScopeExclusion.of_scope_id == scope.id,
        ScopeExclusion.user_id == user.id,
        ScopeExclusion.removed_on.is_(None),
    )
    for exclusion in db.session.scalars(query):
        exclusion.removed_on, exclusion.removed_by, exclusion.removed_reason = today(), actor.id, reason
    refresh_reach(scope)
    record(actor, "access.let_in_again", user, scope, scope_id=str(scope.id))
    tell_keeping_out_changed(actor, scope.id, user)
