"""What the audit log does not tell a colleague who is kept out of something, though they may read the log."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select

from caseapp.access.models import ScopeExclusion
from caseapp.access.visibility import scopes_through
from caseapp.accounts.models import User
from caseapp.db import Scope, db
from caseapp.web.feature import Happening
from caseapp.web.installed import model_of

ABOUT_ACCESS = "access."


def kept_out_scopes(user: User) -> Select[uuid.UUID]:
    """Return the ids of the scopes that ``user`` is kept out of, and of what is reached through them."""
    kept_out = select(ScopeExclusion.of_scope_id).where(
        ScopeExclusion.user_id == user.id, ScopeExclusion.removed_on.is_(None)
    )
    behind = scopes_through(kept_out)
    return select(Scope.id).where(
        Scope.id.in_(kept_out) | Scope.id.in_(behind) | Scope.id.in_(scopes_through(behind))
    )


def withheld(user: User, happenings: Mapping[uuid.UUID, Happening]) -> set[uuid.UUID]:
    """Return the events that touch what ``user`` is kept out of, and those by which they were kept out."""
    scopes = set(db.session.scalars(kept_out_scopes(user)))
    if not scopes:
        return set()
    shielded = _records_in(scopes, happenings)
    return {
        event_id
        for event_id, happening in happenings.items()
        if any(record_id in shielded for _kind, record_id in happening.touched)
        or (happening.code.startswith(ABOUT_ACCESS) and ("user", user.id) in happening.touched)
    }


def _records_in(scopes: set[uuid.UUID], happenings: Mapping[uuid.UUID, Happening]) -> set[uuid.UUID]:
    ids: dict[str, set[uuid.UUID]] = {}
    for happening in happenings.values():
        for kind, record_id in happening.touched:
            ids.setdefault(kind, set()).add(record_id)
    found = set(scopes)
    for kind, record_ids in ids.items():
        try:
            model: Any = model_of(kind)
        except KeyError:
            continue
        query = select(model.id).where(model.id.in_(record_ids), model.scope_id.in_(scopes))
        found.update(db.session.scalars(query))
    return found
