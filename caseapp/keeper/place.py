"""The place of the worker that keeps: one at a time has it, and when that one ends the system gives it to another."""

import fcntl
import os
from pathlib import Path

FILE_NAME = "keeper.lock"


class Place:
    """A lock on a file of the instance folder, which holds nothing."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Take the place, if nobody has it; returns whether it is ours."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self) -> None:
        """Wait until it is ours."""
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Let somebody else have it."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)
