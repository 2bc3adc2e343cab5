"""Key commitment for wraps.

AES-GCM does not commit to its key: somebody who can write to the database could craft one wrap that opens
under several keys. A short MAC under a key derived from the wrapping key closes that.
"""

from __future__ import annotations

import hmac

COMMITMENT_LENGTH = 16
"""Bytes of a commitment."""


def commitment_key(wrapping_key: bytes) -> bytes:
    """Return HKDF-Expand(wrapping_key, "commit"), the key that makes the commitments to `wrapping_key`.

    One block of HKDF-Expand (RFC 5869, section 2.3) is HMAC(key, info || 0x01), written out here.
    """
    return hmac.digest(wrapping_key, b"commit\x01", "sha256")


def key_commitment(committing: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256 over `message` with a key from `commitment_key`, cut to 16 bytes."""
    return hmac.digest(committing, message, "sha256")[:COMMITMENT_LENGTH]


def check_commitment(committing: bytes, message: bytes, commitment: bytes) -> bool:
    """Tell, in constant time, whether `commitment` was made with `committing` over `message`."""
    return hmac.compare_digest(key_commitment(committing, message), commitment)
