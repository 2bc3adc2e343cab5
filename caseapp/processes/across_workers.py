"""What the workers of one server have in common: the process that makes them has it, and it is gone with that one."""

import mmap
import os
import secrets
import struct
from dataclasses import dataclass, field
from pathlib import Path

from caseapp.processes.board import Board
from caseapp.processes.local_socket import KEEPER, LocalSocket, open_door

_NUMBERS = struct.Struct("=QQ")


class Locks:
    """How often the server was locked, and which of the locks were undone, in memory that all its workers share.

    A worker that was locked ends, and so that what it had opened is gone; the one after it reads here that it has to
    stay locked, also where nobody would have to be asked for the keys. Undoing names the locks that it found, so that
    one which came meanwhile stays.
    """

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _NUMBERS.size)

    @property
    def count(self) -> int:
        """Return how many locks there were."""
        return int(_NUMBERS.unpack_from(self._shared)[0])

    @property
    def is_locked(self) -> bool:
        """Tell whether the last of them stands."""
        count, undone = _NUMBERS.unpack_from(self._shared)
        return bool(count != undone)

    def add(self) -> None:
        """Lock whatever is unlocked."""
        struct.pack_into("=Q", self._shared, 0, self.count + 1)

    def undo(self, count: int) -> None:
        """Let the first ``count`` locks stand no more."""
        struct.pack_into("=Q", self._shared, 8, count)


class Forgetting:
    """How often what was made of opened records had to be dropped, because somebody was erased."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)

    @property
    def count(self) -> int:
        """Return how often."""
        return int.from_bytes(self._shared[:8], "little")

    def add(self) -> None:
        """Have every worker drop it."""
        self._shared[:8] = (self.count + 1).to_bytes(8, "little")


class Once:
    """What one worker does for all of them."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)

    def is_first(self) -> bool:
        """Tell whether nobody has asked before; to be asked by one at a time."""
        before = self._shared[0]
        self._shared[0] = 1
        return not before


@dataclass(frozen=True)
class Several:
    """What there is besides, where several workers serve."""

    count: int
    keeper: LocalSocket
    """Where the one of them that keeps the indexes is heard by the others."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """By which they know each other: no other process of this account has it."""
    made_by: int = field(default_factory=os.getpid)
    """The process that made the socket: one that somebody else has put in its place is told nothing."""
    forgetting: Forgetting = field(default_factory=Forgetting)
    board: Board = field(default_factory=Board)


@dataclass(frozen=True)
class AcrossWorkers:
    """What each worker is handed when it is made."""

    door: LocalSocket | None = None
    """Where terminals are heard: whoever asks while there is no worker waits for the next one."""
    locks: Locks = field(default_factory=Locks)
    secret_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    locked_session_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Forms that one worker has shown are taken by another one."""
    end: Once = field(default_factory=Once)
    """Ending the server for want of a root key: a second worker that did so would disturb it in its end."""
    several: Several | None = None

    @classmethod
    def of(cls, folder: Path, workers: int) -> "AcrossWorkers":
        """Return what so many workers on the instance in ``folder`` are to have in common, its door opened.

        Raises:
            OSError: there are several, and the folder takes no socket by which they could speak with each other.
        """
        several = Several(workers, LocalSocket(folder, KEEPER)) if workers > 1 else None
        return cls(open_door(folder), several=several)

    def remove(self) -> None:
        """Take the sockets away, when the server ends."""
        if self.door is not None:
            self.door.remove()
        if self.several is not None:
            self.several.keeper.remove()
