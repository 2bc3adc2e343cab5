"""Acts with the instant of each: exact times are sealed, so that no more are opened than a page can show."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, select

from caseapp.audit.models import AuditEvent
from caseapp.audit.reading import told_to
from caseapp.audit.wanted import Wanted, conditions_of
from caseapp.db import db


@dataclass(frozen=True)
class Act:
    """What somebody did, and when."""

    at: datetime
    """In UTC."""
    code: str
    actor_id: uuid.UUID | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class Acts:
    """The newest of what was asked for, the oldest of them first."""

    found: list[Act]
    cut: bool
    """There were more, and older ones were left out."""


def acts_of(reader: Any, wanted: Wanted, *more: ColumnElement[bool], most: int) -> Acts:
    """Return what ``reader`` is told of, the newest ``most``; ``more`` are conditions beside what is wanted."""
    query = (
        select(
            AuditEvent.id,
            AuditEvent.scope_id,
            AuditEvent.day,
            AuditEvent.code,
            AuditEvent.actor_id,
            AuditEvent.detail_sealed.label("sealed"),  # type: ignore[attr-defined]  # the ciphertext beside ``detail``
        )
        .where(*told_to(reader), *conditions_of(wanted), *more)
        .order_by(AuditEvent.number.desc())
        .limit(most + 1)
    )
    rows = db.session.execute(query).all()
    kept = rows[:most][::-1]
    details = AuditEvent.detail.open_each(AuditEvent, [(row.id, row.scope_id, row.sealed) for row in kept])
    found = [
        Act(_instant(row, detail), row.code, row.actor_id, detail or {})
        for row, detail in zip(kept, details, strict=True)
    ]
    return Acts(found, len(rows) > most)


def listed_in(act: Act, keys: Collection[str]) -> set[str]:
    """Return the ids of the records that an act lists under any of the keys, such as those that a page showed."""
    lists = (act.detail.get(key) for key in keys)
    return {str(each) for found in lists if isinstance(found, list) for each in found}


def _instant(row: Any, detail: Any) -> datetime:
    try:
        return datetime.fromisoformat(str((detail or {}).get("at")))
    except ValueError:
        return datetime.combine(row.day, time(), UTC)
