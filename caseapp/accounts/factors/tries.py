"""How often a second factor was wrong, for an account and for it at one place: a growing pause, never for good.

Only somebody who has the passphrase gets here. Whoever has stolen it and keeps guessing codes elsewhere never shuts out
the owner where they were right before: there, only what was tried from there counts.
"""

from caseapp.accounts.models import User
from caseapp.accounts.throttle import (
    Counter,
    count_failure,
    counter_for,
    forget_failures,
    is_known,
    keys_for,
    must_wait,
    remember,
)


def is_paused(user: User, place: bytes) -> bool:
    """Tell whether a second factor of ``user`` from ``place`` is not heard yet."""
    account, here = _counters(user, place)
    return must_wait(here) or (must_wait(account) and not is_known(_known_here(user, place)))


def count_wrong(user: User, place: bytes) -> None:
    """Count a wrong second factor. Inside a write."""
    for counter in _counters(user, place):
        count_failure(counter, heard=not must_wait(counter))


def forget_wrong(user: User, place: bytes) -> None:
    """Begin to count anew, after a right one, and know this place as one of ``user``. Inside a write."""
    forget_failures(*_counters(user, place))
    remember(_known_here(user, place))


def _counters(user: User, place: bytes) -> tuple[Counter, Counter]:
    return (
        counter_for("second_factor.account", user.id.bytes),
        counter_for("second_factor.here", user.id.bytes + place),
    )


def _known_here(user: User, place: bytes) -> list[bytes]:
    # Another mark than that of the passphrase: whoever has stolen that has their place known by it.
    return keys_for("second_factor.known_here", user.id.bytes + place)
