"""The layout of an encrypted file.

FILE: "FHA1" | suite | log2 of the chunk size (16) | key generation u32 (1) | salt 32 | commitment 32 | chunks
of 64 KiB ciphertext and 16 bytes tag, the last one shorter or as long. File key || commitment =
HKDF-SHA256(key of the file, salt, LP("FH/file/1") LP(reference)), 64 bytes. A chunk's nonce is 7 zero bytes |
index u32 | 1 for the last chunk, else 0; its associated data are the header up to the salt.

The chunks carry: content | zeros | true length u64, together as long as Padmé says and at least 4 KiB. The
last chunk therefore authenticates where the content ends, and a file cut anywhere, even between chunks, has
no last chunk.

A file has its own random key, because its bytes arrive before anybody knows which scope it will belong to;
the key is kept in an encrypted column of the document.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.vault.datakeys import SUITE_AES_256_GCM, TAG_LENGTH
from caseapp.vault.errors import Tampered
from caseapp.vault.framing import lp
from caseapp.vault.keyring import KEY_LENGTH
from caseapp.vault.padding import padme

CHUNK = 1 << 16
"""Bytes of content in one chunk."""
SEALED_CHUNK = CHUNK + TAG_LENGTH
TRAILER_LENGTH = 8
PREFIX_LENGTH = 74
"""Bytes before the first chunk."""

_MAGIC = b"FHA1" + bytes((SUITE_AES_256_GCM, 16)) + (1).to_bytes(4, "big")
_SALT_LENGTH = 32
_HEADER_LENGTH = len(_MAGIC) + _SALT_LENGTH
_CHUNKS_MAX = 1 << 32
_SHORTEST = 4096
_NONCE_START, _LAST, _NOT_LAST = bytes(7), b"\1", b"\0"


def stored_length(length: int) -> int:
    """Return how many bytes the chunks of a file of `length` bytes carry together.

    Padmé rounds to multiples of 2 KiB and more beyond one chunk, so the trailer never straddles two chunks.
    """
    return max(_SHORTEST, padme(length + TRAILER_LENGTH))


class BlobCipher:
    """Seals and opens the chunks of one file."""

    def __init__(self, key: bytes, ref: UUID, salt: bytes) -> None:
        if len(key) != KEY_LENGTH:
            raise ValueError("A file's key has 32 bytes.")
        info = lp(b"FH/file/1", ref.bytes)
        derived = HKDF(SHA256(), 2 * KEY_LENGTH, salt, info).derive(key)
        self._cipher = AESGCM(derived[:KEY_LENGTH])
        self._header = _MAGIC + salt
        self.prefix = self._header + derived[KEY_LENGTH:]

    @classmethod
    def for_writing(cls, key: bytes, ref: UUID) -> BlobCipher:
        """Return the cipher of a new file."""
        return cls(key, ref, os.urandom(_SALT_LENGTH))

    @classmethod
    def for_reading(cls, key: bytes, ref: UUID, prefix: bytes) -> BlobCipher:
        """Return the cipher of the file that begins with `prefix`.

        Raise `Tampered` if key or reference differ.
        """
        cipher = cls(key, ref, prefix[len(_MAGIC) : _HEADER_LENGTH])
        if not hmac.compare_digest(cipher.prefix, prefix):
            raise Tampered("An encrypted file does not begin as it was written, or has another key.")
        return cipher

    def seal(self, index: int, last: bool, content: bytes) -> bytes:
        """Return chunk `index` sealed; raise `OverflowError` for more than 2**32 chunks."""
        if index >= _CHUNKS_MAX:
            raise OverflowError("A file has too many chunks.")
        return self._cipher.encrypt(_nonce(index, last), content, self._header)

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        """Return the content of chunk `index`; raise `Tampered` unless it is that chunk, unchanged."""
        try:
            return self._cipher.decrypt(_nonce(index, last), sealed, self._header)
        except InvalidTag:
            raise Tampered("A part of an encrypted file was changed, moved or is missing.") from None


@dataclass(frozen=True)
class Chunks:
    """How many chunks a file of a certain size has, and where they lie."""

    count: int
    stored: int

    @classmethod
    def of_file(cls, size: int) -> Chunks:
        """Reckon from the file's size in bytes; raise `Tampered` for a size that no file of ours has."""
        body = size - PREFIX_LENGTH
        count = -(-body // SEALED_CHUNK)
        stored = body - count * TAG_LENGTH
        if body <= 0 or count > _CHUNKS_MAX:
            raise Tampered("An encrypted file was cut.")
        return cls(count, stored)

    def true_length(self, last_content: bytes) -> int:
        """Return the length that the last chunk states; raise `Tampered` if it cannot be true."""
        length = int.from_bytes(last_content[-TRAILER_LENGTH:], "big")
        if stored_length(length) != self.stored:
            raise Tampered("An encrypted file states a length that it does not have.")
        return length

    def is_last(self, index: int) -> bool:
        """Tell whether `index` is the last chunk."""
        return index == self.count - 1


def _nonce(index: int, last: bool) -> bytes:
    return _NONCE_START + index.to_bytes(4, "big") + (_LAST if last else _NOT_LAST)
