"""What was lately done to accounts: shown to those who watch over it, and told to whom it was done.

Whoever looks after accounts could let themselves or a friend into the cases. That cannot be prevented where an office
has one administrator; it can be made impossible to do unnoticed.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from caseapp.accounts.days_reading import LET_ON, REACHED
from caseapp.accounts.days_reading import TOLD as MUCH_READ
from caseapp.accounts.models import User
from caseapp.accounts.rules import CHANGED as RULE_CHANGED
from caseapp.audit import AuditEvent, AuditTouch, check_events, record
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.refused import MANY_NOT_REACHED
from caseapp.clock import today
from caseapp.db import db
from caseapp.web.gate import can

SHOWN_DAYS = 14
WATCHED = (
    "account.invited",
    "account.roles_changed",
    "account.teams_changed",
    "account.reset",
    "account.factors_reset",
    "account.disabled",
    "account.enabled",
    "account.keeper_named",
    "account.keeper_ended",
    "account.sessions_ended",
    "account.alerts_refused",
    "account.shut_by_restore",
    RULE_CHANGED,
    "account.deputy_named",
)
WATCHED_BY_READERS_OF_THE_LOG = (MANY_NOT_REACHED, MUCH_READ, REACHED, LET_ON)
"""Of these only administrators and auditors hear: what colleagues look for is nothing for a colleague."""
TOLD = (
    "account.roles_changed",
    "account.reset",
    "account.factors_reset",
    "account.enabled",
    "account.sessions_ended",
    "account.passphrase_changed",
    "account.deputy_named",
    "account.deputy_named_for",
    "account.factor_added",
    "account.factor_removed",
    "account.recovery_codes_renewed",
    "account.recovery_code_used",
    "account.recovery_codes_ended",
    "account.shut_by_restore",
)
"""Of these a colleague hears at their next sign-in."""
OF_ITSELF = frozenset({"account.shut_by_restore"})
"""What nobody does: a restore does."""
LET_IN = ("account.reset", "account.factors_reset", "account.enabled")
"""After these somebody chose a passphrase for the account, or set up a second factor."""
SEEN = "account.changes_seen"
SIGNED_IN = "account.signed_in"


@dataclass(frozen=True)
class AccountChange:
    """One act of ``by`` on the account of ``to``, or on a rule that holds for all accounts.

    Of what was done in a terminal of the machine, nobody is ``by``. ``id`` and ``number`` are those of its event in the
    audit log.
    """

    id: uuid.UUID
    number: int
    code: str
    at: datetime
    by: uuid.UUID | None
    to: uuid.UUID
    detail: dict[str, Any]


def unseen_changes(reader: User, limit: int | None = None) -> list[AccountChange]:
    """Return the changes of the last days that ``reader`` has not marked as seen, newest first.

    That their own account was opened anew stays: whoever was let into it in their stead could have marked it.
    """
    query = select(AuditEvent).where(_is_unseen_by(reader)).order_by(AuditEvent.number.desc())
    return _changes(db.session.scalars(query.limit(limit)))


def count_unseen_changes(reader: User) -> int:
    """Return how many such changes there are."""
    return db.session.scalar(select(func.count()).where(_is_unseen_by(reader))) or 0


def _is_unseen_by(reader: User) -> ColumnElement[bool]:
    of_theirs = select(AuditTouch.event_id).where(AuditTouch.record_id == reader.id)
    return and_(
        AuditEvent.code.in_(_watched_by(reader)),
        AuditEvent.day >= today() - timedelta(days=SHOWN_DAYS),
        or_(
            AuditEvent.actor_id.is_not(None), AuditEvent.code.in_((*LET_IN, *OF_ITSELF))
        ),  # at set-up nobody invites the first
        or_(
            AuditEvent.number > _seen_up_to(reader),
            and_(AuditEvent.code.in_(LET_IN), AuditEvent.id.in_(of_theirs)),
        ),
    )


def _watched_by(reader: User) -> tuple[str, ...]:
    return (*WATCHED, *WATCHED_BY_READERS_OF_THE_LOG) if can(reader, AuditPermission.READ) else WATCHED


def mark_changes_seen(reader: User, last: int) -> None:
    """Note in the audit log that ``reader`` has seen the changes up to the event with this number."""
    record(reader, SEEN, last=last)


def changes_to_tell(user: User) -> list[AccountChange]:
    """Return what others did to the account of ``user``, who has just signed in, since they signed in before.

    That they were let in anew is told for some days: whoever used that in their stead has signed in, too.
    """
    signed_in = (
        select(AuditEvent.number)
        .where(AuditEvent.code == SIGNED_IN, AuditEvent.actor_id == user.id)
        .order_by(AuditEvent.number.desc())
        .offset(1)
        .limit(1)
    )
    query = (
        select(AuditEvent)
        .join(AuditTouch, AuditTouch.event_id == AuditEvent.id)
        .where(
            AuditTouch.record_id == user.id,
            AuditEvent.code.in_(TOLD),
            or_(
                AuditEvent.number > (db.session.scalar(signed_in) or 0),
                and_(AuditEvent.code.in_(LET_IN), AuditEvent.day >= today() - timedelta(days=SHOWN_DAYS)),
            ),
        )
        .order_by(AuditEvent.number)
    )
    return _changes(db.session.scalars(query))


def _seen_up_to(reader: User) -> int:
    query = (
        select(AuditEvent)
        .where(AuditEvent.code == SEEN, AuditEvent.actor_id == reader.id)
        .order_by(AuditEvent.number.desc())
        .limit(1)
    )
    last = db.session.scalar(query)
    return int((last.detail or {})["last"]) if last is not None else 0


def _changes(found: Iterable[AuditEvent]) -> list[AccountChange]:
    events = list(found)
    check_events(events)
    touched = select(AuditTouch.event_id, AuditTouch.record_id).where(
        AuditTouch.event_id.in_([event.id for event in events]), AuditTouch.record_kind == User.__kind__
    )
    users = {touch.event_id: touch.record_id for touch in db.session.execute(touched)}
    return [
        AccountChange(event.id, event.number, event.code, event.at, event.actor_id, to, event.detail or {})
        for event in events
        if (to := users.get(event.id, event.actor_id if event.code == RULE_CHANGED else None)) is not None
    ]
