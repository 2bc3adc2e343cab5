"""The door of the process that serves, for a terminal of the same machine: a socket in the instance folder.

Through it ``caseapp unlock``, ``lock`` and ``status`` speak with the process. A question is one line, a JSON object
with ``act``; the answer is another. Nobody is heard but this account and root, whom the system tells, and nothing that
comes in ends the process.
"""

import json
import logging
import os
import selectors
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask

from caseapp.processes import local_socket
from caseapp.processes.local_socket import DOOR, LocalSocket, is_own, line_from, open_door
from caseapp.setup.answering import answer
from caseapp.setup.ending import ending_of

PATIENCE = 5.0
"""Seconds in which a question has to be asked whole."""
log = logging.getLogger("caseapp")


class Door:
    """The one thread that hears what terminals ask."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._folder: Path = app.config["SETTINGS"].instance_path
        self._socket: LocalSocket | None = None
        self._closed = False
        self._woken, self._waking = os.pipe()
        self._thread = threading.Thread(target=self._work, name="door", daemon=True)

    def open(self) -> bool:
        """Take the place of a socket that nobody hears at any more, and begin to hear; returns whether that went well.

        Without it the page unlocks, and the log says what is wrong.
        """
        found = open_door(self._folder)
        if found is None:
            return False
        self.hear_at(found)
        return True

    def hear_at(self, opened: LocalSocket) -> None:
        """Begin to hear at a socket, which is there already."""
        self._socket = opened
        self._thread.start()

    def leave(self) -> None:
        """Hear nothing more; who asks from now on is heard by the next process at the same socket, if there is one."""
        self._closed = True
        with suppress(OSError):
            os.write(self._waking, b".")

    def close(self) -> None:
        """Hear nothing more, and take the socket away unless another process has put its own there."""
        self.leave()
        if self._socket is not None:
            self._thread.join(1)
            self._socket.remove()
        os.close(self._woken)
        os.close(self._waking)

    def _work(self) -> None:
        assert self._socket is not None
        heard = self._socket.heard
        with selectors.DefaultSelector() as waiting:
            waiting.register(heard, selectors.EVENT_READ)
            waiting.register(self._woken, selectors.EVENT_READ)
            while True:
                waiting.select()
                if self._closed:
                    return  # perhaps by what it was asked for itself
                try:
                    caller, _address_of_nobody = heard.accept()
                except BlockingIOError:
                    continue  # who asked has gone again
                except OSError:
                    time.sleep(1)  # too many open files, at this moment
                    continue
                with caller:
                    try:
                        self._hear(caller)
                    except Exception as error:
                        log.error("a question at the door failed: %s", type(error).__name__)  # noqa: TRY400 - a text may hold a secret
                ending = ending_of(self._app)
                if ending is not None:
                    ending.answered()

    def _hear(self, caller: socket.socket) -> None:
        try:
            asked = json.loads(line_from(caller, time.monotonic() + PATIENCE))
        except (ValueError, TimeoutError, RecursionError):
            asked = None
        if not is_own(caller):
            said: dict[str, Any] = {"refused": "stranger"}
        else:
            said = answer(self._app, asked) if isinstance(asked, dict) else {"refused": "unreadable"}
        caller.sendall(json.dumps(said).encode() + b"\n")


def ask(folder: Path, question: dict[str, Any], patience: float = 120.0) -> dict[str, Any]:
    """Return what the process that serves the instance in ``folder`` answers to ``question``.

    Raises:
        NobodyThere: none serves it, it is another account's, or it did not answer in ``patience`` seconds.
    """
    return local_socket.ask(folder, DOOR, question, patience)
