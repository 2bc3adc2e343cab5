"""Lengthening the log of a demonstration to as many events as wanted, in the format of the application.

Each event is sealed, linked to the one before and anchored as ``caseapp.audit.recording`` does it, but many of them are
written at once, and their instants lie in the days to come, a thousand each day. They are views, lists and searches of
the cases that are there, and now and then a change that leaves a record as its last entry had left it.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import func, insert, select

from caseapp.accounts.models import User
from caseapp.audit.anchors import EVERY, FILE_NAME, Anchor
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.recording import canonical, keyring_version
from caseapp.cases.models import Case
from caseapp.db import AUDIT, db, keyring, system_scope_id
from caseapp.db.engine import WRITE_OPTION
from caseapp.people.models import Person
from caseapp.vault import audit_mac

A_DAY = 1_000
_AT_ONCE = 5_000
_LISTED = 25
_WEEKEND = 5


class _Line(NamedTuple):
    id: uuid.UUID
    scope_id: uuid.UUID
    number: int
    day: Any
    actor_id: uuid.UUID | None
    code: str
    act_id: uuid.UUID
    detail_sealed: bytes
    key_version: int


class _Touched(NamedTuple):
    record_id: uuid.UUID
    record_kind: str
    row_version: int | None
    mac_prefix: bytes | None


def lengthen(entries: int) -> None:
    """Add events until the log has so many; does nothing to a longer one."""
    number, previous = _last()
    anchors: list[str] = []
    invented = _invented(number, entries)
    while some := list(islice(invented, _AT_ONCE)):
        events, touches = [], []
        for line, touched in some:
            _version, chain = audit_mac(keyring(), previous, canonical(line, touched), line.key_version)  # type: ignore[arg-type]  # named alike
            values = line._asdict()
            values["detail"] = values.pop("detail_sealed")
            events.append({**values, "chain": chain})
            touches += [{"event_id": line.id, **each._asdict()} for each in touched]
            if line.number % EVERY == 0:
                anchors.append(Anchor.of(line.number, chain).line())
            previous = chain
        db.session.rollback()
        connection = db.session.connection(execution_options={WRITE_OPTION: True})
        connection.execute(insert(AuditEvent.__table__), events)  # type: ignore[arg-type]  # a table
        if touches:
            connection.execute(insert(AuditTouch.__table__), touches)  # type: ignore[arg-type]  # a table
        db.session.commit()
    file: Path = current_app.config["SETTINGS"].instance_path / FILE_NAME
    with file.open("a", encoding="ascii") as opened:
        opened.writelines(anchors)


def _invented(after: int, until: int) -> Iterator[tuple[_Line, list[_Touched]]]:
    dice = Random(1)
    scope_id, version = system_scope_id(AUDIT), keyring_version()
    users = list(db.session.scalars(select(User.id)))
    cases = db.session.execute(select(Case.id, Case.client_id)).all()
    written = _last_entries()
    # The days go on where the log ends: the numbers of a log and its days rise together.
    first = db.session.scalar(select(func.max(AuditEvent.day)))
    assert first is not None
    moment = datetime(first.year, first.month, first.day, 6, tzinfo=UTC) + timedelta(days=1)
    for number in range(after + 1, until + 1):
        moment += timedelta(seconds=dice.randrange(80))
        if number % A_DAY == 0:
            moment = datetime(moment.year, moment.month, moment.day, 6, tzinfo=UTC) + timedelta(days=1)
            if moment.weekday() >= _WEEKEND:
                moment += timedelta(days=2)
        code, detail, touched = _act(dice, cases, written)
        line_id = uuid.UUID(int=dice.getrandbits(128), version=4)
        said = {"at": moment.isoformat(timespec="seconds"), **detail}
        sealed = AuditEvent.detail.sealed(AuditEvent, line_id, scope_id, said)
        act_id = uuid.UUID(int=dice.getrandbits(128), version=4)
        actor_id = dice.choice(users)
        yield (
            _Line(line_id, scope_id, number, moment.date(), actor_id, code, act_id, sealed, version),
            touched,
        )


def _act(
    dice: Random, cases: Any, written: list[tuple[str, uuid.UUID, int, bytes]]
) -> tuple[str, dict[str, Any], list[_Touched]]:
    kind = dice.random()
    if kind < 0.25:
        return "case.listed", {"shown": [str(row.id) for row in dice.sample(cases, _LISTED)]}, []
    if kind < 0.4:
        shown = [str(row.client_id) for row in dice.sample(cases, 3)]
        return "search.made", {"query": dice.randbytes(32).hex(), "shown": shown}, []
    if kind < 0.45:
        return "account.signed_in", {}, []
    if kind < 0.55:
        record_kind, record_id, version, code = dice.choice(written)
        return "case.changed", {"fields": ["summary"]}, [_Touched(record_id, record_kind, version, code)]
    case = dice.choice(cases)
    return (
        "case.viewed",
        {},
        [_Touched(case.id, Case.__kind__, None, None), _Touched(case.client_id, Person.__kind__, None, None)],
    )


def _last_entries() -> list[tuple[str, uuid.UUID, int, bytes]]:
    query = (
        select(AuditTouch.record_kind, AuditTouch.record_id, AuditTouch.row_version, AuditTouch.mac_prefix)
        .where(AuditTouch.row_version.is_not(None))
        .order_by(AuditTouch.row_version)
    )
    found = {
        record_id: (kind, record_id, version, mac)
        for kind, record_id, version, mac in db.session.execute(query)
    }
    return list(found.values())  # type: ignore[arg-type]  # those that were written have a version


def _last() -> tuple[int, bytes]:
    query = select(AuditEvent.number, AuditEvent.chain).order_by(AuditEvent.number.desc()).limit(1)
    number, chain = db.session.execute(query).one()
    return number, chain
