"""Who is kept out of a person is kept out of whatever that person stands in, now and when they come into more.

An exclusion on the scope of a person is made here alone, and says so by its reason. Those that follow from it, of cases
and requests, say so by another, so that ending it lets in again what it kept out and nothing else.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from caseapp.access.models import ScopeExclusion, ScopeLink
from caseapp.access.visibility import scopes_through
from caseapp.accounts.models import User
from caseapp.db import Scope, db
from caseapp.web.installed import features
from caseapp.web.sentences import Sentence

CONFLICT, FOLLOWS = "access.conflict", "access.conflict_follows"
"""The sentences that stand as the reason: of the person, and of what they stand in."""


def exclusions_of(user: User) -> list[ScopeExclusion]:
    """Return everything that ``user`` is kept out of."""
    query = select(ScopeExclusion).where(
        ScopeExclusion.user_id == user.id, ScopeExclusion.removed_on.is_(None)
    )
    return list(db.session.scalars(query))


def users_kept_out(scope_id: uuid.UUID) -> list[User]:
    """Return the colleagues who are kept out of one scope itself."""
    query = select(User).join(ScopeExclusion, ScopeExclusion.user_id == User.id)
    query = query.where(ScopeExclusion.of_scope_id == scope_id, ScopeExclusion.removed_on.is_(None))
    return list(db.session.scalars(query))


def says(exclusion: ScopeExclusion, code: str) -> bool:
    """Tell whether the sentence of ``code`` is the reason of an exclusion."""
    return isinstance(exclusion.reason, Sentence) and exclusion.reason.code == code


def stands_in(scope_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return the scopes through which these are reached, in as many steps as there are: their requests, their cases."""
    found: set[uuid.UUID] = set()
    near = set(scope_ids)
    while near:
        query = select(ScopeLink.through_scope_id).where(
            ScopeLink.of_scope_id.in_(near), ScopeLink.removed_on.is_(None)
        )
        near = set(db.session.scalars(query)) - found
        found |= near
    return found


def what_follows(user: User) -> set[uuid.UUID]:
    """Return the scopes that ``user`` has to be kept out of because of persons whom they are kept out of."""
    persons = {each.of_scope_id for each in exclusions_of(user) if says(each, CONFLICT)}
    return stands_in(persons) - persons


def is_held_by_a_person(user: User, scope: Scope) -> bool:
    """Tell whether ``user`` is kept out of ``scope`` because of somebody who stands in it, and for no other reason."""
    return is_kept_out_because(user, scope, FOLLOWS)


def is_kept_out_because(user: User, scope: Scope, code: str) -> bool:
    """Tell whether ``user`` is kept out of ``scope``, and the sentence of ``code`` is the reason."""
    return any(each.of_scope_id == scope.id and says(each, code) for each in exclusions_of(user))


def tell_features(actor: User, scope: Scope, user: User) -> None:
    """Let the features see to what must not stay with ``user``, who was kept out of ``scope`` unasked."""
    for feature in features():
        feature.consequences.kept_out(actor, scope, user)


def tell_keeping_out_changed(actor: User, scope_id: uuid.UUID, user: User) -> None:
    """Let the features see to what tells of somebody in a scope, or behind it, and stands elsewhere."""
    scope_ids = set(db.session.scalars(all_behind(scope_id)))
    for feature in features():
        feature.consequences.keeping_out_changed(actor, scope_ids, user)


def all_behind(scope_id: uuid.UUID) -> Any:
    """Return the question for a scope and everything that is reached through it."""
    near = scopes_through([scope_id])
    return select(Scope.id).where(
        (Scope.id == scope_id) | Scope.id.in_(near) | Scope.id.in_(scopes_through(near))
    )


def by_id(scope_ids: Collection[uuid.UUID]) -> list[Scope]:
    """Return scopes, in the order of their ids."""
    return list(db.session.scalars(select(Scope).where(Scope.id.in_(scope_ids)).order_by(Scope.id)))
