"""The database file held still, to be copied byte by byte while everybody goes on working.

In WAL mode whatever is committed goes into the log beside the database first. While somebody reads who began when
that log was empty, nobody may carry it over into the database file: so for as long as that one reading transaction
is open, the file alone is the database as it was when it began, and it doesn't change. Nothing is copied to a second
place on the disk or into memory.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import Connection, select

from caseapp.db.engine import db
from caseapp.db.installation import Installation

TRIES = 60


class DatabaseBusy(Exception):
    """There was no moment at which the database file could be held still."""


@dataclass(frozen=True)
class StillDatabase:
    """The file while it is held; ``connection`` reads exactly what stands in it."""

    connection: Connection
    path: Path
    size: int

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the file for reading.

        Another process reads it for us: closing a file of our own would take away the locks that SQLite holds on it
        for this process.

        Raises:
            OSError: it could not be read to its end.
        """
        with subprocess.Popen(["/bin/cat", str(self.path)], stdout=subprocess.PIPE) as reader:  # noqa: S603 - our own path
            assert reader.stdout is not None
            yield reader.stdout
        if reader.returncode:
            raise OSError(f"the database file could not be read: cat ended with {reader.returncode}")


@contextmanager
def still_database() -> Iterator[StillDatabase]:
    """Hold the database file still; others read and write meanwhile.

    Raises:
        DatabaseBusy: readers or writers left no moment for it.
    """
    path: Path = current_app.config["SETTINGS"].database_path
    log = path.with_name(path.name + "-wal")
    db.session.rollback()  # what this thread reads itself would keep the log from being emptied
    with db.engine.connect() as connection:
        for _ in range(TRIES):
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.execute("PRAGMA busy_timeout = 500")  # writers wait as long as this waits for readers
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute("PRAGMA busy_timeout = 30000")
            connection.execute(select(Installation.change_seq))
            if not log.exists() or log.stat().st_size == 0:
                yield StillDatabase(connection, path, path.stat().st_size)
                return
            connection.rollback()  # somebody wrote in between
    raise DatabaseBusy
