"""Foreign files as page images, made by a process that can do nothing else.

A PDF from outside may hold scripts, attached files, tracking links and faults aimed at the reader. What
goes into a bundle or a preview is therefore only what its pages look like. No plaintext reaches the disk:
content and images travel through pipes, and the worker may not write files.
"""

import json
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Literal

ImageFormat = Literal["png", "jpeg"]

WORKER = Path(__file__).with_name("raster_worker.py")
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg")
_SIGNATURES: dict[ImageFormat, bytes] = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
# Each worker may take a gigabyte and a core.
_WORKERS = threading.BoundedSemaphore(2)


class DocumentFault(StrEnum):
    """Why a file cannot be shown."""

    UNSUPPORTED = "unsupported"
    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


class InvalidDocument(ValueError):
    """A file cannot be shown as pages; ``code`` says why, for the page to put into words."""

    def __init__(self, code: DocumentFault) -> None:
        super().__init__(f"the document cannot be shown: {code.value}")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterLimits:
    """What one file may cost. Bytes, seconds and pixels; ``page_pixels`` scales a page down, the rest refuse."""

    pages: int = 200
    page_pixels: int = 9_000_000
    source_pixels: int = 80_000_000
    content_bytes: int = 100 * 1024 * 1024
    output_bytes: int = 400 * 1024 * 1024
    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 60
    wall_seconds: float = 90


def rasterise(
    content: bytes,
    media_type: str,
    dpi: int = 150,
    limits: RasterLimits | None = None,
    image_format: ImageFormat = "png",
) -> list[bytes]:
    """Return the pages of a PDF, PNG or JPEG as images without metadata, upright, on white.

    A picture is one page and is scaled down to A4 at ``dpi`` when it is larger. Raises ``InvalidDocument``.
    """
    allowed = limits or RasterLimits()
    if media_type not in MEDIA_TYPES:
        raise InvalidDocument(DocumentFault.UNSUPPORTED)
    if not content:
        raise InvalidDocument(DocumentFault.EMPTY)
    if len(content) > allowed.content_bytes:
        raise InvalidDocument(DocumentFault.TOO_LARGE)
    job = asdict(allowed) | {"media_type": media_type, "dpi": dpi, "image_format": image_format}
    header = json.dumps(job).encode()
    with _WORKERS:
        return _run(struct.pack(">I", len(header)) + header, content, image_format, allowed)


def _run(header: bytes, content: bytes, image_format: ImageFormat, limits: RasterLimits) -> list[bytes]:
    # Isolated (-I) and without an environment: neither paths nor secrets of this process go along.
    command = [sys.executable, "-I", "-B", str(WORKER)]
    with subprocess.Popen(  # noqa: S603 - our own file under our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as worker:
        if worker.stdin is None or worker.stdout is None:
            raise RuntimeError("a worker has no pipes")
        slow = threading.Event()
        alarm = threading.Timer(limits.wall_seconds, _stop, (worker, slow))
        feeder = threading.Thread(target=_feed, args=(worker.stdin, header, content), daemon=True)
        alarm.start()
        feeder.start()
        try:
            return list(_images(worker.stdout, image_format, limits))
        except EOFError:
            # It ended without a word: stopped by us or by a limit, or brought down by the file.
            worker.wait()
            spent = slow.is_set() or worker.returncode == -signal.SIGXCPU
            raise InvalidDocument(DocumentFault.TOO_SLOW if spent else DocumentFault.BROKEN) from None
        finally:
            alarm.cancel()
            worker.kill()
            feeder.join()


def _stop(worker: "subprocess.Popen[bytes]", slow: threading.Event) -> None:
    slow.set()
    worker.kill()


def _feed(pipe: IO[bytes], header: bytes, content: bytes) -> None:
    try:
        with pipe:
            pipe.write(header)
            pipe.write(content)
    except BrokenPipeError:
        pass  # It has refused already, and says so on the other pipe.


def _images(pipe: IO[bytes], image_format: ImageFormat, limits: RasterLimits) -> Iterator[bytes]:
    """Read frames until the worker is done; what it says is not trusted either."""
    left = limits.output_bytes
    pages = 0
    while True:
        kind, length = struct.unpack(">cI", _exactly(pipe, 5))
        left -= length
        if left < 0:
            raise InvalidDocument(DocumentFault.TOO_LARGE)
        payload = _exactly(pipe, length)
        if kind == b"D":
            return
        if kind != b"I":
            raise InvalidDocument(_fault(payload))
        pages += 1
        if pages > limits.pages or not payload.startswith(_SIGNATURES[image_format]):
            raise InvalidDocument(DocumentFault.BROKEN)
        yield payload


def _fault(payload: bytes) -> DocumentFault:
    try:
        return DocumentFault(payload.decode())
    except ValueError:
        return DocumentFault.BROKEN


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    payload = pipe.read(length)
    if len(payload) < length:
        raise EOFError
    return payload
