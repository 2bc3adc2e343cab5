"""The floor of what a program on this database can do at all: ``python -m tests.bench.floor``.

Bare WSGI and the standard library's sqlite3: the session behind the cookie, and then for each row what the application
unwraps and opens too (see ``floor_rows``). No visibility, no codes of rows, no audit log, no template. It is served as
the application is, and knows the cookies of the application on the same instance.
"""

import gc
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from threading import local
from typing import Any
from urllib.parse import parse_qs

from caseapp.accounts.sessions import SIGNED_IN
from caseapp.serving.server import Server, options_from
from caseapp.serving.worker import LOOK_FOR_GARBAGE
from caseapp.setup.installing import KEYS_FOLDER
from caseapp.vault import open_file_root
from tests.bench.floor_rows import FloorRows
from tests.conftest import settings_for

SESSION = """
    SELECT user_id FROM web_session WHERE token_hash = ? AND ended_at IS NULL AND expires_at > ?
"""
HEALTH, OPENED, REPORT, EXPORT, COPY = "/health", "/opened/", "/report", "/export", "/copy"
PIECE = 64 * 1024
"""Bytes of a file that are taken or sent at once."""
COPIED = "FLOOR_COPY"
"""Names the file that uploads are copied into, and downloads come from."""
Start = Callable[[str, list[tuple[str, str]]], object]


class Floor:
    """The WSGI program."""

    def __init__(self, database: Path, keys: Path) -> None:
        """Unlock the instance; each thread opens a connection of its own."""
        self._database, self._ring, self._threads = database, open_file_root(keys).keyring(), local()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer whoever is signed in."""
        path = environ["PATH_INFO"]
        if path == HEALTH:
            return self._page(start, "ok")
        if self._user(environ.get("HTTP_COOKIE", "")) is None:
            return self._page(start, "", "403 Forbidden")
        rows = FloorRows(self._connection, self._ring)
        if path == COPY:
            return self._copied(environ, start)
        if path == EXPORT:
            start("200 OK", [("Content-Type", "text/csv")])
            return (piece.encode() for piece in rows.export())
        if path.startswith(OPENED):
            return self._page(start, "".join(rows.opened(Path("/" + path.removeprefix(OPENED)))))
        if path == REPORT:
            return self._page(start, rows.report())
        mark = parse_qs(environ.get("QUERY_STRING", "")).get("ahead")
        shown = rows.listed(int(mark[0]) if mark else None)
        return self._page(start, "<!doctype html><table>" + "".join(shown) + "</table>")

    @staticmethod
    def _page(start: Start, page: str, status: str = "200 OK") -> list[bytes]:
        body = page.encode()
        start(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def _copied(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        copy = Path(os.environ[COPIED])
        if environ["REQUEST_METHOD"] == "GET":
            start("200 OK", [("Content-Length", str(copy.stat().st_size))])
            return _pieces_of(copy)
        left = int(environ["CONTENT_LENGTH"])
        with copy.open("wb") as file:
            while left and (piece := environ["wsgi.input"].read(min(left, PIECE))):
                file.write(piece)
                left -= len(piece)
            file.flush()
            os.fsync(file.fileno())
        return self._page(start, "")

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._threads, "connection"):
            self._threads.connection = sqlite3.connect(self._database)
        found: sqlite3.Connection = self._threads.connection
        return found

    def _user(self, cookies: str) -> str | None:
        cookie = SimpleCookie(cookies).get("caseapp")
        token = cookie.value.removeprefix(SIGNED_IN) if cookie else ""
        present = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        digest = hashlib.sha256(token.encode()).digest()
        row = self._connection.execute(SESSION, (digest, present)).fetchone()
        return row[0] if row else None


def _pieces_of(copy: Path) -> Iterator[bytes]:
    with copy.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece


if __name__ == "__main__":
    settings = settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"]))
    keys = settings.instance_path / KEYS_FOLDER
    gc.set_threshold(*LOOK_FOR_GARBAGE)
    folder = settings.instance_path
    Server(options_from(settings), folder, lambda *_: Floor(settings.database_path, keys)).run()
