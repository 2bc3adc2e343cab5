"""Recording events: actions call ``record`` in the same breath as their change; pages call ``seen``."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple, cast

from flask import Flask, Response, g, make_response
from flask_login import current_user
from sqlalchemy import Table, bindparam, func, insert, select

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
from caseapp.vault import Purpose, Tampered, audit_mac, lp
from caseapp.web.errors import page
from caseapp.web.gate import SignedOut, acting_for, to_sign_in
from caseapp.web.installed import event_label, keys_kept

MAC_PREFIX = 16
A_FEW = 500
"""So many rows at once: a log outgrows any memory, and a statement takes so many values and no more."""
AS_DEPUTY_OF = "as_deputy_of"
"""Under this key an event names those whose permission its actor used."""
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
        ValueError: no feature declares ``code``, or ``detail`` has other keys than the feature says that it keeps, or
            would stand in the place of the event's own time.
    """
    current_act().events.append(_pending(actor, code, records, detail))


def _pending(actor: Any, code: str, records: Iterable[Any], detail: dict[str, Any]) -> PendingEvent:
    if "at" in detail:
        raise ValueError(f"{code}: at is when the event was recorded; call another time by another name")
    if event_label(code) is None:
        raise ValueError(f"no feature declares the audit event {code}")
    if objection := keys_kept(code).objection(detail.keys()):
        raise ValueError(f"{code} {objection}; see keeps of its feature")
    if actor is not None and (lenders := acting_for(actor.id)):
        detail = {**detail, AS_DEPUTY_OF: lenders}
    touched = tuple((row.__kind__, row.id) for row in records)
    return PendingEvent(code, actor.id if actor is not None else None, touched, detail)


def record_by_itself(actor: Any, code: str, **detail: Any) -> None:
    """Record an act that changes nothing, in a transaction of its own. Raises as ``record``."""
    pending = _pending(actor, code, (), detail)  # before the write begins, which would load ``actor`` anew
    with write() as act:
        act.events.append(pending)


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
        denied = g.pop("denied_permission", None)
        try:
            if response.status_code in SHOWING and g.get("caseapp_seen"):
                with write() as act:
                    act.events += g.pop("caseapp_seen")
                g.caseapp_views_act = act.id
            if denied is not None:
                record_refusal(current_user, "access.denied", permission=denied)
        except Locked:  # since the page was made: nobody sees what cannot be noted
            return page(503)
        except SignedOut:
            return make_response(to_sign_in())
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
        line = _sealed_line(pending, number, act.id)
        touches = _touches(line.id, pending, written if index == len(act.events) - 1 else [])
        _version, chain = audit_mac(keyring(), previous, canonical(line, touches), line.key_version)
        _insert(line, chain, touches)
        previous = chain
        expected[number] = (line.code, line.actor_id, chain, len(touches))
    _require_written(act, expected)


class _Line(NamedTuple):
    """An event as it is written. Each page writes one, so none is made a record, which takes longer than writing it."""

    id: uuid.UUID
    scope_id: uuid.UUID
    number: int
    day: date
    actor_id: uuid.UUID | None
    code: str
    act_id: uuid.UUID
    detail_sealed: bytes
    key_version: int


class _Touched(NamedTuple):
    """A record that an event read or wrote, as it is written."""

    event_id: uuid.UUID
    record_id: uuid.UUID
    record_kind: str
    row_version: int | None = None
    mac_prefix: bytes | None = None


def _sealed_line(pending: PendingEvent, number: int, act_id: uuid.UUID) -> _Line:
    line_id, scope_id, moment = uuid.uuid4(), system_scope_id(AUDIT), now()
    detail = {"at": moment.isoformat(timespec="seconds"), **pending.detail}
    sealed = AuditEvent.detail.sealed(AuditEvent, line_id, scope_id, detail)
    day, version = moment.date(), keyring_version()
    return _Line(line_id, scope_id, number, day, pending.actor_id, pending.code, act_id, sealed, version)


def _insert(line: _Line, chain: bytes, touches: list[_Touched]) -> None:
    # It goes past the session, which would first find out what there is to write.
    connection, values = db.session.connection(), line._asdict()
    values[AuditEvent.detail.name] = values.pop(AuditEvent.detail.attribute)
    connection.execute(_EVENTS, {**values, "chain": chain})
    if touches:
        connection.execute(_TOUCHES, [touch._asdict() for touch in touches])


_EVENTS, _TOUCHES = insert(cast(Table, AuditEvent.__table__)), insert(cast(Table, AuditTouch.__table__))


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


def canonical(event: AuditEvent | _Line, touches: Iterable[AuditTouch | _Touched]) -> bytes:
    """Return the bytes of an event that its chain value covers."""
    return content_of(
        (event.id.bytes, event.actor_id.bytes if event.actor_id else b"", event.act_id.bytes),
        event.number,
        event.day.isoformat(),
        event.code,
        event.detail_sealed,  # type: ignore[union-attr]  # the ciphertext beside ``detail``
        [
            (touch.record_id.bytes, touch.record_kind, touch.row_version, touch.mac_prefix)
            for touch in touches
        ],
    )


def content_of(
    ids: tuple[bytes, bytes, bytes],
    number: int,
    day: str,
    code: str,
    detail_sealed: bytes,
    touches: list[tuple[bytes, str, int | None, bytes | None]],
) -> bytes:
    """Return the same of an event whose values are plain: ``ids`` are its own, its actor's and its act's.

    A touch is the id of the record, its kind, its version and the beginning of its code. ``verify`` asks for a million.
    """
    event_id, actor_id, act_id = ids
    parts = [
        event_id,
        str(number).encode(),
        day.encode(),
        actor_id,
        code.encode(),
        act_id,
        hashlib.sha256(detail_sealed).digest(),
    ]
    for record_id, kind, row_version, mac_prefix in sorted(touches, key=itemgetter(0)):
        version = b"" if row_version is None else str(row_version).encode()
        parts.append(lp(kind.encode(), record_id, version, mac_prefix or b""))
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
) -> list[_Touched]:
    touches = {record_id: _Touched(event_id, record_id, kind) for kind, record_id in pending.seen}
    for kind, record_id, version, mac in written:
        touches[record_id] = _Touched(event_id, record_id, kind, version, mac)
    return list(touches.values())


def touched_record(event: AuditEvent) -> list[AuditTouch]:
    """Return the records an event touched."""
    return list(db.session.scalars(select(AuditTouch).where(AuditTouch.event_id == event.id)))
