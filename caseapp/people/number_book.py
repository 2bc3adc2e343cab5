"""Finding by telephone number or e-mail address: a book in memory, beside the index of names and under its rules."""

import uuid
from collections.abc import Callable
from typing import Any

from caseapp.accounts import User
from caseapp.dates import latin_digits
from caseapp.db import Encrypted, memory
from caseapp.keeper import at_keeper, bytes_of_ids, call, ids_of_bytes, is_keeper
from caseapp.people.following import Change, Follower
from caseapp.people.models import ContactRoute, Person, RouteKind
from caseapp.people.queries import as_known, routes_of, visible_among

_FEWEST_DIGITS = 6
_MOST_OTHER_SIGNS = 12
_LONGEST_PREFIX = 3
"""Digits that stand before a number for its country, at most."""
_PUNCTUATION = frozenset("+-()/. \u00a0\u200e\u200f")


class NumberBook:
    """Numbers and addresses by whose they are. Safe to share between threads."""

    def __init__(self, model: Any, column: "Encrypted[str]", owner: str) -> None:
        self._follower = Follower(model, column, owner)
        self._rows: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
        self._by_end: dict[str, set[uuid.UUID]] = {}

    def owners(self, asked: str) -> set[uuid.UUID]:
        """Return whose number or address ``asked`` is; of everybody: the caller filters."""
        with self._follower.lock:
            for change in self._follower.changes():
                self._take(change)
            wanted = folded(asked)
            rows = [self._rows[row_id] for row_id in self._by_end.get(_end_of(wanted), ())]
        return {owner_id for owner_id, text in rows if same_route(wanted, text)}

    def _take(self, change: Change) -> None:
        _owner_id, before = self._rows.pop(change.row_id, (None, ""))
        if before:
            self._by_end[_end_of(before)].discard(change.row_id)
        text = folded(change.text) if change.text else ""
        if text:
            self._rows[change.row_id] = change.owner_id, text
            self._by_end.setdefault(_end_of(text), set()).add(change.row_id)


class KeptNumberBook:
    """A number book of the host; a worker that does not keep it asks the one that does."""

    def __init__(self, name: str, make: Callable[[], NumberBook]) -> None:
        """Keep under ``name`` what ``make`` makes."""
        self._name, self._make = name, make
        at_keeper(name)(lambda said, _body, _ask: ({}, bytes_of_ids(self._own(str(said["asked"])))))

    def owners(self, asked: str) -> set[uuid.UUID]:
        """Return whose number or address ``asked`` is; of everybody: the caller filters."""
        if is_keeper():
            return self._own(asked)
        return set(ids_of_bytes(call(self._name, asked=asked)[1]))

    def _own(self, asked: str) -> set[uuid.UUID]:
        book = memory().setdefault(self._name, self._make())
        assert isinstance(book, NumberBook)
        return book.owners(asked)


_PEOPLE = KeptNumberBook(
    "people-by-number", lambda: NumberBook(ContactRoute, ContactRoute.value, "person_id")
)


def people_by_route(user: User, asked: str) -> list[uuid.UUID]:
    """Return the people with this telephone number or e-mail address whom ``user`` may see.

    Somebody who was found to be the same as another is answered with that other.
    """
    if not is_route(asked):
        return []
    return as_known(user, sorted(visible_among(user, _PEOPLE.owners(asked))))


def people_with_route(asked: str) -> set[uuid.UUID]:
    """Return everybody with this telephone number or e-mail address, whoever sees them: the caller filters."""
    return _PEOPLE.owners(asked) if is_route(asked) else set()


def telephone_with(user: User, person: Person, number: str) -> ContactRoute | None:
    """Return the telephone of ``person`` that has this very number, as far as ``user`` may see it.

    A search also takes a number for the end of another one; where something is written beside it, that would put it
    beside somebody else's.
    """
    wanted = folded(number)
    return next(
        (
            route
            for route in routes_of(user, person)
            if route.kind == RouteKind.TELEPHONE
            and (route.value == number or _same_number(wanted, folded(route.value)))
        ),
        None,
    )


def is_fuller(number: str, than: str) -> bool:
    """Tell whether a number has more digits than the same one as it was written before: its country's prefix."""
    return len(folded(number)) > len(folded(than))


def is_route(text: str) -> bool:
    """Tell whether ``text`` looks like a telephone number or an e-mail address."""
    return "@" in text or is_number(text)


def is_number(text: str) -> bool:
    """Tell whether ``text`` is a telephone number: at least six digits, and signs that go with them."""
    others = [sign for sign in text if not sign.isdecimal()]
    digits = len(text) - len(others)
    return digits >= _FEWEST_DIGITS and len(others) <= _MOST_OTHER_SIGNS and set(others) <= _PUNCTUATION


def folded(text: str) -> str:
    """Return a number as its digits without leading zeros, an address in small letters."""
    if "@" in text:
        return text.strip().casefold()
    return "".join(sign for sign in latin_digits(text) if sign.isascii() and sign.isdigit()).lstrip("0")


def same_route(one: str, other: str) -> bool:
    """Compare two folded routes. One number may bear the country's prefix and the other not."""
    if "@" in one or "@" in other:
        return one == other
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _FEWEST_DIGITS and longer.endswith(shorter)


def _end_of(route: str) -> str:
    """What two folded routes have in common that may be the same: an address all of it, a number its last digits."""
    return route if "@" in route else route[-_FEWEST_DIGITS:]


def _same_number(one: str, other: str) -> bool:
    return same_route(one, other) and abs(len(one) - len(other)) <= _LONGEST_PREFIX
