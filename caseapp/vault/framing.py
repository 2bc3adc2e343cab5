"""Framing of byte strings, so that several can be authenticated as one without ambiguity."""

from __future__ import annotations

import hashlib

_U32 = 4
_SHORT = tuple(length.to_bytes(_U32, "big") for length in range(256))
"""Most parts are shorter than this, and a log of a million entries frames ten of them for each."""


def lp(*parts: bytes) -> bytes:
    """Join `parts`, each after its length as an unsigned 32-bit big-endian number.

    Injective: two different sequences of parts never give the same bytes, so a letter cannot be moved from
    the end of one part to the start of the next without changing what is authenticated.
    """
    pieces: list[bytes] = []
    for part in parts:
        length = len(part)
        pieces += (_SHORT[length] if length < len(_SHORT) else length.to_bytes(_U32, "big")), part
    return b"".join(pieces)


def fingerprint(*parts: bytes) -> str:
    """Return the hash of several byte strings, in hexadecimal: sealed beside a value, it binds the value to them."""
    return hashlib.sha256(lp(*parts)).hexdigest()
