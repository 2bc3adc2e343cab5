"""Saying that somebody is away, opening their cases to whoever covers, and ending it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from caseapp.absences.models import Absence
from caseapp.absences.queries import absences, overlaps, to_open
from caseapp.access import ScopeMember, is_in_passing, let_cover_in, remove_member
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import ORGANISATION, Scope, db, system_scope_id, write
from caseapp.web.sentences import Sentence

COVERS, COVERS_NO_MORE = "absence.covers", "absence.covers_no_more"
"""Why somebody is a member of a case for some days, or no more."""


class AwayAlready(ValueError):
    """Somebody entered some of these days before."""


class ReadsNoCases(ValueError):
    """Whoever is away works on no cases, or not any more: there is nothing to cover."""


class NoCover(ValueError):
    """Whoever should cover does not work on cases, or not any more."""


def enter_absence(
    actor: User, user: User, cover: User, days: tuple[date, date], ticked: Collection[str] = ()
) -> Absence:
    """Say that ``user`` is away on these days, first and last included. Inside a write; it opens nothing yet.

    ``ticked`` are ids of the scopes of cases for *only these people* that the cover sees, too: the absent colleague
    alone ticks them.

    Raises:
        ReadsNoCases: the role of ``user`` reads none.
        AwayAlready: some of these days are entered.
        NoCover: ``cover`` does not work on cases.
    """
    first, last = days
    if not user.reads_cases:
        raise ReadsNoCases
    if overlaps(user.id, first, last):
        raise AwayAlready
    if cover.status != "active" or not cover.reads_cases or cover.id == user.id:
        raise NoCover
    absence = Absence(
        scope_id=system_scope_id(ORGANISATION),
        user_id=user.id,
        cover_id=cover.id,
        entered_by=actor.id,
        first=first,
        last=last,
        opened={"ticked": sorted(ticked) if actor.id == user.id else [], "before": {}},
    )
    db.session.add(absence)
    db.session.flush()
    record(actor, "absence.entered", absence, user, cover)
    return absence


def end_absence(actor: User, absence: Absence) -> None:
    """Say that somebody is back, or will not be away: the cover reaches from now on what they reached before."""
    for scope_id in list(_before(absence)):
        _close(actor, absence, scope_id)
    absence.removed_on, absence.removed_by = today(), actor.id
    record(actor, "absence.ended", absence)


def shut_one_by_one(actor: User, absence_id: uuid.UUID) -> None:
    """Shut what an absence opened, before it ends: opens a write for each case, see ``follow_one_by_one``."""
    for scope_id in list(_before(db.session.get_one(Absence, absence_id))):
        with write():
            present = db.session.get_one(Absence, absence_id)
            if scope_id in _before(present):
                _close(actor, present, scope_id)
            record(actor, "absence.followed", present)


def pass_cover_on(actor: User, absence: Absence, to: User) -> None:
    """Let ``to`` cover from today on instead. Inside a write.

    What the absent colleague had ticked of cases for *only these people* was ticked for somebody else, and stays shut.

    Raises:
        NoCover: ``to`` is the one who is away, or does not work on cases.
    """
    user = db.session.get_one(User, absence.user_id)
    days = (max(absence.first, today()), absence.last)
    end_absence(actor, absence)
    db.session.flush()
    _follow(actor, enter_absence(actor, user, to, days))


def follow_one_by_one(absence_id: uuid.UUID) -> None:
    """Open to the cover what an absence opens by now, and shut what it opens no more.

    Each case is an act of its own. The log tells of an act as a whole or not at all: whoever is kept out of one case
    would miss there what they see of the others, and of the absence.
    """
    for scope_id in _behind(db.session.get_one(Absence, absence_id)):
        with write():
            present = db.session.get_one(Absence, absence_id)
            actor = db.session.get_one(User, present.entered_by)
            if present.removed_on is None:
                _follow(actor, present, scope_id)
            record(actor, "absence.followed", present)


def follow_absences() -> None:
    """Open what begins today, and what came to the cases of those who are away. Ends by itself with its last day."""
    for absence_id in [absence.id for absence in absences(Absence.first <= today())]:
        follow_one_by_one(absence_id)


def _follow(actor: User, absence: Absence, only: uuid.UUID | None = None) -> None:
    opened = _opened_today(absence, only)
    for scope, last in _not_yet(absence, opened).items():
        _open(actor, absence, scope, last)
    for scope_id in _no_more(absence, opened):
        if only is None or scope_id == str(only):
            _close(actor, absence, scope_id)


def _behind(absence: Absence) -> list[uuid.UUID]:
    """Return the scopes of the cases that are to be opened, or shut."""
    opened = _opened_today(absence)
    new = [scope.id for scope in _not_yet(absence, opened)]
    return [*new, *(uuid.UUID(scope_id) for scope_id in _no_more(absence, opened))]


def _opened_today(absence: Absence, only: uuid.UUID | None = None) -> Mapping[Scope, date]:
    return to_open(absence, only) if absence.first <= today() <= absence.last else {}


def _no_more(absence: Absence, opened: Mapping[Scope, date]) -> list[str]:
    there = {str(scope.id) for scope in opened}
    return [scope_id for scope_id in _before(absence) if scope_id not in there]


def _not_yet(absence: Absence, opened: Mapping[Scope, date]) -> dict[Scope, date]:
    """Return what the cover does not reach yet. What was opened before and somebody has shut since stays shut."""
    known, found = _before(absence), {}
    for scope, last in opened.items():
        member = _membership(scope.id, absence.cover_id)
        if _lacks(member, last) and not (member is None and str(scope.id) in known):
            found[scope] = last
    return found


def _open(actor: User, absence: Absence, scope: Scope, last: date) -> None:
    member = _membership(scope.id, absence.cover_id)
    # Where they were for an emergency alone they are a cover now, and nothing when that is over.
    until = member.until if member is not None and not is_in_passing(member) else None
    before = until.isoformat() if until is not None else None
    user = db.session.get_one(User, absence.user_id)
    cover = db.session.get_one(User, absence.cover_id)
    let_cover_in(actor, scope, cover, Sentence(COVERS, name=user.name), last)
    _keep(absence, {str(scope.id): before, **_before(absence)})


def _close(actor: User, absence: Absence, scope_id: str) -> None:
    known = _before(absence)
    before = known.pop(scope_id)
    _keep(absence, known)
    scope, cover = db.session.get(Scope, uuid.UUID(scope_id)), db.session.get_one(User, absence.cover_id)
    member = _membership(uuid.UUID(scope_id), cover.id)
    # What somebody has settled otherwise meanwhile stays: the cover was made a member, or the case was erased.
    if scope is None or member is None or member.until is None or member.until > absence.last:
        return
    if before is not None and date.fromisoformat(before) >= today():
        let_cover_in(actor, scope, cover, member.reason, date.fromisoformat(before))
    else:
        remove_member(actor, scope, cover, Sentence(COVERS_NO_MORE))


def _before(absence: Absence) -> dict[str, str | None]:
    return dict((absence.opened or {}).get("before", {}))


def _keep(absence: Absence, before: dict[str, str | None]) -> None:
    absence.opened = {**(absence.opened or {}), "before": before}


def _lacks(member: ScopeMember | None, last: date) -> bool:
    return member is None or (member.until is not None and member.until < last)


def _membership(scope_id: uuid.UUID, user_id: uuid.UUID) -> ScopeMember | None:
    return db.session.scalar(
        select(ScopeMember).where(
            ScopeMember.of_scope_id == scope_id,
            ScopeMember.user_id == user_id,
            ScopeMember.removed_on.is_(None),
        )
    )
