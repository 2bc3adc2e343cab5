"""Sockets in the instance folder, by which processes of this machine speak with the one that serves.

What is said is lines of JSON objects, one each way. Only this account and root may be at the other end, which the
system tells. Nothing here knows the application: the process that makes workers holds such a socket, too.
"""

import json
import logging
import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

DOOR = "unlock.sock"
"""The socket for terminals."""
KEEPER = "keeper.sock"
"""The socket at which the worker that keeps the indexes hears the others."""
LONGEST = 4096
"""Bytes of a question or an answer."""
LONGEST_ADDRESS = 100
"""The system takes no longer path of a socket than 107 bytes; a longer one is gone to through an open folder."""
log = logging.getLogger("caseapp")


class Absence(StrEnum):
    """Why nobody is there to speak with."""

    NOT_RUNNING = "caseapp is not running on it"
    NOT_OURS = "only the account that runs caseapp may speak with it"
    OTHER_ACCOUNT = "another account serves this instance"
    OTHER_PROCESS = "another process has put its socket in the place of ours"
    NO_ANSWER = "it gave no answer; is it running?"


class NobodyThere(Exception):
    """No process serves this instance, or not one that may be spoken with; ``why`` says which."""

    def __init__(self, why: Absence) -> None:
        super().__init__(why.value)
        self.why = why


class LocalSocket:
    """A socket in a folder, at which this process and what it forks can hear."""

    def __init__(self, folder: Path, name: str) -> None:
        """Take the place of a socket that nobody hears at any more.

        Raises:
            OSError: somebody is heard there, or the folder takes none.
        """
        self._path = folder / name
        with address_of(folder, name) as address:
            if _is_heard(address):
                raise OSError("another process is heard there")
            with suppress(FileNotFoundError):
                self._path.unlink()
            found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                found.bind(address)
                self._path.chmod(0o600)
                found.listen(64)
            except OSError:
                found.close()
                raise
        found.setblocking(False)
        self.heard = found
        self._own = self._path.stat().st_ino

    def remove(self) -> None:
        """Take the socket away, unless another process has put its own there."""
        with suppress(OSError):
            if self._path.stat().st_ino == self._own:
                self._path.unlink()
        self.heard.close()


def open_door(folder: Path) -> LocalSocket | None:
    """Return the socket for terminals in the instance ``folder``, None where there can be none; the log says why."""
    try:
        return LocalSocket(folder, DOOR)
    except OSError as error:
        log.warning("caseapp unlock cannot reach this process: %s", error.strerror or error)
        return None


@contextmanager
def connected(folder: Path, name: str, patience: float) -> Iterator[socket.socket]:
    """Be joined, for a block, with whoever hears at the socket ``name`` in ``folder``.

    Raises:
        NobodyThere: nobody does, it is another account, or it said nothing for ``patience`` seconds.
    """
    try:
        with join(folder, name, patience) as line:
            yield line
    except (FileNotFoundError, ConnectionRefusedError):
        raise NobodyThere(Absence.NOT_RUNNING) from None
    except PermissionError:
        raise NobodyThere(Absence.NOT_OURS) from None
    except (OSError, ValueError):
        raise NobodyThere(Absence.NO_ANSWER) from None


def join(folder: Path, name: str, patience: float) -> socket.socket:
    """Return a line to whoever hears at the socket ``name`` in ``folder``; what is said takes ``patience`` seconds.

    Raises:
        OSError: nobody does.
        NobodyThere: it is another account.
    """
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(patience)
        with address_of(folder, name) as address:
            line.connect(address)
        if account_of(line) not in {os.geteuid(), 0, folder.stat().st_uid}:
            raise NobodyThere(Absence.OTHER_ACCOUNT)  # before it is told a secret
    except BaseException:
        line.close()
        raise
    return line


def ask(folder: Path, name: str, question: dict[str, Any], patience: float) -> dict[str, Any]:
    """Return what the process that hears at the socket ``name`` in ``folder`` answers to ``question``.

    Raises:
        NobodyThere: none does, it is another account's, or it did not answer in ``patience`` seconds.
    """
    with connected(folder, name, patience) as line:
        line.sendall(json.dumps(question).encode() + b"\n")
        said = json.loads(line_from(line, time.monotonic() + patience))
    if not isinstance(said, dict):
        raise NobodyThere(Absence.NO_ANSWER)
    return said


def is_own(line: socket.socket) -> bool:
    """Tell whether this account or root is at the other end."""
    return account_of(line) in {os.geteuid(), 0}


def account_of(line: socket.socket) -> int:
    """Return the account of whoever is at the other end, as the system noted it when the two were joined."""
    return _other_end(line)[1]


def process_of(line: socket.socket) -> int:
    """Return the process that is at the other end; of one that was gone to, the process that made its socket."""
    return _other_end(line)[0]


def _other_end(line: socket.socket) -> tuple[int, int]:
    process, account, _group = struct.unpack(
        "3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return int(process), int(account)


def line_from(line: socket.socket, deadline: float) -> bytes:
    """Return what comes until the end of a line.

    Raises:
        ValueError: it is too long, or has no end.
        TimeoutError: it takes too long.
    """
    read = b""
    while not read.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        piece = line.recv(LONGEST)
        read += piece
        if not piece or len(read) > LONGEST:
            raise ValueError("no line")
    return read


@contextmanager
def address_of(folder: Path, name: str) -> Iterator[str]:
    """Return the address of the socket, short enough for the system."""
    whole = str(folder / name)
    if len(os.fsencode(whole)) <= LONGEST_ADDRESS:
        yield whole
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{name}"
    finally:
        os.close(handle)


def _is_heard(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
        except (TimeoutError, BlockingIOError):
            return True
        except OSError:
            return False
    return True
