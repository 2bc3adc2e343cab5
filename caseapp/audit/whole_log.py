"""Reading the whole log from its first event on, which may be a million of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.db import db
from caseapp.db.engine import stored

_EVENTS = select(
    stored(AuditEvent.id).label("id"),
    stored(AuditEvent.scope_id).label("scope_id"),
    AuditEvent.number,
    stored(AuditEvent.day).label("day"),
    stored(AuditEvent.actor_id).label("actor_id"),
    AuditEvent.code,
    stored(AuditEvent.act_id).label("act_id"),
    AuditEvent.detail_sealed.label("detail_sealed"),  # type: ignore[attr-defined]  # the ciphertext beside ``detail``
    AuditEvent.key_version,
    AuditEvent.chain,
).order_by(AuditEvent.number, AuditEvent.id)
_TOUCHES = (
    select(
        AuditEvent.number,
        AuditTouch.record_kind,
        stored(AuditTouch.record_id).label("record_id"),
        AuditTouch.row_version,
        AuditTouch.mac_prefix,
    )
    .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
    .order_by(AuditEvent.number, AuditEvent.id)
)
_IN_HAND = 100
"""So many events at once: with more rows alive Python looks for cycles among them, in vain and for long."""


def events_with_touches(
    after: int = 0, until: int | None = None
) -> Iterator[tuple[Sequence[Row[Any]], dict[int, list[Any]]]]:
    """Yield a few events at a time with what they touched, side by side: a log outgrows any memory.

    All of them, or those with a number behind ``after`` and not beyond ``until``.

    Columns alone are asked for, ids and days as they are stored: making objects of them would take longer than to
    verify them.
    """
    some = [] if not after else [AuditEvent.number > after]
    some += [] if until is None else [AuditEvent.number <= until]
    touched = db.session.execute(_TOUCHES.where(*some).execution_options(yield_per=_IN_HAND))
    groups = groupby(touched, key=itemgetter(0))
    upcoming = next(groups, None)
    for events in db.session.execute(_EVENTS.where(*some).execution_options(yield_per=_IN_HAND)).partitions():
        touches: dict[int, list[Any]] = {}
        for event in events:
            if upcoming is not None and upcoming[0] == event.number:
                touches[event.number] = list(upcoming[1])
                upcoming = next(groups, None)
        yield events, touches
