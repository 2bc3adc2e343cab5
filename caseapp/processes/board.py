"""What goes on by itself in which worker, in memory that all of them share: in each place one thing at a time.

A slot counts for as long as the process lives that has taken it: the system lets go of its lock when that one ends.
"""

import fcntl
import json
import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SLOTS = 16
_SIZE = 512
_LENGTH = 2


class Board:
    """The slots. Made before the workers are, and used in them only."""

    def __init__(self) -> None:
        self._handle = os.memfd_create("board")
        os.ftruncate(self._handle, _SLOTS * _SIZE)
        self._shared = mmap.mmap(self._handle, _SLOTS * _SIZE)
        self._own: set[int] = set()
        self._threads = threading.Lock()

    def take(self, place: str, noted: dict[str, Any]) -> int | None:
        """Return a slot for what begins in ``place``; None where something goes on there, or too much does."""
        with self._alone():
            free = None
            for slot in range(_SLOTS):
                if self._is_free(slot):
                    free = slot if free is None else free
                elif self._read(slot).get("place") == place:
                    return None
            if free is not None:
                fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, free)
                self._own.add(free)
                self._write(free, {**noted, "place": place})
            return free

    def note(self, slot: int, place: str, noted: dict[str, Any]) -> None:
        """Write down how far it is."""
        with self._alone():
            self._write(slot, {**noted, "place": place})

    def leave(self, slot: int) -> None:
        """Give a slot back."""
        with self._alone():
            self._own.discard(slot)
            fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, slot)

    def seen(self, place: str) -> dict[str, Any] | None:
        """Return what was noted of what goes on in ``place``, None where nothing does."""
        with self._alone():
            for slot in range(_SLOTS):
                if not self._is_free(slot) and (found := self._read(slot)).get("place") == place:
                    return found
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._handle, fcntl.LOCK_EX, 1, _SLOTS)
            try:
                yield
            finally:
                fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, _SLOTS)

    def _is_free(self, slot: int) -> bool:
        if slot in self._own:
            return False  # the lock keeps out other processes alone
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
        except OSError:
            return False
        fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, slot)
        return True

    def _read(self, slot: int) -> dict[str, Any]:
        begin = slot * _SIZE
        length = int.from_bytes(self._shared[begin : begin + _LENGTH], "big")
        try:
            found = json.loads(self._shared[begin + _LENGTH : begin + _LENGTH + length])
        except ValueError:  # nothing was noted yet
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, slot: int, noted: dict[str, Any]) -> None:
        said = json.dumps(noted).encode()
        assert len(said) <= _SIZE - _LENGTH
        begin = slot * _SIZE
        self._shared[begin : begin + _LENGTH + len(said)] = len(said).to_bytes(_LENGTH, "big") + said
