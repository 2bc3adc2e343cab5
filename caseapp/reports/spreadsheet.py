"""CSV and XLSX that open in a spreadsheet as text and numbers, and never as a formula."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

STARTS_A_FORMULA = frozenset("=+-@\N{MINUS SIGN}")
BREAKS = frozenset("\t\r\n")
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
"""They keep directions apart on a page; in a cell they are dirt that breaks sorting and comparing."""
LONGEST_CELL = 32_767
"""Signs that a cell of an XLSX file holds at most; Excel calls a file with a longer one damaged."""
LINES = 1_000
"""Lines of a CSV file that are written at once."""
NARROWEST, WIDEST = 8, 60
"""Widths of columns, in signs."""

Cell = str | int


def csv_chunks(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file by the thousand, in UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield codecs.BOM_UTF8
    rest = iter(rows)
    while block := list(islice(rest, LINES)):
        known: dict[Cell, Cell] = {}  # most cells are codes, which come again and again
        writer.writerows([_safe_line(row, known) for row in block])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _safe_line(row: Iterable[Cell], known: dict[Cell, Cell]) -> list[Cell]:
    line = []
    for cell in row:
        safe = known.get(cell)
        if safe is None:
            safe = known[cell] = safe_cell(cell)
        line.append(safe)
    return line


def xlsx_file(rows: Sequence[Sequence[Cell]], sheet: str, *, right_to_left: bool) -> bytes:
    """Return an XLSX file of one sheet whose first row is its heading; the heading stays in sight.

    It is made in memory: XlsxWriter would otherwise write the cells into temporary files, readable and unlinked. The
    caller bounds the number of rows. A text too long for a cell is cut, with an ellipsis where it was.
    """
    made = io.BytesIO()
    import xlsxwriter  # here: a server that makes no spreadsheet does not carry it

    workbook = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"valign": "top"})
    held_back = workbook.add_format({"valign": "top", "quote_prefix": True})
    page = workbook.add_worksheet(_sheet_name(sheet))
    if right_to_left:
        page.right_to_left()
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(number, column, cell, text)
                continue
            value = _shortened(cell.translate(ISOLATES))
            # A cell written as a string is none; the prefix keeps it so when somebody edits or saves it as CSV.
            kind = heading if number == 0 else held_back if could_start_a_formula(value) else text
            page.write_string(number, column, value, kind)
    for column, width in enumerate(_widths(rows)):
        page.set_column(column, column, width)
    workbook.close()
    return made.getvalue()


def safe_cell(value: Cell) -> Cell:
    """Return what may stand in a cell of a CSV file: a number as it is; a text that could start a formula behind an
    apostrophe.
    """
    if isinstance(value, int):
        return value
    text = value.translate(ISOLATES)
    return f"'{text}" if could_start_a_formula(text) else text


def could_start_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet might take a text for a formula.

    What counts is the first sign that a spreadsheet would not skip, in whatever width it is written: blanks, invisible
    signs and full-width forms have all been used to get past guards that look at the first character only.
    """
    return text[:1] in BREAKS or _first_sign(text) in STARTS_A_FORMULA


def _first_sign(text: str) -> str:
    for sign in text:
        if unicodedata.category(sign)[0] in "ZC":
            continue
        return unicodedata.normalize("NFKC", sign)[:1]
    return ""


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _sheet_name(name: str) -> str:
    """Return a name that a sheet may bear: at most 31 signs, none of those that addresses of cells use."""
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "1"


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        for column, cell in enumerate(row):
            if column == len(widths):
                widths.append(NARROWEST)
            widths[column] = min(WIDEST, max(widths[column], len(str(cell)) + 2))
    return widths
