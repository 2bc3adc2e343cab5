"""A backup or a trial that goes on while its page is left and come back to; one at a time."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from caseapp.accounts.models import User
from caseapp.db import db

log = logging.getLogger("caseapp")
EXTENSION = "caseapp-backup-under-way"


@dataclass
class UnderWay:
    """What is going on, as far as its page tells."""

    kind: str
    done: int = 0
    total: int = 0
    thread: threading.Thread | None = field(default=None, repr=False)

    def advance(self, done: int, total: int) -> None:
        """Take note of how far it is."""
        self.done, self.total = done, total

    @property
    def percent(self) -> int:
        """Return how much is done, in hundredths."""
        return min(99, 100 * self.done // self.total) if self.total else 0


def under_way(app: Flask) -> UnderWay | None:
    """Return what is going on, None when nothing is."""
    found: UnderWay | None = app.extensions.get(EXTENSION)
    return found if found is not None and found.thread is not None and found.thread.is_alive() else None


def begin(app: Flask, kind: str, actor_id: uuid.UUID, work: Callable[[Any, UnderWay], object]) -> UnderWay:
    """Let ``work(actor, under_way)`` go on by itself, or return what is going on already."""
    running = under_way(app)
    if running is not None:
        return running
    begun = UnderWay(kind)

    def go() -> None:
        with app.app_context():
            try:
                work(db.session.get(User, actor_id), begun)
            except Exception as error:
                log.error("%s ended early: %s", kind, type(error).__name__)  # noqa: TRY400 - a text may tell of whom
            finally:
                db.session.remove()

    begun.thread = threading.Thread(target=go, name=kind, daemon=True)
    app.extensions[EXTENSION] = begun
    begun.thread.start()
    return begun
