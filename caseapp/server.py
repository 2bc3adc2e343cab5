"""Serving: gunicorn with threads in one process, so that keys stay in one place and bodies are not spooled to disk."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from caseapp.config import Settings
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

    def load(self) -> Flask:
        """Return the application, in the worker."""
        harden_process()
        return self._app
