"""A long log: a million entries are verified in under a minute, and one that was changed is found among them."""

import time
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseapp.audit import AuditEvent, verify
from caseapp.audit.anchors import FILE_NAME
from caseapp.audit.models import AuditTouch
from caseapp.audit.recording import canonical, keyring_version
from caseapp.db import AUDIT, db, keyring, system_scope_id
from caseapp.db.encrypted import seal_pending
from caseapp.vault import audit_mac
from tests.deep.figures import figure
from tests.frame.conftest import behind

LIMIT = 60.0
"""Seconds of the processor for a million entries: others at work on the machine are not counted."""
FEW, MILLION = 2_000, 1_000_000


def views(number: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """So many views of records, chained to what is in the log: a row of events and a row of touches each."""
    last, previous = db.session.execute(
        select(AuditEvent.number, AuditEvent.chain).order_by(AuditEvent.number.desc()).limit(1)
    ).one()
    scope_id, version, actor_id = system_scope_id(AUDIT), keyring_version(), uuid.uuid4()
    for count in range(last + 1, last + 1 + number):
        event = AuditEvent(
            id=uuid.uuid4(),
            scope_id=scope_id,
            number=count,
            day=date(2026, 3, 2),
            actor_id=actor_id,
            code="case.viewed",
            act_id=uuid.uuid4(),
            detail={"at": "2026-03-02T08:00:00+00:00"},
            key_version=version,
            chain=b"",
        )
        touch = AuditTouch(event_id=event.id, record_kind="case", record_id=uuid.uuid4())
        seal_pending(event)
        _version, previous = audit_mac(keyring(), previous, canonical(event, [touch]), version)
        yield (
            (
                event.id.hex,
                scope_id.hex,
                count,
                event.day.isoformat(),
                actor_id.hex,
                event.code,
                event.act_id.hex,
                event.detail_sealed,  # type: ignore[attr-defined]
                version,
                previous,
            ),
            (event.id.hex, touch.record_id.hex, "case"),
        )


def fill(database: Path, number: int) -> None:
    """Put so many events into the log at once: one by one they would take an hour."""
    found = views(number)
    with behind(database) as raw:
        raw.execute("BEGIN")
        for event, touch in found:
            raw.execute(
                "INSERT INTO audit_event (id, scope_id, number, day, actor_id, code, act_id, detail, key_version, "
                "chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                event,
            )
            raw.execute("INSERT INTO audit_touch (event_id, record_id, record_kind) VALUES (?, ?, ?)", touch)
        raw.execute("COMMIT")


@pytest.mark.parametrize("number", [FEW, pytest.param(MILLION, marks=pytest.mark.deep)])
def test_a_long_log_is_verified_in_time_and_a_change_in_it_is_found(
    app: Flask, instance: Path, number: int
) -> None:
    with app.app_context():
        fill(instance / "caseapp.db", number)
        db.session.rollback()
        start = time.process_time()
        found = [problem for problem in verify() if problem.where != FILE_NAME]
        seconds = time.process_time() - start
        db.session.rollback()
        assert found == []
        if number == MILLION:
            kept = "kept" if seconds < LIMIT else "BROKEN"
            figure(
                f"Verifying {number:,} entries of the audit log",
                f"{seconds:.1f} s of the processor; promised under {LIMIT:.0f} s: {kept}",
            )
        assert seconds < max(LIMIT * number / MILLION, 5)
        middle = db.session.execute(select(func.max(AuditEvent.number))).scalar_one() // 2
        db.session.rollback()
    if number == MILLION:
        return
    with behind(instance / "caseapp.db") as raw:
        raw.execute("UPDATE audit_event SET day = '2020-01-01' WHERE number = ?", (middle,))
    with app.app_context():
        assert f"event {middle}" in {problem.where for problem in verify()}
