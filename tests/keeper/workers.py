"""Several workers of a server, told apart: which keeps, which asks, and a browser that one of them answers."""

import http.client
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from caseapp.keeper.place import FILE_NAME
from tests.conftest import PASSPHRASE
from tests.frame.served import PATIENCE, Answer, Browser, Served, children_of


def keeper_of(folder: Path) -> int | None:
    """The worker that has the place of the one that keeps; None while nobody has."""
    inode = (folder / FILE_NAME).stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        parts = line.split()
        if parts[1] == "FLOCK" and parts[5].rpartition(":")[2] == str(inode):
            return int(parts[4])
    return None


def workers_of(served: Served) -> list[int]:
    return children_of(served.server)


def asking_of(served: Served, folder: Path) -> list[int]:
    """The workers that ask the one that keeps."""
    return [worker for worker in workers_of(served) if worker != keeper_of(folder)]


@contextmanager
def stopped(processes: Sequence[int]) -> Iterator[None]:
    """Keep some processes from doing anything meanwhile."""
    _tell(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _tell(processes, signal.SIGCONT)


def _tell(processes: Sequence[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # a test has just ended it
            os.kill(process, what)


@dataclass
class BrowserOf(Browser):
    """A browser each of whose requests the same worker answers: the others stand still until it has taken the line."""

    served: Served | None = None
    worker: int = 0

    def _send(self, request: urllib.request.Request, timeout: float) -> Answer:
        assert self.served is not None
        self.jar.add_cookie_header(request)
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as line:
            with stopped([each for each in workers_of(self.served) if each != self.worker]):
                line.connect()
                _await_taken(line.sock, self.port)
            line.request(
                request.get_method(),
                request.selector,
                request.data,
                {**dict(request.header_items()), "Connection": "close"},
            )
            with line.getresponse() as response:
                self.jar.extract_cookies(response, request)
                body = response.read()
        return Answer(response.status, dict(response.headers), body)


def _await_taken(line: socket.socket, port: int) -> None:
    """Wait until a worker has accepted a connection: then it has a number among the system's files."""
    own = f"{line.getsockname()[1]:04X}"
    deadline = time.monotonic() + PATIENCE
    while True:
        for each in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            parts = each.split()
            if parts[1].endswith(f":{port:04X}") and parts[2].endswith(f":{own}") and parts[9] != "0":
                return
        assert time.monotonic() < deadline, "nobody takes it"
        time.sleep(0.01)  # polling another process: nothing here depends on how long it takes


def browser_of(served: Served, worker: int, name: str | None = None) -> BrowserOf:
    """A browser that ``worker`` answers, signed in as ``name``."""
    browser = BrowserOf(served.port, served=served, worker=worker)
    if name is not None:
        browser.sign_in(name, PASSPHRASE)
    return browser


def all_ready(served: Served, folder: Path, count: int) -> tuple[int, list[int]]:
    """Wait until so many workers answer; returns the one that keeps and the others."""
    deadline = time.monotonic() + PATIENCE
    while len(ready := [each for each in workers_of(served) if listens(each, served.port)]) < count:
        assert time.monotonic() < deadline, served.output
        time.sleep(0.02)  # polling another process: nothing here depends on how long it takes
    keeper = keeper_of(folder)
    assert keeper in ready
    return keeper, [worker for worker in ready if worker != keeper]


def listens(worker: int, port: int) -> bool:
    """Tell whether a worker waits for connections: it looks at the address's socket with epoll."""
    inodes = {
        parts[9]
        for parts in (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        if parts[1].endswith(f":{port:04X}") and parts[3] == "0A"
    }
    try:
        files = {each.name: os.readlink(each) for each in Path(f"/proc/{worker}/fd").iterdir()}
        address = {name for name, target in files.items() if target[8:-1] in inodes}
        for name, target in files.items():
            if "eventpoll" in target:
                watched = Path(f"/proc/{worker}/fdinfo/{name}").read_text()
                if any(f"tfd: {each:>8}" in watched for each in address):
                    return True
    except (FileNotFoundError, ProcessLookupError):
        return False
    return False
