"""Key commitment for wraps.

AES-GCM does not commit to its key: somebody who can write to the database could craft one wrap that opens
under several keys. A short MAC under a key derived from the wrapping key closes that.
"""

from __future__ import annotations

import hmac

COMMITMENT_LENGTH = 16
"""Bytes of a commitment."""


def key_commitment(wrapping_key: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256(HKDF-Expand(wrapping_key, "commit"), message), cut to 16 bytes.

    One block of HKDF-Expand (RFC 5869, section 2.3) is HMAC(key, info || 0x01), written out here because it
    runs for every scope that a list opens.
    """
    commitment_key = hmac.digest(wrapping_key, b"commit\x01", "sha256")
    return hmac.digest(commitment_key, message, "sha256")[:COMMITMENT_LENGTH]


def check_commitment(wrapping_key: bytes, message: bytes, commitment: bytes) -> bool:
    """Tell, in constant time, whether `commitment` was made with `wrapping_key` over `message`."""
    return hmac.compare_digest(key_commitment(wrapping_key, message), commitment)
