"""The way of an erasure through the browser's door, and what the database holds before and after."""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine

from caseapp.clock import now
from caseapp.erasures.mention_views import PLACE
from caseapp.jobs.background import under_way
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import once
from tests.notes.test_notes import write_note
from tests.people.walking import client_of

NAME = "Parvin Nemunei"
"""What those are called who are to be erased, where it matters."""

AFTER_THE_HOLD = timedelta(days=15)


def ask(person: Person, address: str, status: int = 302, **changes: str) -> str:
    """Ask for the erasure of a case or person by the address of its page; returns the page of the erasure."""
    kind = "case" if "/cases/" in address else "person"
    sent = {
        "new_id": str(uuid.uuid4()),
        "wished_by": "self",
        "basis": "wish",
        "words": "She came by and asked us to forget her, says Parvin.",
        **changes,
    }
    answer = person.post(f"/erasures/new/{kind}/{address.rpartition('/')[2]}", sent, status)
    return str(answer.headers["Location"]) if status == 302 else answer.text


def version_of(person: Person, path: str) -> str:
    form = next(each for each in person.page(path).forms if "row_version" in each["fields"])
    return str(form["fields"]["row_version"])


def send(person: Person, path: str, status: int = 302, **fields: str) -> Any:
    """Send the form of a step as the page has it."""
    return person.post(path, {"row_version": version_of(person, path), **fields}, status)


def approve(person: Person, erasure: str, status: int = 302, answer: str = "yes") -> Any:
    return send(person, f"{erasure}/approve", status, answer=answer, words="I asked her myself.")


def look(person: Person, erasure: str) -> str:
    """Have everything looked through; returns the page of mentions afterwards."""
    person.post(f"{erasure}/look")
    wait(person)
    return person.page(f"{erasure}/mentions").text


def wait(person: Person) -> None:
    """Wait until nothing is looked through any more."""
    until = time.monotonic() + 60
    while under_way(person.app, PLACE) is not None:
        assert time.monotonic() < until
        time.sleep(0.01)


def carry_out(person: Person, erasure: str, status: int = 302, sure: str = "y") -> Any:
    return send(person, f"{erasure}/carry-out", status, sure=sure)


@contextmanager
def after_the_hold(*people: Person) -> Iterator[None]:
    """The time when the hold is over; everybody signs in anew, as they would."""
    with time_machine.travel(now() + AFTER_THE_HOLD, tick=True):
        for person in people:
            person.sign_in()
        yield


def held_case(asker: Person, approver: Person) -> tuple[str, str]:
    """A case with a note, and its erasure, which was approved so long ago that the hold is over; prepared once."""

    def begin(person: Person) -> tuple[str, str]:
        case = start_case(person, name=NAME)
        write_note(person, case)
        return case, case

    return _held(asker, approver, "case", begin)


def held_client(asker: Person, approver: Person) -> tuple[str, str]:
    """A case, and the erasure of its client, which was approved so long ago; prepared once."""

    def begin(person: Person) -> tuple[str, str]:
        case = start_case(person, name=NAME)
        return case, f"/people/{client_of(person, case)}"

    return _held(asker, approver, "client", begin)


def _held(
    asker: Person, approver: Person, what: str, begin: Callable[[Person], tuple[str, str]]
) -> tuple[str, str]:
    def prepared() -> str:
        with time_machine.travel(now() - AFTER_THE_HOLD, tick=True):
            asking, approving = (
                Person(each.name, each.app, each.app.test_client()).sign_in() for each in (asker, approver)
            )
            case, doomed = begin(asking)
            erasure = ask(asking, doomed)
            approve(approving, erasure)
        return f"{case} {erasure}"

    case, erasure = once(asker.app, f"{what} to be erased, whose hold is over", prepared).split()
    return case, erasure


def erase(asker: Person, approver: Person, address: str) -> str:
    """The whole way for something that nothing else mentions; returns the page of the erasure."""
    erasure = ask(asker, address)
    approve(approver, erasure)
    with after_the_hold(asker, approver):
        look(approver, erasure)
        carry_out(approver, erasure)
    for person in (asker, approver):
        person.client = person.app.test_client()
        person.sign_in()
    return erasure


def rows(instance: Path, besides: frozenset[str] = frozenset()) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Every row of every table by its id, as the database holds it."""
    with sqlite3.connect(instance / "caseapp.db") as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in besides
        ]
        found: dict[str, dict[str, tuple[Any, ...]]] = {}
        for table in tables:
            query = database.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in query.description]
            if "id" in names:
                found[table] = {str(row[names.index("id")]): row for row in query}
    database.close()
    return found


def everything_on_disk(instance: Path) -> bytes:
    """The database and its log, byte by byte."""
    files = [instance / "caseapp.db", instance / "caseapp.db-wal"]
    return b"".join(file.read_bytes() for file in files if file.exists())
