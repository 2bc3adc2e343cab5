"""Looking whether the server was locked: a worker that did not do it itself ends with its keys, too.

Also the only worker looks: when the process that makes workers is told to make them anew, two serve for a while.
"""

import threading
from collections.abc import Callable

from flask import Flask

from caseapp.db.unlocked import vault_of
from caseapp.setup.ending import ending_of
from caseapp.setup.unlocking import LOCKED_WITHIN, locks_of

LOOK = 0.1
"""Seconds between two looks."""


class Looking:
    """The thread that looks. A lock after it was made counts, also one from before it began."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pause = threading.Event()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Take the locks that there were by now for former ones."""
        self._locks = locks_of(self._app).count

    def begin(self, must_end: Callable[[], bool] = lambda: False) -> None:
        """Look, until this process ends: when there was a lock, or ``must_end``, which is asked each time."""
        threading.Thread(target=self._look, args=[must_end], name="looking", daemon=True).start()

    def _look(self, must_end: Callable[[], bool]) -> None:
        while not self._pause.wait(LOOK):
            if must_end() or self._locks != locks_of(self._app).count:
                ending = ending_of(self._app)
                assert ending is not None
                if not ending.has_begun:  # where it was locked the event is still to be sealed
                    vault_of(self._app).keys = None
                    ending.begin(LOCKED_WITHIN - 2 * LOOK)
                    ending.answered()
                return
