"""CSV that opens in a spreadsheet as text and numbers, and never as a formula."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

STARTS_A_FORMULA = frozenset("=+-@\N{MINUS SIGN}")
BREAKS = frozenset("\t\r\n")
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
"""They keep directions apart on a page; in a cell they are dirt that breaks sorting and comparing."""


def csv_chunks(rows: Iterable[Iterable[str | int]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file one by one, in UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def safe_cell(value: str | int) -> str | int:
    """Return what may stand in a cell: a number as it is; a text that could start a formula behind an apostrophe.

    What counts is the first sign that a spreadsheet would not skip, in whatever width it is written: blanks, invisible
    signs and full-width forms have all been used to get past guards that look at the first character only.
    """
    if isinstance(value, int):
        return value
    text = value.translate(ISOLATES)
    if text[:1] in BREAKS or _first_sign(text) in STARTS_A_FORMULA:
        return f"'{text}"
    return text


def _first_sign(text: str) -> str:
    for sign in text:
        if unicodedata.category(sign)[0] in "ZC":
            continue
        return unicodedata.normalize("NFKC", sign)[:1]
    return ""
