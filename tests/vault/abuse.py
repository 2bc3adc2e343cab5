"""Small tools shared by the tests of the vault."""

from __future__ import annotations

from caseapp.vault import PasswordCost

CHEAP = PasswordCost(memory_kib=64, passes=1)
"""The least work, for tests about everything but the work."""


def flipped(data: bytes, position: int, bit: int = 1) -> bytes:
    """Return `data` with one bit turned at `position`."""
    changed = bytearray(data)
    changed[position] ^= bit
    return bytes(changed)
