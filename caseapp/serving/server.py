"""Serving: gunicorn with threads, in one process or several, so that no body is spooled to disk.

The process that keeps the address imports nothing of the application and never has a key of the records: it makes a
worker, and another when that one ends. ``caseapp run`` and ``caseapp demo --serve`` turn into it when everything is
ready.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gunicorn.app.base import BaseApplication

from caseapp.hardening import harden_process
from caseapp.processes.across_workers import AcrossWorkers, Once
from caseapp.processes.garbage import making_what_stays

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.config import Settings

SETUP_TOKEN = "CASEAPP_SETUP_TOKEN"  # noqa: S105 - the name of the variable that carries it
"""How the set-up link's secret reaches the worker; nothing else reads this variable."""
NO_ROOT_KEY = 3
"""With this code gunicorn takes a worker's end for one that another worker would not mend, and ends, too. What started
the server starts it anew, with the key."""
LOG_FORMAT = "%(levelname)s %(message)s"

StillWanted = Callable[[], bool]
"""Tells, in a worker that is not ready yet, whether to go on; it is to be asked every second or so."""


class Server(BaseApplication):
    """The production server on an instance; ``make`` builds, in the worker, what it serves."""

    def __init__(
        self, options: dict[str, Any], folder: Path, make: Callable[[AcrossWorkers, StillWanted], Any]
    ) -> None:
        self._options = options
        self._across = AcrossWorkers.of(folder, options["workers"])
        self._make = make
        self._worker: Any = None
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("when_ready", _be_the_only_one)
        self.cfg.set("post_fork", self._begin)
        self.cfg.set("on_exit", lambda _makes_workers: self._across.remove())

    def load(self) -> Any:
        """Return the application, in the worker."""
        return self._make(self._across, self._still_wanted)

    def _begin(self, _makes_workers: Any, worker: Any) -> None:
        self._worker = worker

    def _still_wanted(self) -> bool:
        self._worker.notify()  # else the process that makes workers took it for one that hangs
        return bool(self._worker.alive and self._worker.ppid == os.getppid())


def _be_the_only_one(_makes_workers: Any) -> None:
    """Make no more workers than were asked for, and no second server: a lock would not reach it."""
    for ask in (signal.SIGTTIN, signal.SIGTTOU, signal.SIGUSR2):
        signal.signal(ask, signal.SIG_IGN)


def options_from(settings: "Settings") -> dict[str, Any]:
    """Return what gunicorn is told, in its own words: numbers, texts and lists."""
    options: dict[str, Any] = {
        "bind": [f"{settings.host}:{settings.port}"],
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": settings.threads,
        "timeout": 120,
        "graceful_timeout": 20,
        "accesslog": None,
        "loglevel": "warning",
        "worker_tmp_dir": "/dev/shm",  # noqa: S108 - the heartbeat file holds nothing
        "forwarded_allow_ips": "127.0.0.1,::1",
        "proc_name": "caseapp",
        "control_socket_disable": True,
    }
    if settings.tls_certificate:
        options |= {"certfile": settings.tls_certificate, "keyfile": settings.tls_key}
    return options


def become_server(
    settings: "Settings", setup_token: str | None = None, root_key: str | None = None
) -> NoReturn:
    """Turn this process into the one that keeps the address; what it has imported and unlocked so far goes with it.

    ``root_key``, where one was handed over, goes through a pipe to the first process that answers: in an environment
    it could be read for as long as the server lives.
    """
    sys.stdout.flush()
    environment = {**os.environ, **({SETUP_TOKEN: setup_token} if setup_token else {})}
    options = json.dumps(options_from(settings))
    command = [sys.executable, "-m", "caseapp.serving.server", options, str(settings.instance_path)]
    if root_key is not None:
        command.append(str(_pipe_with(root_key)))
    os.execve(sys.executable, command, environment)  # noqa: S606 - ourselves


def _pipe_with(text: str) -> int:
    """Return the end of a pipe from which ``text`` is read once; the program that this process turns into has it."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    os.set_inheritable(reading, True)
    return reading


def _from_pipe(reading: int) -> str:
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


def handed_key(end: Once) -> str | None:
    """Return the root key that was handed over at the start, in the first worker that asks; None where none was.

    A later one has the whole server ``end``, to be started anew with the key.
    """
    if len(sys.argv) <= 3:
        return None
    root_key = _from_pipe(int(sys.argv[3]))
    if root_key:
        return root_key
    if not end.is_first():
        os._exit(0)
    logging.getLogger("caseapp").error(
        "the process that had the root key has ended, and it is handed over at a start alone; start anew"
    )
    os._exit(NO_ROOT_KEY)  # from whatever thread


def main() -> None:
    """Serve until stopped."""
    harden_process()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    setup_token = os.environ.pop(SETUP_TOKEN, None)

    def make(across: AcrossWorkers, still_wanted: StillWanted) -> "Flask":
        with making_what_stays():
            from caseapp.serving.worker import (
                ready_worker,
            )  # here: the process that makes workers does without

        return ready_worker(across, setup_token, lambda: handed_key(across.end), still_wanted)

    try:
        server = Server(json.loads(sys.argv[1]), Path(sys.argv[2]), make)
    except OSError as error:
        reason = error.strerror or error
        logging.getLogger("caseapp").error("several workers cannot speak with each other: %s", reason)  # noqa: TRY400 - the sentence says it all
        sys.exit(1)
    server.run()


if __name__ == "__main__":
    main()
