"""Encrypted column values.

FIELD: 0xC1 | suite | data key generation u32 | nonce 12 | ciphertext of the padded value | tag 16. 0xC1 never
occurs in UTF-8, so plaintext in an encrypted column is told apart at its first byte. The associated data bind
a value to installation, column, row and scope; a value copied elsewhere does not open.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag

from caseapp.vault.datakeys import (
    NONCE_LENGTH,
    SUITE_AES_256_GCM,
    TAG_LENGTH,
    DataKey,
    unwrap_data_key,
    wrap_data_key,
)
from caseapp.vault.errors import NotACiphertext, Tampered, UnknownKey
from caseapp.vault.framing import lp
from caseapp.vault.padding import Padding, end_of_value, pad

__all__ = [
    "FIELD_OVERHEAD",
    "Binding",
    "DataKey",
    "Padding",
    "field_generation",
    "lp",
    "open_field",
    "seal_field",
    "unwrap_data_key",
    "wrap_data_key",
]

FIELD_OVERHEAD = 34
"""Bytes that a sealed value has beyond its padded length."""

_FIELD_MARK = 0xC1
_HEADER_LENGTH = 6
_SEALED_START = _HEADER_LENGTH + NONCE_LENGTH
_SHORTEST = _SEALED_START + 1 + TAG_LENGTH
_FIELD_PREFIX = bytes((_FIELD_MARK, SUITE_AES_256_GCM))
_ID_LENGTH = 16
_UUID_FRAME = _ID_LENGTH.to_bytes(4, "big")
_PURPOSE = lp(b"FH/field/1") + _UUID_FRAME


@dataclass(frozen=True)
class Binding:
    """Where a sealed value belongs.

    `label` is "table.column" as a constant declared with the column ("person.name"), never taken from the
    schema, so that renaming a table needs no keys.
    """

    instance_id: UUID
    label: str
    row_id: UUID
    scope_id: UUID


def seal_field(key: DataKey, binding: Binding, plaintext: bytes, padding: Padding) -> bytes:
    """Return `plaintext` padded and sealed for exactly this place; two calls never give the same bytes."""
    header = _FIELD_PREFIX + key.generation.to_bytes(4, "big")
    nonce = os.urandom(NONCE_LENGTH)
    return header + nonce + key.cipher.encrypt(nonce, pad(plaintext, padding), _place(binding) + header)


def open_field(key_for: Callable[[int], DataKey] | DataKey, binding: Binding, ciphertext: bytes) -> bytes:
    """Return the value inside `ciphertext`, which must have been sealed for exactly this place.

    `key_for` is the scope's data key, or a function from a generation to it. Raises `NotACiphertext` for
    anything that this software did not seal (plaintext, text, an empty value), `UnknownKey` for a generation
    that is not at hand, `Tampered` for the rest.
    """
    padded = _decrypted(key_for, _place(binding), ciphertext)
    return padded[: end_of_value(padded)]


class FieldOpener:
    """Opens the values of one column in many rows: what their places have in common is put together once."""

    def __init__(self, instance_id: UUID, label: str) -> None:
        self.instance_id = instance_id
        self._column = _PURPOSE + instance_id.bytes + _framed_label(label) + _UUID_FRAME

    def __call__(
        self,
        key_for: Callable[[int], DataKey] | DataKey,
        row_id: bytes,
        scope_id: bytes,
        ciphertext: bytes,
    ) -> bytes:
        """Return the value of a row, given the 16 bytes of each of its ids; raises as `open_field`."""
        padded = self._padded(key_for, row_id, scope_id, ciphertext)
        return padded[: end_of_value(padded)]

    def view(
        self,
        key_for: Callable[[int], DataKey] | DataKey,
        row_id: bytes,
        scope_id: bytes,
        ciphertext: bytes,
    ) -> memoryview:
        """Return the same without a copy, for whoever makes something of it at once: a text may be long."""
        padded = self._padded(key_for, row_id, scope_id, ciphertext)
        return memoryview(padded)[: end_of_value(padded)]

    def _padded(
        self,
        key_for: Callable[[int], DataKey] | DataKey,
        row_id: bytes,
        scope_id: bytes,
        ciphertext: bytes,
    ) -> bytes:
        if len(row_id) != _ID_LENGTH or len(scope_id) != _ID_LENGTH:
            raise Tampered("An id has another length.")
        return _decrypted(key_for, self._column + row_id + _UUID_FRAME + scope_id, ciphertext)


def field_generation(ciphertext: bytes) -> int:
    """Return the data key generation that a sealed value names; raise as `open_field` for what is none."""
    if type(ciphertext) is not bytes or len(ciphertext) < _SHORTEST or ciphertext[0] != _FIELD_MARK:
        raise NotACiphertext("An encrypted column holds something that is not a ciphertext.")
    if ciphertext[1] != SUITE_AES_256_GCM:
        raise Tampered("An encrypted value names a cipher suite that does not exist.")
    return int.from_bytes(ciphertext[2:_HEADER_LENGTH], "big")


def _decrypted(key_for: Callable[[int], DataKey] | DataKey, place: bytes, ciphertext: bytes) -> bytes:
    """Return the padded value that was sealed for `place`; raises as `open_field`."""
    generation = field_generation(ciphertext)
    key = key_for if isinstance(key_for, DataKey) else key_for(generation)
    if key.generation != generation:
        raise UnknownKey("The data key of this generation is not at hand.")
    nonce = ciphertext[_HEADER_LENGTH:_SEALED_START]
    sealed = memoryview(ciphertext)[_SEALED_START:]  # a text is long, and copied by nobody who reads it
    try:
        return key.cipher.decrypt(nonce, sealed, place + ciphertext[:_HEADER_LENGTH])
    except InvalidTag:
        raise Tampered("An encrypted value was changed, or belongs elsewhere.") from None


def _place(binding: Binding) -> bytes:
    # LP(...) of five parts, written flat: this runs for every value of every row.
    return b"".join(
        (
            _PURPOSE,
            binding.instance_id.bytes,
            _framed_label(binding.label),
            _UUID_FRAME,
            binding.row_id.bytes,
            _UUID_FRAME,
            binding.scope_id.bytes,
        )
    )


@lru_cache(maxsize=1024)
def _framed_label(label: str) -> bytes:
    table, dot, column = label.partition(".")
    if not (table and dot and column) or "." in column:
        raise ValueError("A label is a table and a column with one dot between.")
    return lp(table.encode(), column.encode())
