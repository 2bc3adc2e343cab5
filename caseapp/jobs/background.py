"""Long work that goes on while its page is left and come back to; in each place one thing at a time."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from caseapp.db import db

log = logging.getLogger("caseapp")
EXTENSION = "caseapp-under-way"
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

    def advance(self, done: int, total: int) -> None:
        """Take note of how far it is."""
        self.done, self.total = done, total

    @property
    def percent(self) -> int:
        """Return how much is done, in hundredths."""
        return min(99, 100 * self.done // self.total) if self.total else 0


def under_way(app: Flask, place: str) -> UnderWay | None:
    """Return what is going on in a place, None when nothing is."""
    found: UnderWay | None = app.extensions.get(EXTENSION, {}).get(place)
    return found if found is not None and found.thread is not None and found.thread.is_alive() else None


def begin(app: Flask, place: str, kind: str, work: Callable[[UnderWay], object]) -> UnderWay:
    """Let ``work(under_way)`` go on by itself, or return what is going on in this place already."""
    with _beginning:
        running = under_way(app, place)
        if running is not None:
            return running
        begun = UnderWay(kind)

        def go() -> None:
            with app.app_context():
                try:
                    work(begun)
                except Exception as error:
                    log.error("%s ended early: %s", kind, type(error).__name__)  # noqa: TRY400 - a text may tell of whom
                finally:
                    db.session.remove()

        begun.thread = threading.Thread(target=go, name=kind, daemon=True)
        app.extensions.setdefault(EXTENSION, {})[place] = begun
        begun.thread.start()
    return begun
