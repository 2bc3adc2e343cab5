"""Who is away, who covers for whom, and which cases that opens."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from caseapp.absences.models import Absence
from caseapp.access import (
    Level,
    ScopeMember,
    is_in_passing,
    kept_out_of,
    list_visible,
    reaches_as_coordinator,
)
from caseapp.accounts import TeamMember, User
from caseapp.accounts.queries import team_ids_of
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import Scope, db, while_unchanged
from caseapp.i18n import in_alphabet
from caseapp.web.installed import model_of
from caseapp.web.roles import Role

CASE = "case"


@dataclass(frozen=True)
class Away:
    """Somebody is away until the end of a day, and who covers."""

    user_id: uuid.UUID
    cover_id: uuid.UUID
    until: date


def away_today() -> Mapping[uuid.UUID, Away]:
    """Return who is away today, by their id.

    Raises:
        Tampered: an absence was edited outside the application.
    """
    day = today()
    return while_unchanged(("who is away", day), lambda: _away_on(day))


def covered_by(user: User) -> list[Away]:
    """Return for whom ``user`` covers today."""
    return [away for away in away_today().values() if away.cover_id == user.id]


def absences(*conditions: ColumnElement[bool]) -> list[Absence]:
    """Return the absences that are not over, the first to begin first.

    Raises:
        Tampered: one of them was edited outside the application.
    """
    query = select(Absence).where(Absence.removed_on.is_(None), Absence.last >= today(), *conditions)
    found = list(db.session.scalars(query.order_by(Absence.first, Absence.seq)))
    refuse_former({row.id.hex: (row.row_version, row.row_mac) for row in found})
    return found


def uncovered(user: User, cover: User, first: date, last: date) -> list[Absence]:
    """Return the absences for which nobody is there on some of these days: those of ``cover``, and those for which
    ``user`` was to cover.
    """
    meeting = (Absence.first <= last, Absence.last >= first)
    return absences(or_(Absence.user_id == cover.id, Absence.cover_id == user.id), *meeting)


def overlaps(user_id: uuid.UUID, first: date, last: date) -> bool:
    """Tell whether ``user_id`` is entered as away on any of these days."""
    return bool(absences(Absence.user_id == user_id, Absence.first <= last, Absence.last >= first))


def colleagues_of(actor: User) -> Select[User]:
    """Return the query for whom ``actor`` may say that they are away: an administrator for everybody, a coordinator for
    those who work in a team of theirs.
    """
    query = select(User).where(User.removed_on.is_(None))
    if actor.has_role(Role.ADMINISTRATOR):
        return query
    in_their_teams = select(TeamMember.user_id).where(
        TeamMember.team_id.in_(team_ids_of(actor)), TeamMember.removed_on.is_(None)
    )
    return query.where(User.id.in_(in_their_teams))


def possible_covers(user: User) -> list[User]:
    """Return those who may cover for ``user``: colleagues who work on cases, in the alphabet's order."""
    query = select(User).where(User.status == "active", User.removed_on.is_(None), User.id != user.id)
    return sorted(
        (each for each in db.session.scalars(query) if each.reads_cases),
        key=lambda each: in_alphabet(each.name),
    )


def restricted_cases(user: User) -> list[tuple[str, str]]:
    """Return the cases for *only these people* that ``user`` may open to a cover, as (id of the scope, reference).

    Whoever is a member until a day alone, such as a cover, was named themselves and names nobody.
    """
    model = model_of(CASE)
    theirs = select(Scope.id).join(ScopeMember, ScopeMember.of_scope_id == Scope.id)
    theirs = theirs.where(Scope.level == Level.ONLY_MEMBERS, *_member(user.id, today()))
    theirs = theirs.where(ScopeMember.until.is_(None))
    cases = list_visible(user, select(model).where(model.scope_id.in_(theirs)).order_by(model.seq.desc()))
    return [(str(case.scope_id), case.reference) for case in cases]


def to_open(absence: Absence, only: uuid.UUID | None = None) -> dict[Scope, date]:
    """Return the scopes of cases, or ``only`` one, that an absence opens to its cover, with the last day of each.

    Those are the cases that the absent colleague is a member of, as long as their role reads cases; never what one of
    the two is kept out of, nor where the absent colleague is for an emergency alone. Of cases for *only these people*
    it is those that the absent colleague has ticked.

    A coordinator who entered it for them lets the cover into nothing but what a team shares with that coordinator, and
    whoever entered it into nothing that they are kept out of themselves. Nobody lets themselves in: whoever covers
    because they said so themselves is let into nothing but what their team shares with them anyway.
    """
    cover = db.session.get_one(User, absence.cover_id)
    by = db.session.get_one(User, absence.entered_by)
    is_narrowed = by.id != absence.user_id and (by.id == cover.id or not by.has_role(Role.ADMINISTRATOR))
    if not db.session.get_one(User, absence.user_id).reads_cases:
        return {}
    query = (
        select(Scope, ScopeMember)
        .join(ScopeMember, ScopeMember.of_scope_id == Scope.id)
        .where(Scope.kind == CASE, *_member(absence.user_id, today()))
    )
    if only is not None:
        query = query.where(Scope.id == only)
    ticked = set((absence.opened or {}).get("ticked", ()))
    found: dict[Scope, date] = {}
    for scope, member in db.session.execute(query):
        named = str(scope.id) in ticked and member.until is None
        if is_in_passing(member) or (scope.level == Level.ONLY_MEMBERS and not named):
            continue
        if {cover.id, absence.user_id, by.id} & kept_out_of(scope.id):
            continue
        if is_narrowed and not reaches_as_coordinator(by, scope.id):
            continue
        found[scope] = min(absence.last, member.until or absence.last)
    return found


def _member(user_id: uuid.UUID, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ScopeMember.user_id == user_id,
        ScopeMember.removed_on.is_(None),
        or_(ScopeMember.until.is_(None), ScopeMember.until >= day),
    )


def _away_on(day: date) -> dict[uuid.UUID, Away]:
    return {
        each.user_id: Away(each.user_id, each.cover_id, each.last) for each in absences(Absence.first <= day)
    }
