"""Reading how a record came to be what it is: each change with who made it and what stood there before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.db import Record, db, history_of
from caseapp.db.encrypted import encrypted_columns
from caseapp.web.installed import edited_fields


@dataclass(frozen=True)
class Changed:
    """One field that a change touched, with what stood there before and after."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of a record."""

    on: date
    by: uuid.UUID | None
    code: str
    fields: list[Changed]


@dataclass(frozen=True)
class FormerState:
    """What stood in a record until a day, and who changed it then."""

    until: date
    by: uuid.UUID | None
    values: Mapping[str, Any]


def former_states_of(record: Record) -> list[FormerState]:
    """Return the former states of a record, the latest first."""
    versions = history_of(record)
    actors = _actors([version.act_id for version in versions])
    return [
        FormerState(
            version.replaced_on,
            actors.get(version.act_id, (None, ""))[0],
            _decoded(type(record), version.state or {}),
        )
        for version in versions
    ]


def changes_of(record: Record) -> list[Change]:
    """Return the changes of a record, newest first, with the fields that people know by name."""
    fields_shown = edited_fields(record.__kind__)
    actors = _actors([version.act_id for version in history_of(record)])
    after = _state(record)
    changes = []
    for version in history_of(record):
        before = _decoded(type(record), version.state or {})
        fields = [
            Changed(
                str(field.label.text), _in_words(field, before.get(name)), _in_words(field, after.get(name))
            )
            for name, field in fields_shown.items()
            if before.get(name) != after.get(name)
        ]
        actor, code = actors.get(version.act_id, (None, ""))
        changes.append(Change(version.replaced_on, actor, code, fields))
        after = before
    return changes


def _in_words(field: Any, value: Any) -> Any:
    words = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}
    return words.get(value, value) if isinstance(value, str) else value


def _state(record: Record) -> dict[str, Any]:
    values = {column.key: getattr(record, column.key, None) for column in record.__table__.columns}
    values.update({column.name: getattr(record, column.name) for column in encrypted_columns(type(record))})
    return {name: _comparable(value) for name, value in values.items()}


def _decoded(model: type[Record], state: Mapping[str, Any]) -> dict[str, Any]:
    codecs = {column.name: column.codec for column in encrypted_columns(model)}
    decoded = {}
    for name, value in state.items():
        codec = codecs.get(name)
        text = (
            value
            if value is None or codec is None or value.startswith("base64:")
            else codec.decode(value.encode())
        )
        decoded[name] = _comparable(codec.empty if codec is not None and text is None else text)
    return decoded


def _comparable(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value


def _actors(act_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[uuid.UUID | None, str]]:
    rows = db.session.execute(
        select(AuditEvent.act_id, AuditEvent.actor_id, AuditEvent.code).where(AuditEvent.act_id.in_(act_ids))
    )
    return {act_id: (actor_id, code) for act_id, actor_id, code in rows}
