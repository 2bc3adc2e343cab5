"""Rows without names, coarse enough that they undo no suppression of small counts. Pure.

Who knows somebody by sex, age and the month in which they came would find their row, and with it everything else that
the row tells. So every value in a file is shared: whichever values a row shows, the rows of at least five people show
the same ones (k-anonymity over all columns; L. Sweeney, 2002). What fewer have in common is withheld.

The rows are split by one column after the other (K. LeFevre, D. DeWitt, R. Ramakrishnan, "Mondrian multidimensional
k-anonymity", 2006, with withholding in place of ranges). Parts that are too small stay together with that column
withheld, and the smallest of the others with them when they would still be too few. Days are split by year, then by
month. The columns that come first in a table lose the least, and a file of few columns loses less than one of many.

What this does not promise: that five people with the same values differ in what else is true of them, and silence about
what changes between two files.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from caseapp.reports.withholding import SMALLEST_SHOWN
from caseapp.web.feature import ColumnKind, ExportColumn, ExportRow

Shown = dict[tuple[uuid.UUID, str], Any]
"""What may stand in the column of a code in the row of a record; what is missing is withheld."""
Level = tuple[str, Callable[[ExportRow], Any]]
"""A column's code, and how finely it tells rows apart."""


def coarsened(rows: Sequence[ExportRow], columns: Sequence[ExportColumn]) -> Shown:
    """Return what rows without names may show in columns of codes and days."""
    shown: Shown = {}
    if _are_enough(rows):
        _split(rows, [level for column in columns for level in _levels(column)], shown)
    return shown


def _levels(column: ExportColumn) -> list[Level]:
    def read(row: ExportRow) -> Any:
        return row.values.get(column.code)

    def cut_to(form: str) -> Callable[[ExportRow], Any]:
        return lambda row: format(day, form) if isinstance(day := read(row), date) else day

    if column.kind is ColumnKind.DAY:
        return [(column.code, cut_to("%Y")), (column.code, cut_to("%Y-%m"))]
    return [(column.code, read)]


def _split(rows: Sequence[ExportRow], levels: list[Level], shown: Shown) -> None:
    if not levels:
        return
    (code, read), rest = levels[0], levels[1:]
    parts: dict[Any, list[ExportRow]] = defaultdict(list)
    for row in rows:
        parts[read(row)].append(row)
    large = sorted((part for part in parts.values() if _are_enough(part)), key=len, reverse=True)
    together = [row for part in parts.values() if not _are_enough(part) for row in part]
    while together and large and not _are_enough(together):
        together += large.pop()
    for part in large:
        shown.update({(row.record_id, code): read(row) for row in part})
        _split(part, rest, shown)
    if together:
        _split(together, [level for level in rest if level[0] != code], shown)


def _are_enough(rows: Sequence[ExportRow]) -> bool:
    """Tell whether rows are those of so many people that they may be told apart from others.

    Several rows of one person count once; where a row tells of two, such as who seeks and who is sought, each side has
    to be so many.
    """
    sides = list(zip(*(row.persons for row in rows), strict=True))
    return bool(sides) and all(len(set(side)) >= SMALLEST_SHOWN for side in sides)
