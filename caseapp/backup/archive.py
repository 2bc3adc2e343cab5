"""What is inside a backup: a tar stream of the database, the encrypted files and the small files of the instance.

In this order: ``contents.json`` (format, newest migration), ``caseapp.db``, ``files/<reference>``,
and those of ``SMALL_FILES`` that there are. The keys are not among them.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.certificates import CERTIFICATES
from caseapp.audit.ledger import LEDGER
from caseapp.config import SETTINGS_FILE
from caseapp.db import StillDatabase
from caseapp.vault import BlobReader, BlobSealer, BlobStore, Tampered

FORMAT = 1
CONTENTS = "contents.json"
DATABASE = "caseapp.db"
SMALL_FILES = (SETTINGS_FILE, ANCHORS, LEDGER, CERTIFICATES)
_FILE = re.compile(r"files/([0-9a-f]{32})")
Told = Callable[[int], None]
"""Is told of so many more bytes done."""


@dataclass(frozen=True)
class Contents:
    """What a backup says about itself, once opened."""

    schema: str
    """The number of the newest migration of the database inside."""

    def to_bytes(self) -> bytes:
        """Return the first member of the archive."""
        return json.dumps({"format": FORMAT, "schema": self.schema}).encode()

    @classmethod
    def read(cls, content: bytes) -> Contents:
        """Read the first member.

        Raises:
            Tampered: this version of caseapp doesn't know such a backup.
        """
        found = json.loads(content)
        if found.get("format") != FORMAT:
            raise Tampered("This backup was made by a newer version of caseapp. Install that one first.")
        return cls(str(found["schema"]))


def write_archive(
    sealer: BlobSealer,
    contents: Contents,
    database: StillDatabase,
    files: BlobStore,
    instance: Path,
    told: Told,
) -> None:
    """Write everything into an open backup.

    Raises:
        OSError: something could not be read, or the disk of the backup is full.
    """
    with tarfile.open(fileobj=cast(Any, sealer), mode="w|", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, CONTENTS, contents.to_bytes())
        with database.open() as stream:
            archive.addfile(_member(DATABASE, database.size), cast(Any, _Counted(stream, told)))
        for ref, path in files.kept():
            try:
                stream = path.open("rb")
            except FileNotFoundError:  # destroyed meanwhile: no record names it any more
                continue
            with stream:
                size = path.stat().st_size
                archive.addfile(_member(f"files/{ref.hex}", size), cast(Any, _Counted(stream, told)))
        for name in SMALL_FILES:
            if (instance / name).is_file():
                _add(archive, name, (instance / name).read_bytes())


@contextmanager
def read_archive(pieces: BlobReader) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Read an opened backup: its members one after the other, each with name, length and content.

    Raises:
        Tampered: there is something in it that no backup of ours holds.
    """
    with tarfile.open(fileobj=cast(Any, _Joined(pieces)), mode="r|") as archive:
        yield _members(archive)


def reference_of(name: str) -> UUID | None:
    """Return the reference of an encrypted file by its name in the archive, None for another member."""
    found = _FILE.fullmatch(name)
    return UUID(hex=found.group(1)) if found else None


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for member in archive:
        content = archive.extractfile(member) if member.isreg() else None
        known = member.name in {CONTENTS, DATABASE, *SMALL_FILES} or reference_of(member.name)
        if content is None or not known:
            raise Tampered("There is something in this backup that caseapp does not put there.")
        yield member.name, member.size, content


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_member(name, len(content)), BytesIO(content))


class _Counted:
    """Tells of every piece that is read through it."""

    def __init__(self, stream: IO[bytes], told: Told) -> None:
        self._stream, self._told = stream, told

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._told(len(piece))
        return piece


class _Joined:
    """Reads pieces of any length as one stream."""

    def __init__(self, pieces: BlobReader) -> None:
        self._pieces, self._waiting = pieces, b""

    def read(self, size: int) -> Any:
        parts, wanted = [], size
        while wanted:
            if not self._waiting:
                self._waiting = next(self._pieces, b"")
                if not self._waiting:
                    break
            part, self._waiting = self._waiting[:wanted], self._waiting[wanted:]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)
