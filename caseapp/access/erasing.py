"""Erasing scopes with everything in them, and comparing anew who reaches those that were reached through them."""

import uuid
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from sqlalchemy import select

from caseapp.access.actions import refresh_reach
from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.db import ORGANISATION, Scope, blobs, current_act, db, system_scope_id
from caseapp.db.erasing import Destroyed, Gone, destroy_scopes
from caseapp.web.drafts import forget_drafts_about
from caseapp.web.fates import Fate
from caseapp.web.installed import features


def erase_scopes(scopes: Collection[uuid.UUID], *besides: Gone) -> Destroyed:
    """Destroy scopes, and what anybody is writing about a row in them; names nothing in the log.

    Their files leave the store when this write has committed.
    """
    ends = [
        table
        for feature in features()
        for table, answer in feature.fates.items()
        if answer.fate is Fate.EITHER_END
    ]
    done = destroy_scopes(scopes, ends, *besides)
    for scope_id in sorted(done.loosened):
        scope = db.session.get(Scope, scope_id)
        if scope is not None:
            refresh_reach(scope)
    done.drafts = forget_drafts_about(done.shells.union(*done.rows.values()))
    current_act().after_commit.append(partial(destroy_files, done.files))
    return done


def destroy_files(refs: Iterable[uuid.UUID]) -> None:
    """Remove files from the store. One that a kill spares has no key, and is swept away like any that nobody names."""
    for ref in refs:
        blobs().destroy(ref)


def keep_to_itself(
    scope: Scope,
    erased: Collection[uuid.UUID],
    members: Iterable[uuid.UUID],
    besides: Iterable[uuid.UUID] = (),
) -> None:
    """Keep whoever was kept out of the ``erased`` scopes, and ``besides``, out of ``scope``; let ``members`` reach it.

    Call it before they are destroyed: of an erasure, too, nobody tells those who were kept out.
    """
    query = select(ScopeExclusion.user_id).where(
        ScopeExclusion.of_scope_id.in_(erased), ScopeExclusion.removed_on.is_(None)
    )
    _add(ScopeExclusion, scope, [*db.session.scalars(query), *besides])
    _add(ScopeMember, scope, members)
    refresh_reach(scope)


def _add(model: Any, scope: Scope, user_ids: Iterable[uuid.UUID]) -> None:
    there = set(db.session.scalars(select(model.user_id).where(model.of_scope_id == scope.id)))
    for user_id in dict.fromkeys(user_ids):
        if user_id not in there:
            organisation = system_scope_id(ORGANISATION)
            db.session.add(model(scope_id=organisation, of_scope_id=scope.id, user_id=user_id, reason=""))


def kept_out_of_scope(scope_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the colleagues who are kept out of a scope."""
    query = select(ScopeExclusion.user_id).where(
        ScopeExclusion.of_scope_id == scope_id, ScopeExclusion.removed_on.is_(None)
    )
    return list(db.session.scalars(query))


def links_of(scope_id: uuid.UUID) -> list[Gone]:
    """Return the links by which a scope is reached through others."""
    query = select(ScopeLink.id).where(ScopeLink.of_scope_id == scope_id)
    return [Gone(ScopeLink.__kind__, each) for each in db.session.scalars(query)]
