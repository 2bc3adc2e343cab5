"""Handing a fetched file over: the passphrase that its page shows, and the encrypted file until the browser has it.

Both stand in memory only, beside the keys, and go with them. A passphrase stays the same however often its page is
looked at, and is shown no more once a file was made with it: what somebody noted always opens the file that they have.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseapp.clock import now, today
from caseapp.db import changes_so_far, memory
from caseapp.reports.container import new_passphrase

HELD = timedelta(minutes=10)
"""How long a file can be downloaded after it was made: a download may break off."""
_KEY = "exports-of-records"


@dataclass
class Held:
    """A file that was made with a passphrase, for its browser to take."""

    passphrase: str
    content: bytes
    made_at: datetime
    taken: bool = False


@dataclass
class _Counter:
    passphrase: str = ""
    held: Held | None = None
    good: tuple[int, date] | None = None


def hold_good(export_id: uuid.UUID, changes: int) -> None:
    """Remember that what an export holds is what whoever asked may have, as of this many changes and today."""
    _counter(export_id).good = changes, today()


def holds_good(export_id: uuid.UUID) -> bool:
    """Tell whether it still is, because nothing at all was changed since, nor any access ended with its day."""
    return _counter(export_id).good == (changes_so_far(), today())


def passphrase_for(export_id: uuid.UUID) -> str:
    """Return the passphrase of the next file of an export; from here on the file before it cannot be downloaded."""
    counter = _counter(export_id)
    if not counter.passphrase:
        counter.passphrase, counter.held = new_passphrase(), None
    return counter.passphrase


def waits_for_download(export_id: uuid.UUID) -> bool:
    """Tell whether a passphrase was shown with which no file was made yet."""
    return bool(_counter(export_id).passphrase)


def hand_over(export_id: uuid.UUID, passphrase: str, content: bytes) -> None:
    """Hold a file that was made with ``passphrase``, which is shown no more."""
    counter = _counter(export_id)
    counter.passphrase, counter.held = "", Held(passphrase, content, now())


def held_file(export_id: uuid.UUID) -> Held | None:
    """Return the file that waits to be downloaded, None where there is none or its time is over."""
    return _counter(export_id).held


def _counter(export_id: uuid.UUID) -> _Counter:
    counters: dict[uuid.UUID, _Counter] = memory().setdefault(_KEY, {})
    for each in list(counters.values()):
        if each.held is not None and now() - each.held.made_at > HELD:
            each.held = None
    return counters.setdefault(export_id, _Counter())
