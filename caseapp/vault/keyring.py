"""The keyring: the organisation's few long-lived keys, each for one purpose and in versions.

It never lies in the database nor in the database's backup. Keys are independent random 32 bytes; none is
derived from another, so losing one says nothing about the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from caseapp.vault.errors import KeyringMismatch, UnknownKey, VaultError
from caseapp.vault.framing import lp

KEY_LENGTH = 32
_FORMAT = 1
_VERSION_MAX = 0xFFFF  # a row MAC carries its key version in 16 bits


class Purpose(StrEnum):
    """What a key of the ring may be used for; never for two things."""

    SCOPE_WRAP = "org_kek"
    """Wraps the data keys of scopes."""
    ROW_MAC = "row_mac"
    """Authenticates the plain columns of rows."""
    AUDIT_MAC = "audit_mac"
    """Chains the audit log."""
    PEPPER = "pepper"
    """Argon2's secret, so that a stolen database alone cannot be tried against word lists."""
    TOKEN = "token"  # noqa: S105 - a purpose, not a secret
    """Keyed look-up tokens, and tokens handed to people."""
    SESSION = "session"
    """Sessions and their forms."""


class KeyState(StrEnum):
    """Where a key stands in its life; the order is the only way through."""

    PENDING = "pending"
    """Known everywhere, not yet used for writing."""
    ACTIVE = "active"
    """Used for writing; exactly one per purpose."""
    DECRYPT_ONLY = "decrypt-only"
    """Still opens what was written with it."""
    DESTROYED = "destroyed"
    """The key is gone; only its version number remains, so that it is never given out again."""


@dataclass(frozen=True)
class RingKey:
    """One versioned key of the ring; `key` is empty once destroyed."""

    purpose: Purpose
    version: int
    state: KeyState
    key: bytes = field(repr=False)


class Keyring:
    """Versioned keys by purpose.

    Immutable: the rotation steps return a new ring, to be written before it is used.
    """

    def __init__(self, instance_id: UUID, keys: Iterable[RingKey]) -> None:
        self.instance_id = instance_id
        self._entries = tuple(sorted(keys, key=lambda entry: (entry.purpose, entry.version)))
        self._by_version = {(entry.purpose, entry.version): entry for entry in self._entries}
        self._active = {
            entry.purpose: (entry.version, entry.key)
            for entry in self._entries
            if entry.state is KeyState.ACTIVE
        }
        self._refuse_a_broken_ring()

    @classmethod
    def generate(cls) -> Keyring:
        """Make a ring for a new installation: one active key per purpose, and a new instance id."""
        return cls(uuid4(), [_new_key(purpose, 1, KeyState.ACTIVE) for purpose in Purpose])

    @property
    def entries(self) -> tuple[RingKey, ...]:
        """Return every key of the ring, for whoever copies it."""
        return self._entries

    def active(self, purpose: Purpose) -> tuple[int, bytes]:
        """Return version and key to write with."""
        return self._active[purpose]

    def key(self, purpose: Purpose, version: int) -> bytes:
        """Return the key of `version`; raise `UnknownKey` if the ring never had it or it was destroyed."""
        entry = self._by_version.get((purpose, version))
        if entry is None or entry.state is KeyState.DESTROYED:
            raise UnknownKey(f"The keyring holds no key for {purpose.value} in the version asked for.")
        return entry.key

    def readable(self, purpose: Purpose) -> list[int]:
        """Return the versions of `purpose` that are not destroyed, the active one first.

        What was written with any of them may be met, be it by a process that has the next ring a moment earlier.
        """
        present = [
            number for number, state in self.states(purpose).items() if state is not KeyState.DESTROYED
        ]
        return sorted(present, key=lambda number: (number != self.active(purpose)[0], number))

    def states(self, purpose: Purpose) -> Mapping[int, KeyState]:
        """Return the state of each version of `purpose`, oldest first."""
        return {entry.version: entry.state for entry in self._entries if entry.purpose is purpose}

    def with_pending_key(self, purpose: Purpose) -> Keyring:
        """Return a ring with one more, pending key: the first step of a rotation, to reach every process."""
        version = max(self.states(purpose)) + 1
        return Keyring(self.instance_id, [*self._entries, _new_key(purpose, version, KeyState.PENDING)])

    def with_promoted_key(self, purpose: Purpose, version: int) -> Keyring:
        """Return a ring that writes with the pending key `version`; the former active key only decrypts."""
        if self.states(purpose).get(version) is not KeyState.PENDING:
            raise UnknownKey(f"Only a pending key for {purpose.value} can be promoted.")
        former, _ = self.active(purpose)
        return self._changed(purpose, {version: KeyState.ACTIVE, former: KeyState.DECRYPT_ONLY})

    def with_destroyed_key(self, purpose: Purpose, version: int) -> Keyring:
        """Return a ring without the key bytes of `version`, which must be decrypt-only.

        Nothing may still need it.
        """
        if self.states(purpose).get(version) is not KeyState.DECRYPT_ONLY:
            raise UnknownKey(f"Only a decrypt-only key for {purpose.value} can be destroyed.")
        return self._changed(purpose, {version: KeyState.DESTROYED})

    @cached_property
    def _fingerprint(self) -> str:
        parts = [b"FH/keyring/fingerprint/1", self.instance_id.bytes]
        for entry in self._entries:
            parts += [entry.purpose.encode(), str(entry.version).encode(), entry.state.encode(), entry.key]
        return hashlib.sha256(lp(*parts)).hexdigest()[:32]

    def fingerprint(self) -> str:
        """Return 32 hexadecimal digits that name this ring in exactly this state.

        They tell nothing about a key. Kept in the database, so that a process with another ring, or with the
        ring before a rotation, refuses to write instead of mixing keys. Changes with every rotation step.
        """
        return self._fingerprint

    def require_fingerprint(self, expected: str) -> None:
        """Raise `KeyringMismatch` unless this ring is the one that the database names."""
        if self.fingerprint() != expected:
            raise KeyringMismatch("This keyring is not the one that the database was last used with.")

    def to_json_bytes(self) -> bytes:
        """Return the ring with its keys as JSON, for the keyring file to encrypt.

        Never write it anywhere as it is.
        """
        entries = [
            {
                "purpose": entry.purpose.value,
                "version": entry.version,
                "state": entry.state.value,
                "key": entry.key.hex(),
            }
            for entry in self._entries
        ]
        ring = {"format": _FORMAT, "instance_id": str(self.instance_id), "keys": entries}
        return json.dumps(ring, sort_keys=True).encode()

    @classmethod
    def from_json_bytes(cls, data: bytes) -> Keyring:
        """Read what `to_json_bytes` wrote; raise `VaultError` for anything else."""
        try:
            ring: dict[str, Any] = json.loads(data)
            if ring["format"] != _FORMAT:
                raise VaultError("The keyring has a format that this version does not know.")
            keys = [_key_from_json(entry) for entry in ring["keys"]]
            return cls(UUID(str(ring["instance_id"])), keys)
        except (ValueError, KeyError, TypeError):
            # "from None": the message of a parser quotes what it read.
            raise VaultError("The keyring is not readable.") from None

    def __repr__(self) -> str:
        return f"<Keyring {self.fingerprint()}>"

    def __reduce__(self) -> str:
        raise TypeError("A keyring is not pickled: its keys would leave the process unencrypted.")

    def _changed(self, purpose: Purpose, states: Mapping[int, KeyState]) -> Keyring:
        return Keyring(
            self.instance_id,
            [
                _in_state(entry, states[entry.version])
                if entry.purpose is purpose and entry.version in states
                else entry
                for entry in self._entries
            ],
        )

    def _refuse_a_broken_ring(self) -> None:
        if len(self._by_version) != len(self._entries):
            raise VaultError("The keyring holds one key version twice.")
        for purpose in Purpose:
            states = list(self.states(purpose).values())
            if states.count(KeyState.ACTIVE) != 1:
                raise VaultError(f"The keyring needs exactly one active key for {purpose.value}.")
        for entry in self._entries:
            expected = 0 if entry.state is KeyState.DESTROYED else KEY_LENGTH
            if len(entry.key) != expected or not 1 <= entry.version <= _VERSION_MAX:
                raise VaultError(f"The keyring holds a malformed key for {entry.purpose.value}.")


def _new_key(purpose: Purpose, version: int, state: KeyState) -> RingKey:
    return RingKey(purpose, version, state, os.urandom(KEY_LENGTH))


def _in_state(entry: RingKey, state: KeyState) -> RingKey:
    return replace(entry, state=state, key=b"" if state is KeyState.DESTROYED else entry.key)


def _key_from_json(entry: Mapping[str, Any]) -> RingKey:
    return RingKey(
        Purpose(entry["purpose"]),
        int(entry["version"]),
        KeyState(entry["state"]),
        bytes.fromhex(entry["key"]),
    )
