"""Files from outside, good and hostile, made here byte by byte."""

import struct
import zlib
from io import BytesIO

import pikepdf
from PIL import Image

GPS_INFO = 0x8825
ORIENTATION = 0x0112


def blank_pdf(pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF of empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=size)
        return saved(pdf)


def active_pdf() -> bytes:
    """A PDF with a script on opening, an attached file, a link and a page action."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        script = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('canary-script')")
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 595, 842],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/canary-link")),
        )
        pdf.Root.OpenAction = script
        page["/AA"] = pikepdf.Dictionary(O=script)
        page["/Annots"] = pikepdf.Array([pdf.make_indirect(link)])
        pdf.attachments["canary.txt"] = b"canary-attachment"
        return saved(pdf)


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    with pikepdf.open(BytesIO(blank_pdf())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user="user"))


def endless_pdf(pages: int = 20_000) -> bytes:
    """A small PDF in which one page stands 20,000 times."""
    kids = b" ".join([b"3 0 R"] * pages)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
    ) % (pages, kids)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a PDF."""
    output = BytesIO()
    pdf.save(output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", color: object = "red"
) -> bytes:
    """A picture of one colour."""
    output = BytesIO()
    Image.new(mode, size, color).save(output, kind)  # type: ignore[arg-type]
    return output.getvalue()


def photograph_with_place() -> bytes:
    """A JPEG that lies on its side and says where it was taken."""
    image = Image.new("RGB", (60, 40), "blue")
    exif = image.getexif()
    exif[ORIENTATION] = 6
    exif[0x010E] = "canary-description"
    exif.get_ifd(GPS_INFO)[1] = "N"
    output = BytesIO()
    image.save(output, "JPEG", exif=exif.tobytes(), comment=b"canary-comment")
    return output.getvalue()


def huge_png() -> bytes:
    """A PNG of a few bytes that claims 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )
