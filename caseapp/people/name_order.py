"""Names in the alphabetical order of the reader's language: sealed, so their order is kept in memory and nowhere else.

It is made at first use after unlocking, follows the change counter, and is dropped when the process is locked.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseapp.access import ByName
from caseapp.accounts import User
from caseapp.db import Encrypted, memory
from caseapp.i18n import locale_tag
from caseapp.names.collation import collation_key
from caseapp.people.following import Follower
from caseapp.people.models import Person
from caseapp.people.queries import shown, visible_among, visible_people

_MEMORY = "names-in-order"
_MANY = 2_000
"""More people are not asked about one by one."""


@dataclass
class _Alphabet:
    """The rows in the order of one language, and what each is put in order by."""

    keys: dict[uuid.UUID, Any] = field(default_factory=dict)
    ordered: list[uuid.UUID] | None = None
    places: dict[uuid.UUID, int] = field(default_factory=dict)


class NamesInOrder:
    """The names of one table's rows, with their places in the alphabet of each language asked for. Safe to share."""

    def __init__(self, model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> None:
        """Keep ``column`` of ``model``; ``name`` makes of what it holds the name as the present reader sees it."""
        self._follower = Follower(model, column, "id")
        self._name = name
        self._held: dict[uuid.UUID, Any] = {}
        self._alphabets: dict[str, _Alphabet] = {}

    def places(self, wanted: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
        """Return the places of those wanted that have a name which can be read."""
        with self._follower.lock:
            places = self._in_order().places
        return {row_id: places[row_id] for row_id in wanted if row_id in places}

    def ordered(self) -> Sequence[uuid.UUID]:
        """Return everybody whose name can be read, in the order of the alphabet. It is not to be changed."""
        with self._follower.lock:
            return self._in_order().ordered or []

    def _in_order(self) -> _Alphabet:
        self._catch_up()
        language = locale_tag()
        alphabet = self._alphabets.setdefault(language, _Alphabet())
        if alphabet.ordered is None:
            for row_id in self._held.keys() - alphabet.keys.keys():  # only what changed is read anew
                alphabet.keys[row_id] = collation_key(self._name(self._held[row_id]), language), row_id.bytes
            alphabet.ordered = sorted(alphabet.keys, key=alphabet.keys.__getitem__)
            alphabet.places = {row_id: place for place, row_id in enumerate(alphabet.ordered)}
        return alphabet

    def _catch_up(self) -> None:
        for change in self._follower.changes():
            for alphabet in self._alphabets.values():
                alphabet.ordered = None
                alphabet.keys.pop(change.row_id, None)
            self._held.pop(change.row_id, None)
            if change.text:
                self._held[change.row_id] = change.text


def by_name_in(model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> ByName:
    """Return the order of a list by an encrypted name in its own rows."""
    kept = _kept(model, column, name)
    return ByName(model.id, kept.places, kept.ordered)


def by_person(user: User, whose: Any) -> ByName:
    """Return the order of a list by the name of a person; ``whose`` is the column that holds their id.

    Whom ``user`` may not see has no place: where somebody stands among others tells of their name.
    """
    kept = _kept(Person, Person.list_pack, lambda pack: shown(pack).name)
    return ByName(whose, lambda ids: kept.places(_visible(user, ids)), kept.ordered)


def _visible(user: User, person_ids: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
    if len(person_ids) > _MANY:
        return visible_people(user).intersection(person_ids)
    return visible_among(user, person_ids)


def _kept(model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> NamesInOrder:
    orders: dict[str, NamesInOrder] = memory().setdefault(_MEMORY, {})
    return orders.setdefault(column.label, NamesInOrder(model, column, name))
