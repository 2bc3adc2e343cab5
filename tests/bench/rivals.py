"""Another served program, asked beside ours: how to sign in and what to ask stands in a TOML file.

The file has a table for each program: ``base``, ``[name.login]`` with ``path``, ``fields``, ``csrf`` and ``expect``
(with ``json`` and ``token`` where a JSON answer carries a bearer token), and ``[name.ops]`` with ``path``, ``args``,
``expect`` and ``at_least`` for ``list``, ``case``, ``exact``, ``report`` and ``export``. Whatever does not look as it
should is an error and never a time.
"""

import json
import re
import tomllib
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from typing import Any

from tests.frame.served import Answer

LOOPBACK = ("127.0.0.1", "localhost")
_CSRF = r'name="(csrf\w*)"[^>]*value="([^"]+)"'


@dataclass
class Rival:
    """A program that somebody serves on this machine."""

    name: str
    base: str
    operations: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    _asked: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies).open

    def ask(self, name: str) -> Answer:
        """Ask for one operation; the arguments of its table take turns."""
        operation = self.operations[name]
        values = operation.get("args", [""])
        value = str(values[next(self._asked) % len(values)])
        answer = self._send(operation["path"].replace("{arg}", urllib.parse.quote(value)))
        found = len(re.findall(operation["expect"].encode(), answer.body))
        assert found >= operation.get("at_least", 1), f"{self.name}, {name}: only {found} of what is expected"
        return answer

    def sign_in(self, login: dict[str, Any]) -> None:
        """Sign in as its table says."""
        if login.get("json"):
            answer = json.loads(
                self._send(login["path"], json.dumps(login["fields"]).encode(), "application/json").body
            )
            for part in login["token"].split("."):
                answer = answer[part]
            self.headers["Authorization"] = f"Bearer {answer}"
            return
        fields = dict(login["fields"])
        hidden = re.search(login.get("csrf", _CSRF), self._send(login["path"]).text)
        if hidden:
            fields[hidden[1]] = hidden[2]
        answer = self._send(login["path"], urllib.parse.urlencode(fields).encode())
        assert re.search(login["expect"], answer.text), f"{self.name}: the sign-in failed"

    def _send(self, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {**self.headers, "Referer": self.base + path, **({"Content-Type": kind} if kind else {})}
        request = urllib.request.Request(self.base + path, body, headers)
        with self._open(request, timeout=600) as response:
            return Answer(response.status, dict(response.headers), response.read())


def rival_at(url: str, targets: Path | None) -> Rival:
    """Sign in to the program at ``url``, whose table in ``targets`` has this address as its base."""
    assert urllib.parse.urlsplit(url).hostname in LOOPBACK, "only programs of this machine are asked"
    assert targets is not None, "--against needs --targets"
    tables = tomllib.loads(targets.read_text(encoding="utf-8"))
    name = next(name for name, table in tables.items() if table["base"].rstrip("/") == url.rstrip("/"))
    rival = Rival(name, url.rstrip("/"), tables[name]["ops"], dict(tables[name].get("headers", {})))
    if "login" in tables[name]:
        rival.sign_in(tables[name]["login"])
    return rival
