"""What the workers of one server have in common: the process that makes them has it, and it is gone with that one."""

import mmap
import secrets
import struct
from dataclasses import dataclass, field
from pathlib import Path

from caseapp.local_socket import LocalSocket, open_door

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


@dataclass(frozen=True)
class AcrossWorkers:
    """What each worker is handed when it is made."""

    door: LocalSocket | None = None
    """Where terminals are heard: whoever asks while there is no worker waits for the next one."""
    locks: Locks = field(default_factory=Locks)
    secret_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    locked_session_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Forms that one worker has shown are taken by the next one."""

    @classmethod
    def of(cls, folder: Path) -> "AcrossWorkers":
        """Return what the workers on the instance in ``folder`` are to have in common, its door opened."""
        return cls(open_door(folder))

    def remove(self) -> None:
        """Take the door away, when the server ends."""
        if self.door is not None:
            self.door.remove()
