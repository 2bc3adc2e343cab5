"""Tries to open a case by its reference are counted, and after a few each has to wait longer than the one before.

Whoever guesses references gets nowhere; whoever needs one case, and then another, never notices.
"""

from datetime import UTC, datetime, timedelta

from caseapp.accounts.models import SignInThrottle, User
from caseapp.clock import now
from caseapp.db import db, keyring
from caseapp.vault import keyed_token

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
"""So long after the last try they are counted from the beginning."""


def wait_of(user: User) -> timedelta:
    """Return how long ``user`` still has to wait before a try of theirs is heard; nothing for most."""
    row = db.session.get(SignInThrottle, _key(user))
    return max(row.heard_from - _now(), timedelta(0)) if row is not None else timedelta(0)


def count_try(user: User) -> None:
    """Count a try of ``user``, whatever comes of it. Inside the write."""
    row = db.session.get(SignInThrottle, _key(user))
    if row is None:
        row = SignInThrottle(key=_key(user), failures=0, heard_from=_now())
        db.session.add(row)
    if row.heard_from + FORGOTTEN_AFTER < _now():
        row.failures = 0
    row.failures += 1
    excess = row.failures - FREE_TRIES
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(excess, 10)) if excess >= 0 else timedelta(0)
    row.heard_from = _now() + wait


def _key(user: User) -> bytes:
    return keyed_token(keyring(), "emergency_access.tries", user.id.bytes)


def _now() -> datetime:
    return now().astimezone(UTC).replace(tzinfo=None)
