"""Large bodies over HTTP: sent and taken piece by piece, timed to the first byte and to the last."""

import http.client
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.frame.served import Browser

PIECE = 256 * 1024
BOUNDARY = "-----boundary-of-this-bench"


@dataclass(frozen=True)
class Taken:
    """How long an answer took, in seconds, and how many bytes it had."""

    first: float
    whole: float
    size: int
    status: int


def fetched(browser: Browser, path: str) -> Taken:
    """Take an answer to its end and keep nothing of it."""
    return _asked(browser, "GET", path, iter(()), {})


def sent(browser: Browser, path: str, file: Path) -> Taken:
    """Send a file as the body."""
    headers = {"Content-Length": str(file.stat().st_size), "Content-Type": "application/octet-stream"}
    return _asked(browser, "PUT", path, _pieces(file), headers)


def filed(browser: Browser, path: str, fields: dict[str, str], file: Path) -> Taken:
    """Send a file in a form."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    before, after = "".join(parts).encode(), f"\r\n--{BOUNDARY}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield before
        yield from _pieces(file)
        yield after

    headers = {
        "Content-Length": str(len(before) + file.stat().st_size + len(after)),
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return _asked(browser, "POST", path, body(), headers)


def invented_file(path: Path, size: int) -> Path:
    """Make a file that says it is a PDF; nothing in it can be packed."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        while (left := size - file.tell()) > 0:
            file.write(os.urandom(min(left, PIECE)))
    return path


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb", buffering=0) as content:
        while piece := content.read(PIECE):
            yield piece


def _asked(browser: Browser, method: str, path: str, body: Iterator[bytes], headers: dict[str, str]) -> Taken:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.jar)
    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=600)
    start = time.perf_counter()
    try:
        connection.request(
            method, path, body=None if method == "GET" else body, headers=headers | {"Cookie": cookies}
        )
        answer = connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter() - start
        while piece := answer.read(PIECE):
            size += len(piece)
        return Taken(first, time.perf_counter() - start, size, answer.status)
    finally:
        connection.close()
