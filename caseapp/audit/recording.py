"""Recording events: actions call ``record`` in the same breath as their change; pages call ``seen``."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, Response, g
from flask_login import current_user
from sqlalchemy import Row, Table, bindparam, func, insert, select

from caseapp.audit.anchors import EVERY, note_anchor
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.clock import now
from caseapp.db import (
    AUDIT,
    Act,
    Installation,
    Locked,
    Prepared,
    Scope,
    WriteError,
    before_commit,
    current_act,
    db,
    keyring,
    system_scope_id,
    write,
)
from caseapp.db.encrypted import seal_pending
from caseapp.vault import Purpose, Tampered, audit_mac, lp
from caseapp.web.errors import page
from caseapp.web.installed import event_label

MAC_PREFIX = 16
A_FEW = 500
"""So many rows at once: a log outgrows any memory, and a statement takes so many values and no more."""
SCOPE = Scope.__kind__
"""The kind under which the log keeps who may reach a record; no page shows these lines."""
SHOWING = frozenset({200, 409, 422})
"""Answers that show a page: a form that comes back shows as much as one that opens."""


_Expected = dict[int, tuple[str, uuid.UUID | None, bytes, int]]
"""Code, actor, link and number of records of each event that was written, by its number."""


@dataclass(frozen=True)
class PendingEvent:
    """An event that waits for the end of its transaction."""

    code: str
    actor_id: uuid.UUID | None
    seen: tuple[tuple[str, uuid.UUID], ...]
    detail: dict[str, Any] = field(default_factory=dict)


def record(actor: Any, code: str, *records: Any, **detail: Any) -> None:
    """Record one act of ``actor`` (None for nobody known) in the present write transaction.

    ``records`` are those it concerns beside those it writes, which are added by themselves. ``detail`` is sealed;
    it must be plain JSON.

    Raises:
        ValueError: no feature declares ``code``, or ``detail`` would stand in the place of the event's own time.
    """
    current_act().events.append(_pending(actor, code, records, detail))


def _pending(actor: Any, code: str, records: Iterable[Any], detail: dict[str, Any]) -> PendingEvent:
    if "at" in detail:
        raise ValueError(f"{code}: at is when the event was recorded; call another time by another name")
    if event_label(code) is None:
        raise ValueError(f"no feature declares the audit event {code}")
    touched = tuple((row.__kind__, row.id) for row in records)
    return PendingEvent(code, actor.id if actor is not None else None, touched, detail)


def record_refusal(actor: Any, code: str, **detail: Any) -> None:
    """Record a refusal in a transaction of its own, after the refused one was rolled back."""
    with write():
        record(actor, code, **detail)


def seen(actor: Any, code: str, *records: Any, **detail: Any) -> None:
    """Note that a page shows ``records``; the event is written after rendering, before the first byte leaves."""
    g.setdefault("caseapp_seen", []).append(_pending(actor, code, records, detail))


def install_audit(app: Flask) -> None:
    """Write the events of page views and of refusals when a request ends."""

    @app.after_request
    def write_views(response: Response) -> Response:
        if response.status_code in SHOWING and g.get("caseapp_seen"):
            try:
                with write() as act:
                    act.events += g.pop("caseapp_seen")
            except Locked:  # since the page was made: nobody sees what cannot be noted
                return page(503)
        denied = g.pop("denied_permission", None)
        if denied is not None:
            record_refusal(current_user, "access.denied", permission=denied)
        return response


@before_commit
def append_events(act: Act) -> None:
    """Append the events of one transaction to the chain, after everything else was flushed."""
    if not act.events:
        return
    number, previous = _last()
    if number // EVERY != (number + len(act.events)) // EVERY:
        act.after_commit.append(note_anchor)
    _refuse_known(act.begun)
    written = [
        (row.__kind__, row.id, row.row_version, row.row_mac[-MAC_PREFIX:]) for row in act.written.values()
    ]
    written += [
        (SCOPE, scope.id, scope.row_version, scope.mac[-MAC_PREFIX:]) for scope in act.scopes.values()
    ]
    expected: _Expected = {}
    for index, pending in enumerate(act.events):
        number += 1
        event = AuditEvent(
            scope_id=system_scope_id(AUDIT),
            number=number,
            day=now().date(),
            actor_id=pending.actor_id,
            code=pending.code,
            act_id=act.id,
            detail={"at": now().isoformat(timespec="seconds"), **pending.detail},
            key_version=keyring_version(),
            chain=b"",
        )
        touches = _touches(event.id, pending, written if index == len(act.events) - 1 else [])
        seal_pending(event)
        _version, event.chain = audit_mac(keyring(), previous, canonical(event, touches), event.key_version)
        _insert(event, touches)
        previous = event.chain
        expected[number] = (event.code, event.actor_id, event.chain, len(touches))
    _require_written(act, expected)


def _insert(event: AuditEvent, touches: list[AuditTouch]) -> None:
    # Each page writes an event, so it goes past the session, which would first find out what there is to write.
    connection = db.session.connection()
    connection.execute(_EVENTS, [_columns_of(event)])
    if touches:
        connection.execute(_TOUCHES, [_columns_of(touch) for touch in touches])


_EVENTS, _TOUCHES = insert(cast(Table, AuditEvent.__table__)), insert(cast(Table, AuditTouch.__table__))


def _columns_of(row: AuditEvent | AuditTouch) -> dict[str, Any]:
    return {each.columns[0].key: getattr(row, each.key) for each in type(row).__mapper__.column_attrs}


def _require_written(act: Act, expected: _Expected) -> None:
    # An insertion that a trigger of somebody else's swallows or changes fails in silence: what is there now is asked.
    rows = _WRITTEN.rows_past_session({"act_id": act.id})
    if {number: (code, actor_id, chain, count) for number, code, actor_id, chain, count in rows} != expected:
        raise Tampered("the database does not hold what was written into the log")


_WRITTEN = Prepared(
    select(
        AuditEvent.number,
        AuditEvent.code,
        AuditEvent.actor_id,
        AuditEvent.chain,
        select(func.count()).where(AuditTouch.event_id == AuditEvent.id).scalar_subquery(),
    ).where(AuditEvent.act_id == bindparam("act_id"))
)


def _refuse_known(begun: set[uuid.UUID]) -> None:
    # Log and history tell records apart by their ids: two of one id could never be verified again, nor restored.
    ordered = list(begun)
    for start in range(0, len(ordered), A_FEW):
        known = AuditTouch.record_id.in_(ordered[start : start + A_FEW])
        if db.session.scalar(select(AuditTouch.record_id).where(known).limit(1)):
            raise WriteError("another record has this id, or had it")


def keyring_version() -> int:
    """Return the version of the audit key that signs now."""
    return keyring().active(Purpose.AUDIT_MAC)[0]


def canonical(event: AuditEvent | Row[Any], touches: Iterable[AuditTouch | Row[Any]]) -> bytes:
    """Return the bytes of an event that its chain value covers; of many, rows of their columns will do."""
    parts = [
        event.id.bytes,
        str(event.number).encode(),
        event.day.isoformat().encode(),
        event.actor_id.bytes if event.actor_id else b"",
        event.code.encode(),
        event.act_id.bytes,
        hashlib.sha256(event.detail_sealed).digest(),  # type: ignore[union-attr]  # the ciphertext beside ``detail``
    ]
    for touch in sorted(touches, key=lambda touch: touch.record_id.bytes):
        version = b"" if touch.row_version is None else str(touch.row_version).encode()
        parts.append(lp(touch.record_kind.encode(), touch.record_id.bytes, version, touch.mac_prefix or b""))
    return lp(*parts)


def _last() -> tuple[int, bytes]:
    found = _LAST.rows_past_session()
    return (found[0].number, found[0].chain) if found else (0, first_link())


_LAST = Prepared(select(AuditEvent.number, AuditEvent.chain).order_by(AuditEvent.number.desc()).limit(1))


def first_link() -> bytes:
    """Return what the first event is chained to: the identity of the installation."""
    return db.session.execute(select(Installation.instance_id)).scalar_one().bytes


def _touches(
    event_id: uuid.UUID, pending: PendingEvent, written: Iterable[tuple[str, uuid.UUID, int, bytes]]
) -> list[AuditTouch]:
    touches = {
        record_id: AuditTouch(event_id=event_id, record_kind=kind, record_id=record_id)
        for kind, record_id in pending.seen
    }
    for kind, record_id, version, mac in written:
        touches[record_id] = AuditTouch(
            event_id=event_id, record_kind=kind, record_id=record_id, row_version=version, mac_prefix=mac
        )
    return list(touches.values())


def touched_record(event: AuditEvent) -> list[AuditTouch]:
    """Return the records an event touched."""
    return list(db.session.scalars(select(AuditTouch).where(AuditTouch.event_id == event.id)))
