"""Changing who reaches a scope. The digest under the scope's MAC follows in the same breath."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from caseapp.access.conflicts import all_behind, by_id, stands_in
from caseapp.access.models import ScopeLink, ScopeMember
from caseapp.access.reach import reach_digest
from caseapp.access.visibility import Level, scopes_through
from caseapp.access.visiting import VISITOR, is_in_passing
from caseapp.accounts.models import TeamMember, User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import ORGANISATION, Scope, create_scope, db, system_scope_id
from caseapp.web.sentences import Sentence

MEMBER_ADDED = "access.member_added"


def open_scope(
    actor: User,
    kind: str,
    *,
    team_id: uuid.UUID | None = None,
    through: tuple[uuid.UUID, ...] = (),
    level: str = Level.TEAM,
) -> Scope:
    """Create the scope of a new record: it is reached through the scopes named, and its maker is a member as they
    are of those.

    What begins in a case is the work of the case's team, whichever its maker is of: they may be there for a day.
    """
    scope = create_scope(kind, level=level, team_id=team_id or _team_behind(through) or team_of(actor))
    db.session.add_all(_maker(scope.id, actor, through))
    for through_id in through:
        db.session.add(link_row(scope.id, through_id))
    refresh_reach(scope)
    return scope


def add_member(actor: User, scope: Scope, user: User, reason: str, until: date | None = None) -> None:
    """Let ``user`` reach ``scope``."""
    _let_in(scope, user, reason, until)
    record(actor, MEMBER_ADDED, user, scope, scope_id=str(scope.id))


def let_cover_in(actor: User, scope: Scope, user: User, reason: str, until: date) -> None:
    """Let ``user`` reach ``scope`` until a day, because they cover for somebody who is away."""
    _let_in(scope, user, reason, until)
    record(actor, "access.cover_let_in", user, scope, scope_id=str(scope.id))


def let_visitor_in(scope: Scope, user: User, until: date) -> None:
    """Let ``user`` reach ``scope`` for an emergency, until a day. Records no event of its own: nobody gave them access,
    and it is part of the act that names the emergency.
    """
    _let_in(scope, user, Sentence(VISITOR), until)


def _let_in(scope: Scope, user: User, reason: str | Sentence, until: date | None) -> None:
    found = db.session.scalar(
        select(ScopeMember).where(ScopeMember.of_scope_id == scope.id, ScopeMember.user_id == user.id)
    )
    if found is None:
        found = _member(scope.id, user.id, reason)
        db.session.add(found)
    found.until, found.reason, found.removed_on, found.removed_by = until, reason, None, None
    refresh_reach(scope)
    for behind, member in _memberships_behind(scope, user):
        member.until = until
        refresh_reach(behind)


def remove_member(actor: User, scope: Scope, user: User, reason: str) -> None:
    """Let ``user`` no longer reach ``scope`` as a member, nor what they began themselves behind it."""
    query = select(ScopeMember).where(
        ScopeMember.of_scope_id == scope.id, ScopeMember.user_id == user.id, ScopeMember.removed_on.is_(None)
    )
    for member in db.session.scalars(query):
        member.removed_on, member.removed_by, member.removed_reason = today(), actor.id, reason
    refresh_reach(scope)
    for behind, member in _memberships_behind(scope, user):
        member.removed_on, member.removed_by, member.removed_reason = today(), actor.id, reason
        refresh_reach(behind)
    record(actor, "access.member_removed", user, scope, scope_id=str(scope.id))


def set_level(actor: User, scope: Scope, level: str) -> None:
    """Share ``scope`` with its team's coordinators, or with *only these people*."""
    scope.level = level
    scope.row_version += 1  # the log knows a state by its version
    refresh_reach(scope)
    record(actor, "access.level_changed", scope, scope_id=str(scope.id), level=level)


def set_team(actor: User, scope: Scope, team_id: uuid.UUID) -> None:
    """Make ``scope`` the work of another team, with what is reached through it and through nothing else."""
    before = scope.team_id
    near = by_id(set(db.session.scalars(all_behind(scope.id))))
    ids = {each.id for each in near}
    for each in near:
        if each.id == scope.id or (each.team_id == before and stands_in([each.id]) <= ids):
            each.team_id = team_id
            each.row_version += 1  # the log knows a state by its version
            refresh_reach(each)
    record(
        actor,
        "access.team_changed",
        scope,
        scope_id=str(scope.id),
        before=[str(before)] if before else [],
        after=[str(team_id)],
    )


def team_of(user: User) -> uuid.UUID | None:
    """Return the team whose work ``user`` does; the first, when there are several."""
    query = (
        select(TeamMember.team_id)
        .where(TeamMember.user_id == user.id, TeamMember.removed_on.is_(None))
        .order_by(TeamMember.seq)
        .limit(1)
    )
    return db.session.scalar(query)


def _team_behind(through: tuple[uuid.UUID, ...]) -> uuid.UUID | None:
    teams = {db.session.get_one(Scope, scope_id).team_id for scope_id in through}
    return teams.pop() if len(teams) == 1 else None


def _maker(scope_id: uuid.UUID, actor: User, through: tuple[uuid.UUID, ...]) -> list[ScopeMember]:
    """Return the membership of who makes a scope: theirs to the last day on which they reach what it belongs to.

    Whoever is there by an emergency access alone is not assigned to what they begin there either: through it they would
    be to everything. Whom their team lets in is let in by it to what they begin there, too, and no longer than that.
    """
    near = {*through, *stands_in(through)}
    query = select(ScopeMember).where(
        ScopeMember.of_scope_id.in_(near),
        ScopeMember.user_id == actor.id,
        ScopeMember.removed_on.is_(None),
        or_(ScopeMember.until.is_(None), ScopeMember.until >= today()),
    )
    members = list(db.session.scalars(query))
    if not members:
        return [] if through else [_member(scope_id, actor.id, "")]
    days = [member.until for member in members]
    until = None if None in days else max(day for day in days if day is not None)
    in_passing = all(is_in_passing(member) for member in members)
    return [_member(scope_id, actor.id, Sentence(VISITOR) if in_passing else "", until)]


def _memberships_behind(scope: Scope, user: User) -> list[tuple[Scope, ScopeMember]]:
    """Return what ``user`` is a member of, as its maker, among the scopes reached through ``scope``."""
    near = scopes_through([scope.id])
    query = (
        select(Scope, ScopeMember)
        .join(ScopeMember, ScopeMember.of_scope_id == Scope.id)
        .where(
            or_(Scope.id.in_(near), Scope.id.in_(scopes_through(near))),
            ScopeMember.user_id == user.id,
            ScopeMember.removed_on.is_(None),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _member(
    scope_id: uuid.UUID, user_id: uuid.UUID, reason: str | Sentence, until: date | None = None
) -> ScopeMember:
    # Membership rows are sealed under the organisation's scope: they outlive no one's case and name no client.
    return ScopeMember(
        scope_id=system_scope_id(ORGANISATION),
        of_scope_id=scope_id,
        user_id=user_id,
        reason=reason,
        until=until,
    )


def link_row(of: uuid.UUID, through: uuid.UUID) -> ScopeLink:
    """Return the row by which ``of`` is reached through ``through``."""
    return ScopeLink(scope_id=system_scope_id(ORGANISATION), of_scope_id=of, through_scope_id=through)


def refresh_reach(scope: Scope) -> None:
    """Bring the digest of who reaches ``scope`` up to date, after rows that open or close it have changed."""
    db.session.flush()
    digest: Any = reach_digest(scope.id)
    if scope.members_digest != digest:
        scope.members_digest = digest
        scope.row_version += 1
        db.session.flush()
    db.session.info.pop("checked-reach", None)
