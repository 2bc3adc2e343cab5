"""Every table says what erasing does to it, and does it: a new one without an answer fails here."""

import re
from pathlib import Path

import pytest
from flask import Flask

from caseapp.db.engine import Base
from caseapp.db.erasing import column_target
from caseapp.erasures.table import erasing_table
from caseapp.features import FEATURES
from caseapp.web.fates import Fate
from tests.frame.every_row import scoped_models

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
ANSWERS = {table: answer for feature in FEATURES for table, answer in feature.fates.items()}
SCOPED = {model.__tablename__ for model in scoped_models()}


def test_every_table_has_an_answer_and_no_other() -> None:
    assert set(ANSWERS) == set(Base.metadata.tables)


def test_no_table_has_two_answers() -> None:
    said = [table for feature in FEATURES for table in feature.fates]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("table", sorted(ANSWERS))
def test_an_answer_fits_its_table(table: str) -> None:
    answer, columns = ANSWERS[table], Base.metadata.tables[table].c
    if answer.fate in {Fate.WITH_SCOPE, Fate.EITHER_END}:
        assert table in SCOPED, "it lies in no scope, so nothing of it would go"
        assert answer.scopes
    for name in answer.along:
        assert column_target(columns[name]).name in SCOPED
    if answer.fate is Fate.EITHER_END:
        assert sum(bool(column.foreign_keys) for column in columns) >= 2
    assert not answer.with_last or answer.loose


def test_the_table_on_the_architecture_page_is_that_of_the_code(app: Flask) -> None:
    found = re.search(r"<!-- erasing -->\n(.*)<!-- end of erasing -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    assert found.group(1).strip() == erasing_table(FEATURES).strip(), "run: make diagrams"
