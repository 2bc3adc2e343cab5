"""Asking the worker that keeps: a call is answered here where this process keeps itself, and over a line where not."""

import threading
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from caseapp.db import Locked
from caseapp.keeper.lines import BROKEN, GREETING, Line
from caseapp.processes.across_workers import Several
from caseapp.processes.local_socket import KEEPER, Absence, NobodyThere, join, process_of
from caseapp.vault import TooBusy

Ask = Callable[[bytes], bytes]
"""Asks back, in the middle of a call, what only the caller knows: whom their user may see."""
Answer = Callable[[dict[str, Any], bytes, Ask], tuple[dict[str, Any], bytes]]
EXTENSION = "caseapp-asking-keeper"
HANDED_ON = 5.0
"""Seconds in which another worker takes the place of one that has ended."""
_ANSWERS: dict[str, Answer] = {}


class NoKeeper(TooBusy):
    """Nobody keeps the indexes at this moment, or whoever does takes too long."""


class _AskedBack(Exception):
    """What was asked back in the middle of a call failed here, by ``error``."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class AskingKeeper:
    """The lines of a worker to the one that keeps. Threads share them, each call has one to itself."""

    def __init__(self, folder: Path, several: Several) -> None:
        self._folder, self._several = folder, several
        self._idle: list[Line] = []
        self._lock = threading.Lock()

    def call(self, name: str, said: dict[str, Any], body: bytes, ask: Ask) -> tuple[dict[str, Any], bytes]:
        """Return the answer; raises one of ``BROKEN`` or ``NobodyThere``, and ``_AskedBack`` where ``ask`` failed."""
        line = self._line()
        try:
            line.say({**said, "call": name}, body)
            head, answered = line.hear()
            while head.get("ask"):
                line.say({}, _answered_back(ask, answered))
                head, answered = line.hear()
        except BaseException:
            line.close()
            self.hang_up()  # the others broke with it, if its other end is gone
            raise
        with self._lock:
            self._idle.append(line)
        return head, answered

    def hang_up(self) -> None:
        """Close the lines that nobody speaks on."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.close()

    def _line(self) -> Line:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        joined = join(self._folder, KEEPER, GREETING)
        if process_of(joined) != self._several.made_by:
            joined.close()
            raise NobodyThere(Absence.OTHER_PROCESS)
        return Line(joined, self._several.secret, hears=False)


def at_keeper(name: str) -> Callable[[Answer], Answer]:
    """Register what answers the calls of this name."""

    def register(answer: Answer) -> Answer:
        _ANSWERS[name] = answer
        return answer

    return register


def answer_of(name: str) -> Answer | None:
    """Return what answers the calls of this name."""
    return _ANSWERS.get(name)


def asking_keeper(app: Flask) -> AskingKeeper | None:
    """Return how ``app`` asks the worker that keeps; None where it keeps itself."""
    found: AskingKeeper | None = app.extensions.get(EXTENSION)
    return found


def is_keeper() -> bool:
    """Tell whether this process keeps; the only one there is does."""
    return EXTENSION not in current_app.extensions or asking_keeper(current_app) is None


def call(
    name: str, /, body: bytes = b"", ask: Ask = bytes, patience: float | None = None, **said: Any
) -> tuple[dict[str, Any], bytes]:
    """Return what the worker that keeps answers; ``ask`` answers what it asks back.

    Raises:
        NoKeeper: none does within ``patience`` seconds, usually those in which one takes the place of another.
        Locked: it has no keys.
    """
    deadline = time.monotonic() + (HANDED_ON if patience is None else patience)
    while True:
        asking = asking_keeper(current_app)
        if asking is None:  # perhaps since a moment: the other one has ended
            return _ANSWERS[name](said, body, ask)
        try:
            head, answered = asking.call(name, said, body, ask)
        except _AskedBack as failed:
            raise failed.error from None
        except (*BROKEN, NobodyThere):
            if time.monotonic() > deadline:
                raise NoKeeper("no other worker answers") from None
            time.sleep(0.05)  # another worker is taking the place, which nothing here can be told of
            continue
        match head.get("refused"):
            case None:
                return head, answered
            case "locked":
                raise Locked("the system is locked")
            case _:
                raise NoKeeper("the other worker could not answer")


def _answered_back(ask: Ask, question: bytes) -> bytes:
    try:
        return ask(question)
    except Exception as error:
        raise _AskedBack(error) from error


def bytes_of_ids(ids: Iterable[uuid.UUID]) -> bytes:
    """Return ids as a message has them."""
    return b"".join(each.bytes for each in ids)


def ids_of_bytes(said: bytes) -> list[uuid.UUID]:
    """Return the ids of a message.

    Raises:
        ValueError: these are none.
    """
    return [uuid.UUID(bytes=said[place : place + 16]) for place in range(0, len(said), 16)]
