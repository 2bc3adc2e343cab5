"""The codes of whole rows as the database keeps them: for what goes through every row of a kind, block by block.

The same is covered as when a record is loaded (see ``records``), from the same bytes; only no object is made of an id
or a day that nobody looks at.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Date, Integer, LargeBinary, String, Uuid

from caseapp.db.encrypted import CIPHERTEXT_MARK, Ciphertext
from caseapp.db.engine import id_bytes
from caseapp.db.records import Record, covered_columns
from caseapp.db.unlocked import keyring
from caseapp.vault import NotACiphertext, Tampered, check_joined_macs, lp

Encode = Callable[[Sequence[Any]], list[bytes]]
"""From the values of a column as they are stored to what a code covers of each, with its length in front."""
Row = tuple[Any, ...]


def check_stored_rows(model: type[Record], rows: Iterable[Row]) -> None:
    """Refuse rows that were edited outside the application: all columns of ``model`` in the order of its table.

    They are gone through column by column: the values of one are alike, and a function for each of them would take
    longer than the codes themselves.

    Raises:
        Tampered: a code does not fit, or a value is not as the application writes it.
        NotACiphertext: an encrypted column holds something else.
    """
    place = list(model.__table__.columns).index(model.__table__.c.row_mac)
    for version, some in _by_version(rows, place).items():
        frame, covered = _layout(model, version)
        columns = list(zip(*some, strict=False))  # a question may have more behind them
        parts = [encode(columns[at]) for at, encode in covered]
        messages = [frame + b"".join(each) for each in zip(*parts, strict=True)]
        check_joined_macs(keyring(), messages, [mac[1:] for mac in columns[place]])


def _by_version(rows: Iterable[Row], place: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        mac = row[place]
        if type(mac) is not bytes or not mac:
            raise Tampered("a row has no code")
        found.setdefault(mac[0], []).append(row)
    return found


@lru_cache(maxsize=128)
def _layout(model: type[Record], version: int) -> tuple[bytes, list[tuple[int, Encode]]]:
    """Return what a code of ``version`` begins with, and which columns it covers, in their order."""
    places = {column.key: place for place, column in enumerate(model.__table__.columns)}
    covered = [
        (places[column.key], _encoder(column) if column.info.get("since", 1) <= version else _left_empty)
        for column in covered_columns(model)
    ]
    return lp(f"row/{model.__kind__}".encode(), b"v%d" % version), covered


def _encoder(column: Any) -> Encode:
    stored_as, encode = next((holds, way) for kind, holds, way in _WAYS if isinstance(column.type, kind))
    named, absent = lp(column.key.encode()), lp(column.key.encode(), b"0")

    def encoded(values: Sequence[Any]) -> list[bytes]:
        kinds = set(map(type, values))
        if not kinds <= {stored_as, type(None)}:
            raise Tampered("a value was written outside the application")
        if type(None) not in kinds:
            return [named + part for part in encode(values)]
        there = iter(encode([value for value in values if value is not None]))
        return [absent if value is None else named + next(there) for value in values]

    return encoded


def _left_empty(values: Sequence[Any]) -> list[bytes]:
    if any(value is not None for value in values):
        raise Tampered("a column that this version of the list does not know is filled")
    return [b""] * len(values)


def _ids(values: Sequence[str]) -> list[bytes]:
    if any(len(value) != _DIGITS for value in values):
        raise Tampered("an id has another length")
    read = id_bytes("".join(values))
    return [_ID + read[start : start + _BYTES] for start in range(0, len(read), _BYTES)]


def _yes_or_no(values: Sequence[int]) -> list[bytes]:
    if any(value not in (0, 1) for value in values):
        raise Tampered("a yes or no was written outside the application")
    return [lp(b"t" if value else b"f") for value in values]


def _ciphertexts(values: Sequence[bytes]) -> list[bytes]:
    if any(value[:1] != _MARK for value in values):
        raise NotACiphertext("an encrypted column holds something that is not a ciphertext")
    return _bytes(values)


def _bytes(values: Sequence[bytes]) -> list[bytes]:
    return [_HASH + sha256(value).digest() for value in values]


def _numbers(values: Sequence[int]) -> list[bytes]:
    return [lp(b"i%d" % value) for value in values]


def _days(values: Sequence[str]) -> list[bytes]:
    known = {value: lp(b"d" + value.encode()) for value in set(values)}
    return [known[value] for value in values]


def _texts(values: Sequence[str]) -> list[bytes]:
    known = {value: lp(b"s" + value.encode()) for value in set(values)}
    return [known[value] for value in values]


_BYTES, _DIGITS = 16, 32
_ID, _HASH = (17).to_bytes(4, "big") + b"u", (33).to_bytes(4, "big") + b"h"
_MARK = bytes([CIPHERTEXT_MARK])
_WAYS: tuple[tuple[type, type, Encode], ...] = (
    (Ciphertext, bytes, _ciphertexts),
    (Uuid, str, _ids),
    (Boolean, int, _yes_or_no),
    (Integer, int, _numbers),
    (LargeBinary, bytes, _bytes),
    (Date, str, _days),
    (String, str, _texts),
)
"""The types of columns, how the database keeps their values, and what a code covers of them."""
