"""The floor of a list of cases: what no program on this database can undercut. ``python -m tests.bench.floor``.

Bare WSGI and the standard library's sqlite3: the session behind the cookie, the newest fifty cases in one query, and
for each row what the list of cases unwraps and opens too: the key of the client and the client's name, and the
reference, under the organisation's key, which is unwrapped once. No visibility, no codes of rows, no audit log, no
template. It is served as the application is, and knows the cookies of the application on the same instance.
"""

import hashlib
import html
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from threading import local
from typing import Any
from uuid import UUID

from caseapp.accounts.sessions import SIGNED_IN
from caseapp.server import Server, options_from
from caseapp.setup.installing import KEYS_FOLDER
from caseapp.vault import Binding, DataKey, open_field, open_file_root, unwrap_data_key
from tests.conftest import settings_for

SESSION = """
    SELECT user_id FROM web_session WHERE token_hash = ? AND ended_at IS NULL AND expires_at > ?
"""
CASES = """
    SELECT c.id, c.reference, c.status, c.created_on, c.changed_on, p.id, p.scope_id, p.list_pack, k.generation, k.wrap
    FROM "case" AS c JOIN person AS p ON p.id = c.client_id JOIN scope_key AS k ON k.scope_id = p.scope_id
    WHERE c.removed_on IS NULL ORDER BY c.seq DESC LIMIT 50
"""
ORGANISATION = """
    SELECT k.scope_id, k.generation, k.wrap
    FROM installation AS i JOIN scope_key AS k ON k.scope_id = i.organisation_scope_id
"""
HEALTH = "/health"
Start = Callable[[str, list[tuple[str, str]]], object]


class Floor:
    """The WSGI program."""

    def __init__(self, database: Path, keys: Path) -> None:
        """Unlock the instance; each thread opens a connection of its own."""
        self._database, self._ring, self._threads = database, open_file_root(keys).keyring(), local()

    def __call__(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        """Answer with the list of cases, to whoever is signed in."""
        if environ["PATH_INFO"] == HEALTH:
            status, page = "200 OK", "ok"
        elif self._user(environ.get("HTTP_COOKIE", "")) is None:
            status, page = "403 Forbidden", ""
        else:
            status, page = "200 OK", "<!doctype html><table>" + "".join(self._rows()) + "</table>"
        body = page.encode()
        start(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

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

    def _rows(self) -> Iterator[str]:
        scope_id, own = self._organisation()
        for row in self._connection.execute(CASES):
            case_id, person_id, person_scope = UUID(row[0]), UUID(row[5]), UUID(row[6])
            reference = self._opened(own, "case.reference", case_id, scope_id, row[1]).decode()
            key = unwrap_data_key(self._ring, "person", person_scope, row[8], row[9])
            pack = json.loads(self._opened(key, "person.list_pack", person_id, person_scope, row[7]))
            yield (
                f'<tr><td><a href="/cases/{case_id}">{reference}</a><td>{html.escape(pack["name"])}'
                f"<td>{html.escape(pack['other'])}<td>{row[2]}<td>{row[3]}<td>{row[4]}"
            )

    def _organisation(self) -> tuple[UUID, DataKey]:
        found, generation, wrap = self._connection.execute(ORGANISATION).fetchone()
        scope_id = UUID(found)
        return scope_id, unwrap_data_key(self._ring, "organisation", scope_id, generation, wrap)

    def _opened(self, key: DataKey, label: str, row_id: UUID, scope_id: UUID, sealed: bytes) -> bytes:
        return open_field(key, Binding(self._ring.instance_id, label, row_id, scope_id), sealed)[1:]


if __name__ == "__main__":
    settings = settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"]))
    keys = settings.instance_path / KEYS_FOLDER
    Server(options_from(settings), lambda: Floor(settings.database_path, keys)).run()
