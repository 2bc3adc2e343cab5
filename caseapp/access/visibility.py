"""``visible_to``: the one predicate over scopes, members, exclusions and links. No feature has another door."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
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
from caseapp.accounts.models import TeamMember, User
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import ORGANISATION, Record, Scope, db, open_scopes
from caseapp.db.scopes import digest_of, guarded_scopes
from caseapp.vault import Tampered, lp
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


def visible_to(user: User, model: type[Record]) -> ColumnElement[bool]:
    """Return the condition under which rows of ``model`` are there for ``user``; removed rows never are.

    It is asked of each row, so that a query which finds a few rows by an index, or wants the newest fifty, does not
    work out first everything that the user reaches. Whoever coordinates nothing reaches little: for them the short
    list of what they may reach at most comes before, so that the newest fifty are not sought among everybody's.
    """
    asked = exists(select(Scope.id).where(Scope.id == model.scope_id, _reached(user)).correlate(model))
    there = and_(asked, model.removed_on.is_(None))
    return there if user.has_role(Role.COORDINATOR) else and_(model.scope_id.in_(_at_most(user)), there)


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
    if not user.reads_cases:
        return _SHARED
    # Put together once in a read or a write, as the teams are: a page asks it of many tables.
    known: dict[Any, ColumnElement[bool]] = db.session.info.setdefault("reached-by", {})
    asked = (user.id, user.roles, today())
    if asked not in known:
        coordinates = user.has_role(Role.COORDINATOR)
        teams = _teams_of(user) if coordinates else []
        known[asked] = _reached_by(_Reader(user.id, true() if coordinates else false(), teams))
    return known[asked]


def _at_most(user: User) -> CompoundSelect[uuid.UUID]:
    """Return the scopes beyond which somebody who coordinates nothing reaches none. It opens none by itself."""
    members = select(ScopeMember.of_scope_id).where(ScopeMember.user_id == user.id)
    linked = select(ScopeLink.of_scope_id).where(ScopeLink.through_scope_id.in_(members))
    return union_all(select(Scope.id).where(_SHARED), members, linked)


def _reached_by(reader: "_Reader") -> ColumnElement[bool]:
    kept_out = (
        select(ScopeExclusion.of_scope_id)
        .where(ScopeExclusion.user_id == reader.id, ScopeExclusion.removed_on.is_(None))
        .correlate(User)
        .scalar_subquery()
    )
    behind = scopes_through(kept_out).scalar_subquery()
    direct = and_(
        _reached_directly(reader),
        Scope.id.not_in(behind),
        Scope.id.not_in(scopes_through(behind).scalar_subquery()),
    )
    linked = exists(
        select(ScopeLink.id)
        .join(_Through, _Through.id == ScopeLink.through_scope_id)
        .where(
            ScopeLink.of_scope_id == Scope.id,
            ScopeLink.removed_on.is_(None),
            _reached_directly(reader, _Through),
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
    record = db.session.scalar(select(model).where(model.id == record_id, visible_to(user, model)))
    if record is None:
        raise NotFound
    check_reach([record.scope_id])
    note_reached(record)
    return record


def list_visible(user: User, query: Select[R]) -> list[R]:
    """Run ``query`` over one model, cut down to what ``user`` may see; who may reach each row is checked.

    The keys of all rows are looked up at once: most of them have one of their own.
    """
    model: type[R] = query.column_descriptions[0]["entity"]
    found: list[R] = list(db.session.scalars(query.where(visible_to(user, model))))
    scopes = {record.scope_id for record in found}
    check_reach(scopes)
    open_scopes(scopes)
    return found


def can_see(user: User, record: Record) -> bool:
    """Tell whether ``user`` reaches ``record``."""
    query = select(exists(visible_scopes(user).where(Scope.id == record.scope_id)))
    return record.removed_on is None and bool(db.session.scalar(query))


def people_who_reach(scope_id: uuid.UUID) -> list[User]:
    """Return the active members of staff who reach a scope, to ask them or to show them."""
    teams = (
        select(TeamMember.team_id)
        .where(TeamMember.user_id == User.id, TeamMember.removed_on.is_(None))
        .correlate(User)
    )
    reader = _Reader(User.id, _holds(Role.COORDINATOR), teams)
    reads_cases = or_(*(_holds(role) for role in CASE_ROLES))
    reached = exists(
        select(Scope.id)
        .where(Scope.id == scope_id, or_(_SHARED, and_(reads_cases, _reached_by(reader))))
        .correlate(User)
    )
    query = select(User).where(User.removed_on.is_(None), User.status == "active", reached)
    found = list(db.session.scalars(query))
    # The memberships were joined above; loading those that let somebody in checks the code of each.
    db.session.scalars(select(TeamMember).where(TeamMember.user_id.in_([user.id for user in found]))).all()
    return found


def kept_out_of(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who is kept out of a scope, or of any that it is reached through: nobody tells them of it."""
    scopes = step = {scope_id}
    while step:
        step = {through for _of, through in _rows(ScopeLink, step, ScopeLink.through_scope_id)} - scopes
        scopes = scopes | step
    return {user_id for _of, user_id in _rows(ScopeExclusion, scopes, ScopeExclusion.user_id)}


def reach_digest(scope_id: uuid.UUID) -> bytes:
    """Return the digest of everything that opens or closes a scope, as it stands now."""
    return _digests([scope_id])[scope_id]


def check_reach(scope_ids: Collection[uuid.UUID]) -> None:
    """Compare members, exclusions and links with the digest that the scope's MAC covers.

    Whoever reaches a scope through another one is let in by the members of that other one, so it is compared too.

    Raises:
        Tampered: somebody changed them outside the application, or put a former state of them back.
    """
    checked: set[uuid.UUID] = db.session.info.setdefault("checked-reach", set())
    todo = set(scope_ids) - checked
    if not todo:
        return
    step = todo
    for _link in range(2):  # a person, the request that names them, the case of the request
        step = {through for _of, through in _rows(ScopeLink, step, ScopeLink.through_scope_id)} - checked
        todo |= step
    digests = _digests(todo)
    guarded = guarded_scopes(todo)
    for scope_id, scope in guarded.items():
        if scope.members_digest != digests[scope_id]:
            raise Tampered("who may reach this record was changed outside the application")
    refuse_former({scope_id: (scope.row_version, scope.mac) for scope_id, scope in guarded.items()})
    checked |= todo


def _digests(scope_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    entries: dict[uuid.UUID, list[bytes]] = {scope_id: [] for scope_id in scope_ids}
    for scope_id, member, until in _rows(ScopeMember, scope_ids, ScopeMember.user_id, ScopeMember.until):
        entries[scope_id].append(lp(b"member", member.bytes, until.isoformat().encode() if until else b""))
    for scope_id, excluded in _rows(ScopeExclusion, scope_ids, ScopeExclusion.user_id):
        entries[scope_id].append(lp(b"kept out", excluded.bytes))
    for scope_id, through in _rows(ScopeLink, scope_ids, ScopeLink.through_scope_id):
        entries[scope_id].append(lp(b"through", through.bytes))
    return {scope_id: digest_of(found) for scope_id, found in entries.items()}


def _rows(model: Any, scope_ids: Collection[uuid.UUID], *columns: Any) -> Sequence[Any]:
    query = select(model.of_scope_id, *columns).where(
        model.of_scope_id.in_(scope_ids), model.removed_on.is_(None)
    )
    return db.session.execute(query).all()


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
        memberships = select(TeamMember).where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
        found = db.session.scalars(memberships).all()
        refuse_former({membership.id: (membership.row_version, membership.row_mac) for membership in found})
        known[user.id] = [membership.team_id for membership in found]
    return known[user.id]


def _reached_directly(reader: _Reader, scope: Any = Scope) -> ColumnElement[bool]:
    member = exists(
        select(ScopeMember.id)
        .where(
            ScopeMember.of_scope_id == scope.id,
            ScopeMember.user_id == reader.id,
            ScopeMember.removed_on.is_(None),
            or_(ScopeMember.until.is_(None), ScopeMember.until >= today()),
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
