"""The counts of a file: each kind of record by quarter and status, and where it is about a person by sex and age.

Every table has the quarters as its rows, and nothing is printed that crosses two of the others (women of forty who have
closed cases): so the tables share their quarters alone, whose totals are printed, and each can be guarded by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.access import Counted
from caseapp.dates import quarter_of
from caseapp.db import stored_blocks
from caseapp.i18n.messages import gettext as _
from caseapp.people.traits import AGE_BANDS, STATED_SEXES, TraitsReader, with_traits
from caseapp.reports.withholding import SMALLEST_SHOWN, grouped, withheld
from caseapp.web.installed import features
from caseapp.web.reported import CountTable

Cells = Counter[tuple[str, str]]
"""(quarter, code of the value) to a number."""


@dataclass(frozen=True)
class Line:
    """A line of the file. An empty group stands for all quarters, or for all values; no number: it is withheld."""

    quarters: tuple[str, ...]
    dimension: str
    values: tuple[str, ...]
    number: int | None


@dataclass(frozen=True)
class Dimension:
    """What records are told apart by: the codes in the order of the table, with their words."""

    name: str
    words: dict[str, str]
    cells: Cells

    def values(self) -> list[str]:
        """Return the codes that occur, in order."""
        occurring = {value for _quarter, value in self.cells}
        return [value for value in self.words if value in occurring]


@dataclass(frozen=True)
class Breakdown:
    """The counts of one kind of record."""

    name: str
    label: str
    quarters: list[str]
    by_quarter: Counter[str]
    dimensions: tuple[Dimension, ...]

    @property
    def total(self) -> int:
        """Return the number of all records."""
        return self.by_quarter.total()

    def exact(self) -> Iterator[Line]:
        """Yield every number as it is, totals too."""
        yield from self._lines([(quarter,) for quarter in self.quarters], _each_by_itself, _nothing)

    def guarded(self) -> Iterator[Line]:
        """Yield numbers from which no count of one to four can be worked out; see ``withholding``."""
        if 0 < self.total < SMALLEST_SHOWN:
            yield Line((), "", (), None)
        else:
            yield from self._lines(grouped(self.quarters, self.by_quarter), _grouped_values, withheld)

    def _lines(
        self,
        rows: list[tuple[str, ...]],
        columns_of: Callable[[Dimension], list[tuple[str, ...]]],
        hidden_of: Callable[[Any], set[Any]],
    ) -> Iterator[Line]:
        yield Line((), "", (), self.total)
        for row in rows:
            yield Line(row, "", (), sum(self.by_quarter[quarter] for quarter in row))
        for dimension in self.dimensions:
            columns = columns_of(dimension)
            cells = {
                (row, column): sum(dimension.cells[quarter, value] for quarter in row for value in column)
                for row in rows
                for column in columns
            }
            hidden = hidden_of(cells)
            for column in columns:
                total = sum(cells[row, column] for row in rows)
                yield Line((), dimension.name, column, total)
            for row, column in cells:
                number = None if (row, column) in hidden else cells[row, column]
                yield Line(row, dimension.name, column, number)


def breakdowns(counted: Counted) -> list[Breakdown]:
    """Return the counts of every kind of record that a feature contributes.

    Sex and age are opened for the persons whom the records are about, two columns of each, in the one pass over the
    records. Somebody whose key is not to be had counts as not known.
    """
    return [_breakdown(table, counted) for feature in features() for table in feature.counts]


def _breakdown(table: CountTable, counted: Counted) -> Breakdown:
    by_status, by_sex, by_age = Counter(), Counter(), Counter()  # type: Cells, Cells, Cells
    if table.persons is None:
        for status, quarter, number in table.rows(counted):
            by_status[quarter, status] += number
    else:
        for (quarter, status, sex, age), number in sorted(_by_person(table.persons(counted)).items()):
            by_status[quarter, status] += number
            by_sex[quarter, sex] += number
            by_age[quarter, age] += number
    by_quarter: Counter[str] = Counter()
    frequent: Counter[str] = Counter()
    for (quarter, status), number in by_status.items():
        by_quarter[quarter] += number
        frequent[status] += number
    # The rarest stand together at the end, so that grouping puts small ones together and leaves large ones alone.
    words = {status: str(table.status_label(status)) for status, _number in frequent.most_common()}
    dimensions = [Dimension("status", words, by_status)]
    if table.persons is not None:
        sexes = {code: str(label) for code, label in STATED_SEXES.items()}
        ages = {code: str(label) for code, label in AGE_BANDS.items()}
        dimensions += [Dimension("sex", sexes, by_sex), Dimension("age", ages, by_age)]
    return Breakdown(table.name, str(table.label), sorted(by_quarter), by_quarter, tuple(dimensions))


def _by_person(records: Any) -> Counter[tuple[str, str, str, str]]:
    """Return how many records there are of each quarter, status, sex and age."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    reader = TraitsReader()
    days: dict[str, tuple[date, str]] = {}
    *_others, person_id = records.selected_columns
    for rows in stored_blocks(with_traits(records, person_id)):
        for row, about in zip(rows, reader.read(rows), strict=True):
            known = days.get(row[1])
            if known is None:
                day = date.fromisoformat(row[1])
                known = days[row[1]] = day, quarter_of(day)
            found[known[1], row[0], about.sex, about.age_band(known[0])] += 1
    return found


def _each_by_itself(dimension: Dimension) -> list[tuple[str, ...]]:
    return [(value,) for value in dimension.values()]


def _grouped_values(dimension: Dimension) -> list[tuple[str, ...]]:
    totals: Counter[str] = Counter()
    for (_quarter, value), number in dimension.cells.items():
        totals[value] += number
    return grouped(dimension.values(), totals)


def _nothing(_cells: object) -> set[Any]:
    return set()


def dimension_words(name: str) -> str:
    """Return the heading of a dimension."""
    return {"": "", "status": _("Status"), "sex": _("Sex"), "age": _("Age when the record was made")}[name]
