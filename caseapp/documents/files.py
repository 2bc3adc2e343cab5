"""What a file is: by its name and by its content, which must agree. Nothing is ever opened or rendered here."""

import unicodedata
import zipfile
from collections.abc import Callable
from enum import StrEnum
from io import BytesIO

import filetype
from flask import current_app

from caseapp.db import blobs
from caseapp.vault import BlobInfo
from caseapp.web.scanning import Objection
from caseapp.web.uploads import RefusedUpload

NAME_LENGTH = 120
ZIP_TAIL = 512 * 1024
"""How much of the end of a zip file is read: its directory stands there."""
ZIP_ENTRIES = 1000
ZIP_UNPACKED = 400 * 1024 * 1024
ZIP_RATIO = 200
"""Office files unpack to at most so many times their size; a bomb does not stop there."""


class FileProblem(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    EXTENSION = "extension"
    MISMATCH = "mismatch"
    MACROS = "macros"
    DAMAGED = "damaged"
    MALWARE = "malware"
    NOT_SCANNED = "not_scanned"
    SCAN_TOO_LARGE = "scan_too_large"


_OBJECTIONS = {
    Objection.MALWARE: FileProblem.MALWARE,
    Objection.SILENT: FileProblem.NOT_SCANNED,
    Objection.TOO_LARGE: FileProblem.SCAN_TOO_LARGE,
}


class RefusedFile(ValueError):
    """A file is not taken. ``found`` is the extension that its content suggests, or what the malware in it is called,
    where that is known.
    """

    def __init__(self, problem: FileProblem, extension: str = "", found: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.extension = extension
        self.found = found


def sniff(info: BlobInfo, file_name: str) -> str:
    """Return the media type of a staged file whose name and content agree and are welcome.

    Raises:
        RefusedFile: the scanner did not let it pass, or it is empty, too large, of a kind that is not taken, or not
            what its name says.
    """
    if isinstance(info, RefusedUpload):
        raise RefusedFile(_OBJECTIONS[info.finding.objection], found=info.finding.name)
    extension = extension_of(file_name)
    if info.size == 0:
        raise RefusedFile(FileProblem.EMPTY)
    if info.size > largest_file():
        raise RefusedFile(FileProblem.TOO_LARGE)
    if extension not in _CHECKS:
        raise RefusedFile(FileProblem.EXTENSION, extension)
    media_type, is_really = _CHECKS[extension]
    if not is_really(info):
        raise RefusedFile(FileProblem.MISMATCH, extension, _found(info.head))
    return media_type


def largest_file() -> int:
    """Return how many bytes a file may have."""
    most: int = current_app.config["SETTINGS"].file_bytes
    return most


def extension_of(file_name: str) -> str:
    """Return the extension of a name in lower case, without the dot."""
    stem, dot, extension = clean_file_name(file_name).rpartition(".")
    return extension.lower() if dot and stem else ""


def clean_file_name(file_name: str) -> str:
    """Return the last part of a path without control, direction and separator signs, at most ``NAME_LENGTH`` long.

    A direction override (U+202E) makes a name that ends in exe look as if it ended in pdf, so none survives;
    the joiners that Persian words need do.
    """
    last = file_name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        sign
        for sign in unicodedata.normalize("NFC", last)
        if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or sign in "\u200c\u200d"
    )
    kept = kept.strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if dot and len(kept) > NAME_LENGTH:
        kept = f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"
    return kept[:NAME_LENGTH] or "document"


def _is(*kinds: str) -> Callable[[BlobInfo], bool]:
    return lambda info: _found(info.head) in kinds


def _found(head: bytes) -> str:
    guessed = filetype.guess(head)
    return str(guessed.extension) if guessed is not None else ""


def _is_pdf(info: BlobInfo) -> bool:
    # Some readers accept rubbish before the header; a file that starts with something else is something else too.
    return info.head.startswith(b"%PDF-")


def _is_sound_in_mp4(info: BlobInfo) -> bool:
    # ISO/IEC 14496-12: a "ftyp" box first; telephones write voice notes under these brands.
    return info.head[4:8] == b"ftyp" and info.head[8:12] in {
        b"M4A ",
        b"M4B ",
        b"mp42",
        b"mp41",
        b"isom",
        b"3gp4",
    }


def _is_text(info: BlobInfo) -> bool:
    head = info.head
    if _found(head):
        return False
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True  # UTF-16 with its mark, as older editors save Persian
    return not any((byte < 0x20 and byte not in b"\t\n\r\f") or byte == 0x7F for byte in head)


def _is_office(part: str) -> Callable[[BlobInfo], bool]:
    """Return the check for an Office Open XML file (ECMA-376) whose main part stands in the folder ``part``."""

    def check(info: BlobInfo) -> bool:
        if not info.head.startswith(b"PK\x03\x04"):
            return False
        entries = _zip_entries(info)
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" not in names or not any(name.startswith(f"{part}/") for name in names):
            return False
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise RefusedFile(FileProblem.MACROS)
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > ZIP_ENTRIES or unpacked > min(ZIP_UNPACKED, ZIP_RATIO * info.size):
            raise RefusedFile(FileProblem.DAMAGED)
        if any(name.lower().endswith((".zip", ".jar", ".exe")) for name in names):
            raise RefusedFile(FileProblem.DAMAGED)
        return True

    return check


def _zip_entries(info: BlobInfo) -> list[zipfile.ZipInfo]:
    with blobs().open_arrived(info.ref, info.key, start=max(0, info.size - ZIP_TAIL)) as pieces:
        tail = b"".join(pieces)
    try:
        with zipfile.ZipFile(BytesIO(tail)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedFile(FileProblem.DAMAGED) from error


_OFFICE = "application/vnd.openxmlformats-officedocument"
_CHECKS: dict[str, tuple[str, Callable[[BlobInfo], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "jpg": ("image/jpeg", _is("jpg")),
    "jpeg": ("image/jpeg", _is("jpg")),
    "png": ("image/png", _is("png")),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _is_office("word")),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _is_office("xl")),
    "txt": ("text/plain", _is_text),
    "mp3": ("audio/mpeg", _is("mp3")),
    "m4a": ("audio/mp4", _is_sound_in_mp4),
    "ogg": ("audio/ogg", _is("ogg", "opus")),
}
EXTENSIONS = tuple(_CHECKS)
"""What a file's name may end in."""
