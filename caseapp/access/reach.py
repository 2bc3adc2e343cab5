"""Who may reach a scope: the rows that open or close it, compared with what the code of the scope covers."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, Select, bindparam, literal, select, union_all

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.audit.former import refuse_former
from caseapp.db import db
from caseapp.db.scopes import digest_of, guarded_scopes
from caseapp.vault import Tampered, lp

_MEMBER, _KEPT_OUT, _THROUGH = "member", "kept out", "through"
_AT_ONCE = 5_000
"""So many scopes are asked about in one statement: SQLite takes 32,766 values."""


def kept_out_of(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who is kept out of a scope, or of any that it is reached through: nobody tells them of it."""
    scopes = step = {scope_id}
    kept_out: set[uuid.UUID] = set()
    while step:
        found = [opening for of_one in _openings(step).values() for opening in of_one]
        kept_out |= {opening.other for opening in found if opening.kind == _KEPT_OUT}
        step = {opening.other for opening in found if opening.kind == _THROUGH} - scopes
        scopes = scopes | step
    return kept_out


def reach_digest(scope_id: uuid.UUID) -> bytes:
    """Return the digest of everything that opens or closes a scope, as it stands now."""
    return _digest(_openings([scope_id])[scope_id])


def check_reach(scope_ids: Collection[uuid.UUID]) -> None:
    """Compare members, exclusions and links with the digest that the scope's MAC covers.

    Whoever reaches a scope through another one is let in by the members of that other one, so it is compared too.

    Raises:
        Tampered: somebody changed them outside the application, or put a former state of them back.
    """
    checked: set[uuid.UUID] = db.session.info.setdefault("checked-reach", set())
    step = openings = _openings(set(scope_ids) - checked)
    for _link in range(2):  # a person, the request that names them, the case of the request
        near = {one.other for found in step.values() for one in found if one.kind == _THROUGH}
        step = _openings(near - checked - openings.keys())
        openings = openings | step
    if not openings:
        return
    guarded = guarded_scopes(openings)
    for scope_id, scope in guarded.items():
        if scope.members_digest != _digest(openings[scope_id]):
            raise Tampered("who may reach this record was changed outside the application")
    refuse_former({scope_id: (scope.row_version, scope.mac) for scope_id, scope in guarded.items()})
    checked.update(openings)


class _Opening(NamedTuple):
    """One row that opens or closes a scope."""

    kind: str
    other: uuid.UUID
    until: date | None

    def parts(self) -> bytes:
        """Return what of it the digest covers."""
        until = [self.until.isoformat().encode() if self.until else b""] if self.kind == _MEMBER else []
        return lp(self.kind.encode(), self.other.bytes, *until)


def _rows_of(kind: str, model: Any, other: Any, until: Any = None) -> Select[Any]:
    ids: BindParameter[uuid.UUID] = bindparam("scope_ids", expanding=True)
    columns = (model.of_scope_id, literal(kind), other, literal(None, Date) if until is None else until)
    return select(*columns).where(model.of_scope_id.in_(ids), model.removed_on.is_(None))


_OPENINGS = union_all(
    _rows_of(_MEMBER, ScopeMember, ScopeMember.user_id, ScopeMember.until),
    _rows_of(_KEPT_OUT, ScopeExclusion, ScopeExclusion.user_id),
    _rows_of(_THROUGH, ScopeLink, ScopeLink.through_scope_id),
)


def _openings(scope_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[_Opening]]:
    found: dict[uuid.UUID, list[_Opening]] = {scope_id: [] for scope_id in scope_ids}
    ordered = list(found)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = db.session.execute(_OPENINGS, {"scope_ids": ordered[start : start + _AT_ONCE]})
        for scope_id, kind, other, until in rows:
            found[scope_id].append(_Opening(kind, other, until))
    return found


def _digest(openings: Iterable[_Opening]) -> bytes:
    return digest_of(opening.parts() for opening in openings)
