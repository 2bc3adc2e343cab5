"""Small files of every kind that is taken, and of some that are not; all of them made here."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(40) + b"\xff\xd9"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00isomiso2" + bytes(64)
OGG = b"OggS\x00\x02" + bytes(64)
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
TEXT = "سلام، این متن است.\nA line in Latin letters.\n".encode()
OLD_PERSIAN_TEXT = "گزارش متن".encode("cp1256")
UTF16_TEXT = "این متن است".encode("utf-16")


def zipped(**entries: bytes) -> bytes:
    """A zip file with these entries; keyword names write a slash as two underscores."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def docx(**more: bytes) -> bytes:
    """The least that Word calls a document, and further parts."""
    return zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<document/>", **more})


def xlsx(**more: bytes) -> bytes:
    """The least that Excel calls a workbook, and further parts."""
    return zipped(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>", **more})
