"""The file of counts: who reads it, why it leaves the house, and what it holds.

Small counts. A single closed case in a quarter can point at one person when the reader knows the people, so a file for
readers outside (donors, partners) says "under 5" for one to four; it holds no sums from which a small count could be
worked out. The board and the staff get exact numbers: an organisation of this size would otherwise read "under 5" in
most cells and could not steer by them, and they learn nothing from a number that their own records do not tell them.
Which of the two a file is for is asked each time, without a default, and stands in the audit log with the reason.
"""

from collections.abc import Iterator
from enum import StrEnum

from flask_babel import gettext as _

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.reports.counting import Counts

SMALLEST_SHOWN = 5


class Readers(StrEnum):
    """Who will read the file."""

    INSIDE = "inside"
    OUTSIDE = "outside"


def export_counts(actor: User, tables: list[Counts], readers: Readers, reason: str) -> list[list[str | int]]:
    """Record that the numbers leave the house, and return the rows of the file, its heading first."""
    record(
        actor,
        "report.exported",
        reason=reason,
        readers=readers.value,
        tables=[counts.name for counts in tables],
        rows=sum(len(counts.cells) for counts in tables),
    )
    return [_heading(), *_rows(tables, readers)]


def _heading() -> list[str | int]:
    return [_("What is counted"), _("Status"), _("Quarter"), _("Number")]


def _rows(tables: list[Counts], readers: Readers) -> Iterator[list[str | int]]:
    for counts in tables:
        for status, quarter in sorted(
            counts.cells, key=lambda cell: (cell[1], counts.status_labels[cell[0]])
        ):
            number = counts.cells[(status, quarter)]
            yield [counts.label, counts.status_labels[status], quarter, _cell(number, readers)]


def _cell(number: int, readers: Readers) -> str | int:
    if readers is Readers.OUTSIDE and number < SMALLEST_SHOWN:
        return _("under %(number)s", number=SMALLEST_SHOWN)
    return number
