"""Counting what failed, and how long the next try waits: for a name, a place and everybody, in the database.

The keys of the rows are keyed tokens, so that they tell neither who nor where. Failures fade: what somebody mistyped
long ago counts no more. Whoever writes into the database can set a counter back and so try passphrases without a
pause; that brings them little, because each try still costs the slow hash and goes through the application, and they
could have written worse. What they cannot do is shut people out: a pause longer than any that is given here is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select

from caseapp.accounts.models import SignInThrottle
from caseapp.clock import now
from caseapp.db import db, keyring
from caseapp.vault import Purpose, keyed_token

HALF_LIFE = timedelta(hours=1)
"""After so long without a failure half as many count."""
FORGOTTEN_AFTER = timedelta(days=2)
"""Whatever failed so long ago counts nothing at all: its row goes."""
KNOWN_FOR = timedelta(days=180)
"""A place from which somebody signed in is known as theirs for so long."""


@dataclass(frozen=True)
class Limit:
    """How many failures are free, and the longest pause that more of them bring; it doubles from a second on."""

    free: int
    longest: timedelta

    def pause_after(self, failures: int) -> timedelta:
        """Return how long the next try waits after so many failures."""
        excess = failures - self.free
        return min(self.longest, timedelta(seconds=2 ** min(excess, 12))) if excess >= 0 else timedelta()


OF_ONE = Limit(free=5, longest=timedelta(minutes=5))
"""For one account, or one place."""
OF_ALL = Limit(free=100, longest=timedelta(seconds=10))
"""For everybody together: guesses from very many places are slowed, and nobody is shut out for long by them."""


@dataclass(frozen=True)
class Counter:
    """What is counted together: its keys, under the token key in use first, then under former ones."""

    keys: Sequence[bytes]
    limit: Limit = OF_ONE


def keys_for(use: str, *about: bytes) -> list[bytes]:
    """Return the keys under which something is counted or known, by the token key in use and by former ones.

    ``use`` names what is counted; ``about`` is one value, or one for each of these token keys.
    """
    ring, versions = keyring(), keyring().readable(Purpose.TOKEN)
    values = about if len(about) == len(versions) else about * len(versions)
    return [keyed_token(ring, use, value, version) for value, version in zip(values, versions, strict=True)]


def counter_for(use: str, *about: bytes, limit: Limit = OF_ONE) -> Counter:
    """Return the counter of something, such as of a second factor of an account. As ``keys_for``."""
    return Counter(keys_for(use, *about), limit)


def must_wait(counter: Counter) -> bool:
    """Tell whether the next try is not heard yet. A pause longer than any is none: the clock or a tool set it."""
    moment = _naive(now())
    return any(moment < row.heard_from <= moment + counter.limit.longest for row in _rows_of(counter.keys))


def count_failure(counter: Counter, *, heard: bool = True) -> None:
    """Count a failure, inside a write. One that was not ``heard``, because it came in a pause, makes none longer."""
    moment, known = _naive(now()), _rows_of(counter.keys)
    if known:
        row = known[0]
        row.failures = remaining(row, moment)
    else:
        row = SignInThrottle(key=counter.keys[0], failures=0, heard_from=moment)
        db.session.add(row)
    row.failures += 1
    if heard:
        row.heard_from = moment + counter.limit.pause_after(row.failures)


def remaining(row: SignInThrottle, moment: datetime) -> int:
    """Return how many of the failures that a row counts have not faded."""
    quiet = max(timedelta(), moment - row.heard_from)
    return row.failures >> min(quiet // HALF_LIFE, 64)


def forget_failures(*counters: Counter) -> None:
    """Begin to count anew: somebody was right. Inside a write."""
    keys = [key for counter in counters for key in counter.keys]
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_(keys)))


def is_known(keys: Sequence[bytes]) -> bool:
    """Tell whether something was remembered under one of these keys."""
    return bool(_rows_of(keys))


def remember(keys: Sequence[bytes]) -> None:
    """Remember that somebody was here, from now on for as long as they come now and then. Inside a write."""
    db.session.merge(SignInThrottle(key=keys[0], failures=0, heard_from=_naive(now())))


def forget_faded() -> None:
    """Delete what has faded, and places where somebody last was long ago. Inside a write."""
    moment = _naive(now())
    faded = (SignInThrottle.failures > 0) & (SignInThrottle.heard_from < moment - FORGOTTEN_AFTER)
    strange = (SignInThrottle.failures == 0) & (SignInThrottle.heard_from < moment - KNOWN_FOR)
    db.session.execute(delete(SignInThrottle).where(or_(faded, strange)))


def _rows_of(keys: Sequence[bytes]) -> list[SignInThrottle]:
    found = {
        row.key: row for row in db.session.scalars(select(SignInThrottle).where(SignInThrottle.key.in_(keys)))
    }
    return [found[key] for key in keys if key in found]


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
