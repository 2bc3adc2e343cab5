"""Passing on what was entered, and saying that one has looked at it."""

import uuid

from sqlalchemy import select

from caseapp.access import ScopeExclusion
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.contact_requests.models import ContactRequest
from caseapp.db import db, write
from caseapp.passed_on.entered import lately_entered, read_entered
from caseapp.passed_on.matching import Place, Shielded
from caseapp.passed_on.models import PassedOn, PassedOnStatus


def pass_on_what_was_entered() -> int:
    """Look through what colleagues who are kept out of something entered lately; returns how much was passed on.

    It runs by itself some time after they saved, so that nothing about saving it tells them anything. What was passed
    on stands there once, however often it is looked through.
    """
    return sum(_pass_on_of(user) for user in _kept_out_of_something())


def mark_seen(actor: User, passed_on: PassedOn) -> None:
    """Say that somebody of the case has looked at it."""
    passed_on.status = PassedOnStatus.SEEN.value
    record(actor, "passed_on.seen", passed_on)


def _kept_out_of_something() -> list[User]:
    query = select(User).where(
        User.id.in_(select(ScopeExclusion.user_id).where(ScopeExclusion.removed_on.is_(None)))
    )
    return list(db.session.scalars(query.order_by(User.seq)))


def _pass_on_of(user: User) -> int:
    shielded = Shielded(user)
    found: list[tuple[type[Place], uuid.UUID, str, uuid.UUID, str]] = []
    for entered in map(read_entered, lately_entered(user)):
        row = entered.record
        if row.scope_id in shielded.scopes:
            continue  # from before, or theirs of the case already
        found += [
            (Case if isinstance(place, Case) else ContactRequest, place.id, row.__kind__, row.id, by)
            for place, by in shielded.places_like(entered).items()
        ]
    new = [each for each in found if not _is_there(*each[:2], each[3])]
    user_id = user.id
    for model, place_id, kind, record_id, by in new:
        with write():
            if not _is_there(model, place_id, record_id):
                _add(_get(model, place_id), kind, record_id, by, user_id)
    return len(new)


def _get(model: type[Place], place_id: uuid.UUID) -> Place:
    if model is Case:
        return db.session.get_one(Case, place_id)
    return db.session.get_one(ContactRequest, place_id)


def _add(place: Place, kind: str, record_id: uuid.UUID, by: str, user_id: uuid.UUID) -> None:
    added = PassedOn(
        scope_id=place.scope_id,
        status=PassedOnStatus.OPEN.value,
        case_id=place.id if isinstance(place, Case) else None,
        request_id=None if isinstance(place, Case) else place.id,
        record_kind=kind,
        record_id=record_id,
        entered_by=user_id,
        likeness=by,
    )
    db.session.add(added)
    record(None, "passed_on.added", added)


def _is_there(model: type[Place], place_id: uuid.UUID, record_id: uuid.UUID) -> bool:
    named = PassedOn.case_id if model is Case else PassedOn.request_id
    query = select(PassedOn.id).where(named == place_id, PassedOn.record_id == record_id)
    return db.session.scalar(query) is not None
