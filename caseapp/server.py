"""Serving: gunicorn with threads in one process, so that keys stay in one place and bodies are not spooled to disk.

The process that keeps the address imports nothing of the application and never has a key: it makes a worker, and
another when that one ends. ``caseapp run`` and ``caseapp demo --serve`` turn into it when everything is ready.
"""

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gunicorn.app.base import BaseApplication

from caseapp.across_workers import AcrossWorkers
from caseapp.hardening import harden_process

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.config import Settings

SETUP_TOKEN = "CASEAPP_SETUP_TOKEN"  # noqa: S105 - the name of the variable that carries it
"""How the set-up link's secret reaches the worker; nothing else reads this variable."""
NO_ROOT_KEY = 3
"""With this code gunicorn takes a worker's end for one that another worker would not mend, and ends, too. What started
the server starts it anew, with the key."""
LOG_FORMAT = "%(levelname)s %(message)s"


class Server(BaseApplication):
    """The production server on an instance; ``make`` builds, in the worker, what it serves."""

    def __init__(self, options: dict[str, Any], folder: Path, make: Callable[[AcrossWorkers], Any]) -> None:
        self._options = options
        self._across = AcrossWorkers.of(folder)
        self._make = make
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("on_exit", lambda _makes_workers: self._across.remove())

    def load(self) -> Any:
        """Return the application, in the worker."""
        return self._make(self._across)


def options_from(settings: "Settings") -> dict[str, Any]:
    """Return what gunicorn is told, in its own words: numbers, texts and lists."""
    options: dict[str, Any] = {
        "bind": [f"{settings.host}:{settings.port}"],
        "workers": 1,
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
    command = [sys.executable, "-m", "caseapp.server", options, str(settings.instance_path)]
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


def main() -> None:
    """Serve until stopped."""
    harden_process()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    setup_token = os.environ.pop(SETUP_TOKEN, None)

    def make(across: AcrossWorkers) -> "Flask":
        from caseapp.worker import ready_worker  # here: the process that makes workers does without

        handed = (
            len(sys.argv) > 3 and not across.locks.is_locked
        )  # after a lock, `caseapp unlock` hands it over anew
        root_key = _from_pipe(int(sys.argv[3])) if handed else None
        if root_key == "":
            logging.getLogger("caseapp").error(
                "the process that had the root key has ended, and it is handed over at a start alone; start anew"
            )
            sys.exit(NO_ROOT_KEY)
        return ready_worker(across, setup_token, root_key)

    Server(json.loads(sys.argv[1]), Path(sys.argv[2]), make).run()


if __name__ == "__main__":
    main()
