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
from caseapp.vault.padding import Padding, pad, unpad

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
_UUID_FRAME = (16).to_bytes(4, "big")
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
    return header + nonce + key.cipher.encrypt(nonce, pad(plaintext, padding), _associated(binding, header))


def open_field(key_for: Callable[[int], DataKey] | DataKey, binding: Binding, ciphertext: bytes) -> bytes:
    """Return the value inside `ciphertext`, which must have been sealed for exactly this place.

    `key_for` is the scope's data key, or a function from a generation to it. Raises `NotACiphertext` for
    anything that this software did not seal (plaintext, text, an empty value), `UnknownKey` for a generation
    that is not at hand, `Tampered` for the rest.
    """
    generation = field_generation(ciphertext)
    key = key_for if isinstance(key_for, DataKey) else key_for(generation)
    if key.generation != generation:
        raise UnknownKey("The data key of this generation is not at hand.")
    header = ciphertext[:_HEADER_LENGTH]
    nonce = ciphertext[_HEADER_LENGTH:_SEALED_START]
    try:
        padded = key.cipher.decrypt(nonce, ciphertext[_SEALED_START:], _associated(binding, header))
    except InvalidTag:
        raise Tampered("An encrypted value was changed, or belongs elsewhere.") from None
    return unpad(padded)


def field_generation(ciphertext: bytes) -> int:
    """Return the data key generation that a sealed value names; raise as `open_field` for what is none."""
    if type(ciphertext) is not bytes or len(ciphertext) < _SHORTEST or ciphertext[0] != _FIELD_MARK:
        raise NotACiphertext("An encrypted column holds something that is not a ciphertext.")
    if ciphertext[1] != SUITE_AES_256_GCM:
        raise Tampered("An encrypted value names a cipher suite that does not exist.")
    return int.from_bytes(ciphertext[2:_HEADER_LENGTH], "big")


def _associated(binding: Binding, header: bytes) -> bytes:
    # LP(...) of six parts, written flat: this runs for every value of every row.
    return b"".join(
        (
            _PURPOSE,
            binding.instance_id.bytes,
            _framed_label(binding.label),
            _UUID_FRAME,
            binding.row_id.bytes,
            _UUID_FRAME,
            binding.scope_id.bytes,
            header,
        )
    )


@lru_cache(maxsize=1024)
def _framed_label(label: str) -> bytes:
    table, dot, column = label.partition(".")
    if not (table and dot and column) or "." in column:
        raise ValueError("A label is a table and a column with one dot between.")
    return lp(table.encode(), column.encode())
