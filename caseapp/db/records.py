"""What every record is: an id made here, a scope, a version and two MACs."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, inspect, literal_column
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from caseapp.db.encrypted import Encrypted
from caseapp.db.engine import Model
from caseapp.db.fitting import fitting_rows
from caseapp.db.unlocked import keyring
from caseapp.vault import check_joined_mac, check_row_mac, lp, row_mac

MAC_COLUMNS = frozenset({"access_mac", "row_mac"})


class Conflict(Exception):
    """Somebody else saved the record first; ``record`` is as it stands now."""

    def __init__(self, record: "Record") -> None:
        super().__init__("somebody else saved this record first")
        self.record = record


class Scoped(Model):
    """A row of a scope; it may hold encrypted columns."""

    __abstract__ = True
    __kind__: ClassVar[str]
    __lasting__: ClassVar[bool] = True
    """Whether verifying vouches for it; what goes by itself, such as drafts, is nobody's record."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)

    @declared_attr
    def scope_id(cls) -> Mapped[uuid.UUID]:  # noqa: N805 - SQLAlchemy passes the class
        """Name the scope whose key seals this row and whose members see it."""
        return mapped_column(ForeignKey("scope.id"), index=True)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid.uuid4())
        super().__init__(**values)


def removed_rows(table: str) -> Index:
    """Return an index of the removed rows of a table alone, so that the others are counted by what they are short of.

    One of all rows would look to the database as if it led to the few that are left.
    """
    return filled_rows(table, "removed_on", "removed")


def filled_rows(table: str, column: str, called: str = "") -> Index:
    """Return an index of the few rows of a table in which a column is filled."""
    filled = literal_column(column).is_not(None)
    return Index(f"ix_{table}_{called or column}", column, sqlite_where=filled, postgresql_where=filled)


class Record(Scoped):
    """A row that people wrote: it keeps its history, shows tampering, and is never deleted but by erasure."""

    __abstract__ = True
    __access_columns__: ClassVar[tuple[str, ...]] = ()
    """Columns that decide who may see or do something, beside id, scope and version."""
    __mac_version__: ClassVar[int] = 1
    """The version of the column list; a column added later says so by ``info={"since": n}``."""

    row_version: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int] = mapped_column(default=0, index=True)
    created_on: Mapped[date]
    changed_on: Mapped[date]
    removed_on: Mapped[date | None]
    removed_by: Mapped[uuid.UUID | None]
    removed_reason = Encrypted.short(".removed_reason")
    access_mac: Mapped[bytes]
    row_mac: Mapped[bytes]

    def stamp(self) -> None:
        """Compute both MACs from the row as it will be written."""
        values = self._plain_values()
        self.access_mac = _mac(self, "access", access_values(type(self), values))
        self.row_mac = _mac(self, "row", _row_values(type(self), values, self.__mac_version__))

    def check(self) -> None:
        """Refuse a row that was edited outside the application.

        Raises:
            Tampered: the row's MAC does not fit.
        """
        # A MAC covers what the database holds: column keys are read, never the opened attributes.
        covered = _covered(type(self), self.row_mac[0], attributes=True)
        try:
            joined = covered.joined(self.__dict__)
        except KeyError:  # a column of it was not read yet
            names = (*covered.columns, *covered.unknown)
            joined = covered.joined({name: getattr(self, name) for name in names})
        check_joined_mac(keyring(), joined, self.row_mac[1:])

    def _plain_values(self) -> dict[str, Any]:
        # A MAC covers what the database holds, so column keys are read, never the opened attributes.
        return {
            column.key: getattr(self, _attribute(type(self), column.key))
            for column in covered_columns(type(self))
        }


def access_values(model: type[Record], values: Mapping[str, Any]) -> list[bytes]:
    """Return what ``access_mac`` covers, from the columns of one row (lists verify what they selected)."""
    # Lists select only what is not removed, so a row brought back by hand carries another code than this one.
    return [*(canonical(values[name]) for name in _deciding(model)), canonical(values.get("removed_on"))]


def _deciding(model: type[Record]) -> tuple[str, ...]:
    return ("id", "scope_id", "row_version", *model.__access_columns__)


def check_access_macs(model: type[Record], rows: Iterable[Any], *, once: bool = False) -> None:
    """Refuse rows of a list whose deciding columns were edited outside the application.

    Each row holds these columns and ``access_mac``, under their own names, and is not removed. Rows that are looked at
    ``once``, by the thousand, are not remembered as fitting: those of the lists would be forgotten for them.

    Raises:
        Tampered: a MAC does not fit.
    """
    ring, label, fitting = keyring(), f"access/{model.__kind__}", fitting_rows()
    deciding = attrgetter(*_deciding(model), "access_mac")
    not_removed = canonical(None)  # those of a list never are, and none of them says so
    for row in rows:
        *values, mac = state = deciding(row)
        if once or (label, state) not in fitting:
            parts = [*map(canonical, values), not_removed]
            check_row_mac(ring, label, parts, mac[1:])
            if not once:
                fitting[label, state] = None


def canonical(value: Any) -> bytes:
    """Encode one column value without ambiguity: a type letter, then the value; ciphertexts by their hash."""
    encode = _ENCODERS.get(type(value)) or next(
        (_ENCODERS[kind] for kind in type(value).__mro__ if kind in _ENCODERS), None
    )
    if encode is None:
        raise TypeError(f"no column holds a {type(value).__name__}")
    return encode(value)


_ENCODERS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda _value: b"0",
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"i%d" % value,
    bytes: lambda value: b"h" + hashlib.sha256(value).digest(),
    uuid.UUID: lambda value: b"u" + value.bytes,
    date: lambda value: b"d" + value.isoformat().encode(),
    str: lambda value: b"s" + value.encode(),
}


def stamped(model: type[Scoped], values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row that is written past the session, with both MACs over them."""
    assert issubclass(model, Record)
    return values | {
        "access_mac": _mac(model, "access", access_values(model, values)),
        "row_mac": _mac(model, "row", _row_values(model, values, model.__mac_version__)),
    }


def _mac(record: Record | type[Record], kind: str, parts: Iterable[bytes]) -> bytes:
    mac = row_mac(keyring(), f"{kind}/{record.__kind__}", list(parts))
    return bytes([record.__mac_version__]) + mac


def _row_values(model: type[Record], values: dict[str, Any], version: int) -> list[bytes]:
    parts = [b"v%d" % version]
    for column in covered_columns(model):
        if column.info.get("since", 1) <= version:
            parts += [column.key.encode(), canonical(values[column.key])]
        elif values[column.key] is not None:
            parts.append(_UNKNOWN_FILLED)
    return parts


@dataclass(frozen=True)
class _Covered:
    """What a row MAC covers, ready for many rows: the columns in their order, before each what all rows have there."""

    before: tuple[bytes, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    """Columns that this version of the list does not know; they have to be empty."""

    def joined(self, held: Mapping[str, Any]) -> bytes:
        """Return LP(label) LP(version), then LP(key) LP(canonical value) of each column.

        Raises:
            KeyError: ``held`` lacks one of the columns.
        """
        pieces: list[bytes] = []
        for before, column in zip(self.before, self.columns, strict=True):
            pieces += before, _framed(held[column])
        if any(held[column] is not None for column in self.unknown):
            pieces.append(lp(_UNKNOWN_FILLED))
        return b"".join(pieces)


def _framed(value: Any) -> bytes:
    """Return LP of the canonical value."""
    frame = _FRAMES.get(type(value))
    return lp(canonical(value)) if frame is None else frame(value)


_FRAMES: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda _value: b"\0\0\0\x010",
    bytes: lambda value: b"\0\0\0\x21h" + hashlib.sha256(value).digest(),
    uuid.UUID: lambda value: b"\0\0\0\x11u" + value.bytes,
}
"""The same as ``lp(canonical(value))`` for the kinds of columns that most columns are of."""


@lru_cache(maxsize=512)
def _covered(model: type[Record], version: int, *, attributes: bool) -> _Covered:
    """Return what a row MAC covers, by the names of its columns or of the attributes that hold them."""
    columns = covered_columns(model)
    names = {column: _attribute(model, column.key) if attributes else column.key for column in columns}
    known = [column for column in columns if column.info.get("since", 1) <= version]
    later = [column for column in columns if column.info.get("since", 1) > version]
    before = [lp(column.key.encode()) for column in known]
    before[0] = lp(f"row/{model.__kind__}".encode(), b"v%d" % version) + before[0]
    return _Covered(
        tuple(before),
        tuple(names[column] for column in known),
        tuple(names[column] for column in later),
    )


def covered_columns(model: type[Record]) -> list[Any]:
    """Return the columns that ``row_mac`` covers, in its order."""
    found = _COLUMNS.get(model)
    if found is None:
        columns = [column for column in model.__table__.columns if column.key not in MAC_COLUMNS]
        found = _COLUMNS[model] = sorted(columns, key=lambda column: column.key)
    return found


def _attribute(model: type[Record], column: str) -> str:
    found = _ATTRIBUTES.get((model, column))
    if found is None:
        mapper = inspect(model)
        found = mapper.get_property_by_column(model.__table__.c[column]).key
        _ATTRIBUTES[(model, column)] = found
    return found


_UNKNOWN_FILLED = b"a column that this version of the list does not know is filled"
_COLUMNS: dict[type[Record], list[Any]] = {}
_ATTRIBUTES: dict[tuple[type[Record], str], str] = {}
