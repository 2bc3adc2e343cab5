"""``visible_to``: the one predicate over scopes, members, exclusions and links. No feature has another door."""

import uuid
from collections.abc import Collection
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
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from caseapp.access.models import ScopeExclusion, ScopeLink, ScopeMember
from caseapp.accounts.models import TeamMember, User
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import ORGANISATION, Prepared, Record, Scope, Scoped, check_access_macs, db
from caseapp.db.settled import Settled
from caseapp.web.roles import Role

R = TypeVar("R", bound=Record)
SHARED_KINDS = (ORGANISATION, "user")
"""Scopes that hold no one's case: lists of the organisation, authorities, the names of colleagues."""


def one_of(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Return the condition that a column has one of a few values, with a place for each in the text of the question.

    SQLAlchemy puts the places of a plain ``in_`` into the text at each asking anew, which takes a multiple of the rest
    where the text is as long as that of who reaches what.
    """
    found: ColumnElement[bool] = column.in_([literal(value, column.type) for value in values])
    return found


SHARED = one_of(Scope.kind, SHARED_KINDS)
_Through = aliased(Scope, name="through")
_Above = aliased(Scope, name="above")
_Highest = aliased(Scope, name="highest")
_Further = aliased(ScopeLink, name="further")


class Level:
    """How widely a scope is shared inside its team."""

    TEAM = "team"
    ONLY_MEMBERS = "members"


# They are always the same, and stand in the text of each question as they are.
_TEAM: ColumnElement[str] = literal_column(f"'{Level.TEAM}'")
_ONLY_MEMBERS: ColumnElement[str] = literal_column(f"'{Level.ONLY_MEMBERS}'")


def visible_to(user: User, model: type[Record], *, few: bool = False) -> ColumnElement[bool]:
    """Return the condition under which rows of ``model`` are there for ``user``; removed rows never are.

    It is asked of each row, so that a query which finds a few rows by an index, or wants the newest fifty, does not
    work out first everything that the user reaches. Whoever coordinates nothing reaches little: for them the short
    list of what they may reach at most comes before, so that the newest fifty are not sought among everybody's.
    Where the rest of the query leads to a ``few`` rows, that list would take longer than the rows themselves.
    """
    return _rows_reached(known_of(user), model, few)


def within_reach(user: User, model: type[Scoped], *, few: bool = False) -> ColumnElement[bool]:
    """Return the condition under which rows of ``model``, removed ones too, lie in a scope that ``user`` reaches.

    For what no page shows and nobody may forget: former states, and what was taken out. ``few`` as in ``visible_to``.
    """
    return _lying_reached(known_of(user), model, few)


def visible_scopes(user: User) -> Select[uuid.UUID]:
    """Return the ids of the scopes that ``user`` reaches, directly or through one link. An exclusion beats both.

    Who is kept out of a case is kept out of what is reached through it, too, whoever made it: only another case that
    they reach lets them see a person whom both name.
    """
    return select(Scope.id).where(_reached(user))


def in_reach(user: User) -> ColumnElement[bool]:
    """Return the condition on a ``Scope`` that ``user`` reaches it, asked of each one; see ``out_of_reach``."""
    return _reached(user)


def out_of_reach(user: User) -> ColumnElement[bool]:
    """Return the condition on a ``Scope`` that ``user`` does not reach it.

    It is asked of each one, so that a few are looked at without working out first everything that the user reaches.
    """
    return out_of_reach_of(known_of(user))


def out_of_reach_of(who: "Known") -> ColumnElement[bool]:
    """As ``out_of_reach``, for conditions that are put together once and kept by who asks."""
    return not_(_scopes_reached(who))


def _reached(user: User) -> ColumnElement[bool]:
    return _scopes_reached(known_of(user))


@lru_cache(maxsize=512)
def _rows_reached(who: "Known", model: type[Record], few: bool) -> ColumnElement[bool]:
    return Settled(_in_scopes_reached(who, model, few, model.removed_on.is_(None)))


@lru_cache(maxsize=512)
def _lying_reached(who: "Known", model: type[Scoped], few: bool) -> ColumnElement[bool]:
    return Settled(_in_scopes_reached(who, model, few))


def _in_scopes_reached(
    who: "Known", model: type[Scoped], few: bool, *there: ColumnElement[bool]
) -> ColumnElement[bool]:
    asked = exists(select(Scope.id).where(Scope.id == model.scope_id, _scopes_reached(who)).correlate(model))
    reached = and_(asked, *there)
    if not few and who.teams is None:
        reached = and_(model.scope_id.in_(_at_most(who.user_id)), reached)
    return reached


@lru_cache(maxsize=64)
def _scopes_reached(who: "Known") -> ColumnElement[bool]:
    if not who.reads_cases:
        return SHARED
    coordinates = true() if who.teams is not None else false()
    # One place for each value, however often it stands in the text.
    user_id, day = literal(who.user_id, ScopeMember.user_id.type), literal(who.on, ScopeMember.until.type)
    return reached_by(Reader(user_id, coordinates, who.teams or ()), day)


def _at_most(user_id: uuid.UUID) -> CompoundSelect[uuid.UUID]:
    """Return the scopes beyond which somebody who coordinates nothing reaches none. It opens none by itself."""
    members = select(ScopeMember.of_scope_id).where(ScopeMember.user_id == user_id)
    linked = select(ScopeLink.of_scope_id).where(ScopeLink.through_scope_id.in_(members))
    return union_all(select(Scope.id).where(SHARED), members, linked)


def reached_by(reader: "Reader", day: Any) -> ColumnElement[bool]:
    """Return the condition on a ``Scope`` that ``reader``, who reads cases, reaches it on a day."""
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
    return and_(or_(SHARED, direct, linked), Scope.id.not_in(kept_out))


def scopes_through(scope_ids: Any) -> Select[uuid.UUID]:
    """Return the ids of the scopes that are reached through any of ``scope_ids``, one link further."""
    link = aliased(ScopeLink)
    return select(link.of_scope_id).where(link.through_scope_id.in_(scope_ids), link.removed_on.is_(None))


@dataclass(frozen=True)
class Known:
    """What the conditions for one user depend on, so that they are put together once and not for each statement.

    Nothing of who reaches what is kept with them: members, exclusions and links are asked each time.
    """

    user_id: uuid.UUID
    reads_cases: bool
    teams: tuple[uuid.UUID, ...] | None
    """The teams of somebody who coordinates; None for everybody else."""
    on: date


def known_of(user: User) -> Known:
    """Return what the conditions for ``user`` depend on."""
    teams = tuple(_teams_of(user)) if user.has_role(Role.COORDINATOR) else None
    return Known(user.id, user.reads_cases, teams, today())


@dataclass(frozen=True)
class Reader:
    """Who asks: one user, or the row of the table of users that an outer query stands at."""

    id: Any
    coordinates: ColumnElement[bool]
    team_ids: Any


def holds(role: Role) -> ColumnElement[bool]:
    """Return the condition on a ``User`` that they hold a role."""
    return (" " + User.roles + " ").contains(f" {role.value} ")


def _teams_of(user: User) -> list[uuid.UUID]:
    # Asked once in a read or a write: both forget what they have in ``info`` when they begin.
    known: dict[uuid.UUID, list[uuid.UUID]] = db.session.info.setdefault("teams-of", {})
    if user.id not in known:
        # Not joined, so that the code of each membership is checked.
        found = _MEMBERSHIPS.rows({"user_id": user.id})
        check_access_macs(TeamMember, found)
        refuse_former(
            {membership.id.hex: (membership.row_version, membership.row_mac) for membership in found}
        )
        known[user.id] = [membership.team_id for membership in found]
    return known[user.id]


_MEMBERSHIPS = Prepared(
    select(
        TeamMember.id,
        TeamMember.scope_id,
        TeamMember.row_version,
        TeamMember.team_id,
        TeamMember.user_id,
        TeamMember.access_mac,
        TeamMember.row_mac,
    ).where(TeamMember.user_id == bindparam("user_id"), TeamMember.removed_on.is_(None))
)


def _reached_directly(reader: Reader, day: Any, scope: Any = Scope) -> ColumnElement[bool]:
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
    # In this order: of what a coordinator reaches, they are a member of hardly anything.
    return or_(_reached_as_coordinator(reader, scope), member)


def _reached_as_coordinator(reader: Reader, scope: Any) -> ColumnElement[bool]:
    # What belongs to a case kept among its members is kept among them with it: a person, a request, a call filed with
    # the request.
    above_it = (
        select(_Further.id)
        .join(_Highest, _Highest.id == _Further.through_scope_id)
        .where(
            _Further.of_scope_id == _Above.id,
            _Further.removed_on.is_(None),
            _Highest.level == _ONLY_MEMBERS,
        )
        .correlate(_Above)
    )
    among_members = exists(
        select(ScopeLink.id)
        .join(_Above, _Above.id == ScopeLink.through_scope_id)
        .where(
            ScopeLink.of_scope_id == scope.id,
            ScopeLink.removed_on.is_(None),
            or_(_Above.level == _ONLY_MEMBERS, exists(above_it)),
        )
        .correlate(scope)
    )
    teams = reader.team_ids
    in_team = one_of(scope.team_id, teams) if isinstance(teams, tuple) else scope.team_id.in_(teams)
    return and_(reader.coordinates, scope.level == _TEAM, in_team, not_(among_members))
