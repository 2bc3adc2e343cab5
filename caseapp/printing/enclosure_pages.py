"""One page image on one sheet of A4, with room above it for the stamp."""

from dataclasses import dataclass
from typing import Self

import pikepdf

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
EDGE = 8 * MILLIMETRE
STAMP_BAND = 17 * MILLIMETRE


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an image stands on its page, in points from the lower left corner."""

    page_width: float
    page_height: float
    left: float
    bottom: float
    width: float
    height: float

    @classmethod
    def whole_page(cls, width: float, height: float) -> Self:
        """Return the placement of what is a page by itself."""
        return cls(width, height, 0, 0, width, height)


def placement_for(width: int, height: int) -> Placement:
    """Return the largest placement of an image of this shape on upright or lying A4, below the stamp."""
    page_width, page_height = A4 if height >= width else (A4[1], A4[0])
    room_width = page_width - 2 * EDGE
    room_height = page_height - EDGE - STAMP_BAND
    scale = min(room_width / width, room_height / height)
    shown_width, shown_height = width * scale, height * scale
    left = (page_width - shown_width) / 2
    bottom = EDGE + (room_height - shown_height) / 2
    return Placement(page_width, page_height, left, bottom, shown_width, shown_height)


def image_page(pdf: pikepdf.Pdf, jpeg: bytes, size: tuple[int, int], placement: Placement) -> None:
    """Append a page that shows one JPEG, which is kept as it is."""
    image = pikepdf.Stream(pdf, jpeg)
    image.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": size[0],
            "/Height": size[1],
            "/ColorSpace": pikepdf.Name.DeviceRGB,
            "/BitsPerComponent": 8,
            "/Filter": pikepdf.Name.DCTDecode,
        }
    )
    page = pdf.add_blank_page(page_size=(placement.page_width, placement.page_height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Image=image))
    drawing = (
        f"q {placement.width:.3f} 0 0 {placement.height:.3f} {placement.left:.3f} {placement.bottom:.3f} cm"
        " /Image Do Q"
    )
    page.Contents = pikepdf.Stream(pdf, drawing.encode())
