"""Whichever values a row without names shows, the rows of at least five people show the same ones."""

import random
import uuid
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from flask_babel import lazy_gettext as _l

from caseapp.reports.coarsening import WITHHELD, coarsened
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow

WORD = _l("Status")
COLUMNS = [
    ExportColumn("status", WORD, ColumnKind.CODE),
    ExportColumn("sex", WORD, ColumnKind.CODE),
    ExportColumn("begun_on", WORD, ColumnKind.DAY),
]


def row(*persons: uuid.UUID, **values: Any) -> ExportRow:
    return ExportRow(uuid.uuid4(), persons or (uuid.uuid4(),), values)


def lines(rows: list[ExportRow]) -> list[tuple[Any, ...]]:
    """What each row shows; ``?`` is withheld."""
    return [tuple("?" if value is WITHHELD else value for value in line) for line in coarsened(rows, COLUMNS)]


@pytest.mark.parametrize("seed", range(40))
def test_no_line_is_shown_by_fewer_than_five_people(seed: int) -> None:
    chance = random.Random(seed)
    people = [uuid.UUID(int=chance.getrandbits(128)) for _time in range(chance.randint(1, 60))]
    rows = [
        row(
            person,
            status=chance.choice(["new", "open", "open", "open", "closed"]),
            sex=chance.choice(["f", "f", "m", ""]),
            begun_on=date(chance.randint(2020, 2023), chance.randint(1, 3), 5),
        )
        for person in people
        for _time in range(chance.randint(1, 3))
    ]
    who = defaultdict(set)
    for each, line in zip(rows, lines(rows), strict=True):
        who[line].add(each.persons)
        assert "?" in line[:2] or line[0] == each.values["status"]
    assert len(people) < 5 or min(map(len, who.values())) >= 5
    assert len(people) >= 5 or set(who) == {("?", "?", "?")}


def test_a_few_take_the_smallest_others_with_them() -> None:
    rows = [row(status=status) for status in ["new"] * 9 + ["open"] * 5 + ["closed"]]
    assert [line[0] for line in lines(rows)] == ["new"] * 9 + ["?"] * 6


def test_where_a_month_points_at_somebody_the_year_is_left() -> None:
    rows = [
        row(status="new", sex="f", begun_on=date(2026, month, 1)) for month in (1, 1, 1, 1, 1, 2, 3, 4, 5, 6)
    ]
    assert [line[2] for line in lines(rows)] == ["2026-01"] * 5 + ["2026"] * 5


def test_five_records_of_one_person_are_one_person() -> None:
    assert set(lines([row(uuid.UUID(int=1), status="new") for _time in range(5)])) == {("?",) * 3}


def test_five_who_seek_the_same_person_point_at_that_person() -> None:
    sought = uuid.UUID(int=1)
    assert set(lines([row(uuid.uuid4(), sought, status="new") for _time in range(5)])) == {("?",) * 3}
