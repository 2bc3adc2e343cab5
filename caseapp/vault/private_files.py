"""Small files that only this account may read.

Written whole or not at all, and durable before anybody relies on them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseapp.vault.errors import KeyringNotFound, UnsafeKeyFile

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer at a time, across processes, making it first if it is missing."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_private_file(path: Path) -> bytes:
    """Return the file's bytes.

    Raises `KeyringNotFound` if there is none, and `UnsafeKeyFile` if it, or its folder, is not this account's
    alone.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # a pipe must not wait
    except FileNotFoundError:
        raise KeyringNotFound(f"There is no file {path.name} where the keys are kept.") from None
    except OSError:
        raise UnsafeKeyFile(f"The file {path.name} cannot be opened, or is a link.") from None
    try:
        _refuse_unsafe_file(path.name, os.fstat(handle))
        _refuse_unsafe_folder(path.parent)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def write_private_file(path: Path, data: bytes) -> None:
    """Put `data` at `path`, replacing what is there.

    After a crash the old or the new content stands, whole.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def fsync_folder(folder: Path) -> None:
    """Make the names in `folder` durable: a renamed file is not safe from a power cut before this."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_unsafe_file(name: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnsafeKeyFile(f"{name} is not a plain file.")
    if status.st_uid != os.geteuid():
        raise UnsafeKeyFile(
            f"The file {name} belongs to another account. Give it to the account that runs caseapp."
        )
    if status.st_mode & _OTHERS:
        raise UnsafeKeyFile(f"The file {name} is open to other accounts. Set its mode to 0600.")


def _refuse_unsafe_folder(folder: Path) -> None:
    status = folder.stat()
    if status.st_uid not in (os.geteuid(), 0):
        raise UnsafeKeyFile("The folder of the keys belongs to another account.")
    if status.st_mode & _OTHERS_WRITE:
        raise UnsafeKeyFile("Other accounts can write to the folder of the keys. Set its mode to 0700.")
