"""Invented papers for a demonstration: pictures that say of themselves what they are."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from caseapp.clock import today
from caseapp.dates import from_day
from caseapp.db import Record, blobs
from caseapp.documents.actions import store_document
from caseapp.documents.models import DocumentKind
from caseapp.vault import BlobInfo

SIZE = (640, 400)
PAPER, BAND, INK = "#f3efe2", "#c9d8d4", "#26443f"
TITLES = {
    "identity": {"en": "Identity card (invented)", "fa": "کارت شناسایی (ساختگی)"},
    "civil": {"en": "Extract from the civil register (invented)", "fa": "رونوشت سند سجلی (ساختگی)"},
}
SOURCES = {
    "identity": {"en": "brought by the client, photographed here", "fa": "مددجو آورد، همین‌جا عکس گرفتیم"},
    "civil": {"en": "came by registered post", "fa": "با پست سفارشی رسید"},
}
REGISTER_OF = 3
"""A register extract for one case in so many."""


def add_papers(demo: Any) -> Iterator[float]:
    """File the client's invented identity card; in some cases an extract from a register too."""
    yield 0.15
    _file(demo, demo.client, DocumentKind.IDENTITY, "png")
    if demo.story % REGISTER_OF == 1:
        yield 0.3
        _file(demo, demo.case, DocumentKind.CIVIL, "pdf")


def invented_scan(title: str, text: str, extension: str) -> BlobInfo:
    """Draw a paper that says of itself that it is invented, as ``png`` or ``pdf``; encrypted, not yet filed."""
    with blobs().stage() as staged:
        staged.write(_picture((title, "invented for a demonstration", text), extension))
        return staged.finish()


def _file(demo: Any, record: Record, kind: DocumentKind, extension: str) -> None:
    store_document(
        demo.support,
        scope_id=record.scope_id,
        record=record,
        info=invented_scan("SPECIMEN", demo.invented.latin, extension),
        file_name=f"{kind.value}.{extension}",
        title=TITLES[kind.value][demo.language],
        kind=kind.value,
        language="fa",
        source=SOURCES[kind.value][demo.language],
        dated=from_day(today()) if kind is DocumentKind.CIVIL else None,
    )


def _picture(lines: tuple[str, ...], extension: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont  # here: only a demonstration draws

    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 88), fill=BAND)
    draw.rectangle((32, 128, 192, 344), outline=INK, width=3)
    for number, line in enumerate(lines):
        font = ImageFont.load_default(36 if number == 0 else 24)
        draw.text((32 if number == 0 else 224, 24 + 66 * number), line, fill=INK, font=font)
    content = BytesIO()
    image.save(content, extension)
    return content.getvalue()
