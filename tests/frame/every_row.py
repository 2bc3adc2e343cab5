"""Rows of every table that can hold ciphertexts, made by introspection: what is added later is tried as well."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Enum, Float, Integer, LargeBinary, Uuid, inspect

from caseapp.audit import AuditEvent
from caseapp.clock import today
from caseapp.dates import Calendar, PartialDate
from caseapp.db import Encrypted, Record, create_scope, db, write
from caseapp.db.encrypted import BYTES, DAY, JSON, PARTIAL_DATE, TEXT, encrypted_columns
from caseapp.db.engine import Base
from caseapp.db.records import Scoped
from caseapp.features import FEATURES
from caseapp.web.sentences import TYPED_OR_WORDED

NOT_MADE_HERE = {AuditEvent}
"""The log's own rows are chained; they are taken as the application wrote them."""


def scoped_models() -> list[type[Scoped]]:
    """Every mapped class that may hold encrypted columns, by name; naming the features loads all of them."""
    assert FEATURES
    found = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)}
    return sorted(found, key=lambda model: model.__tablename__)


def models_with_ciphertexts() -> list[type[Scoped]]:
    return [model for model in scoped_models() if encrypted_columns(model)]


Words = Callable[[Encrypted[Any], int], str]
"""What an encrypted column says in the row of this number."""


def some_words(column: Encrypted[Any], number: int) -> str:
    """Words that tell which column and row they stand in."""
    return f"{column.name} of row {number} — ردیف"


def make_rows(
    words: Words = some_words, *, removed: bool = False, but: frozenset[type[Scoped]] = frozenset()
) -> dict[type[Scoped], tuple[uuid.UUID, uuid.UUID]]:
    """Write two rows of every such table, each in a scope of its own; returns their ids. Foreign keys are off.

    What is ``removed`` stands in the database like everything else, and no page looks for what it points at. ``but``
    are tables that are left alone.
    """
    from caseapp.audit import record

    made: dict[type[Scoped], tuple[uuid.UUID, uuid.UUID]] = {}
    with write():
        scopes = [create_scope("case").id for _ in range(2)]
        for model in models_with_ciphertexts():
            if model in NOT_MADE_HERE | but:
                continue
            rows = [_row(model, scope_id, number, words) for number, scope_id in enumerate(scopes)]
            if removed and issubclass(model, Record):
                for row in rows:
                    row.removed_on = today()
            db.session.add_all(rows)
            made[model] = (rows[0].id, rows[1].id)
        record(None, "setup.unlocked")
    events = db.session.query(AuditEvent.id).order_by(AuditEvent.number).limit(2).all()
    made[AuditEvent] = (events[0][0], events[1][0])
    return made


def _row(model: type[Scoped], scope_id: uuid.UUID, number: int, words: Words) -> Any:
    values: dict[str, Any] = {"scope_id": scope_id}
    mapper = inspect(model)
    sealed = {column.attribute for column in encrypted_columns(model)}
    ours = {"id", "scope_id", "access_mac", "row_mac", "row_version", "seq", "created_on", "changed_on"}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if attribute.key not in sealed | (ours if issubclass(model, Record) else {"id", "scope_id"}):
            values[attribute.key] = _plain(column, number)
    for encrypted in encrypted_columns(model):
        values[encrypted.name] = value_of(encrypted, number, words(encrypted, number))
    return model(**values)


def _plain(column: Any, number: int) -> Any:
    kind = column.type
    if column.nullable:
        return None
    if isinstance(kind, Uuid):
        return uuid.uuid4()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return number + 1
    if isinstance(kind, DateTime):
        return datetime(2026, 3, 2, 8, number)
    if isinstance(kind, Date):
        return date(2026, 3, 2 + number)
    if isinstance(kind, LargeBinary):
        return uuid.uuid4().bytes * 2
    if isinstance(kind, Enum):
        return kind.enums[0]
    return f"plain-{number}"


def value_of(column: Encrypted[Any], number: int, words: str) -> Any:
    """A value of this column's kind that says ``words``, where its kind has any."""
    known: list[tuple[Any, Any]] = [
        (TEXT, words),
        (TYPED_OR_WORDED, words),
        (BYTES, words.encode()),
        (JSON, {"words": words}),
        (PARTIAL_DATE, PartialDate(Calendar.JALALI, 1402, 5, 10 + number)),
        (DAY, date(2024, 5, 10 + number)),
    ]
    for codec, value in known:
        if column.codec is codec:
            return value
    raise TypeError(f"{column.label} has a codec that this test does not know")
