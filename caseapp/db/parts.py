"""A record down to its parts: the rows of the same feature that name the record that they belong to.

The number of the latest change stands for all of it. That the keys of a record were renewed gives it none.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select, union_all

from caseapp.db.engine import db
from caseapp.db.records import Record


def latest_change(record: Record) -> int:
    """Return the number of the latest change of a record or of one of its parts."""
    numbers = [
        select(func.max(model.seq).label("seq")).where(*belongs) for model, belongs in content_of(record)
    ]
    found: int = db.session.execute(select(func.max(union_all(*numbers).subquery().c.seq))).scalar_one()
    return found


def content_of(record: Record) -> list[tuple[type[Record], tuple[ColumnElement[bool], ...]]]:
    """Return the models of a record, first, and of its parts, each with what their rows are found by."""
    kind = type(record)
    itself: list[tuple[type[Record], tuple[ColumnElement[bool], ...]]] = [(kind, (kind.id == record.id,))]
    return itself + [
        (model, (getattr(model, name) == record.id, model.scope_id == record.scope_id))
        for model, name in _parts(kind)
    ]


@cache
def _parts(kind: type[Record]) -> tuple[tuple[type[Record], str], ...]:
    """Return the models of the same feature whose rows name the record that they belong to, and where they name it."""
    home = kind.__module__.rpartition(".")[0]
    models: list[Any] = [mapper.class_ for mapper in kind.registry.mappers]
    return tuple(
        (model, key.parent.name)
        for model in sorted(models, key=lambda each: each.__name__)
        if issubclass(model, Record) and model is not kind and model.__module__.rpartition(".")[0] == home
        for key in model.__table__.foreign_keys
        if key.column.table is kind.__table__
    )
