"""Charts as the page draws them: bars split into parts, laid out here so that they run with the page's direction.

Parts are told apart by their order and by six greys of one colour, light and dark in turn, with a gap between them and
the number inside; so they hold in print, in both themes, and for whoever sees no colours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseapp.access import Counted
from caseapp.i18n import direction, in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.reports.counting import Counts
from caseapp.web.installed import features
from caseapp.web.reported import CountChart
from caseapp.web.values import digits

NARROWEST_WITH_NUMBER = 6.0
"""Parts narrower than so many hundredths of the bar show no number inside; the table has it."""
MOST_PARTS = 7
"""Bars with more parts are not read but guessed at; such numbers get their table and simple bars."""


@dataclass(frozen=True)
class Part:
    """One part of a bar: ``start`` and ``width`` are hundredths of the chart's width, from the left."""

    label: str
    number: int
    start: float
    width: float
    shade: int

    @property
    def middle(self) -> float:
        """Return where its number stands."""
        return round(self.start + self.width / 2, 2)

    @property
    def shows_number(self) -> bool:
        """Tell whether its number has room inside."""
        return self.width >= NARROWEST_WITH_NUMBER


@dataclass(frozen=True)
class SplitBar:
    """One line of a chart: its words, its whole number, its parts, and the sentence that says it."""

    label: str
    number: int
    parts: tuple[Part, ...]
    sentence: str
    explained: str = ""
    """More about its words, for whoever rests on them."""


@dataclass(frozen=True)
class Drawn:
    """A chart ready for the page: the bars that are not empty, and every number for the table."""

    name: str
    label: str
    heading: str
    parts: tuple[str, ...]
    key: tuple[tuple[str, int], ...]
    """The words of each part and its shade."""
    bars: tuple[SplitBar, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    tells: bool = False
    """Show each bar with its sentence instead of its words."""

    @property
    def total(self) -> int:
        """Return the number of all that it counts."""
        return sum(bar.number for bar in self.bars)


def charts_for(counted: Counted) -> list[Drawn]:
    """Return the charts that features contribute."""
    return [_contributed(chart, counted) for feature in features() for chart in feature.charts]


def status_by_quarter(
    counts: Counts, quarters: Sequence[str], words: Any, explained: Any = lambda _quarter: ""
) -> Drawn | None:
    """Draw the counts of a kind by quarter, each split by status; None where there are too many statuses for that."""
    if len(counts.statuses) > MOST_PARTS:
        return None
    cells = {(quarter, status): number for (status, quarter), number in counts.cells.items()}
    return draw(
        f"{counts.name}-quarters",
        _("Made in each quarter, by where they stand today"),
        _("Quarter"),
        [(quarter, words(quarter)) for quarter in quarters],
        [(status, counts.status_labels.get(status, status)) for status in counts.all_statuses],
        cells,
        explained=explained,
    )


def draw(
    name: str,
    label: str,
    heading: str,
    lines: Iterable[tuple[str, str]],
    parts: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], int],
    says: Any = None,
    explained: Any = lambda _line: "",
) -> Drawn:
    """Lay a chart out. ``lines`` and ``parts`` are (code, words); parts that never occur are left out.

    A part keeps the shade of its place among all parts, whichever occur, as long as there are shades enough.
    ``explained(code)`` says more about a line.
    """
    used = [(code, words) for code, words in parts if any(part == code for _line, part in cells)]
    places = [code for code, _words in (parts if len(parts) <= MOST_PARTS else used)]
    key = tuple((words, places.index(code)) for code, words in used)
    rows = [(code, words, [cells.get((code, part), 0) for part, _words in used]) for code, words in lines]
    longest = max((sum(numbers) for _code, _words, numbers in rows), default=0) or 1
    bars = [
        _bar(words, key, numbers, longest, _sentence(says, used, words, numbers), str(explained(code)))
        for code, words, numbers in rows
        if sum(numbers)
    ]
    table = tuple((words, tuple(numbers)) for _code, words, numbers in rows if sum(numbers))
    return Drawn(
        name, label, heading, tuple(words for _code, words in used), key, tuple(bars), table, says is not None
    )


def _contributed(chart: CountChart, counted: Counted) -> Drawn:
    cells: dict[tuple[str, str], int] = {}
    for line, part, number in chart.cells(counted):
        cells[line, part] = cells.get((line, part), 0) + number
    return draw(
        chart.name,
        str(chart.label),
        str(chart.heading),
        [(code, str(words)) for code, words in chart.lines.items()],
        [(code, str(words)) for code, words in chart.parts.items()],
        cells,
        chart.says,
    )


def _bar(
    label: str,
    parts: Sequence[tuple[str, int]],
    numbers: list[int],
    longest: int,
    sentence: str,
    explained: str,
) -> SplitBar:
    drawn: list[Part] = []
    done = 0
    for (part, shade), number in zip(parts, numbers, strict=True):
        if number:
            width = 100 * number / longest
            start = 100 * done / longest
            left = 100 - start - width if direction() == "rtl" else start
            drawn.append(Part(part, number, round(left, 2), round(width, 2), shade))
            done += number
    return SplitBar(label, done, tuple(drawn), sentence, explained)


def _sentence(says: Any, used: Sequence[tuple[str, str]], label: str, numbers: list[int]) -> str:
    if says is not None:
        return str(says(label, {code: number for (code, _w), number in zip(used, numbers, strict=True)}))
    if len(used) == 1:
        return _("%(kind)s: %(number)s", kind=label, number=digits(sum(numbers)))
    told = [
        _("%(kind)s: %(number)s", kind=words, number=digits(number))
        for (_code, words), number in zip(used, numbers, strict=True)
        if number
    ]
    return _("%(kind)s: %(number)s", kind=label, number=f"{digits(sum(numbers))} ({in_a_row(told)})")
