"""Serving: gunicorn with threads in one process, so that keys stay in one place and bodies are not spooled to disk."""

import errno
import gc
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from caseapp.config import SettingError, Settings
from caseapp.jobs.housekeeping import Housekeeper
from caseapp.vault import harden_process


class Server(BaseApplication):
    """The production server, set up from the settings instead of a command line."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        options: dict[str, Any] = {
            "bind": [f"{self._settings.host}:{self._settings.port}"],
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "timeout": 120,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 - the heartbeat file holds nothing
            "forwarded_allow_ips": "127.0.0.1,::1",
            "proc_name": "caseapp",
            "control_socket_disable": True,
        }
        if self._settings.tls_certificate:
            options["certfile"] = self._settings.tls_certificate
            options["keyfile"] = self._settings.tls_key
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until stopped. What the worker has from us is set aside for good, so that both go on sharing it."""
        gc.collect()
        gc.freeze()
        super().run()

    def load(self) -> Flask:
        """Return the application, in the worker."""
        harden_process()
        Housekeeper(self._app).start()
        return self._app


def refuse_taken_port(settings: Settings) -> None:
    """Try the address before anything is printed: gunicorn itself would retry and end with its own log lines.

    Raises:
        SettingError: the port is taken or not ours to take, or the host is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise _not_to_be_had(error, settings) from None


def _not_to_be_had(error: OSError, settings: Settings) -> SettingError:
    port = settings.port
    if error.errno == errno.EADDRINUSE:
        return SettingError(
            "port", f"another program uses port {port}; choose another one (environment: PORT)"
        )
    if error.errno == errno.EACCES:
        return SettingError("port", f"this account may not use port {port}; one above 1023 will do (PORT)")
    return SettingError("host", f"{settings.host} is not an address of this machine")
