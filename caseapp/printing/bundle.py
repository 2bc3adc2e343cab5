"""The bundle: a letter unchanged in front, an index, and its enclosures behind it with a stamp on each page.

Foreign files are bound as page images only, so that no script, attachment, link or form of theirs gets in.
Statements that we printed ourselves may be bound as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image

from caseapp.printing.enclosure import Enclosure
from caseapp.printing.enclosure_pages import Placement, image_page, placement_for
from caseapp.printing.passive import refuse_active_content
from caseapp.printing.pdf import PrintingError, Rendered, render
from caseapp.printing.raster import RasterLimits, rasterise
from caseapp.printing.sheet import SheetLanguage
from caseapp.printing.words import words_for

# Readable small print, at about 300 kB for a scanned page.
ENCLOSURE_DPI = 170


@dataclass(frozen=True, slots=True)
class _Part:
    """An enclosure taken apart into pages: of a PDF of ours, or images of a foreign file."""

    enclosure: Enclosure
    source: pikepdf.Pdf | None
    images: tuple[bytes, ...]

    @property
    def pages(self) -> int:
        return len(self.source.pages) if self.source is not None else len(self.images)


def bind(
    letter_pdf: bytes,
    enclosures: Sequence[Enclosure],
    language: str,
    reference: str,
    limits: RasterLimits | None = None,
) -> Rendered:
    """Bind a printed letter and its enclosures into one PDF with an index, stamps and an outline.

    The pages of the letter keep their content byte for byte. Raises ``InvalidDocument`` for an enclosure
    that cannot be shown, ``PrintingError`` when the letter or a trusted enclosure holds active content.
    """
    parts = [_taken_apart(enclosure, limits) for enclosure in enclosures]
    bundle = _opened(letter_pdf)
    with bundle:
        letter_pages = len(bundle.pages)
        starts = [(words_for(language).letter, 0)]
        if parts:
            index = _index(parts, language, reference, letter_pages)
            starts.append((words_for(language).index_title, letter_pages))
            _append(bundle, index)
            _append_parts(bundle, parts, SheetLanguage(language), reference, starts)
        _write_outline(bundle, starts)
        finished = BytesIO()
        bundle.save(finished, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return Rendered(finished.getvalue(), len(bundle.pages))


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PdfError:
        raise PrintingError("a PDF of ours cannot be opened") from None
    refuse_active_content(pdf)
    return pdf


def _taken_apart(enclosure: Enclosure, limits: RasterLimits | None) -> _Part:
    if enclosure.trusted:
        return _Part(enclosure, _opened(enclosure.content), ())
    images = rasterise(enclosure.content, enclosure.media_type, ENCLOSURE_DPI, limits, image_format="jpeg")
    return _Part(enclosure, None, tuple(images))


def _index(parts: Sequence[_Part], language: str, reference: str, letter_pages: int) -> pikepdf.Pdf:
    """Print the index; its own length moves the pages that it names, so it may take a second round."""
    index_pages = 1
    while True:
        printed = render("index.typ", _index_data(parts, language, reference, letter_pages + index_pages))
        if printed.pages == index_pages:
            return pikepdf.open(BytesIO(printed.pdf))
        index_pages = printed.pages


def _index_data(
    parts: Sequence[_Part], language: str, reference: str, pages_before: int
) -> dict[str, object]:
    sheet = SheetLanguage(language)
    rows = []
    for part in parts:
        rows.append(
            {
                "label": sheet.line(part.enclosure.label),
                "title": sheet.line(part.enclosure.title),
                "pages": part.pages,
                "from_page": pages_before + 1,
            }
        )
        pages_before += part.pages
    return sheet.frame(reference) | {"reference": sheet.reference(reference), "parts": rows}


def _append(bundle: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    for page in source.pages:
        bundle.pages.append(page)
        # Numbers into the structure tree of another file would name the wrong places in the letter's.
        if "/StructParents" in bundle.pages[-1]:
            del bundle.pages[-1]["/StructParents"]


def _append_parts(
    bundle: pikepdf.Pdf,
    parts: Sequence[_Part],
    sheet: SheetLanguage,
    reference: str,
    starts: list[tuple[str, int]],
) -> None:
    first = len(bundle.pages)
    stamps = []
    for part in parts:
        starts.append((f"{part.enclosure.label} {part.enclosure.title}", len(bundle.pages)))
        for number, placement in enumerate(_append_part(bundle, part), 1):
            text = sheet.words.annex_page.format(
                annex=part.enclosure.label, page=sheet.number(number), pages=sheet.number(part.pages)
            )
            size = {"width": placement.page_width, "height": placement.page_height}
            stamps.append(size | {"text": sheet.line(text)})
    data = sheet.frame(reference) | {"reference": sheet.reference(reference), "stamps": stamps}
    with pikepdf.open(BytesIO(render("stamps.typ", data).pdf)) as printed:
        for page, stamp in zip(bundle.pages[first:], printed.pages, strict=True):
            _put_on(bundle, page, stamp)


def _put_on(bundle: pikepdf.Pdf, page: pikepdf.Page, stamp: pikepdf.Page) -> None:
    """Draw a stamp over a page of its size, under a fixed name so that the same parts give the same bytes."""
    form = bundle.copy_foreign(stamp.as_form_xobject())
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.AnnexStamp)
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q q /AnnexStamp Do Q")


def _append_part(bundle: pikepdf.Pdf, part: _Part) -> list[Placement]:
    """Append the pages of an enclosure and return their sizes."""
    if part.source is not None:
        _append(bundle, part.source)
        boxes = (page.mediabox for page in part.source.pages)
        return [Placement.whole_page(float(box[2] - box[0]), float(box[3] - box[1])) for box in boxes]
    placements = []
    for content in part.images:
        with Image.open(BytesIO(content), formats=["JPEG"]) as image:
            placement = placement_for(*image.size)
            image_page(bundle, content, image.size, placement)
        placements.append(placement)
    return placements


def _write_outline(bundle: pikepdf.Pdf, starts: Sequence[tuple[str, int]]) -> None:
    with bundle.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in starts)
