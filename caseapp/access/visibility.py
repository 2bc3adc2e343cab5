"""``visible_to``: the one predicate over scopes, members, exclusions and links. No feature has another door."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    false,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.access.opening import note_reached
from caseapp.access.reach import check_reach
from caseapp.accounts.models import TeamMember, User
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import ORGANISATION, Record, Scope, asked_once, db, open_scopes
from caseapp.web.errors import NotFound
from caseapp.web.roles import CASE_ROLES, Role

R = TypeVar("R", bound=Record)
SHARED_KINDS = (ORGANISATION, "user")
"""Scopes that hold no one's case: lists of the organisation, authorities, the names of colleagues."""

_SHARED = Scope.kind.in_(SHARED_KINDS)
_Through = aliased(Scope, name="through")
_Above = aliased(Scope, name="above")


class Level:
    """How widely a scope is shared inside its team."""

    TEAM = "team"
    ONLY_MEMBERS = "members"


def visible_to(user: User, model: type[Record], *, few: bool = False) -> ColumnElement[bool]:
    """Return the condition under which rows of ``model`` are there for ``user``; removed rows never are.

    It is asked of each row, so that a query which finds a few rows by an index, or wants the newest fifty, does not
    work out first everything that the user reaches. Whoever coordinates nothing reaches little: for them the short
    list of what they may reach at most comes before, so that the newest fifty are not sought among everybody's.
    Where the rest of the query leads to a ``few`` rows, that list would take longer than the rows themselves.
    """
    return _rows_reached(_known(user), model, few)


def visible_scopes(user: User) -> Select[uuid.UUID]:
    """Return the ids of the scopes that ``user`` reaches, directly or through one link. An exclusion beats both.

    Who is kept out of a case is kept out of what is reached through it, too, whoever made it: only another case that
    they reach lets them see a person whom both name.
    """
    return select(Scope.id).where(_reached(user))


def out_of_reach(user: User) -> ColumnElement[bool]:
    """Return the condition on a ``Scope`` that ``user`` does not reach it.

    It is asked of each one, so that a few are looked at without working out first everything that the user reaches.
    """
    return not_(_reached(user))


def _reached(user: User) -> ColumnElement[bool]:
    return _scopes_reached(_known(user))


@lru_cache(maxsize=512)
def _rows_reached(who: "_Known", model: type[Record], few: bool) -> ColumnElement[bool]:
    asked = exists(select(Scope.id).where(Scope.id == model.scope_id, _scopes_reached(who)).correlate(model))
    there = and_(asked, model.removed_on.is_(None))
    return there if few or who.teams is not None else and_(model.scope_id.in_(_at_most(who.user_id)), there)


@lru_cache(maxsize=64)
def _scopes_reached(who: "_Known") -> ColumnElement[bool]:
    if not who.reads_cases:
        return _SHARED
    coordinates = true() if who.teams is not None else false()
    return _reached_by(_Reader(who.user_id, coordinates, who.teams or ()), who.on)


def _at_most(user_id: uuid.UUID) -> CompoundSelect[uuid.UUID]:
    """Return the scopes beyond which somebody who coordinates nothing reaches none. It opens none by itself."""
    members = select(ScopeMember.of_scope_id).where(ScopeMember.user_id == user_id)
    linked = select(ScopeLink.of_scope_id).where(ScopeLink.through_scope_id.in_(members))
    return union_all(select(Scope.id).where(_SHARED), members, linked)


def _reached_by(reader: "_Reader", day: date) -> ColumnElement[bool]:
    kept_out = (
        select(ScopeExclusion.of_scope_id)
        .where(ScopeExclusion.user_id == reader.id, ScopeExclusion.removed_on.is_(None))
        .correlate(User)
        .scalar_subquery()
    )
    behind = scopes_through(kept_out).scalar_subquery()
    direct = and_(
        _reached_directly(reader, day),
        Scope.id.not_in(behind),
        Scope.id.not_in(scopes_through(behind).scalar_subquery()),
    )
    linked = exists(
        select(ScopeLink.id)
        .join(_Through, _Through.id == ScopeLink.through_scope_id)
        .where(
            ScopeLink.of_scope_id == Scope.id,
            ScopeLink.removed_on.is_(None),
            _reached_directly(reader, day, _Through),
            ScopeLink.through_scope_id.not_in(kept_out),
            ScopeLink.through_scope_id.not_in(behind),
        )
        .correlate(Scope, User)
    )
    return and_(or_(_SHARED, direct, linked), Scope.id.not_in(kept_out))


def scopes_through(scope_ids: Any) -> Select[uuid.UUID]:
    """Return the ids of the scopes that are reached through any of ``scope_ids``, one link further."""
    link = aliased(ScopeLink)
    return select(link.of_scope_id).where(link.through_scope_id.in_(scope_ids), link.removed_on.is_(None))


def get_visible(user: User, model: type[R], record_id: uuid.UUID) -> R:
    """Load one record for ``user``.

    Raises:
        NotFound: it is not there, or not visible to ``user``; the two are the same.
        Tampered: the record, or who may reach it, was edited outside the application.
    """
    record = asked_once(("visible", user.id, model, record_id), lambda: _find_visible(user, model, record_id))
    if record is None:
        raise NotFound
    note_reached(record)
    return record


def _find_visible(user: User, model: type[R], record_id: uuid.UUID) -> R | None:
    record = db.session.scalar(select(model).where(model.id == record_id, visible_to(user, model, few=True)))
    if record is not None:
        check_reach([record.scope_id])
    return record


def list_visible(user: User, query: Select[R], *, few: bool = True, **values: Any) -> list[R]:
    """Run ``query`` over one model, cut down to what ``user`` may see; who may reach each row is checked.

    The keys of all rows are looked up at once: most of them have one of their own. ``few`` is as in ``visible_to``.
    A query with parameters takes their ``values``; it is one of the module's, and is prepared once.
    """
    model: type[R] = query.column_descriptions[0]["entity"]
    cut_down = _cut_down if values else _cut_down.__wrapped__
    found: list[R] = list(db.session.scalars(cut_down(query, visible_to(user, model, few=few)), values))
    scopes = {record.scope_id for record in found}
    check_reach(scopes)
    open_scopes(scopes)
    return found


@lru_cache(maxsize=512)
def _cut_down(query: Select[R], there: ColumnElement[bool]) -> Select[R]:
    return query.where(there)


def can_see(user: User, record: Record) -> bool:
    """Tell whether ``user`` reaches ``record``."""
    query = select(exists(visible_scopes(user).where(Scope.id == record.scope_id)))
    return record.removed_on is None and bool(db.session.scalar(query))


def people_who_reach(scope_id: uuid.UUID) -> list[User]:
    """Return the active members of staff who reach a scope, to ask them or to show them."""
    query = select(User).where(*_ACTIVE, _staff_reach(scope_id, User))
    found = list(db.session.scalars(query))
    # The memberships were joined above; loading those that let somebody in checks the code of each.
    db.session.scalars(select(TeamMember).where(TeamMember.user_id.in_([user.id for user in found]))).all()
    return found


def reached_by_any(model: type[Record], roles: Iterable[Role], besides: Any) -> ColumnElement[bool]:
    """Return the condition that somebody active with one of ``roles`` reaches a row, other than the one it names.

    It is asked of many rows at once; the code of every membership that may let somebody in is checked before.

    Raises:
        Tampered: a membership was edited outside the application.
    """
    db.session.scalars(select(TeamMember).where(TeamMember.removed_on.is_(None))).all()
    able = or_(*(_holds(role) for role in roles))
    reached = _staff_reach(model.scope_id, User, model)
    return exists(select(User.id).where(*_ACTIVE, able, User.id != besides, reached).correlate(model))


_ACTIVE = (User.removed_on.is_(None), User.status == "active")


def _staff_reach(scope_id: Any, *rows: Any) -> ColumnElement[bool]:
    """Return the condition that the member of staff at which the outer query stands reaches a scope."""
    teams = (
        select(TeamMember.team_id)
        .where(TeamMember.user_id == User.id, TeamMember.removed_on.is_(None))
        .correlate(User)
    )
    reader = _Reader(User.id, _holds(Role.COORDINATOR), teams)
    reads_cases = or_(*(_holds(role) for role in CASE_ROLES))
    return exists(
        select(Scope.id)
        .where(Scope.id == scope_id, or_(_SHARED, and_(reads_cases, _reached_by(reader, today()))))
        .correlate(*rows)
    )


@dataclass(frozen=True)
class _Known:
    """What the conditions for one user depend on, so that they are put together once and not for each statement.

    Nothing of who reaches what is kept with them: members, exclusions and links are asked each time.
    """

    user_id: uuid.UUID
    reads_cases: bool
    teams: tuple[uuid.UUID, ...] | None
    """The teams of somebody who coordinates; None for everybody else."""
    on: date


def _known(user: User) -> _Known:
    teams = tuple(_teams_of(user)) if user.has_role(Role.COORDINATOR) else None
    return _Known(user.id, user.reads_cases, teams, today())


@dataclass(frozen=True)
class _Reader:
    """Who asks: one user, or the row of the table of users that an outer query stands at."""

    id: Any
    coordinates: ColumnElement[bool]
    team_ids: Any


def _holds(role: Role) -> ColumnElement[bool]:
    return (" " + User.roles + " ").contains(f" {role.value} ")


def _teams_of(user: User) -> list[uuid.UUID]:
    # Asked once in a read or a write: both forget what they have in ``info`` when they begin.
    known: dict[uuid.UUID, list[uuid.UUID]] = db.session.info.setdefault("teams-of", {})
    if user.id not in known:
        # Loaded as records and not joined, so that the code of each membership is checked.
        found = db.session.scalars(_MEMBERSHIPS, {"user_id": user.id}).all()
        refuse_former(
            {membership.id.hex: (membership.row_version, membership.row_mac) for membership in found}
        )
        known[user.id] = [membership.team_id for membership in found]
    return known[user.id]


_MEMBERSHIPS = select(TeamMember).where(
    TeamMember.user_id == bindparam("user_id"), TeamMember.removed_on.is_(None)
)


def _reached_directly(reader: _Reader, day: date, scope: Any = Scope) -> ColumnElement[bool]:
    member = exists(
        select(ScopeMember.id)
        .where(
            ScopeMember.of_scope_id == scope.id,
            ScopeMember.user_id == reader.id,
            ScopeMember.removed_on.is_(None),
            or_(ScopeMember.until.is_(None), ScopeMember.until >= day),
        )
        .correlate(scope, User)
    )
    return or_(member, _reached_as_coordinator(reader, scope))


def _reached_as_coordinator(reader: _Reader, scope: Any) -> ColumnElement[bool]:
    # What belongs to a case kept among its members is kept among them with it.
    among_members = exists(
        select(ScopeLink.id)
        .join(_Above, _Above.id == ScopeLink.through_scope_id)
        .where(
            ScopeLink.of_scope_id == scope.id,
            ScopeLink.removed_on.is_(None),
            _Above.level == Level.ONLY_MEMBERS,
        )
        .correlate(scope)
    )
    return and_(
        reader.coordinates, scope.level == Level.TEAM, scope.team_id.in_(reader.team_ids), not_(among_members)
    )
