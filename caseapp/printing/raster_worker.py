"""The process in which foreign files are opened: page images out, nothing else.

It is run by its path, alone, with nothing of the application imported. Content comes in and images go out
through pipes; the limits forbid it to write to a file, to start a process, and to grow beyond its measure.
A frame is one byte of kind, four of length, and the payload; the kinds are those of ``raster``.
"""

import ctypes
import io
import json
import resource
import signal
import struct
import sys
from contextlib import suppress
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

Job = dict[str, Any]
A4_INCHES = 11.69
PDFIUM_PASSWORD_ERROR = 4
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4  # linux/prctl.h


class Refused(Exception):
    """The content cannot be shown; the argument is the code of the fault."""


def main() -> None:
    """Read one job from standard input and write its images to standard output."""
    (length,) = struct.unpack(">I", sys.stdin.buffer.read(4))
    job = json.loads(sys.stdin.buffer.read(length))
    keep_to_itself()
    limit_resources(job)
    try:
        content = sys.stdin.buffer.read()
        render = render_pdf if job["media_type"] == "application/pdf" else render_image
        render(content, job)
        send(b"D", b"")
    except Refused as refusal:
        send(b"E", str(refusal).encode())
    except MemoryError:
        send(b"E", b"too_large")


def keep_to_itself() -> None:
    """End with whoever asked, who is ended when the system is locked, and let no other process look into the memory.

    Where the system knows how: the file that is opened here would stay in it for as long as its pages take.
    """
    with suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        for option, value in ((_PR_SET_PDEATHSIG, signal.SIGKILL), (_PR_SET_DUMPABLE, 0)):
            prctl(option, *[ctypes.c_ulong(each) for each in (value, 0, 0, 0)])


def limit_resources(job: Job) -> None:
    """Take away what page rendering does not need; it cannot be taken back."""
    for kind, value in (
        (resource.RLIMIT_AS, job["memory_bytes"]),
        # Fonts that a file does not bring along are read from the system.
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    # Short of the hard limit the end is SIGXCPU, by which it can be told from a crash.
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"] + 1))


def render_pdf(content: bytes, job: Job) -> None:
    """Draw every page, with the filled fields of its forms; scripts are not even part of the library."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == PDFIUM_PASSWORD_ERROR
        raise Refused("encrypted" if encrypted else "broken") from None
    if len(pdf) > job["pages"]:
        raise Refused("too_many_pages")
    if len(pdf) == 0:
        raise Refused("broken")
    pdf.init_forms()
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            width, height = page.get_size()
            scale = fitting_scale(width, height, job)
            image = page.render(scale=scale).to_pil()
        except (pypdfium2.PdfiumError, ValueError):
            raise Refused("broken") from None
        send_image(image, job)
        page.close()


def fitting_scale(width: float, height: float, job: Job) -> float:
    """Return pixels per point at the wanted resolution, or fewer where the page claims to be huge."""
    area = max(width, 1) * max(height, 1)
    return min(float(job["dpi"]) / 72, (job["page_pixels"] / area) ** 0.5)


def render_image(content: bytes, job: Job) -> None:
    """Decode a picture and turn it upright; only its pixels go on, no camera data and no profile."""
    Image.MAX_IMAGE_PIXELS = None  # The measure below is stricter and answers before any pixel is decoded.
    kind = {"image/png": "PNG", "image/jpeg": "JPEG"}[job["media_type"]]
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > job["source_pixels"]:
                raise Refused("too_large")
            image.load()
            upright = flattened(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        raise Refused("broken") from None
    longest = int(job["dpi"] * A4_INCHES)
    upright.thumbnail((longest, longest))
    send_image(upright, job)


def flattened(image: Image.Image) -> Image.Image:
    """Return a picture on white paper, in colours that every reader shows alike."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.point(lambda level: level / 257).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    pixels = image.convert("RGBA")
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels.getchannel("A"))
    return paper


def send_image(image: Image.Image, job: Job) -> None:
    """Encode the bare pixels anew, so that nothing but pixels can come along."""
    bare = Image.frombytes("RGB", image.size, image.convert("RGB").tobytes())
    encoded = io.BytesIO()
    if job["image_format"] == "jpeg":
        bare.save(encoded, "JPEG", quality=85, optimize=True)
    else:
        bare.save(encoded, "PNG", compress_level=6)
    send(b"I", encoded.getvalue())


def send(kind: bytes, payload: bytes) -> None:
    """Write one frame."""
    sys.stdout.buffer.write(kind + struct.pack(">I", len(payload)) + payload)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
