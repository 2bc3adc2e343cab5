"""Data keys, one per scope, and how the keyring wraps them.

ORG WRAP, 82 bytes: 0xC2 | suite | wrapping key version u32 | nonce 12 | wrapped key 32 | tag 16 | commitment
16. Bound to the installation, the kind and id of the scope, and the generation of the data key.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.vault.commitments import COMMITMENT_LENGTH, check_commitment, key_commitment
from caseapp.vault.errors import NotACiphertext, Tampered, UnknownKey
from caseapp.vault.framing import lp
from caseapp.vault.keyring import KEY_LENGTH, Keyring, Purpose

SUITE_AES_256_GCM = 1
"""The suite byte of everything written today; another AEAD gets another number."""
NONCE_LENGTH = 12
TAG_LENGTH = 16
WRAP_LENGTH = 82
"""Bytes of a wrapped data key."""
GENERATION_MAX = 0xFFFF_FFFF

_WRAP_MARK = 0xC2
_HEADER_LENGTH = 6
_SEALED_END = WRAP_LENGTH - COMMITMENT_LENGTH


@dataclass(frozen=True)
class DataKey:
    """The 32-byte AES-256-GCM key of one scope, in one generation (counted from 1)."""

    generation: int
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) != KEY_LENGTH:
            raise ValueError("A data key has 32 bytes.")
        if not 1 <= self.generation <= GENERATION_MAX:
            raise ValueError("A data key's generation is counted from 1.")

    @classmethod
    def new(cls, generation: int = 1) -> DataKey:
        """Make a random data key."""
        return cls(generation, os.urandom(KEY_LENGTH))

    @cached_property
    def cipher(self) -> AESGCM:
        """Return the cipher object, made once per key because making it costs as much as sealing a name."""
        return AESGCM(self.key)

    def __reduce__(self) -> str:
        raise TypeError("A data key is not pickled: it would leave the process unencrypted.")


def wrap_data_key(keyring: Keyring, scope_kind: str, scope_id: UUID, data_key: DataKey) -> bytes:
    """Return `data_key` wrapped by the ring's active wrapping key, for this scope alone."""
    version, wrapping_key = keyring.active(Purpose.SCOPE_WRAP)
    header = bytes((_WRAP_MARK, SUITE_AES_256_GCM)) + version.to_bytes(4, "big")
    nonce = os.urandom(NONCE_LENGTH)
    binding = _wrap_binding(keyring.instance_id, scope_kind, scope_id, data_key.generation)
    sealed = AESGCM(wrapping_key).encrypt(nonce, data_key.key, binding)
    return header + nonce + sealed + key_commitment(wrapping_key, header + nonce + binding)


def unwrap_data_key(
    keyring: Keyring, scope_kind: str, scope_id: UUID, generation: int, blob: bytes
) -> DataKey:
    """Return the data key inside `blob`.

    Raises `NotACiphertext` for bytes of another shape, `UnknownKey` for a wrapping key that the ring lacks,
    and `Tampered` for changed bytes, another scope or another generation.
    """
    if len(blob) != WRAP_LENGTH or blob[0] != _WRAP_MARK:
        raise NotACiphertext("A wrapped data key has another first byte or length.")
    if blob[1] != SUITE_AES_256_GCM:
        raise Tampered("A wrapped data key names a cipher suite that does not exist.")
    wrapping_key = keyring.key(Purpose.SCOPE_WRAP, int.from_bytes(blob[2:_HEADER_LENGTH], "big"))
    binding = _wrap_binding(keyring.instance_id, scope_kind, scope_id, generation)
    head_end = _HEADER_LENGTH + NONCE_LENGTH
    if not check_commitment(wrapping_key, blob[:head_end] + binding, blob[_SEALED_END:]):
        raise Tampered("A wrapped data key is not the one of this scope.")
    try:
        key = AESGCM(wrapping_key).decrypt(blob[_HEADER_LENGTH:head_end], blob[head_end:_SEALED_END], binding)
    except InvalidTag:
        raise Tampered("A wrapped data key was changed.") from None
    return DataKey(generation, key)


def wrap_version(blob: bytes) -> int:
    """Return the version of the wrapping key that `blob` names, for the job that rewraps after a rotation."""
    if len(blob) != WRAP_LENGTH or blob[0] != _WRAP_MARK:
        raise NotACiphertext("A wrapped data key has another first byte or length.")
    return int.from_bytes(blob[2:_HEADER_LENGTH], "big")


def _wrap_binding(instance_id: UUID, scope_kind: str, scope_id: UUID, generation: int) -> bytes:
    if not 1 <= generation <= GENERATION_MAX:
        raise UnknownKey("No data key has this generation.")
    named = lp(b"FH/wrap/org/1", instance_id.bytes, scope_kind.encode(), scope_id.bytes)
    return named + generation.to_bytes(4, "big")
