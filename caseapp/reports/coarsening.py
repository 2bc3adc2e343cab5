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

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Final

from caseapp.reports.withholding import SMALLEST_SHOWN
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow


class Withheld:
    """Stands for a value that a row may not show."""


WITHHELD: Final = Withheld()
Line = tuple[Any, ...]
"""What a row shows in each column."""


class _Alike:
    """The rows that have every value in common: they are counted, and told apart from others together."""

    def __init__(self, values: Line, sides: int) -> None:
        self.values, self.number = values, 0
        self.persons: list[set[Any]] = [set() for _side in range(sides)]
        """Different ones on each side, no more of them than are enough."""
        self.shown: list[Any] = [WITHHELD] * len(values)

    def add(self, persons: Sequence[Any]) -> None:
        """Count one more row."""
        self.number += 1
        for side, person in zip(self.persons, persons, strict=True):
            if len(side) < SMALLEST_SHOWN:
                side.add(person)


Level = tuple[int, Callable[[Any], Any]]
"""The place of a column, and how finely its values tell rows apart."""


def coarsened(rows: Sequence[ExportRow], columns: Sequence[ExportColumn]) -> list[Line]:
    """Return what each of ``rows`` without names may show in columns of codes and days, ``WITHHELD`` where nothing."""
    groups: dict[Line, _Alike] = {}
    of_rows: list[_Alike] = []
    reads = [(column.code, _months() if column.kind is ColumnKind.DAY else _as_it_is) for column in columns]
    for row in rows:
        values = tuple([read(row.values.get(code)) for code, read in reads])
        group = groups.get(values)
        if group is None:
            group = groups[values] = _Alike(values, len(row.persons))
        group.add(row.persons)
        of_rows.append(group)
    everybody = list(groups.values())
    if _are_enough(everybody):
        _split(everybody, [level for place, column in enumerate(columns) for level in _levels(place, column)])
    lines = {group.values: tuple(group.shown) for group in everybody}
    return [lines[group.values] for group in of_rows]


def _as_it_is(value: Any) -> Any:
    return value


def _months() -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def month_of(day: Any) -> Any:
        month = known.get(day)
        if month is None:
            month = known[day] = day.isoformat()[:_MONTH] if isinstance(day, date) else day
        return month

    return month_of


_YEAR, _MONTH = 4, 7
"""Signs of a day in ISO 8601 that tell its year, and its month."""


def _levels(place: int, column: ExportColumn) -> list[Level]:
    if column.kind is ColumnKind.DAY:
        return [(place, lambda month: month[:_YEAR] if isinstance(month, str) else month), (place, _as_it_is)]
    return [(place, _as_it_is)]


def _split(groups: Collection[_Alike], levels: list[Level]) -> None:
    if not levels:
        return
    (place, read), rest = levels[0], levels[1:]
    parts: dict[Any, list[_Alike]] = defaultdict(list)
    for group in groups:
        parts[read(group.values[place])].append(group)
    large = sorted((part for part in parts.values() if _are_enough(part)), key=_number_of_rows, reverse=True)
    together = [group for part in parts.values() if not _are_enough(part) for group in part]
    while together and large and not _are_enough(together):
        together += large.pop()
    for part in large:
        for group in part:
            group.shown[place] = read(group.values[place])
        _split(part, rest)
    if together:
        _split(together, [level for level in rest if level[0] != place])


def _number_of_rows(groups: Collection[_Alike]) -> int:
    return sum(group.number for group in groups)


def _are_enough(groups: Collection[_Alike]) -> bool:
    """Tell whether rows are those of so many people that they may be told apart from others.

    Several rows of one person count once; where a row tells of two, such as who seeks and who is sought, each side has
    to be so many.
    """
    sides = [set[Any]() for _side in next((group.persons for group in groups), ())]
    for group in groups:
        for found, persons in zip(sides, group.persons, strict=True):
            found |= persons
        if sides and all(len(side) >= SMALLEST_SHOWN for side in sides):
            return True
    return False
