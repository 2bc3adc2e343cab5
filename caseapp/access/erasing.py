"""Erasing scopes with everything in them, and comparing anew who reaches those that were reached through them."""

import uuid
from collections.abc import Collection, Iterable
from functools import partial

from sqlalchemy import select

from caseapp.access.actions import refresh_reach
from caseapp.access.models import ScopeExclusion, ScopeLink
from caseapp.db import ORGANISATION, Scope, blobs, current_act, db, system_scope_id
from caseapp.db.erasing import Destroyed, Gone, destroy_scopes
from caseapp.web.feature import Fate
from caseapp.web.installed import features


def erase_scopes(scopes: Collection[uuid.UUID], *besides: Gone) -> Destroyed:
    """Destroy scopes; their files leave the store when this write has committed. Names nothing in the log."""
    ends = [
        table
        for feature in features()
        for table, answer in feature.erasing.items()
        if answer.fate is Fate.EITHER_END
    ]
    done = destroy_scopes(scopes, ends, *besides)
    for scope_id in sorted(done.loosened):
        scope = db.session.get(Scope, scope_id)
        if scope is not None:
            refresh_reach(scope)
    current_act().after_commit.append(partial(destroy_files, done.files))
    return done


def destroy_files(refs: Iterable[uuid.UUID]) -> None:
    """Remove files from the store. One that a kill spares has no key, and is swept away like any that nobody names."""
    for ref in refs:
        blobs().destroy(ref)


def keep_to_itself(scope: Scope, erased: Collection[uuid.UUID]) -> None:
    """Keep whoever was kept out of the ``erased`` scopes out of ``scope``, and let nobody reach it through others.

    Call it before they are destroyed.
    """
    query = select(ScopeExclusion.user_id).where(
        ScopeExclusion.of_scope_id.in_(erased), ScopeExclusion.removed_on.is_(None)
    )
    out = set(db.session.scalars(query))
    there = select(ScopeExclusion.user_id).where(ScopeExclusion.of_scope_id == scope.id)
    for user_id in out - set(db.session.scalars(there)):
        db.session.add(
            ScopeExclusion(
                scope_id=system_scope_id(ORGANISATION), of_scope_id=scope.id, user_id=user_id, reason=""
            )
        )
    refresh_reach(scope)


def links_of(scope_id: uuid.UUID) -> list[Gone]:
    """Return the links by which a scope is reached through others."""
    query = select(ScopeLink.id).where(ScopeLink.of_scope_id == scope_id)
    return [Gone(ScopeLink.__kind__, each) for each in db.session.scalars(query)]
