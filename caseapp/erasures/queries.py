"""Reading erasures."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events
from caseapp.audit.chain import ERASING
from caseapp.backup.old_copies import old_copies
from caseapp.cases.models import Case
from caseapp.clock import at_home, today
from caseapp.db import Prepared, Record, db
from caseapp.db.engine import among_given, given, given_ids
from caseapp.db.transactions import asked_once
from caseapp.erasures.models import Decided, Erasure, ErasureWord, Mention, Residue
from caseapp.erasures.needles import called
from caseapp.erasures.reach import Doomed, doomed_with, reached_only_through, scope_of
from caseapp.people.models import Person
from caseapp.vault import VaultError
from caseapp.web.errors import NotFound

TARGETS: dict[str, type[Person | Case]] = {"person": Person, "case": Case}
SHOWN = 200
"""Erasures that the list shows, the newest first; an office has a few in a year."""


def get_erasure(user: User, erasure_id: uuid.UUID) -> Erasure:
    """Return an erasure that ``user`` may see; raises ``NotFound``."""
    return get_visible(user, Erasure, erasure_id)


def get_target(user: User, kind: str, record_id: uuid.UUID) -> Person | Case:
    """Return the person or case that an erasure is to be about.

    Raises:
        NotFound: of another kind, not there or not visible.
    """
    if kind not in TARGETS:
        raise NotFound
    return get_visible(user, TARGETS[kind], record_id)


def target_of(erasure: Erasure) -> Person | Case | None:
    """Return the person or case that an erasure is about; None once it was carried out."""
    found = db.session.get(TARGETS[erasure.target_kind], erasure.target_id)
    assert found is None or isinstance(found, Person | Case)
    return found


def target_scope(erasure: Erasure) -> uuid.UUID | None:
    """Return the scope of whom an erasure is about; None once it was carried out."""
    model = TARGETS[erasure.target_kind]
    return db.session.scalar(select(model.scope_id).where(model.id == erasure.target_id))


def doomed_of(erasure: Erasure) -> Doomed | None:
    """Return what an erasure destroys, with what was decided to go along; None once it was carried out.

    What lies with something else by now, too, goes no longer: it waits for another decision. A page asks for it again
    and again: for each thing that may stand in the way, and for each mention.
    """
    return asked_once((doomed_of, erasure.id), lambda: _doomed_of(erasure))


def _doomed_of(erasure: Erasure) -> Doomed | None:
    scope = target_scope(erasure)
    if scope is None:
        return None
    doomed = doomed_with(scope)
    along = [each for each in _decided_along(erasure) if reached_only_through(each, doomed.scopes)]
    return doomed_with(scope, *along) if along else doomed


def open_erasure_of(record: Record, statuses: Sequence[str]) -> uuid.UUID | None:
    """Return the erasure of a person or case that stands at one of ``statuses``, None where there is none."""
    found = _STANDING_AT.rows({"kind": record.__kind__, "target": record.id, **given(statuses)})
    return found[0].id if found else None


_STANDING_AT = Prepared(
    select(Erasure.id)
    .where(
        Erasure.target_kind == bindparam("kind"),
        Erasure.target_id == bindparam("target"),
        among_given(Erasure.status),
    )
    .limit(1)
)


def list_erasures(user: User, statuses: Sequence[str] = ()) -> list[Erasure]:
    """Return the erasures that ``user`` sees, the newest first."""
    query = select(Erasure).order_by(Erasure.seq.desc()).limit(SHOWN)
    if statuses:
        query = query.where(Erasure.status.in_(statuses))
    return list_visible(user, query, few=False)


def ready(erasures: list[Erasure]) -> list[Erasure]:
    """Return those whose hold is over."""
    return [each for each in erasures if each.held_until is not None and each.held_until <= today()]


def words_of(user: User, erasure: Erasure) -> list[ErasureWord]:
    """Return what was said about an erasure, oldest first; nothing once it was carried out."""
    query = select(ErasureWord).where(ErasureWord.erasure_id == erasure.id).order_by(ErasureWord.seq)
    return list_visible(user, query)


def residue_of(user: User, erasure: Erasure) -> list[Residue]:
    """Return what is left of the disclosures."""
    return list_visible(user, select(Residue).where(Residue.erasure_id == erasure.id).order_by(Residue.seq))


def entry_of(erasure: Erasure) -> int | None:
    """Return the number of the entry in the log that says what was destroyed; None before."""
    query = (
        select(AuditEvent.number)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(AuditEvent.code.in_(ERASING), AuditTouch.record_id == erasure.id)
        .order_by(AuditEvent.number)
    )
    return db.session.scalar(query.limit(1))


def was_joined_since(erasure: Erasure) -> bool:
    """Tell whether a person whom an erasure destroys was joined with another one after it was asked for.

    What was asked for, and what a second person approved, is then no longer what goes.

    Raises:
        Tampered: what the log says of it was edited outside the application.
    """
    doomed = doomed_of(erasure)
    asked = _events("erasure.asked", {erasure.id})
    joined = _events("person.merged", doomed.persons) if doomed is not None else []
    return not asked or any(each.number > asked[0].number for each in joined)


def looked_today(user: User, erasure: Erasure) -> bool:
    """Tell whether ``user`` has looked through everything that they see today; what others see is not looked at.

    What was looked for has to be what they are called now: nobody has seen what else would be taken out.

    Raises:
        Tampered: what the log says of it was edited outside the application.
    """
    if erasure.looked_on != today():
        return False
    looks = _events("erasure.looked_through", {erasure.id})
    own = [each.number for each in looks if each.actor_id == user.id and at_home(each.at).date() == today()]
    return bool(own) and not _called_otherwise_since(max(own), erasure)


def _called_otherwise_since(number: int, erasure: Erasure) -> bool:
    doomed = doomed_of(erasure)
    written = (
        select(AuditTouch.event_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(
            AuditEvent.number > number,
            AuditTouch.row_version.is_not(None),
            among_given(AuditTouch.record_id),
        )
    )
    rows = called(doomed).ids if doomed is not None else frozenset[uuid.UUID]()
    return db.session.scalar(written.limit(1), given_ids(rows)) is not None


def copies_from_before(erasure: Erasure) -> list[str]:
    """Return the names of the copies of the installation from before an erasure was carried out that are still there.

    All of them where nobody can tell when that was, because the log was edited outside the application.
    """
    try:
        carried_out = [each.at for code in ERASING for each in _events(code, {erasure.id})]
    except VaultError:
        carried_out = []
    return [each.name for each in old_copies() if not carried_out or each.made <= carried_out[0]]


def _events(code: str, record_ids: Collection[uuid.UUID]) -> list[AuditEvent]:
    """Return the entries of the log with a code that touch one of these records, the oldest first."""
    touching = select(AuditTouch.event_id).where(among_given(AuditTouch.record_id))
    query = select(AuditEvent).where(AuditEvent.code == code, AuditEvent.id.in_(touching))
    found = list(db.session.scalars(query.order_by(AuditEvent.number), given_ids(record_ids)))
    check_events(found)
    return found


def _decided_along(erasure: Erasure) -> list[uuid.UUID]:
    query = select(Mention).where(Mention.erasure_id == erasure.id, Mention.decided == Decided.ALONG.value)
    found = (scope_of(mention.mentioned_kind, mention.mentioned_id) for mention in db.session.scalars(query))
    return [scope for scope in found if scope is not None]
