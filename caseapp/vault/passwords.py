"""Password hashes of user accounts.

PASSWORD HASH, 58 bytes: 0xC6 | kdf 1 = Argon2id | memory KiB u32 | passes u8 | lanes u8 | pepper version u16
| salt 16 | verifier 32. The derivation is bound to the installation and the user, so a hash copied to another
account does not let anybody in. The verifier is SHA-256(HKDF-Expand(derived, "auth")): the derived key itself
stays free to wrap keys, and is never stored. The pepper lies in the keyring, so the database alone cannot be
tried against word lists.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from caseapp.vault.derivation import (
    LANES,
    PASSWORD_COST,
    SALT_LENGTH,
    PasswordCost,
    derive,
    require_sound_cost,
)
from caseapp.vault.errors import NotACiphertext
from caseapp.vault.framing import lp
from caseapp.vault.gate import Gate, slots_for
from caseapp.vault.keyring import Keyring, Purpose

PASSWORD_HASH_LENGTH = 58
"""Bytes of a stored password hash."""
SIGN_IN_GATE = Gate(slots_for(PASSWORD_COST), waiting=20)

_MARK = 0xC6
_ARGON2ID = 1
_SALT_START = 10
_VERIFIER_START = _SALT_START + SALT_LENGTH
_NOBODY = UUID(int=0)
_NO_SALT = bytes(SALT_LENGTH)


@dataclass(frozen=True)
class _Derivation:
    """All that a derivation needs beside the password; `lanes` only as read, to be refused unless one."""

    cost: PasswordCost
    lanes: int
    pepper_version: int
    salt: bytes


def hash_password(
    keyring: Keyring, password: str, user_id: UUID, *, cost: PasswordCost = PASSWORD_COST
) -> bytes:
    """Return the hash to store; raise `TooBusy` when too many derivations wait already."""
    pepper_version, _ = keyring.active(Purpose.PEPPER)
    how = _Derivation(cost, LANES, pepper_version, os.urandom(SALT_LENGTH))
    return _encoded(how) + _verifier(keyring, password, user_id, how)


def verify_password(
    keyring: Keyring, user_id: UUID, password: str, stored: bytes, *, cost: PasswordCost = PASSWORD_COST
) -> bool:
    """Tell whether `password` is the one behind `stored`.

    Raises `NotACiphertext` and `Tampered` for a hash that this software did not write, `UnknownKey` for a
    pepper that the ring lacks, `TooBusy` when too many derivations wait already.
    """
    how = _decoded(stored)
    require_sound_cost(how.cost, how.lanes, cost)
    return hmac.compare_digest(_verifier(keyring, password, user_id, how), stored[_VERIFIER_START:])


def needs_new_hash(keyring: Keyring, stored: bytes, *, cost: PasswordCost = PASSWORD_COST) -> bool:
    """Tell whether a hash should be renewed at this sign-in: the cost was raised, or the pepper rotated."""
    how = _decoded(stored)
    return not how.cost.covers(cost) or how.pepper_version != keyring.active(Purpose.PEPPER)[0]


def pepper_version(stored: bytes) -> int:
    """Return the version of the pepper that a hash names; raise `NotACiphertext` for what is no hash."""
    return _decoded(stored).pepper_version


def burn(keyring: Keyring, password: str, *, cost: PasswordCost = PASSWORD_COST) -> None:
    """Spend what verifying costs, for a user name that does not exist, so that the time tells nothing."""
    pepper_version, _ = keyring.active(Purpose.PEPPER)
    verifier = _verifier(keyring, password, _NOBODY, _Derivation(cost, LANES, pepper_version, _NO_SALT))
    hmac.compare_digest(verifier, bytes(len(verifier)))


def _verifier(keyring: Keyring, password: str, user_id: UUID, how: _Derivation) -> bytes:
    pepper = keyring.key(Purpose.PEPPER, how.pepper_version)
    bound_to = lp(b"FH/password/1", keyring.instance_id.bytes, user_id.bytes)
    # Exactly the characters typed; a lone surrogate must not raise where a wrong password would answer "no".
    typed = password.encode("utf-8", "surrogatepass")
    with SIGN_IN_GATE.passage():
        derived = derive(typed, how.salt, how.cost, pepper=pepper, associated=bound_to)
    return hashlib.sha256(HKDFExpand(SHA256(), 32, b"auth").derive(derived)).digest()


def _encoded(how: _Derivation) -> bytes:
    return b"".join(
        (
            bytes((_MARK, _ARGON2ID)),
            how.cost.memory_kib.to_bytes(4, "big"),
            bytes((how.cost.passes, how.lanes)),
            how.pepper_version.to_bytes(2, "big"),
            how.salt,
        )
    )


def _decoded(stored: bytes) -> _Derivation:
    if len(stored) != PASSWORD_HASH_LENGTH or stored[0] != _MARK or stored[1] != _ARGON2ID:
        raise NotACiphertext("A stored password hash has another shape.")
    return _Derivation(
        cost=PasswordCost(memory_kib=int.from_bytes(stored[2:6], "big"), passes=stored[6]),
        lanes=stored[7],
        pepper_version=int.from_bytes(stored[8:_SALT_START], "big"),
        salt=stored[_SALT_START:_VERIFIER_START],
    )
