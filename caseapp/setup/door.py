"""The door of the process that serves, for a terminal of the same machine: a socket in the instance folder.

Through it ``caseapp unlock``, ``lock`` and ``status`` speak with the process. A question is one line, a JSON object
with ``act``; the answer is another. Nobody is heard but this account and root, whom the system tells, and nothing that
comes in ends the process.
"""

import json
import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from caseapp.setup.answering import answer

SOCKET = "unlock.sock"
LONGEST = 4096
"""Bytes of a question or an answer."""
PATIENCE = 5.0
"""Seconds in which a question has to be asked whole."""
LONGEST_ADDRESS = 100
"""The system takes no longer path of a socket than 107 bytes; a longer one is gone to through an open folder."""
log = logging.getLogger("caseapp")


class NobodyThere(Exception):
    """No process serves this instance, or not one that a terminal may speak with; the text says which."""


class Door:
    """The one thread that hears what terminals ask."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._folder: Path = app.config["SETTINGS"].instance_path
        self._socket: socket.socket | None = None
        self._own: int | None = None
        self._thread = threading.Thread(target=self._work, name="door", daemon=True)

    def open(self) -> bool:
        """Take the place of a socket that nobody hears at any more, and begin to hear; returns whether that went well.

        Without it the page unlocks, and the log says what is wrong.
        """
        try:
            self._socket = self._listening()
        except OSError as error:
            log.warning("caseapp unlock cannot reach this process: %s", error.strerror or error)
            return False
        self._thread.start()
        return True

    def _listening(self) -> socket.socket:
        with _address(self._folder) as address:
            if _is_heard(address):
                raise OSError("another process is heard there")
            with suppress(FileNotFoundError):
                (self._folder / SOCKET).unlink()
            found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                found.bind(address)
                (self._folder / SOCKET).chmod(0o600)
                found.listen(4)
            except OSError:
                found.close()
                raise
        self._own = (self._folder / SOCKET).stat().st_ino
        return found

    def close(self) -> None:
        """Hear nothing more, and take the socket away unless another process has put its own there."""
        if self._socket is None:
            return
        with suppress(OSError):
            if self._own is not None and (self._folder / SOCKET).stat().st_ino == self._own:
                (self._folder / SOCKET).unlink()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits there
        self._socket.close()

    def _work(self) -> None:
        heard = self._socket
        assert heard is not None
        while True:
            try:
                caller, _address_of_nobody = heard.accept()
            except OSError:
                if heard.fileno() == -1:
                    return
                time.sleep(1)  # too many open files, at this moment
                continue
            with caller:
                try:
                    self._hear(caller)
                except Exception as error:
                    log.error("a question at the door failed: %s", type(error).__name__)  # noqa: TRY400 - a text may hold a secret

    def _hear(self, caller: socket.socket) -> None:
        try:
            asked = json.loads(_line_from(caller, time.monotonic() + PATIENCE))
        except (ValueError, TimeoutError, RecursionError):
            asked = None
        if _account_of(caller) not in {os.geteuid(), 0}:
            said: dict[str, Any] = {"refused": "stranger"}
        else:
            said = answer(self._app, asked) if isinstance(asked, dict) else {"refused": "unreadable"}
        caller.sendall(json.dumps(said).encode() + b"\n")


def ask(folder: Path, question: dict[str, Any], patience: float = 120.0) -> dict[str, Any]:
    """Return what the process that serves the instance in ``folder`` answers to ``question``.

    Raises:
        NobodyThere: none serves it, it is another account's, or it did not answer in ``patience`` seconds.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(patience)
        try:
            with _address(folder) as address:
                line.connect(address)
            if _account_of(line) not in {os.geteuid(), 0, folder.stat().st_uid}:
                raise NobodyThere("another account serves this instance")  # before it is told a passphrase
            line.sendall(json.dumps(question).encode() + b"\n")
            said = json.loads(_line_from(line, time.monotonic() + patience))
        except (FileNotFoundError, ConnectionRefusedError):
            raise NobodyThere("caseapp is not running on it") from None
        except PermissionError:
            raise NobodyThere("only the account that runs caseapp may speak with it") from None
        except (OSError, ValueError):
            raise NobodyThere("it gave no answer; is it running?") from None
    if not isinstance(said, dict):
        raise NobodyThere("it gave no answer that can be understood")
    return said


@contextmanager
def _address(folder: Path) -> Iterator[str]:
    """Return the address of the socket, short enough for the system."""
    whole = str(folder / SOCKET)
    if len(os.fsencode(whole)) <= LONGEST_ADDRESS:
        yield whole
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)


def _is_heard(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
        except TimeoutError:
            return True
        except OSError:
            return False
    return True


def _account_of(line: socket.socket) -> int:
    """Return the account of whoever is at the other end, as the system noted it when the two were joined."""
    _process, account, _group = struct.unpack(
        "3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return int(account)


def _line_from(line: socket.socket, deadline: float) -> bytes:
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
