"""The store of encrypted files.

A file is staged while it arrives, and adopted inside the transaction that writes the row naming it. What no
row names is swept after a while; so neither a crash nor a rolled back transaction loses a file or leaves one
for ever.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from caseapp.vault.blob_reading import BlobReader
from caseapp.vault.blob_writing import UNFINISHED, BlobInfo, StagedBlob
from caseapp.vault.errors import BlobNotFound
from caseapp.vault.private_files import FILE_MODE, FOLDER_MODE, fsync_folder, sole_writer

__all__ = ["BlobInfo", "BlobReader", "BlobStore", "StagedBlob"]


class BlobStore:
    """Encrypted files below one folder, under random names."""

    def __init__(self, folder: Path) -> None:
        self._staged = folder / "staged"
        self._kept = folder / "kept"
        for made in (folder, self._staged, self._kept):
            made.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)

    def stage(self) -> StagedBlob:
        """Begin a new file, to be written to and finished, or abandoned."""
        return StagedBlob(self._staged)

    def adopt(self, ref: UUID) -> None:
        """Keep a finished file, durably; to be called before the transaction that names it commits.

        Doing it again changes nothing. Raises `BlobNotFound` if the file was never finished or was swept
        meanwhile.
        """
        kept = self._kept_path(ref)
        with sole_writer(self._kept):
            if not kept.exists():
                self._make_folders(kept)
                try:
                    os.rename(self._staged / ref.hex, kept)
                except FileNotFoundError:
                    raise BlobNotFound("No finished file waits under this reference.") from None
            # A sweep that read the rows before this transaction must not take it for an old, unnamed file.
            os.utime(kept)
        _fsync_file(kept)
        fsync_folder(kept.parent)

    def open(self, ref: UUID, key: bytes, start: int = 0, stop: int | None = None) -> BlobReader:
        """Return the content from byte `start` to before `stop`, as an iterator that may be closed early.

        Raises `BlobNotFound`, or `Tampered` before any byte of a changed chunk is released; files up to 32
        MiB are verified whole first.
        """
        return BlobReader(self._kept_path(ref), ref, key, start, stop)

    def open_arrived(self, ref: UUID, key: bytes, start: int = 0, stop: int | None = None) -> BlobReader:
        """Return the content of a finished file, whether or not somebody has adopted it, to look at what arrived.

        Raises as `open`.
        """
        staged = self._staged / ref.hex
        return BlobReader(staged if staged.exists() else self._kept_path(ref), ref, key, start, stop)

    def read(self, ref: UUID, key: bytes) -> bytes:
        """Return the whole content; raises as `open`."""
        with self.open(ref, key) as pieces:
            return b"".join(pieces)

    def kept(self) -> Iterator[tuple[UUID, Path]]:
        """Return every kept file with where it lies, still encrypted: what a backup takes along."""
        for path, ref in self._refs_below(self._kept, "*/*/*"):
            yield ref, path

    def stored_size(self, ref: UUID) -> int:
        """Return how many bytes a kept file takes on the disk, 0 for one that is not there."""
        try:
            return self._kept_path(ref).stat().st_size
        except FileNotFoundError:
            return 0

    def keep_sealed(self, ref: UUID, content: IO[bytes]) -> None:
        """Keep a file as another store held it, still encrypted: what a restore brings back."""
        kept = self._kept_path(ref)
        self._make_folders(kept)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        fsync_folder(kept.parent)

    def destroy(self, ref: UUID) -> None:
        """Remove the file, staged or kept, if it is there.

        Its key in the database is what erasure destroys.
        """
        kept = self._kept_path(ref)
        for path in (kept, self._staged / ref.hex, self._staged / (ref.hex + UNFINISHED)):
            if path.exists():
                path.unlink(missing_ok=True)
                fsync_folder(path.parent)

    def sweep(self, known: Collection[UUID], older_than: datetime) -> list[UUID]:
        """Remove the files that are not `known` and were last written or adopted before `older_than`.

        `known` must be read from the database before; `older_than` (with time zone) must lie further back
        than the longest upload. Returns what was removed.
        """
        if older_than.tzinfo is None:
            raise ValueError("The age of files needs a time with its zone.")
        removed = []
        for path, ref in [*self._refs_below(self._staged, "*"), *self._refs_below(self._kept, "*/*/*")]:
            if ref in known:
                continue
            with sole_writer(self._kept):
                if _remove_older(path, older_than.timestamp()):
                    removed.append(ref)
        return removed

    def _kept_path(self, ref: UUID) -> Path:
        return self._kept / ref.hex[:2] / ref.hex[2:4] / ref.hex

    def _make_folders(self, kept: Path) -> None:
        for folder in (kept.parent.parent, kept.parent):
            if not folder.exists():
                folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
                fsync_folder(folder.parent)

    @staticmethod
    def _refs_below(folder: Path, pattern: str) -> Iterator[tuple[Path, UUID]]:
        for path in sorted(folder.glob(pattern)):
            try:
                yield path, UUID(hex=path.name.removesuffix(UNFINISHED))
            except ValueError:
                continue  # not one of our names, so not ours to remove


def _remove_older(path: Path, moment: float) -> bool:
    try:
        if path.stat().st_mtime >= moment:
            return False
        path.unlink()
    except FileNotFoundError:  # adopted or destroyed meanwhile
        return False
    return True


def _fsync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
