"""Writing the rows of an export as a spreadsheet, in the words of the language that is spoken just now."""

from caseapp.i18n import direction
from caseapp.reports.exporting import FileFormat
from caseapp.reports.models import RowExport
from caseapp.reports.rows import cells, chosen
from caseapp.reports.spreadsheet import Cell, csv_chunks, xlsx_file
from caseapp.web.reported import ExportRow, ExportTable


def cells_of(
    export: RowExport, table: ExportTable, rows: list[ExportRow], key: bytes | None
) -> list[list[Cell]]:
    """Return what the file of ``export`` tells of rows, its heading first; ``key`` numbers the records, None anew."""
    named = export.has_names
    return cells(rows, chosen(table, export.columns or (), named=named), named=named, key=key)


def plain_file(made: list[list[Cell]], wanted: FileFormat, title: str) -> bytes:
    """Return a spreadsheet as bytes, not encrypted yet; nothing of it is written to a disk."""
    if wanted is FileFormat.XLSX:
        return xlsx_file(made, title, right_to_left=direction() == "rtl")
    return b"".join(csv_chunks(made))
