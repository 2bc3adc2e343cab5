"""Keys from passwords and passphrases: Argon2id (RFC 9106), always with one lane.

Two or more lanes called from several threads at once have been seen to hang inside the cryptographic library;
on a threaded server that would let anybody stop the application by signing in a few times in parallel.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from caseapp.vault.errors import Tampered

LANES = 1
SALT_LENGTH = 16
DERIVED_LENGTH = 32

_MEMORY_CEILING_KIB = 1024 * 1024
_PASSES_CEILING = 64
_MIB = 1024


@dataclass(frozen=True)
class PasswordCost:
    """What one derivation costs: memory in KiB, and how many passes over it."""

    memory_kib: int
    passes: int

    def covers(self, other: PasswordCost) -> bool:
        """Tell whether this cost is at least `other` in both measures."""
        return self.memory_kib >= other.memory_kib and self.passes >= other.passes


PASSWORD_COST = PasswordCost(memory_kib=64 * _MIB, passes=3)
"""For signing in: about a quarter of a second on a small server."""
PASSPHRASE_COST = PasswordCost(memory_kib=256 * _MIB, passes=4)
"""For unlocking the keyring: paid once per start, so it may cost seconds."""
PUBLISHED_FLOORS = (
    PasswordCost(memory_kib=46 * _MIB, passes=1),
    PasswordCost(memory_kib=19 * _MIB, passes=2),
    PasswordCost(memory_kib=12 * _MIB, passes=3),
)
"""The least that OWASP ASVS 5.0, appendix C, approves for Argon2id with one lane."""


def require_sound_cost(stored: PasswordCost, lanes: int, configured: PasswordCost) -> None:
    """Raise `Tampered` for stored parameters that this software would not have written.

    Too low would make guessing cheap, too high would let one row exhaust the memory. Only a caller that
    itself configures a lower cost reads lower ones.
    """
    low = not any(stored.covers(floor) for floor in (*PUBLISHED_FLOORS, configured))
    high = stored.memory_kib > _MEMORY_CEILING_KIB or stored.passes > _PASSES_CEILING
    if low or high or lanes != LANES:
        raise Tampered("The stored parameters of a key derivation are outside the allowed range.")


def derive(
    secret: bytes,
    salt: bytes,
    cost: PasswordCost,
    *,
    pepper: bytes | None = None,
    associated: bytes | None = None,
) -> bytes:
    """Return 32 bytes derived from `secret` by Argon2id; `pepper` is Argon2's own secret input."""
    return Argon2id(
        salt=salt,
        length=DERIVED_LENGTH,
        iterations=cost.passes,
        lanes=LANES,
        memory_cost=cost.memory_kib,
        ad=associated,
        secret=pepper,
    ).derive(secret)
