"""Who may reach a scope: the rows that open or close it, compared with what the code of the scope covers.

Ids and days stand here as the database keeps them: a page of a list compares some hundred rows, and shows none.
"""

import json
import uuid
from collections.abc import Collection, Set
from typing import Any, NamedTuple

from sqlalchemy import Row, ScalarSelect, Select, select, union

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import Prepared, Scope, db
from caseapp.db.engine import as_array, given, given_values, id_bytes, stored
from caseapp.db.fitting import fitting_rows
from caseapp.db.scopes import GUARDED, GuardedScope, digest_of
from caseapp.vault import Tampered, lp

_CHECKED = "checked-reach"


def kept_out_of(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who is kept out of a scope, or of any that it is reached through: nobody tells them of it.

    Raises:
        Tampered: as in ``check_reach``.
    """
    found = [_Openings.of(state) for state in _compared({scope_id.hex}).values()]
    return {uuid.UUID(bytes=id_bytes(user_id)) for openings in found for user_id in openings.kept_out}


def members_near(scope_ids: Collection[uuid.UUID], user_id: uuid.UUID) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Return for each of some scopes those, among it and the ones through which it is reached, of which a user is a
    member today, and kept out neither of it nor of what it is reached through. Scopes without any are left out.

    Raises:
        Tampered: as in ``check_reach``.
    """
    check_reach(scope_ids)
    day, states = today().isoformat(), db.session.info[_CHECKED]
    found = {}
    for scope_id in scope_ids:
        near = {
            each
            for each in _leading_to(scope_id.hex, states)
            if _is_member(states[each], user_id.hex, day)
            and not any(user_id.hex in states[above].kept_out for above in _leading_to(each, states))
        }
        if near:
            found[scope_id] = {uuid.UUID(each) for each in near}
    return found


def _is_member(state: Row[Any], user_id: str, day: str) -> bool:
    if user_id not in state.members:
        return False
    return any(
        member == user_id and (until is None or until >= day) for member, until in json.loads(state.members)
    )


def _leading_to(scope_id: str, states: dict[str, Row[Any]]) -> set[str]:
    """Return a scope and all those through which it is reached."""
    found: set[str] = set()
    wanted = [scope_id]
    while wanted:
        near = wanted.pop()
        if near not in found:
            found.add(near)
            wanted += [through for (through,) in json.loads(states[near].through)]
    return found


def reach_digest(scope_id: uuid.UUID) -> bytes:
    """Return the digest of everything that opens or closes a scope, as it stands now."""
    return _Openings.of(_states({scope_id.hex})[scope_id.hex]).digest()


def check_reach(scope_ids: Collection[uuid.UUID]) -> None:
    """Compare members, exclusions and links with the digest that the scope's MAC covers.

    Whoever reaches a scope through another one is let in by the members of that other one, so it is compared too.

    Raises:
        Tampered: somebody changed them outside the application, took them out, or put a former state of them back.
    """
    check_stored_reach({scope_id.hex for scope_id in scope_ids})


def check_stored_reach(scope_ids: Set[str]) -> None:
    """Compare as ``check_reach``, given the ids of the scopes as they are stored."""
    checked: dict[str, Row[Any]] = db.session.info.setdefault(_CHECKED, {})
    checked.update(_compared({each for each in scope_ids if each not in checked}))


def _compared(scope_ids: Set[str]) -> dict[str, Row[Any]]:
    """Return scopes, and all those through which they are reached, after each was compared; see ``check_reach``."""
    found: dict[str, Row[Any]] = {}
    wanted, fitting = set(scope_ids), fitting_rows()
    while missing := wanted - found.keys():
        near = _states(missing)
        found |= near
        for state in near.values():
            known = tuple(state)
            through = fitting.get(known)
            if through is None:
                through = fitting[known] = _through_if_fitting(state)
            wanted.update(through)
    if found:
        refuse_former({scope_id: (state.row_version, state.mac) for scope_id, state in found.items()})
    return found


class _Openings(NamedTuple):
    """The rows that open or close a scope."""

    members: list[tuple[str, str | None]]
    """Who may reach it, and to which day."""
    kept_out: list[str]
    through: list[str]

    @classmethod
    def of(cls, state: Row[Any]) -> "_Openings":
        """Return those that a question has found."""
        return cls(
            [(user_id, until) for user_id, until in json.loads(state.members)],
            [user_id for (user_id,) in json.loads(state.kept_out)],
            [scope_id for (scope_id,) in json.loads(state.through)],
        )

    def digest(self) -> bytes:
        """Return the digest of all of them."""
        return digest_of(
            [
                *(
                    lp(b"member", id_bytes(user_id), (until or "").encode())
                    for user_id, until in self.members
                ),
                *(lp(b"kept out", id_bytes(user_id)) for user_id in self.kept_out),
                *(lp(b"through", id_bytes(scope_id)) for scope_id in self.through),
            ]
        )


def _through_if_fitting(state: Row[Any]) -> tuple[str, ...]:
    """Return the scopes through which one is reached, after its row and its openings were found to fit their code."""
    scope, openings = GuardedScope(*state[: len(GUARDED)]), _Openings.of(state)
    scope.check()
    if scope.members_digest != openings.digest():
        raise Tampered("who may reach this record was changed outside the application")
    return tuple(openings.through)


def _openings_in(model: Any, *columns: Any) -> ScalarSelect[str]:
    rows = select(as_array(*(stored(column) for column in columns)))
    return (
        rows.where(model.of_scope_id == Scope.id, model.removed_on.is_(None))
        .correlate(Scope)
        .scalar_subquery()
    )


def _through(of_scopes: Select[str]) -> Select[str]:
    links = select(stored(ScopeLink.through_scope_id))
    return links.where(stored(ScopeLink.of_scope_id).in_(of_scopes), ScopeLink.removed_on.is_(None))


_ASKED = select(given_values())
_NEAR = union(_ASKED, _through(_ASKED), _through(_through(_ASKED)))
"""A person, the request that names them, the case of the request: hardly anything is reached in more steps."""
_STATES = Prepared(
    select(
        *GUARDED,
        _openings_in(ScopeMember, ScopeMember.user_id, ScopeMember.until).label("members"),
        _openings_in(ScopeExclusion, ScopeExclusion.user_id).label("kept_out"),
        _openings_in(ScopeLink, ScopeLink.through_scope_id).label("through"),
    ).where(stored(Scope.id).in_(_NEAR))
)


def _states(scope_ids: Set[str]) -> dict[str, Row[Any]]:
    """Return scopes, and those through which they are reached in two steps, each with what opens or closes it."""
    rows = _STATES.rows(given(scope_ids))
    found = {row.id: row for row in rows}
    if len(found) != len(rows) or not scope_ids <= found.keys():
        # Of two rows of one scope one could let somebody in, and the other be compared.
        raise Tampered("a scope was taken out outside the application, or stands there twice")
    return found
