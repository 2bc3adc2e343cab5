"""Wraps of the root key: one per unlocker under a passphrase, and one under the recovery code.

ROOT WRAP, 76 bytes: nonce 12 | wrapped root key 32 | tag 16 | commitment 16, under a key derived from what
the holder knows. Bound to the kind of wrap, the unlocker's name and the parameters of the derivation.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.vault.commitments import (
    COMMITMENT_LENGTH,
    check_commitment,
    commitment_key,
    key_commitment,
)
from caseapp.vault.datakeys import NONCE_LENGTH
from caseapp.vault.derivation import LANES, SALT_LENGTH, PasswordCost, derive, require_sound_cost
from caseapp.vault.errors import UnlockerError, WrongPassphrase
from caseapp.vault.framing import lp
from caseapp.vault.gate import Gate
from caseapp.vault.recovery import recovery_secret

ROOT_WRAP_LENGTH = 76
UNLOCK_GATE = Gate(slots=1, waiting=4)
"""One derivation of 256 MiB at a time: the page that unlocks is open to everybody who reaches the server."""

_NO_COST = PasswordCost(0, 0)
LONGEST_UNLOCKER = 100
JOINER = "\u200c"
"""Stands inside many a Persian word, and is nothing to see by itself."""


class WrapKind(StrEnum):
    """What opens a wrap."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a kind, not a secret
    RECOVERY_CODE = "recovery-code"


@dataclass(frozen=True)
class RootWrap:
    """The root key wrapped for one holder.

    `name` is shown before anybody has unlocked anything, so it should be a role ("first key holder"), not a
    person's name; it is empty for the recovery code.
    """

    kind: WrapKind
    name: str
    cost: PasswordCost
    salt: bytes
    wrapped: bytes = field(repr=False)


def wrap_for_passphrase(root_key: bytes, name: str, passphrase: str, cost: PasswordCost) -> RootWrap:
    """Wrap `root_key` for an unlocker; raise `UnlockerError` for an empty name or passphrase."""
    require_sound_name(name)
    if not passphrase.strip():
        raise UnlockerError("An unlocker needs a passphrase.")
    salt = os.urandom(SALT_LENGTH)
    key = _key_of_passphrase(passphrase, salt, cost)
    return _wrapped(root_key, key, RootWrap(WrapKind.PASSPHRASE, name, cost, salt, b""))


def require_sound_name(name: str) -> None:
    """Raise `UnlockerError` for a name that is empty, long, or cannot be read in a list."""
    seen = name.replace(JOINER, "")
    if not seen.strip() or len(name) > LONGEST_UNLOCKER or not seen.isprintable():
        raise UnlockerError("An unlocker needs a short, readable name.")


def wrap_for_recovery_code(root_key: bytes, code: str) -> RootWrap:
    """Wrap `root_key` under a recovery code, whose 256 random bits need no slow derivation."""
    salt = os.urandom(SALT_LENGTH)
    key = _key_of_recovery_code(code, salt)
    return _wrapped(root_key, key, RootWrap(WrapKind.RECOVERY_CODE, "", _NO_COST, salt, b""))


def open_with_passphrase(wrap: RootWrap, passphrase: str, cost: PasswordCost) -> bytes:
    """Return the root key.

    Raises `WrongPassphrase`; `Tampered` for parameters below the floor; `TooBusy` if too many try at once.
    """
    require_sound_cost(wrap.cost, LANES, cost)
    return _opened(wrap, _key_of_passphrase(passphrase, wrap.salt, wrap.cost))


def open_with_recovery_code(wrap: RootWrap, code: str) -> bytes:
    """Return the root key.

    Raise `RecoveryCodeError` for a mistyped code, `WrongPassphrase` for another one.
    """
    return _opened(wrap, _key_of_recovery_code(code, wrap.salt))


def _key_of_passphrase(passphrase: str, salt: bytes, cost: PasswordCost) -> bytes:
    # Composed characters: the same accent typed on another system must open the same keyring.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    with UNLOCK_GATE.passage():
        return derive(typed, salt, cost)


def _key_of_recovery_code(code: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"FH/root/recovery/1").derive(recovery_secret(code))


def _binding(wrap: RootWrap) -> bytes:
    return lp(
        b"FH/wrap/root/1",
        wrap.kind.encode(),
        wrap.name.encode(),
        wrap.cost.memory_kib.to_bytes(4, "big"),
        wrap.cost.passes.to_bytes(4, "big"),
        wrap.salt,
    )


def _wrapped(root_key: bytes, key: bytes, wrap: RootWrap) -> RootWrap:
    nonce = os.urandom(NONCE_LENGTH)
    binding = _binding(wrap)
    sealed = AESGCM(key).encrypt(nonce, root_key, binding)
    commitment = key_commitment(commitment_key(key), nonce + binding)
    return RootWrap(wrap.kind, wrap.name, wrap.cost, wrap.salt, nonce + sealed + commitment)


def _opened(wrap: RootWrap, key: bytes) -> bytes:
    nonce = wrap.wrapped[:NONCE_LENGTH]
    sealed = wrap.wrapped[NONCE_LENGTH:-COMMITMENT_LENGTH]
    binding = _binding(wrap)
    if not check_commitment(commitment_key(key), nonce + binding, wrap.wrapped[-COMMITMENT_LENGTH:]):
        raise WrongPassphrase("This does not open the keyring.")
    try:
        return AESGCM(key).decrypt(nonce, sealed, binding)
    except InvalidTag:
        raise WrongPassphrase("This does not open the keyring.") from None
