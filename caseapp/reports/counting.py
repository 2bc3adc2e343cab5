"""The counts that the features contribute, as tables of status by quarter and as bars."""

from collections.abc import Iterator
from dataclasses import dataclass

from caseapp.access import Counted, numbers_in_the_house
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.dates import quarter_of
from caseapp.i18n import in_a_row, in_alphabet
from caseapp.web.installed import features
from caseapp.web.reported import CountTable

QUARTERS_SHOWN = 8
"""Two years on a page; the file holds all."""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: ``share`` is its length as a percentage of the longest one."""

    label: str
    number: int
    share: float


@dataclass(frozen=True)
class Counts:
    """The numbers of one kind of record. ``cells`` maps (status, quarter) to a number above nought."""

    name: str
    label: str
    cells: dict[tuple[str, str], int]
    status_labels: dict[str, str]
    order: tuple[str, ...] = ()
    """The statuses in the order of the work."""

    @property
    def total(self) -> int:
        """Return the number of all records."""
        return sum(self.cells.values())

    @property
    def statuses(self) -> list[str]:
        """Return the statuses that occur, in the order of the work; what has no place in it comes last."""
        places = {status: place for place, status in enumerate(self.order)}
        return sorted(
            self._sums(0),
            key=lambda status: (places.get(status, len(places)), in_alphabet(self.status_labels[status])),
        )

    @property
    def all_statuses(self) -> list[str]:
        """Return the statuses in the order of the work, those too that do not occur."""
        return [*self.order, *(status for status in self.statuses if status not in self.order)]

    def quarters(self, last: str) -> list[str]:
        """Return every quarter from the first that occurs to ``last``, those without a record too."""
        if not self.cells:
            return []
        first = min(quarter for _status, quarter in self.cells)
        return list(_quarters(first, max(first, last)))

    def by_status(self) -> list[Bar]:
        """Return how many records stand where now."""
        numbers = self._sums(0)
        return _bars([(self.status_labels[status], numbers[status]) for status in self.statuses])

    def by_quarter(self, quarters: list[str]) -> list[Bar]:
        """Return how many records were made in each quarter, whatever became of them."""
        numbers = self._sums(1)
        return _bars([(quarter, numbers.get(quarter, 0)) for quarter in quarters])

    def _sums(self, side: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, number in self.cells.items():
            found[key[side]] = found.get(key[side], 0) + number
        return found


def counts_for(counted: Counted) -> list[Counts]:
    """Return the numbers of every kind of record that features contribute."""
    return [_counts(table, counted) for feature in features() for table in feature.counts]


def totals_of_the_house(user: User) -> list[tuple[str, int]]:
    """Return how many records there are of every kind that is counted, with its label; see ``of_the_whole_house``."""
    tables = [table for feature in features() for table in feature.counts if table.model is not None]
    numbers = numbers_in_the_house(user, [table.model for table in tables])
    return [(str(table.label), number) for table, number in zip(tables, numbers, strict=True)]


def tables_in_words(names: list[str]) -> str:
    """Return what was counted, by the names of the tables."""
    labels = {table.name: str(table.label) for feature in features() for table in feature.counts}
    return in_a_row(labels[name] for name in names if name in labels)


def shown_quarters(counts: Counts) -> list[str]:
    """Return the quarters that a page shows, up to the present one."""
    return counts.quarters(quarter_of(today()))[-QUARTERS_SHOWN:]


def _counts(table: CountTable, counted: Counted) -> Counts:
    cells: dict[tuple[str, str], int] = {}
    for status, quarter, number in table.rows(counted):
        cells[(status, quarter)] = cells.get((status, quarter), 0) + number
    labels = {status: str(table.status_label(status)) for status, _quarter in cells}
    return Counts(table.name, str(table.label), cells, labels, table.statuses)


def _bars(numbers: list[tuple[str, int]]) -> list[Bar]:
    longest = max((number for _label, number in numbers), default=0) or 1
    return [Bar(label, number, round(100 * number / longest, 1)) for label, number in numbers]


def _quarters(first: str, last: str) -> Iterator[str]:
    year, quarter = int(first[:4]), int(first[-1])
    while (name := f"{year:04d}-Q{quarter}") <= last:
        yield name
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
