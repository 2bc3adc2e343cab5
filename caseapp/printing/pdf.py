"""Typst sources and JSON values to PDF, inside this process and in memory.

The compiler releases the interpreter lock, takes its values as a JSON string (never as source), reads only
the bundled sources and fonts, and writes no file: a trace of the system calls during a run shows no
descriptor opened for writing. A worker process would add some 130 ms of start-up to a six-page letter that takes 60 ms.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caseapp.printing.fonts import bundled_fonts

if TYPE_CHECKING:
    import typst

SOURCES = Path(__file__).parent / "typst"
# Archival form (ISO 19005-2, level B): fonts embedded, nothing active, nothing fetched. It also makes the
# compiler refuse a character without a glyph, which would otherwise print as an empty box.
PDF_STANDARD: Final = "a-2b"
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)


class PrintingError(Exception):
    """A sheet could not be printed; nothing of it was kept.

    ``unprintable`` holds the character or cluster for which the bundled fonts have no shape, if that was
    the reason. It is not in the message, because messages reach logs.
    """

    def __init__(self, message: str, unprintable: str | None = None) -> None:
        super().__init__(message)
        self.unprintable = unprintable


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and the number of its pages."""

    pdf: bytes
    pages: int


def render(template: str, data: Mapping[str, Any], *, day: date | None = None) -> Rendered:
    """Print the typst source ``template`` (a name in ``typst/``) with ``data`` and return the PDF.

    ``day`` becomes the date inside the file, so that one sheet gives the same bytes whenever it is printed;
    without it the file says 1 January 1970. Raises ``PrintingError``.
    """

    import pikepdf  # here: a server that prints nothing does not carry it
    import typst  # here: a server that prints nothing does not carry it

    compiler = typst.Compiler(
        input=SOURCES / template,
        root=SOURCES,
        font_paths=bundled_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # No packages: neither kept ones nor, by way of a cache, ones from a network.
        package_path=SOURCES / "packages",
        package_cache_path=SOURCES / "packages",
    )
    pdf, warnings = _compile(compiler, day)
    if warnings:
        raise PrintingError(f"printing gave a warning: {warnings[0].message}")
    with pikepdf.open(BytesIO(pdf)) as opened:
        return Rendered(pdf, len(opened.pages))


def _compile(compiler: "typst.Compiler", day: date | None) -> tuple[bytes, "list[typst.TypstWarning]"]:
    import typst  # here: a server that prints nothing does not carry it

    noon = datetime.combine(day or date(1970, 1, 1), time(12), tzinfo=UTC)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=PDF_STANDARD, timestamp=int(noon.timestamp())
        )
    except typst.TypstError as error:
        raise _printing_error(error) from None
    except BaseException as error:
        # A fault inside the compiler arrives as an exception that is no `Exception`.
        if type(error).__name__ == "PanicException":
            raise PrintingError("the sheet made the compiler fail") from None
        raise
    if not isinstance(pdf, bytes):
        raise PrintingError("printing gave no single file")
    return pdf, warnings


def _printing_error(error: "typst.TypstError") -> PrintingError:
    missing = _NO_GLYPH.search(error.message)
    if missing is None:
        return PrintingError(f"the sheet could not be composed: {error.message}")
    character = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code.group(1), 16)), missing.group(1))
    return PrintingError("the bundled fonts have no shape for a character of this text", character)
