"""Padding to length buckets, so that a ciphertext's length tells little about its text.

ISO/IEC 7816-4: one byte 0x80, then zeros. Every value is padded; there is no unpadded branch that a reader
could be talked into. Beyond 8 KiB texts follow Padmé (Nikitin et al., "Reducing Metadata Leakage from
Encrypted Files", 2019): at most 12 % longer, and a length tells only O(log log n) bits.
"""

from __future__ import annotations

from enum import Enum

from caseapp.vault.errors import Tampered

_MARK = b"\x80"
_SMALL_STEP = 32
_TEXT_STEP = 512
_TEXT_STEPS_END = 8 * 1024


class Padding(Enum):
    """The length buckets of an encrypted column."""

    SHORT = "short"
    """Codes, flags and dates: 32 bytes for all of them; a longer value takes the next multiple of 32."""
    NAME = "name"
    """Names, telephone numbers, references: multiples of 32 bytes."""
    TEXT = "text"
    """Prose: multiples of 512 bytes up to 8 KiB, then Padmé."""


def padme(length: int) -> int:
    """Return the smallest Padmé length that is at least `length` (bytes)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << max(free_bits, 0)) - 1
    return (length + mask) & ~mask


def padded_length(length: int, padding: Padding) -> int:
    """Return how long a value of `length` bytes becomes, its mark included."""
    marked = length + 1
    if padding is not Padding.TEXT:
        return -(-marked // _SMALL_STEP) * _SMALL_STEP
    if marked <= _TEXT_STEPS_END:
        return -(-marked // _TEXT_STEP) * _TEXT_STEP
    return padme(marked)


def pad(plaintext: bytes, padding: Padding) -> bytes:
    """Return `plaintext`, the mark, and zeros up to its bucket."""
    return (plaintext + _MARK).ljust(padded_length(len(plaintext), padding), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the value inside `padded`; raise `Tampered` where no mark stands before the zeros."""
    return padded[: end_of_value(padded)]


def end_of_value(padded: bytes) -> int:
    """Return where the value inside `padded` ends; raises as `unpad`."""
    mark = padded.rfind(_MARK)
    if mark < 0 or padded.count(0, mark) != len(padded) - mark - 1:
        raise Tampered("An encrypted value is not padded as this software pads.")
    return mark
