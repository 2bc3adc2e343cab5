"""Which versions of a key the rows carry: a key may be destroyed only when nothing carries its version any more."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, select

from caseapp.db.columns import rows_found
from caseapp.db.engine import Base
from caseapp.db.records import Record
from caseapp.db.scopes import Scope, ScopeKey


def wrap_version_column() -> ColumnElement[bytes]:
    """Return the four bytes with which the wrap of a scope's key names the key that made it."""
    return func.substr(ScopeKey.wrap, 3, 4)


def wraps_by_version() -> Counter[int]:
    """Return how many wraps of scopes' keys each version of the wrapping key has made."""
    return _counted([rows_found(select(wrap_version_column(), func.count()).group_by(wrap_version_column()))])


def codes_by_version() -> Counter[int]:
    """Return how many rows carry a code of each version of the key for codes."""
    return _counted(rows_found(question) for question in _codes())


def _codes() -> Iterator[Any]:
    version = func.substr(Scope.mac, 1, 2)
    yield select(version, func.count()).group_by(version)
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if issubclass(model, Record):
            version = func.substr(model.row_mac, 2, 2)
            yield select(version, func.count()).group_by(version)


def _counted(found: Any) -> Counter[int]:
    counted: Counter[int] = Counter()
    for rows in found:
        for version, number in rows:
            counted[int.from_bytes(bytes(version), "big")] += number
    return counted
