"""The file of counts: who reads it, why it leaves the house, and what it holds.

Small counts. A single closed case in a quarter can point at one person when the reader knows the people, so a file for
readers outside (donors, partners) withholds one to four and whatever would reveal them. The board and the staff get
exact numbers: an organisation of this size could not steer by what is left otherwise, and they learn nothing from a
number that their own records do not tell them. Which of the two a file is for is asked each time, without a default,
and stands in the audit log with the reason.
"""

from collections.abc import Iterator
from enum import StrEnum

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.i18n.messages import gettext as _
from caseapp.reports.breakdown import Breakdown, Line, dimension_words
from caseapp.reports.withholding import SMALLEST_SHOWN


class Readers(StrEnum):
    """Who will read the file."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class FileFormat(StrEnum):
    """How the file is written."""

    CSV = "csv"
    XLSX = "xlsx"


Row = list[str | int]


def export_counts(actor: User, tables: list[Breakdown], readers: Readers, reason: str) -> list[Row]:
    """Record that the numbers leave the house, and return the rows of the file, its heading first."""
    rows = [row for table in tables for row in _rows(table, readers)]
    record(
        actor,
        "report.exported",
        reason=reason,
        readers=readers.value,
        tables=[table.name for table in tables],
        rows=len(rows),
    )
    return [_heading(), *rows]


def _heading() -> Row:
    return [_("What is counted"), _("Quarter"), _("Counted by"), _("Value"), _("Number")]


def _rows(table: Breakdown, readers: Readers) -> Iterator[Row]:
    words = {dimension.name: dimension.words for dimension in table.dimensions}
    for line in table.exact() if readers is Readers.INSIDE else table.guarded():
        yield [
            table.label,
            _quarters(line.quarters),
            dimension_words(line.dimension),
            " + ".join(words[line.dimension][value] for value in line.values) if line.values else _("all"),
            _number(line),
        ]


def _quarters(quarters: tuple[str, ...]) -> str:
    if not quarters:
        return _("all quarters")
    if len(quarters) == 1:
        return quarters[0]
    return _("%(first)s to %(last)s", first=quarters[0], last=quarters[-1])


def _number(line: Line) -> str | int:
    if line.number is not None:
        return line.number
    return _("withheld") if line.values else _("under %(number)s", number=SMALLEST_SHOWN)
