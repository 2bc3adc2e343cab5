"""Small counts: none can be worked out from the totals that are printed beside."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.reports.withholding import SMALLEST_SHOWN, grouped, withheld

Cells = dict[tuple[int, int], int]


def tables(most_rows: int, most_columns: int, most: int) -> st.SearchStrategy[list[list[int]]]:
    """Tables of counts, small ones and noughts among them."""
    return st.integers(1, most_columns).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, most), min_size=columns, max_size=columns),
            min_size=1,
            max_size=most_rows,
        )
    )


def grouped_cells(table: list[list[int]]) -> Cells:
    """The table after grouping its rows and columns, as it would be printed."""
    rows = grouped(range(len(table)), {row: sum(numbers) for row, numbers in enumerate(table)})
    columns = grouped(
        range(len(table[0])), {column: sum(line[column] for line in table) for column in range(len(table[0]))}
    )
    return {
        (i, j): sum(table[row][column] for row, column in product(rows[i], columns[j]))
        for i, j in product(range(len(rows)), range(len(columns)))
    }


def possible_values(cells: Cells, hidden: set[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """What a reader finds possible: each withheld cell's values over all tables of whole numbers with these sums.

    Tries every table, row by row. It knows nothing of how the cells were chosen.
    """
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    left_in_row = {r: sum(cells[r, c] for c in columns if (r, c) in hidden) for r in rows}
    left_in_column = {c: sum(cells[r, c] for r in rows if (r, c) in hidden) for c in columns}
    found: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
    ordered = sorted(hidden)

    def fill(place: int, chosen: list[int], in_row: Counter[int], in_column: Counter[int]) -> None:
        if place == len(ordered):
            if not any(in_row.values()) and not any(in_column.values()):
                for cell, value in zip(ordered, chosen, strict=True):
                    found[cell].add(value)
            return
        row, column = ordered[place]
        last_in_row = place + 1 == len(ordered) or ordered[place + 1][0] != row
        highest = min(in_row[row], in_column[column])
        for value in range(in_row[row] if last_in_row else 0, highest + 1):
            in_row[row] -= value
            in_column[column] -= value
            fill(place + 1, [*chosen, value], in_row, in_column)
            in_row[row] += value
            in_column[column] += value

    fill(0, [], Counter(left_in_row), Counter(left_in_column))
    return found


@given(tables(3, 3, 7))
def test_no_withheld_number_can_be_worked_out_from_the_printed_sums(table: list[list[int]]) -> None:
    cells = grouped_cells(table)
    if sum(cells.values()) < SMALLEST_SHOWN:
        return
    hidden = withheld(cells)
    assert {cell for cell, number in cells.items() if 0 < number < SMALLEST_SHOWN} <= hidden
    for cell, values in possible_values(cells, hidden).items():
        assert cells[cell] in values
        assert len(values) > 1, (cells, cell)


@given(tables(6, 8, 12))
def test_grouping_leaves_no_small_total_and_loses_no_record(table: list[list[int]]) -> None:
    cells = grouped_cells(table)
    total = sum(map(sum, table))
    assert sum(cells.values()) == total
    if total >= SMALLEST_SHOWN:
        for side in (0, 1):
            sums: Counter[int] = Counter()
            for cell, number in cells.items():
                sums[cell[side]] += number
            assert min(sums.values()) >= SMALLEST_SHOWN


def test_one_small_cell_takes_the_cheapest_three_others_with_it() -> None:
    cells = {
        (0, 0): 2,
        (0, 1): 9,
        (0, 2): 40,
        (1, 0): 8,
        (1, 1): 7,
        (1, 2): 60,
        (2, 0): 90,
        (2, 1): 80,
        (2, 2): 70,
    }
    assert withheld(cells) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_nought_guards_only_where_it_leaves_a_choice() -> None:
    """With 1 and 0 in a row the reader might take either for the one; with the columns they cannot."""
    cells = {(0, 0): 1, (0, 1): 0, (0, 2): 9, (1, 0): 9, (1, 1): 9, (1, 2): 9}
    hidden = withheld(cells)
    assert all(len(values) > 1 for values in possible_values(cells, hidden).values())
    assert (0, 2) in hidden


def test_a_table_without_small_numbers_is_printed_whole() -> None:
    assert withheld({(0, 0): 5, (0, 1): 0, (1, 0): 0, (1, 1): 12}) == set()


def test_neighbours_are_put_together_and_what_is_left_over_joins_the_last() -> None:
    assert grouped("abcdef", {"a": 3, "b": 1, "c": 1, "d": 9, "f": 2}) == [("a", "b", "c"), ("d", "e", "f")]
    assert grouped("ab", {"a": 1}) == [("a", "b")]
    assert grouped("", {}) == []


def test_a_small_total_must_be_grouped_before() -> None:
    with pytest.raises(ValueError, match="total"):
        withheld({(0, 0): 3, (1, 0): 9})
