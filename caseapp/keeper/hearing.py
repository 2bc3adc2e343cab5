"""What the worker that keeps does beside its pages: it hears the others, a thread for each of their lines."""

import logging
import socket
import threading
from typing import Any

from flask import Flask

from caseapp.db import Locked, db
from caseapp.keeper.calls import answer_of
from caseapp.keeper.lines import BROKEN, Line
from caseapp.processes.across_workers import Several
from caseapp.processes.local_socket import is_own

log = logging.getLogger("caseapp")


class Hearing:
    """The thread that hears who comes to the socket."""

    def __init__(self, app: Flask, several: Several) -> None:
        self._app, self._several = app, several

    def begin(self) -> None:
        """Hear, until this process ends."""
        threading.Thread(target=self._work, name="keeper", daemon=True).start()

    def _work(self) -> None:
        heard = self._several.keeper.heard
        waiting = threading.Event()
        while True:
            try:
                heard.setblocking(True)  # it is this worker's alone, for as long as it lives
                caller, _address_of_nobody = heard.accept()
            except OSError:
                if heard.fileno() == -1:
                    return
                waiting.wait(0.5)  # too many open files, at this moment
                continue
            threading.Thread(target=self._hear, args=(caller,), name="keeper's line", daemon=True).start()

    def _hear(self, caller: socket.socket) -> None:
        if not is_own(caller):
            caller.close()
            return
        try:
            line = Line(caller, self._several.secret, hears=True)
        except BROKEN:
            return
        try:
            while True:
                line.wait()
                self._answer(line)
        except BROKEN:  # the other worker has ended
            pass
        finally:
            line.close()

    def _answer(self, line: Line) -> None:
        said, body = line.hear()

        def ask(question: bytes) -> bytes:
            line.say({"ask": True}, question)
            return line.hear()[1]

        line.say(*self._answered(said, body, ask))

    def _answered(self, said: dict[str, Any], body: bytes, ask: Any) -> tuple[dict[str, Any], bytes]:
        answer = answer_of(str(said.pop("call", "")))
        if answer is None:
            return {"refused": "unknown"}, b""
        with self._app.app_context():
            try:
                return answer(said, body, ask)
            except Locked:
                return {"refused": "locked"}, b""
            except (OSError, EOFError):  # the other worker has ended in the middle of it
                raise
            except Exception as error:
                log.error("a question of another worker failed: %s", type(error).__name__)  # noqa: TRY400 - a text may tell of whom
                return {"refused": "failed"}, b""
            finally:
                db.session.remove()
