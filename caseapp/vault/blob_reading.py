"""Reading an encrypted file, chunk by chunk, releasing nothing that is not authenticated."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from caseapp.vault.blob_format import CHUNK, PREFIX_LENGTH, SEALED_CHUNK, BlobCipher, Chunks
from caseapp.vault.errors import BlobNotFound

VERIFIED_WHOLE = 32 * 1024 * 1024
"""Files up to this many bytes are verified to their end before their first byte is released."""


class BlobReader(Iterator[bytes]):
    """The content of one file from `start` to before `stop`, as an iterator over pieces of at most 64 KiB.

    Making it already verifies key, beginning and end of the file, and all of it up to 32 MiB, so that a
    changed file is refused before a response has begun. `size` is the true length in bytes. Closes itself at
    the end. `base` is where in the file the format begins, if something stands before it; `verified` takes the place of
    the 32 MiB.
    """

    def __init__(
        self,
        path: Path,
        ref: UUID,
        key: bytes,
        start: int = 0,
        stop: int | None = None,
        *,
        base: int = 0,
        verified: int | None = None,
    ) -> None:
        if start < 0 or (stop is not None and stop < 0):
            raise ValueError("A range of a file begins and ends at or after its first byte.")
        self._base = base
        try:
            self._file = path.open("rb", buffering=0)
        except FileNotFoundError:
            raise BlobNotFound("No file is kept under this reference.") from None
        try:
            self._prepare(ref, key, VERIFIED_WHOLE if verified is None else verified)
        except BaseException:
            self._file.close()
            raise
        self._position = start
        self._stop = self.size if stop is None else min(stop, self.size)

    def close(self) -> None:
        """Close the file; reading stops."""
        self._file.close()
        self._stop = self._position

    def __next__(self) -> bytes:
        if self._position >= self._stop:
            self.close()
            raise StopIteration
        index, offset = divmod(self._position, CHUNK)
        try:
            content = self._content(index)
        except BaseException:
            self.close()
            raise
        left = self._stop - self._position
        piece = content if not offset and len(content) <= left else content[offset : offset + left]
        self._position += len(piece)
        return piece

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self, ref: UUID, key: bytes, verified: int) -> None:
        file_size = os.fstat(self._file.fileno()).st_size - self._base
        self._chunks = Chunks.of_file(file_size)
        self._last = self._chunks.count - 1
        self._cipher = BlobCipher.for_reading(key, ref, self._bytes_at(0, PREFIX_LENGTH))
        self.size = self._chunks.true_length(self._content(self._last))
        if file_size <= verified:
            for index in range(self._last):
                self._content(index)

    def _content(self, index: int) -> bytes:
        place = self._base + PREFIX_LENGTH + index * SEALED_CHUNK
        sealed = os.pread(self._file.fileno(), SEALED_CHUNK, place)
        return self._cipher.open(index, index == self._last, sealed)

    def _bytes_at(self, position: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, self._base + position)
