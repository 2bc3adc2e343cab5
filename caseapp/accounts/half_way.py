"""Who gave somebody's passphrase and went no further: whoever did knows it, or wrote it down.

A thief who has a passphrase and meets a second factor goes away. Nothing failed by then, so nothing else would tell.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.session_rows import LASTS
from caseapp.audit import AuditEvent, check_events
from caseapp.clock import now
from caseapp.db import db
from caseapp.web.gate import Stage

GIVEN = "account.passphrase_given"
WAITED = LASTS[Stage.HALF]
"""So long the second factor is waited for; the session is over then."""
SETTLED_WITHIN = LASTS[Stage.SETTING_UP]
"""So long it may take until they are in: whoever has no second factor yet sets one up first."""


def given_and_no_more(
    user: User, given: Sequence[AuditEvent], refused: Iterable[AuditEvent]
) -> dict[AuditEvent, datetime]:
    """Return those of the times when the passphrase of ``user`` was ``given`` that nobody finished, and since when
    that is told: once it is over, or at once where a second factor was ``refused`` afterwards.

    Only whoever comes in from the same device finishes it. Of an event that keeps no device nothing is told.
    """
    kept = [event for event in given if device_in(event)]
    if not kept:
        return {}
    arrived = list(
        db.session.scalars(
            select(AuditEvent).where(
                AuditEvent.code == "account.signed_in",
                AuditEvent.actor_id == user.id,
                AuditEvent.number > min(event.number for event in kept),
            )
        )
    )
    check_events(arrived)
    wrong = sorted(refused, key=lambda event: event.number)
    found = {event: _told_from(event, wrong) for event in kept if not _is_settled(event, arrived)}
    return {event: told for event, told in found.items() if told <= now()}


def device_in(event: AuditEvent) -> str:
    """Return the device that an event keeps, empty where it keeps none."""
    return str((event.detail or {}).get("device", ""))


def _is_settled(event: AuditEvent, arrived: Iterable[AuditEvent]) -> bool:
    return any(
        each.number > event.number
        and device_in(each) == device_in(event)
        and each.at - event.at <= SETTLED_WITHIN
        for each in arrived
    )


def _told_from(event: AuditEvent, wrong: Iterable[AuditEvent]) -> datetime:
    over = event.at + WAITED
    return min([over, *(each.at for each in wrong if each.number > event.number)])
