"""Who may reach a scope: the rows that open or close it, compared with what the code of the scope covers.

Ids and days stand here as the database keeps them: a page of a list compares some hundred rows, and shows none.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, null, select, union_all

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.audit.former import refuse_former
from caseapp.db import db, memory
from caseapp.db.engine import among_given, given, id_bytes, stored
from caseapp.db.scopes import GuardedScope, digest_of, guarded_scopes
from caseapp.vault import Tampered, lp

_MEMBER, _KEPT_OUT, _THROUGH = "member", "kept out", "through"
_CHECKED, _FITTING = "checked-reach", "fitting-reach"
_MOST_FITTING = 20_000
"""So many states of scopes are remembered as fitting, of about half a kilobyte each."""


def kept_out_of(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who is kept out of a scope, or of any that it is reached through: nobody tells them of it."""
    scopes = step = {scope_id.hex}
    kept_out: set[uuid.UUID] = set()
    while step:
        found = [opening for of_one in _openings(step).values() for opening in of_one]
        kept_out |= {
            uuid.UUID(bytes=id_bytes(opening.other)) for opening in found if opening.kind == _KEPT_OUT
        }
        step = {opening.other for opening in found if opening.kind == _THROUGH} - scopes
        scopes = scopes | step
    return kept_out


def reach_digest(scope_id: uuid.UUID) -> bytes:
    """Return the digest of everything that opens or closes a scope, as it stands now."""
    return _digest(_openings([scope_id.hex])[scope_id.hex])


def check_reach(scope_ids: Collection[uuid.UUID]) -> None:
    """Compare members, exclusions and links with the digest that the scope's MAC covers.

    Whoever reaches a scope through another one is let in by the members of that other one, so it is compared too.

    Raises:
        Tampered: somebody changed them outside the application, took them out, or put a former state of them back.
    """
    checked: set[str] = db.session.info.setdefault(_CHECKED, set())
    step = openings = _openings({scope_id.hex for scope_id in scope_ids} - checked)
    for _link in range(2):  # a person, the request that names them, the case of the request
        near = {one.other for found in step.values() for one in found if one.kind == _THROUGH}
        step = _openings(near - checked - openings.keys())
        openings = openings | step
    if not openings:
        return
    scopes = guarded_scopes(openings)
    if len(scopes) != len(openings):
        raise Tampered("a scope through which others are reached was taken out outside the application")
    fitting: set[Any] = memory().setdefault(_FITTING, set())
    for scope in scopes:
        # Whether a row, its openings and its code fit together follows from them alone: what fitted once, fits.
        found = openings[scope.id]
        state = (scope, frozenset(found), len(found))
        if state not in fitting:
            _require_fitting(scope, found)
            if len(fitting) >= _MOST_FITTING:
                fitting.clear()
            fitting.add(state)
    refuse_former({scope.id: (scope.row_version, scope.mac) for scope in scopes})
    checked.update(openings)


class _Opening(NamedTuple):
    """One row that opens or closes a scope."""

    kind: str
    other: str
    until: str | None

    def parts(self) -> bytes:
        """Return what of it the digest covers."""
        until = [(self.until or "").encode()] if self.kind == _MEMBER else []
        return lp(self.kind.encode(), id_bytes(self.other), *until)


def _require_fitting(scope: GuardedScope, openings: Collection[_Opening]) -> None:
    scope.check()
    if scope.members_digest != _digest(openings):
        raise Tampered("who may reach this record was changed outside the application")


def _rows_of(kind: str, model: Any, other: Any, until: Any = None) -> Select[Any]:
    columns: tuple[Any, ...] = (
        stored(model.of_scope_id),
        literal(kind),
        stored(other),
        null() if until is None else stored(until),
    )
    return select(*columns).where(among_given(model.of_scope_id), model.removed_on.is_(None))


_OPENINGS = union_all(
    _rows_of(_MEMBER, ScopeMember, ScopeMember.user_id, ScopeMember.until),
    _rows_of(_KEPT_OUT, ScopeExclusion, ScopeExclusion.user_id),
    _rows_of(_THROUGH, ScopeLink, ScopeLink.through_scope_id),
)


def _openings(scope_ids: Collection[str]) -> dict[str, list[_Opening]]:
    found: dict[str, list[_Opening]] = {scope_id: [] for scope_id in scope_ids}
    if found:
        for scope_id, kind, other, until in db.session.execute(_OPENINGS, given(found)).all():
            found[scope_id].append(_Opening(kind, other, until))
    return found


def _digest(openings: Iterable[_Opening]) -> bytes:
    return digest_of(opening.parts() for opening in openings)
