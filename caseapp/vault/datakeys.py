"""Data keys, one per scope, and how the keyring wraps them.

ORG WRAP, 82 bytes: 0xC2 | suite | wrapping key version u32 | nonce 12 | wrapped key 32 | tag 16 | commitment
16. Bound to the installation, the kind and id of the scope, and the generation of the data key.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.vault.commitments import (
    COMMITMENT_LENGTH,
    check_commitment,
    commitment_key,
    key_commitment,
)
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
_HEAD_END = _HEADER_LENGTH + NONCE_LENGTH
_SEALED_END = WRAP_LENGTH - COMMITMENT_LENGTH
_ID_LENGTH = 16
_ID_FRAME = _ID_LENGTH.to_bytes(4, "big")


@dataclass(frozen=True)
class DataKey:
    """The 32-byte AES-256-GCM key of one scope, in one generation (counted from 1)."""

    generation: int
    key: bytes = field(repr=False)
    cipher: AESGCM = field(init=False, repr=False, compare=False)
    """Made once per key, because making it costs as much as sealing a name."""

    def __post_init__(self) -> None:
        if len(self.key) != KEY_LENGTH:
            raise ValueError("A data key has 32 bytes.")
        if not 1 <= self.generation <= GENERATION_MAX:
            raise ValueError("A data key's generation is counted from 1.")
        object.__setattr__(self, "cipher", AESGCM(self.key))

    @classmethod
    def new(cls, generation: int = 1) -> DataKey:
        """Make a random data key."""
        return cls(generation, os.urandom(KEY_LENGTH))

    def __reduce__(self) -> str:
        raise TypeError("A data key is not pickled: it would leave the process unencrypted.")


def wrap_data_key(keyring: Keyring, scope_kind: str, scope_id: UUID, data_key: DataKey) -> bytes:
    """Return `data_key` wrapped by the ring's active wrapping key, for this scope alone."""
    version, wrapping_key = keyring.active(Purpose.SCOPE_WRAP)
    header = bytes((_WRAP_MARK, SUITE_AES_256_GCM)) + version.to_bytes(4, "big")
    nonce = os.urandom(NONCE_LENGTH)
    binding = _wrap_binding(keyring.instance_id.bytes, scope_kind, scope_id.bytes, data_key.generation)
    sealed = AESGCM(wrapping_key).encrypt(nonce, data_key.key, binding)
    return header + nonce + sealed + key_commitment(commitment_key(wrapping_key), header + nonce + binding)


def unwrap_data_key(
    keyring: Keyring, scope_kind: str, scope_id: UUID, generation: int, blob: bytes
) -> DataKey:
    """Return the data key inside `blob`.

    Raises `NotACiphertext` for bytes of another shape, `UnknownKey` for a wrapping key that the ring lacks,
    and `Tampered` for changed bytes, another scope or another generation.
    """
    version = _version_of(blob)
    binding = _wrap_binding(keyring.instance_id.bytes, scope_kind, scope_id.bytes, generation)
    return _unwrapped(*_wrapping(keyring, version), binding, generation, blob)


class Unwrapper:
    """Unwraps the data keys of many scopes: what their wraps have in common is put together once.

    It holds the wrapping keys as the ring does; whoever makes one drops it with what it asked for.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._ring, self._instance_id = keyring, keyring.instance_id.bytes
        self._wrapping: dict[bytes, tuple[AESGCM, bytes]] = {}

    def __call__(self, scope_kind: str, scope_id: bytes, generation: int, blob: bytes) -> DataKey:
        """Return the data key inside `blob`, given the 16 bytes of the scope's id; raises as `unwrap_data_key`."""
        version = _version_of(blob)
        if len(scope_id) != _ID_LENGTH:
            raise Tampered("An id has another length.")
        ready = self._wrapping.get(version)
        if ready is None:
            ready = self._wrapping[version] = _wrapping(self._ring, version)
        binding = _wrap_binding(self._instance_id, scope_kind, scope_id, generation)
        return _unwrapped(*ready, binding, generation, blob)


def _version_of(blob: bytes) -> bytes:
    if len(blob) != WRAP_LENGTH or blob[0] != _WRAP_MARK:
        raise NotACiphertext("A wrapped data key has another first byte or length.")
    if blob[1] != SUITE_AES_256_GCM:
        raise Tampered("A wrapped data key names a cipher suite that does not exist.")
    return blob[2:_HEADER_LENGTH]


def _wrapping(keyring: Keyring, version: bytes) -> tuple[AESGCM, bytes]:
    """Return what unwraps with a version of the wrapping key, and what makes its commitments."""
    wrapping_key = keyring.key(Purpose.SCOPE_WRAP, int.from_bytes(version, "big"))
    return AESGCM(wrapping_key), commitment_key(wrapping_key)


def _unwrapped(cipher: AESGCM, committing: bytes, binding: bytes, generation: int, blob: bytes) -> DataKey:
    if not check_commitment(committing, blob[:_HEAD_END] + binding, blob[_SEALED_END:]):
        raise Tampered("A wrapped data key is not the one of this scope.")
    try:
        key = cipher.decrypt(blob[_HEADER_LENGTH:_HEAD_END], blob[_HEAD_END:_SEALED_END], binding)
    except InvalidTag:
        raise Tampered("A wrapped data key was changed.") from None
    return DataKey(generation, key)


def wrap_version(blob: bytes) -> int:
    """Return the version of the wrapping key that `blob` names, for the job that rewraps after a rotation."""
    if len(blob) != WRAP_LENGTH or blob[0] != _WRAP_MARK:
        raise NotACiphertext("A wrapped data key has another first byte or length.")
    return int.from_bytes(blob[2:_HEADER_LENGTH], "big")


def _wrap_binding(instance_id: bytes, scope_kind: str, scope_id: bytes, generation: int) -> bytes:
    if not 1 <= generation <= GENERATION_MAX:
        raise UnknownKey("No data key has this generation.")
    return _wrap_frame(instance_id, scope_kind) + scope_id + generation.to_bytes(4, "big")


@lru_cache(maxsize=256)
def _wrap_frame(instance_id: bytes, scope_kind: str) -> bytes:
    # LP(...) of what precedes the id of the scope, and the id's length: this runs for every key that is opened.
    return lp(b"FH/wrap/org/1", instance_id, scope_kind.encode()) + _ID_FRAME
