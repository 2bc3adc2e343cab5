"""Writing an encrypted file while its bytes arrive; no plaintext ever reaches the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID, uuid4

from caseapp.vault.blob_format import CHUNK, TRAILER_LENGTH, BlobCipher, stored_length
from caseapp.vault.keyring import KEY_LENGTH
from caseapp.vault.private_files import FILE_MODE, fsync_folder

HEAD_LENGTH = 8 * 1024
"""How many first bytes are remembered, to tell the kind of file by."""
UNFINISHED = ".part"


@dataclass(frozen=True)
class BlobInfo:
    """A finished file: its reference and key, both to be stored with the document, and what was in it."""

    ref: UUID
    key: bytes = field(repr=False)
    size: int
    sha256: bytes = field(repr=False)
    head: bytes = field(repr=False)
    """The first 8 KiB of the content; in memory only."""


class BlobSealer:
    """Writes the FILE format piece by piece onto an open file, whoever names that file and keeps its key."""

    def __init__(self, file: BinaryIO, key: bytes, ref: UUID) -> None:
        self._file = file
        self._cipher = BlobCipher.for_writing(key, ref)
        self._pending = bytearray()
        self._size = 0
        self._chunks = 0
        self._file.write(self._cipher.prefix)

    def write(self, data: bytes) -> int:
        """Take the next bytes of the content and return how many."""
        self._size += len(data)
        self._take(data)
        return len(data)

    def finish(self) -> None:
        """Write the last chunk, which says where the content ends, and hand everything to the disk."""
        zeros = stored_length(self._size) - TRAILER_LENGTH - self._size
        while zeros:
            step = min(zeros, CHUNK)
            self._take(bytes(step))
            zeros -= step
        self._seal(bytes(self._pending) + self._size.to_bytes(TRAILER_LENGTH, "big"), last=True)
        self._pending.clear()
        self._file.flush()
        os.fsync(self._file.fileno())

    def forget(self) -> None:
        """Drop what waits to be sealed."""
        self._pending.clear()

    def _take(self, data: bytes) -> None:
        # A full chunk is never the last one: the trailer always follows.
        self._pending += data
        taken = 0
        while len(self._pending) - taken >= CHUNK:
            self._seal(bytes(self._pending[taken : taken + CHUNK]), last=False)
            taken += CHUNK
        del self._pending[:taken]

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.seal(self._chunks, last, content))
        self._chunks += 1


class StagedBlob:
    """A file being received. Leaving its `with` block without `finish` removes it."""

    def __init__(self, folder: Path) -> None:
        self.ref = uuid4()
        self._key = os.urandom(KEY_LENGTH)
        self._finished_path = folder / self.ref.hex
        self._path = folder / (self.ref.hex + UNFINISHED)
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb")
        self._sealer = BlobSealer(self._file, self._key, self.ref)
        self._digest = hashlib.sha256()
        self._head = b""
        self._size = 0
        self._info: BlobInfo | None = None

    def write(self, data: bytes) -> int:
        """Take the next bytes of the content and return how many.

        Raises `OSError` when the disk is full, after removing the file: a half-written chunk cannot be
        continued.
        """
        if self._file.closed:
            raise ValueError("This file is finished or abandoned.")
        self._digest.update(data)
        self._head += data[: HEAD_LENGTH - len(self._head)]
        self._size += len(data)
        with self._removed_on_failure():
            self._sealer.write(data)
        return len(data)

    def finish(self) -> BlobInfo:
        """Close the file durably and return what to store; a second call returns the same."""
        if self._info is None:
            if self._file.closed:
                raise ValueError("This file was abandoned.")
            with self._removed_on_failure():
                self._complete()
            self._info = BlobInfo(self.ref, self._key, self._size, self._digest.digest(), self._head)
        return self._info

    def close(self) -> BlobInfo:
        """Finish, under the name that code writing to any file expects."""
        return self.finish()

    def abandon(self) -> None:
        """Remove the file, finished or not, as long as nobody has adopted it."""
        with suppress(OSError):  # closing writes out what is buffered, which a full disk refuses again
            self._file.close()
        self._sealer.forget()
        self._path.unlink(missing_ok=True)
        self._finished_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._info is None or kind is not None:
            self.abandon()

    @contextmanager
    def _removed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise

    def _complete(self) -> None:
        self._sealer.finish()
        self._file.close()
        os.rename(self._path, self._finished_path)
        fsync_folder(self._path.parent)
