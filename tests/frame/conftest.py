"""What the tests of the frame share: the case they are about, and hands that reach behind the application."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import in_memory
from tests.frame.inhabited import House
from tests.frame.standing import surrounded

RawSql = Callable[..., list[Any]]


@contextmanager
def behind(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody with a database tool: no keys, no rules, no foreign keys."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection
    finally:
        connection.close()


@pytest.fixture
def raw_sql(instance: Path) -> RawSql:
    """Run a statement behind the application's back."""

    def run(statement: str, *parameters: Any) -> list[Any]:
        with behind(instance / "caseapp.db") as connection:
            return connection.execute(statement, parameters).fetchall()

    return run


@pytest.fixture(scope="session")
def surroundings(installed: Path) -> Iterator[House]:
    """The inhabited house with everybody who stands around its case; a test restores the state that it needs."""
    with in_memory() as place, surrounded(installed, place / "instance") as house:
        yield house
