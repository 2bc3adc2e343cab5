"""Handing a fetched file over: the passphrase that its page shows, and the encrypted file until the browser has it.

Both stand in memory only, beside the keys, and go with them; of several workers one has them. A passphrase stays the
same however often its page is looked at, and is shown no more once a file was made with it: what somebody noted always
opens the file that they have.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from caseapp.clock import now, today
from caseapp.db import changes_so_far, memory
from caseapp.keeper import Ask, at_keeper, call
from caseapp.reports.container import new_passphrase

HELD = timedelta(minutes=10)
"""How long a file can be downloaded after it was made: a download may break off."""
_KEY, _GOOD = "exports-of-records", "exports-that-hold-good"


@dataclass
class Held:
    """A file that was made with a passphrase, for its browser to take."""

    passphrase: str
    content: bytes
    taken: bool = False
    holds: str = ""
    """What whoever hands it over knows again by it, should something have changed before the browser has it."""
    changes: int = -1
    """Where the counter of changes stood behind the write that let it out."""


@dataclass
class _Waiting:
    file: Held
    made_at: datetime


@dataclass
class _Counter:
    passphrase: str = ""
    held: _Waiting | None = None


def as_it_stands() -> tuple[int, date]:
    """Return the counter of changes and the day: while both are the same, so is what anybody may have."""
    return changes_so_far(), today()


def hold_good(export_id: uuid.UUID, changes: int, day: date) -> None:
    """Remember that what an export holds is what whoever asked may have, as of this many changes and this day.

    Each worker remembers it of the exports that it made; another asks again.
    """
    _good()[export_id] = changes, day


def holds_good(export_id: uuid.UUID) -> bool:
    """Tell whether it still is, because nothing at all was changed since, nor any access ended with its day."""
    return _good().get(export_id) == as_it_stands()


def _good() -> dict[uuid.UUID, tuple[int, date]]:
    found: dict[uuid.UUID, tuple[int, date]] = memory().setdefault(_GOOD, {})
    return found


def passphrase_for(export_id: uuid.UUID) -> str:
    """Return the passphrase of the next file of an export; from here on the file before it cannot be downloaded."""
    return str(call("export-passphrase", export_id.bytes)[0]["passphrase"])


def waits_for_download(export_id: uuid.UUID) -> bool:
    """Tell whether a passphrase was shown with which no file was made yet."""
    return bool(call("export-shown", export_id.bytes)[0]["passphrase"])


def hand_over(
    export_id: uuid.UUID, passphrase: str, content: bytes, holds: str = "", changes: int = -1
) -> None:
    """Hold a file that was made with ``passphrase``, which is shown no more."""
    said: dict[str, Any] = {"passphrase": passphrase, "holds": holds, "changes": changes}
    call("export-held", content, export_id=export_id.hex, **said)


def drop(export_id: uuid.UUID) -> None:
    """Hold a file no more: something in it may not leave any more."""
    call("export-dropped", export_id.bytes)


def held_file(export_id: uuid.UUID) -> Held | None:
    """Return the file that waits to be downloaded, None where there is none or its time is over."""
    said, content = call("export-waiting", export_id.bytes)
    if not said:
        return None
    return Held(said["passphrase"], content, bool(said["taken"]), said["holds"], said["changes"])


def note_taken(export_id: uuid.UUID) -> None:
    """Note that a browser has begun to download the file."""
    call("export-taken", export_id.bytes)


Answered = tuple[dict[str, Any], bytes]


@at_keeper("export-passphrase")
def _passphrase(_said: dict[str, Any], export_id: bytes, _ask: Ask) -> Answered:
    counter = _counter(uuid.UUID(bytes=export_id))
    if not counter.passphrase:
        counter.passphrase, counter.held = new_passphrase(), None
    return {"passphrase": counter.passphrase}, b""


@at_keeper("export-shown")
def _shown(_said: dict[str, Any], export_id: bytes, _ask: Ask) -> Answered:
    return {"passphrase": _counter(uuid.UUID(bytes=export_id)).passphrase}, b""


@at_keeper("export-held")
def _hold(said: dict[str, Any], content: bytes, _ask: Ask) -> Answered:
    counter = _counter(uuid.UUID(said["export_id"]))
    held = Held(said["passphrase"], content, holds=said["holds"], changes=said["changes"])
    counter.passphrase, counter.held = "", _Waiting(held, now())
    return {}, b""


@at_keeper("export-dropped")
def _drop(_said: dict[str, Any], export_id: bytes, _ask: Ask) -> Answered:
    _counter(uuid.UUID(bytes=export_id)).held = None
    return {}, b""


@at_keeper("export-waiting")
def _waiting(_said: dict[str, Any], export_id: bytes, _ask: Ask) -> Answered:
    waiting = _counter(uuid.UUID(bytes=export_id)).held
    if waiting is None:
        return {}, b""
    file = waiting.file
    said = {"passphrase": file.passphrase, "taken": file.taken, "holds": file.holds, "changes": file.changes}
    return said, file.content


@at_keeper("export-taken")
def _take(_said: dict[str, Any], export_id: bytes, _ask: Ask) -> Answered:
    waiting = _counter(uuid.UUID(bytes=export_id)).held
    if waiting is not None:
        waiting.file.taken = True
    return {}, b""


def _counter(export_id: uuid.UUID) -> _Counter:
    counters: dict[uuid.UUID, _Counter] = memory().setdefault(_KEY, {})
    for each in list(counters.values()):
        if each.held is not None and now() - each.held.made_at > HELD:
            each.held = None
    return counters.setdefault(export_id, _Counter())
