"""Running the chores: at the start, then each at its own pace, and only while somebody has unlocked the system."""

import ctypes
import gc
import logging
import threading
from datetime import datetime, timedelta

from flask import Flask

from caseapp.clock import now
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.jobs.chores import CHORES
from caseapp.jobs.job import Job
from caseapp.web.installed import features

log = logging.getLogger("caseapp")
_DONE = "chores-done"
LOOK_AGAIN = timedelta(seconds=30)
"""How often the thread looks what is due; also how long after unlocking the first chores wait at most."""


def run_due(app: Flask, done: dict[str, datetime]) -> list[str]:
    """Run what is due; returns the names. ``done`` tells when each chore ran last, and is brought up to date.

    A chore that fails is noted by its name and the kind of its error, and is tried again when it is next due: one
    that cannot be done must not keep the others from being done.
    """
    if vault_of(app).keys is None:
        return []
    with app.app_context():
        jobs = [*CHORES, *(job for feature in features() for job in feature.jobs)]
    due = [job for job in jobs if _is_due(job, done)]
    for job in due:
        done[job.name] = now()
        _run(app, job)
    if due:
        give_back()
    return [job.name for job in due]


def done_since_unlocking(app: Flask) -> dict[str, datetime]:
    """Return when each chore ran last since the system was unlocked.

    It is kept with what is made of opened records, which is gone after a lock: then the chores make it anew.
    """
    done: dict[str, datetime] = vault_of(app).memory.setdefault(_DONE, {})
    return done


def give_back() -> None:
    """Hand what is needed no more back to the system, where its C library knows how: chores need more than any page.

    What is left stays, the index of names above all, so that no page waits while it is looked through for what could
    be thrown away: among ten thousand cases that takes a tenth of a second, now and then.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _is_due(job: Job, done: dict[str, datetime]) -> bool:
    last = done.get(job.name)
    return last is None or now() - last >= job.every


def _run(app: Flask, job: Job) -> None:
    with app.app_context():
        try:
            job.run()
        except Exception as error:
            log.error("the chore %s failed: %s", job.name, type(error).__name__)  # noqa: TRY400 - a text may tell of whom
        finally:
            db.session.remove()


class Housekeeper:
    """The one thread that does the chores of a served application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin, in the process that serves: threads do not survive a fork."""
        self._thread.start()

    def stop(self) -> None:
        """End after the chore at hand."""
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while True:
            run_due(self._app, done_since_unlocking(self._app))
            if self._stop.wait(LOOK_AGAIN.total_seconds()):
                return
