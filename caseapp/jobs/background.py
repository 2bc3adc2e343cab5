"""Long work that goes on while its page is left and come back to; in each place one thing at a time."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask

from caseapp.db import db
from caseapp.processes.board import Board

log = logging.getLogger("caseapp")
EXTENSION = "caseapp-under-way"
BOARD = "caseapp-board"
"""Where the application finds what goes on in other workers, if there are any."""
NOTED_EVERY = 0.2
"""Seconds between two notes for other workers of how far it is."""
_beginning = threading.Lock()


@dataclass
class UnderWay:
    """What is going on in a place, as far as its page tells."""

    kind: str
    done: int = 0
    total: int = 0
    about: uuid.UUID | None = None
    """The record that is worked on just now, where there are several."""
    thread: threading.Thread | None = field(default=None, repr=False)
    note: Callable[[dict[str, Any]], None] | None = field(default=None, repr=False)
    """Tells other workers."""
    _noted_at: float = 0.0

    def advance(self, done: int, total: int) -> None:
        """Take note of how far it is."""
        self.done, self.total = done, total
        if self.note is not None and time.monotonic() - self._noted_at >= NOTED_EVERY:
            self._noted_at = time.monotonic()
            self.note(self.noted())

    def noted(self) -> dict[str, Any]:
        """Return what its page tells, as other workers are told."""
        about = self.about.hex if self.about else None
        return {"kind": self.kind, "done": self.done, "total": self.total, "about": about}

    @property
    def percent(self) -> int:
        """Return how much is done, in hundredths."""
        return min(99, 100 * self.done // self.total) if self.total else 0


def under_way(app: Flask, place: str) -> UnderWay | None:
    """Return what is going on in a place, None when nothing is."""
    found: UnderWay | None = app.extensions.get(EXTENSION, {}).get(place)
    if found is not None and found.thread is not None and found.thread.is_alive():
        return found
    board: Board | None = app.extensions.get(BOARD)
    seen = board.seen(place) if board is not None else None
    if seen is None:
        return None
    about = uuid.UUID(seen["about"]) if seen["about"] else None
    return UnderWay(seen["kind"], seen["done"], seen["total"], about)


def begin(app: Flask, place: str, kind: str, work: Callable[[UnderWay], object]) -> UnderWay:
    """Let ``work(under_way)`` go on by itself, or return what is going on in this place already."""
    with _beginning:
        running = under_way(app, place)
        if running is not None:
            return running
        begun, board = UnderWay(kind), app.extensions.get(BOARD)
        slot: int | None = None
        if board is not None:
            slot = board.take(place, begun.noted())
            if slot is None:  # another worker was a moment faster
                return under_way(app, place) or begun
            begun.note = partial(board.note, slot, place)

        def go() -> None:
            with app.app_context():
                try:
                    work(begun)
                except Exception as error:
                    log.error("%s ended early: %s", kind, type(error).__name__)  # noqa: TRY400 - a text may tell of whom
                finally:
                    db.session.remove()
                    if board is not None:
                        board.leave(slot)

        begun.thread = threading.Thread(target=go, name=kind, daemon=True)
        app.extensions.setdefault(EXTENSION, {})[place] = begun
        begun.thread.start()
    return begun
