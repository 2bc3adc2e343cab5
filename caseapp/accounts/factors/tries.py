"""How often a second factor was wrong, for an account and for it at one place: a growing pause, never for good.

Only somebody who has the passphrase gets here. Whoever has stolen it and keeps guessing codes elsewhere never shuts out
the owner for long.
"""

from caseapp.accounts.models import User
from caseapp.accounts.throttle import Counter, count_failure, counter_for, forget_failures, must_wait


def is_paused(user: User, place: bytes) -> bool:
    """Tell whether a second factor of ``user`` from ``place`` is not heard yet."""
    return any(must_wait(counter) for counter in _counters(user, place))


def count_wrong(user: User, place: bytes) -> None:
    """Count a wrong second factor. Inside a write."""
    for counter in _counters(user, place):
        count_failure(counter, heard=not must_wait(counter))


def forget_wrong(user: User, place: bytes) -> None:
    """Begin to count anew, after a right one. Inside a write."""
    forget_failures(*_counters(user, place))


def _counters(user: User, place: bytes) -> tuple[Counter, Counter]:
    return (
        counter_for("second_factor.account", user.id.bytes),
        counter_for("second_factor.here", user.id.bytes + place),
    )
