"""Which numbers of a table are withheld, so that no reader can work out a count of one to four. Pure.

A table is printed with the totals of its rows and columns, and a reader subtracts. Two well-known steps guard it:

1. **Grouping** (global recoding). Rows and columns whose total is small are put together with their neighbours until
   every printed total is large enough or nought. So no total need be withheld, and tables that have the rows in
   common cannot be played off against each other: all that they share is printed anyway.
2. **Complementary suppression.** Small cells are withheld, and with them the cheapest further cells that leave each
   of them uncertain. A withheld cell can be worked out exactly when its value is the only one that whole numbers
   from nought upwards allow, and that is when no closed path leads through it that raises and lowers withheld cells
   in turn, never one below nought (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM
   Journal on Computing 17, 1988). Where there is no such path, the one that withholds the least is made, as in L. H.
   Cox, "Network models for complementary cell suppression", Journal of the American Statistical Association 90, 1995.

What is withheld for itself and what guards it look the same. What this does not promise: wide intervals (a reader may
learn that a number is small), and silence about what changes between two files of different days.
"""

import heapq
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

SMALLEST_SHOWN = 5
"""Counts from one to one below this are withheld."""

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Node = tuple[bool, Hashable]
"""A row (True) or a column (False) of the network whose arcs are the cells."""


def grouped(keys: Sequence[Key], totals: Mapping[Key, int]) -> list[tuple[Key, ...]]:
    """Return ``keys`` in their order, put together with their neighbours until each group has a total to show.

    Keys without any record join their neighbours too. One group with less than that remains when there is no more.
    """
    groups: list[tuple[Key, ...]] = []
    open_group: list[Key] = []
    for key in keys:
        open_group.append(key)
        if sum(totals.get(each, 0) for each in open_group) >= SMALLEST_SHOWN:
            groups.append(tuple(open_group))
            open_group = []
    if open_group and groups:
        groups[-1] += tuple(open_group)
    elif open_group:
        groups.append(tuple(open_group))
    return groups


def withheld(cells: Mapping[tuple[Row, Column], int]) -> set[tuple[Row, Column]]:
    """Return the cells to withhold from a table whose every row and column total is printed.

    Cells that are not named count as nought.

    Raises:
        ValueError: a row or a column has a total from one to four: it must be grouped first.
    """
    rows = list(dict.fromkeys(row for row, _column in cells))
    columns = list(dict.fromkeys(column for _row, column in cells))
    table = {(row, column): cells.get((row, column), 0) for row in rows for column in columns}
    _check_totals(table, rows, columns)
    small = [cell for cell, number in table.items() if 0 < number < SMALLEST_SHOWN]
    hidden = set(small)
    for cell in small:
        hidden |= _cheapest_guard(table, rows, columns, hidden, cell)
    return hidden


def _check_totals(table: Mapping[tuple[Row, Column], int], rows: list[Row], columns: list[Column]) -> None:
    totals = [sum(table[row, column] for column in columns) for row in rows]
    totals += [sum(table[row, column] for row in rows) for column in columns]
    if any(0 < total < SMALLEST_SHOWN for total in totals):
        raise ValueError("a printed total is smaller than the smallest number shown")


def _cheapest_guard(
    table: Mapping[tuple[Row, Column], int],
    rows: list[Row],
    columns: list[Column],
    hidden: set[tuple[Row, Column]],
    cell: tuple[Row, Column],
) -> set[tuple[Row, Column]]:
    """Return the cells of the closed path through ``cell`` that costs least, along which it is one more.

    It costs nothing where the path runs through cells that are withheld already. There always is one: the row and the
    column hold at least five, so both have another cell above nought, and these meet in a fourth cell.
    """
    start: Node = (False, cell[1])
    goal: Node = (True, cell[0])
    best: dict[Node, int] = {start: 0}
    came: dict[Node, tuple[Node, tuple[Row, Column]]] = {}
    queue: list[tuple[int, int, Node]] = [(0, 0, start)]
    pushed = 0
    while queue:
        cost, _order, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for following, crossed in _arcs(table, rows, columns, node):
            if crossed == cell:
                continue
            reached = cost + (0 if crossed in hidden else 1 + table[crossed])
            if reached < best.get(following, reached + 1):
                best[following], came[following] = reached, (node, crossed)
                pushed += 1
                heapq.heappush(queue, (reached, pushed, following))
    path: set[tuple[Row, Column]] = set()
    node = goal
    while node != start:
        node, crossed = came[node]
        path.add(crossed)
    return path


def _arcs(
    table: Mapping[tuple[Row, Column], int], rows: list[Row], columns: list[Column], node: Node
) -> Iterable[tuple[Node, tuple[Row, Column]]]:
    """Yield where the path may go on: from a row by raising any cell, from a column by lowering one above nought."""
    is_row, name = node
    if is_row:
        return [((False, column), (row, column)) for row in rows if row == name for column in columns]
    return [
        ((True, row), (row, column))
        for column in columns
        if column == name
        for row in rows
        if table[row, column] > 0
    ]
