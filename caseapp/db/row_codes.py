"""The codes of whole rows as the database keeps them: for what goes through every row of a kind, block by block.

The same is covered as when a record is loaded (see ``records``), from the same bytes; only no object is made of an id
or a day that nobody looks at.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Date, Integer, LargeBinary, String, Uuid

from caseapp.db.encrypted import CIPHERTEXT_MARK, Ciphertext
from caseapp.db.engine import id_bytes
from caseapp.db.records import Record, covered_columns
from caseapp.db.unlocked import keyring
from caseapp.vault import NotACiphertext, Tampered, check_joined_mac, lp

Encode = Callable[[Any], bytes]
"""From a value as it is stored to what a code covers of it, with its length in front."""


def check_stored_rows(model: type[Record], rows: Iterable[tuple[Any, ...]]) -> None:
    """Refuse rows that were edited outside the application: all columns of ``model`` in the order of its table.

    Raises:
        Tampered: a code does not fit, or a value is not as the application writes it.
        NotACiphertext: an encrypted column holds something else.
    """
    ring, place = keyring(), list(model.__table__.columns).index(model.__table__.c.row_mac)
    for row in rows:
        mac = row[place]
        if not isinstance(mac, bytes) or not mac:
            raise Tampered("a row has no code")
        frame, covered = _layout(model, mac[0])
        check_joined_mac(ring, frame + b"".join([encode(row[at]) for at, encode in covered]), mac[1:])


@lru_cache(maxsize=128)
def _layout(model: type[Record], version: int) -> tuple[bytes, list[tuple[int, Encode]]]:
    """Return what a code of ``version`` begins with, and which values it covers, in their order."""
    places = {column.key: place for place, column in enumerate(model.__table__.columns)}
    covered = [
        (places[column.key], _encoder(column) if column.info.get("since", 1) <= version else _left_empty)
        for column in covered_columns(model)
    ]
    return lp(f"row/{model.__kind__}".encode(), b"v%d" % version), covered


def _encoder(column: Any) -> Encode:
    stored_as, encode = next((holds, way) for kind, holds, way in _WAYS if isinstance(column.type, kind))
    named, absent = lp(column.key.encode()), lp(column.key.encode(), b"0")

    def encoded(value: Any) -> bytes:
        if value is None:
            return absent
        if type(value) is not stored_as:
            raise Tampered("a value was written outside the application")
        return named + encode(value)

    return encoded


def _left_empty(value: Any) -> bytes:
    if value is not None:
        raise Tampered("a column that this version of the list does not know is filled")
    return b""


def _id(value: Any) -> bytes:
    if len(value) != _DIGITS:
        raise Tampered("an id has another length")
    return _ID + id_bytes(value)


def _yes_no(value: Any) -> bytes:
    if value not in (0, 1):
        raise Tampered("a yes or no was written outside the application")
    return lp(b"t" if value else b"f")


def _number(value: Any) -> bytes:
    return lp(b"i%d" % value)


def _ciphertext(value: Any) -> bytes:
    if value[:1] != _MARK:
        raise NotACiphertext("an encrypted column holds something that is not a ciphertext")
    return _HASH + hashlib.sha256(value).digest()


def _bytes(value: Any) -> bytes:
    return _HASH + hashlib.sha256(value).digest()


def _day(value: Any) -> bytes:
    return lp(b"d" + value.encode())


def _text(value: Any) -> bytes:
    return lp(b"s" + value.encode())


_DIGITS = 32
_ID, _HASH = (17).to_bytes(4, "big") + b"u", (33).to_bytes(4, "big") + b"h"
_MARK = bytes([CIPHERTEXT_MARK])
_WAYS: tuple[tuple[type, type, Encode], ...] = (
    (Ciphertext, bytes, _ciphertext),
    (Uuid, str, _id),
    (Boolean, int, _yes_no),
    (Integer, int, _number),
    (LargeBinary, bytes, _bytes),
    (Date, str, _day),
    (String, str, _text),
)
"""The types of columns, how the database keeps their values, and what a code covers of them."""
