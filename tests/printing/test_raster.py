import json
import re
import struct
import subprocess
import sys
import time
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from caseapp.printing import raster
from caseapp.printing.raster import DocumentFault, InvalidDocument, RasterLimits, rasterise
from tests.frame.served import PATIENCE, children_of

from .files import (
    active_pdf,
    blank_pdf,
    encrypted_pdf,
    endless_pdf,
    huge_png,
    photograph_with_place,
    picture,
)

PDF = "application/pdf"


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def fault_of(content: bytes, media_type: str, limits: RasterLimits | None = None) -> DocumentFault:
    with pytest.raises(InvalidDocument) as refused:
        rasterise(content, media_type, limits=limits)
    return refused.value.code


def test_each_page_of_a_pdf_becomes_an_image_at_the_resolution_asked_for() -> None:
    pages = [opened(page) for page in rasterise(blank_pdf(3), PDF, dpi=72)]
    assert [page.size for page in pages] == [(595, 842)] * 3
    assert {page.format for page in pages} == {"PNG"}


def test_page_that_claims_to_be_huge_is_drawn_small() -> None:
    (page,) = rasterise(blank_pdf(1, (14_400, 14_400)), PDF, limits=RasterLimits(page_pixels=250_000))
    width, height = opened(page).size
    assert width * height <= 251_001


@pytest.mark.parametrize(
    ("content", "media_type", "fault"),
    [
        (b"%PDF-1.7 and nothing more", PDF, DocumentFault.BROKEN),
        (blank_pdf()[:200], PDF, DocumentFault.BROKEN),
        (encrypted_pdf(), PDF, DocumentFault.ENCRYPTED),
        (endless_pdf(), PDF, DocumentFault.TOO_MANY_PAGES),
        (huge_png(), "image/png", DocumentFault.TOO_LARGE),
        (picture()[:-30], "image/png", DocumentFault.BROKEN),
        (picture("JPEG", (300, 300))[:400], "image/jpeg", DocumentFault.BROKEN),
        (picture("PNG"), "image/jpeg", DocumentFault.BROKEN),
        (picture("GIF"), "image/png", DocumentFault.BROKEN),
        (b"<svg onload='x()'/>", "image/svg+xml", DocumentFault.UNSUPPORTED),
        (b"", PDF, DocumentFault.EMPTY),
    ],
)
def test_file_that_cannot_be_shown_is_refused_with_its_reason(
    content: bytes, media_type: str, fault: DocumentFault
) -> None:
    assert fault_of(content, media_type) is fault


def test_file_over_a_limit_is_refused() -> None:
    assert fault_of(bytes(11), PDF, RasterLimits(content_bytes=10)) is DocumentFault.TOO_LARGE
    assert fault_of(blank_pdf(3), PDF, RasterLimits(pages=2)) is DocumentFault.TOO_MANY_PAGES
    assert fault_of(picture(), "image/png", RasterLimits(output_bytes=20)) is DocumentFault.TOO_LARGE


def test_worker_that_takes_too_long_is_stopped() -> None:
    limits = RasterLimits(wall_seconds=0.4, pages=5_000)
    assert fault_of(blank_pdf(3_000), PDF, limits) is DocumentFault.TOO_SLOW


def test_worker_that_computes_too_long_is_stopped() -> None:
    limits = RasterLimits(cpu_seconds=1, pages=9_000)
    assert fault_of(blank_pdf(8_000), PDF, limits) is DocumentFault.TOO_SLOW


def test_worker_that_needs_too_much_memory_is_refused() -> None:
    limits = RasterLimits(memory_bytes=200 * 1024 * 1024)
    content = picture("PNG", (8_000, 8_000))
    assert fault_of(content, "image/png", limits) in (DocumentFault.TOO_LARGE, DocumentFault.BROKEN)


def test_photograph_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    for image_format in ("png", "jpeg"):
        (page,) = rasterise(photograph_with_place(), "image/jpeg", image_format=image_format)
        image = opened(page)
        assert image.size == (40, 60)
        assert dict(image.getexif()) == {}
        assert b"canary" not in page
        assert not {"exif", "comment", "icc_profile"} & set(image.info)


@pytest.mark.parametrize(
    ("mode", "color", "expected"),
    [("RGBA", (0, 0, 0, 0), 255), ("L", 10, 10), ("1", 0, 0), ("I;16", 257 * 77, 77), ("LA", (0, 0), 255)],
)
def test_pictures_of_every_mode_end_up_on_white_paper(mode: str, color: object, expected: int) -> None:
    (page,) = rasterise(picture(mode=mode, color=color), "image/png")
    assert opened(page).getpixel((5, 5)) == (expected, expected, expected)


def test_large_picture_is_scaled_down_to_a_sheet() -> None:
    (page,) = rasterise(picture(size=(3_000, 1_000)), "image/png", dpi=72)
    assert opened(page).size == (841, 280)


def test_nothing_but_pixels_comes_out_of_an_active_pdf() -> None:
    (page,) = rasterise(active_pdf(), PDF, dpi=40)
    assert b"canary" not in page


def test_worker_may_write_no_file_and_start_no_process() -> None:
    program = (
        f"import runpy, os; worker = runpy.run_path({str(raster.WORKER)!r});"
        "worker['limit_resources']({'memory_bytes': 1 << 30, 'cpu_seconds': 5});"
        "import resource as r;"
        "assert r.getrlimit(r.RLIMIT_FSIZE) == (0, 0) == r.getrlimit(r.RLIMIT_NPROC) == r.getrlimit(r.RLIMIT_CORE);"
        "file = os.open('.', os.O_TMPFILE | os.O_RDWR); os.write(file, b'x')"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, cwd="/tmp", timeout=30)
    assert done.returncode != 0
    assert b"File too large" in done.stderr


def test_worker_that_sends_no_image_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    liar = tmp_path / "liar.py"  # type: ignore[operator]
    liar.write_text(
        "import sys; sys.stdout.buffer.write(b'I\\x00\\x00\\x00\\x04evil' + b'D\\x00\\x00\\x00\\x00')"
    )
    monkeypatch.setattr(raster, "WORKER", liar)
    assert fault_of(blank_pdf(), PDF) is DocumentFault.BROKEN


def test_who_draws_pages_ends_with_the_process_that_asked_for_them() -> None:
    asks = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-B', {str(raster.WORKER)!r}])"
    job = json.dumps(asdict(RasterLimits()) | {"media_type": PDF, "dpi": 72, "image_format": "png"}).encode()
    with subprocess.Popen([sys.executable, "-c", asks], stdin=subprocess.PIPE) as asking:
        assert asking.stdin is not None
        asking.stdin.write(struct.pack(">I", len(job)) + job + b"the beginning of a file")
        asking.stdin.flush()
        deadline = time.monotonic() + PATIENCE
        while not any(_has_limits(each) for each in children_of(asking.pid)):
            assert time.monotonic() < deadline
            time.sleep(0.02)  # polling another process: nothing here depends on how long it takes
        (drawing,) = children_of(asking.pid)
        asking.kill()
        deadline = time.monotonic() + 20  # else it waits for the rest of the file for ever
        while _has_limits(drawing):
            assert time.monotonic() < deadline, "the file is still in its memory"
            time.sleep(0.02)


def _has_limits(process: int) -> bool:
    """Tell whether a process that draws pages is there, and past its beginning."""
    try:
        limits = Path(f"/proc/{process}/limits").read_text()
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z" and re.search(r"Max processes +0 ", limits) is not None
