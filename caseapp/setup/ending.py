"""The end of a worker that was locked: Python wipes nothing, so what it has opened is gone only with its memory.

The process that makes workers makes another one, which stays locked.
"""

import atexit
import os
import signal
import threading
from collections.abc import Callable

from flask import Flask

EXTENSION = "caseapp-ending"


class Ending:
    """How the worker ends once it was locked: as soon as what it answers has gone out, and in any case soon."""

    def __init__(self, leave: Callable[[], None]) -> None:
        """Make it known beforehand; ``leave`` has those who come after this one heard by the next worker."""
        self._leave = leave
        self._begun = False

    @property
    def has_begun(self) -> bool:
        """Tell whether it was locked here."""
        return self._begun

    def begin(self, within: float) -> None:
        """Let nobody come any more, and end within so many seconds, whatever is still being answered."""
        self._begun = True
        late = threading.Timer(within, os._exit, [0])
        late.daemon = True
        late.start()
        self._leave()

    def answered(self) -> None:
        """End when everybody else was answered, too; nothing where nobody has locked."""
        if self._begun:
            # Else Python would first take apart, object by object, all that is in memory.
            atexit.register(os._exit, 0)
            os.kill(os.getpid(), signal.SIGTERM)


def ending_of(app: Flask) -> Ending | None:
    """Return how this process ends when it is locked; None where it is no worker of a server, and stays."""
    found: Ending | None = app.extensions.get(EXTENSION)
    return found
