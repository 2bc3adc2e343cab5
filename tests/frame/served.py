"""The command line in processes of its own, and a plain HTTP browser for what it serves."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Protocol

from tests.accounts.second_factors import code_of, codes_on, seed_on
from tests.frame.compiled import COMPILED

ROOT = Path(__file__).parents[2]
CHEAP_SERVER = "tests.frame.cheap_server"
PATIENCE = 60.0
"""Seconds until a process that does not answer fails its test."""


def environment(folder: Path, port: int | None = None, **more: str) -> dict[str, str]:
    """What a process of the command line is given: its instance, its port, and nothing of the caller's settings."""
    ours = ("CASEAPP_", "PORT", COMPILED)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"CASEAPP_INSTANCE_PATH": str(folder), "PYTHONWARNINGS": "default", "PYTHONPATH": str(ROOT)}
    if port is not None:
        kept["PORT"] = str(port)
    return {**kept, **more}


def caseapp_from_scratch(
    folder: Path, *arguments: str, port: int | None = None, typed: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end in a process that begins with nothing; ``starts.caseapp`` is quicker."""
    return subprocess.run(
        [sys.executable, "-m", "caseapp", *arguments],
        env=environment(folder, port, **more),
        cwd="/",
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return urllib.parse.urlsplit(self.headers["Location"]).path


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_details: Any) -> None:
        return None


@dataclass
class Browser:
    """Keeps cookies and sends forms; redirects are shown, not followed."""

    port: int
    jar: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str, timeout: float = PATIENCE) -> Answer:
        return self._send(urllib.request.Request(self._url(path)), timeout)

    def post(self, path: str, fields: dict[str, str], page: str | None = None) -> Answer:
        """Send a form with the token of its page."""
        found = re.search(r'name="csrf[-_]token" (?:content|value)="([^"]+)"', self.get(page or path).text)
        data = {**fields, **({"csrf_token": found.group(1)} if found else {})}
        return self.send(path, urllib.parse.urlencode(data).encode())

    def upload(self, path: str, fields: dict[str, str], name: str, file_name: str, content: bytes) -> Answer:
        """Send a form with a file, with the token of its page."""
        found = re.search(r'name="csrf[-_]token" (?:content|value)="([^"]+)"', self.get(path).text)
        assert found, "the page has no token"
        boundary = "-----boundary-of-this-test"
        parts = []
        for field_name, value in {**fields, "csrf_token": found.group(1)}.items():
            parts.append(
                f'--{boundary}\r\nContent-Disposition: form-data; name="{field_name}"\r\n\r\n{value}\r\n'
            )
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body = "".join(parts).encode() + head.encode() + b"Content-Type: application/octet-stream\r\n\r\n"
        body += content + f"\r\n--{boundary}--\r\n".encode()
        return self.send(path, body, f"multipart/form-data; boundary={boundary}")

    def send(self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Answer:
        """Send these bytes."""
        return self._send(
            urllib.request.Request(self._url(path), data=body, headers={"Content-Type": kind}), PATIENCE
        )

    def sign_in(self, name: str, passphrase: str, sheet: list[str] | None = None) -> "Browser":
        """Sign in. Where a second factor has to be set up first, an app is, and its recovery codes go to the sheet;
        where one is asked for, a code of the sheet is used up.
        """
        sent, deadline = {"sign_in_name": name, "passphrase": passphrase}, time.monotonic() + PATIENCE
        answer = self.post("/sign-in", sent)
        while answer.status == 429 and time.monotonic() < deadline:  # too many at once: they come back
            time.sleep(0.2)
            answer = self.post("/sign-in", sent)
        assert answer.status == 302, answer.text[:2000]
        if answer.location == "/me/factors":
            self._set_up_app(sheet)
        elif answer.location == "/sign-in/second":
            assert sheet, "there is no recovery code left"
            assert self.post("/sign-in/second", {"code": sheet.pop()}).status == 302
        return self

    def sign_in_by_link(self, link: str, passphrase: str, sheet: list[str]) -> "Browser":
        """Sign in with the link of somebody who lost their second factor, and set up another one."""
        assert self.post(link, {"passphrase": passphrase}).location == "/me/factors"
        self._set_up_app(sheet)
        return self

    def _set_up_app(self, sheet: list[str] | None) -> None:
        page = self.get("/me/factors/app").text
        done = self.post("/me/factors/app", {"label": "My phone", "code": code_of(seed_on(page))})
        assert done.status == 200, done.text[:2000]
        if sheet is not None:
            sheet[:] = codes_on(done.text)

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _send(self, request: urllib.request.Request, timeout: float) -> Answer:
        opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(request, timeout=timeout) as response:
                return Answer(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())


def children_of(process_id: int) -> list[int]:
    """The processes that this one started."""
    return [
        int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    ]


class Process(Protocol):
    """A process that a test started, as `Popen` has it."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...


@dataclass
class Served:
    """A served instance."""

    process: Process
    port: int
    out: Path
    traced: bool = False

    @property
    def output(self) -> str:
        """What it has written to both streams so far."""
        return self.out.read_text(encoding="utf-8")

    def browser(self) -> Browser:
        return Browser(self.port)

    @property
    def server(self) -> int:
        """The process of the command; under a tracer it is the tracer's child."""
        return children_of(self.process.pid)[0] if self.traced else self.process.pid

    def worker(self) -> int:
        """The process that answers; it is made anew when it ends."""
        return children_of(self.server)[0]

    def processes(self) -> list[int]:
        """The server and its worker."""
        return [self.server, *children_of(self.server)]

    def stop(self) -> int:
        """Ask it to end, as a service manager would; returns its exit code."""
        os.kill(self.server, signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill_worker(self) -> None:
        """End the process that answers, as the system would that is out of memory; the server makes another."""
        os.kill(self.worker(), signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it answers again."""
        _await(self)

    def kill(self) -> None:
        """End it as a power cut would, children included."""
        for process_id in [*reversed(self.processes()), self.process.pid]:
            try:
                os.kill(process_id, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(PATIENCE)


@contextmanager
def serving(
    folder: Path,
    command: Sequence[str] = ("run",),
    *,
    module: str = "caseapp",
    wrapped: Sequence[str] = (),
    **more: str,
) -> Iterator[Served]:
    """Serve the instance in ``folder`` until the block ends, by a process that begins with nothing; ``starts.serving``
    is quicker. ``wrapped`` goes in front: a tracer.
    """

    def start(port: int, out: Path) -> Process:
        with out.open("wb") as stream:
            return subprocess.Popen(
                [*wrapped, sys.executable, "-m", module, *command],
                env=environment(folder, port, **more),
                cwd="/",
                stdout=stream,
                stderr=subprocess.STDOUT,
            )

    with serving_by(start, folder, traced=bool(wrapped)) as served:
        yield served


@contextmanager
def serving_by(
    start: Callable[[int, Path], Process], folder: Path, *, traced: bool = False
) -> Iterator[Served]:
    """Serve until the block ends. ``start`` is given the port and the file for what the server says."""
    port = free_port()
    out = folder.parent / f"output-{port}.txt"
    served = Served(start(port, out), port, out, traced)
    try:
        _await(served)
        yield served
    finally:
        if served.process.poll() is None:
            served.kill()


@contextmanager
def serving_cheaply(folder: Path, *, wrapped: Sequence[str] = (), **more: str) -> Iterator[Served]:
    """Serve an instance of the tests' own, whose people and passphrases tests/conftest.py knows, as ``serving``."""
    with serving(folder, (), module=CHEAP_SERVER, wrapped=wrapped, **more) as served:
        yield served


def _await(served: Served) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if served.browser().get("/health").status == 200:
                return
        except OSError:
            pass
        assert served.process.poll() is None, f"it ended by itself: {served.output}"
        assert time.monotonic() < deadline, f"no answer: {served.output}"
        time.sleep(0.05)  # polling another process: nothing here depends on how long it takes
