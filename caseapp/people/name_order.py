"""Names in the alphabetical order of the reader's language: sealed, so their order is kept in memory and nowhere else.

It is made at first use after unlocking, follows the change counter, and is dropped when the process is locked.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from caseapp.access import ByName
from caseapp.accounts import User
from caseapp.db import Encrypted, memory
from caseapp.i18n import locale_tag
from caseapp.names.collation import collation_key
from caseapp.people.following import Follower
from caseapp.people.models import Person
from caseapp.people.queries import shown, visible_people

_MEMORY = "names-in-order"


class NamesInOrder:
    """The names of one table's rows, with their places in the alphabet of each language asked for. Safe to share."""

    def __init__(self, model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> None:
        """Keep ``column`` of ``model``; ``name`` makes of what it holds the name as the present reader sees it."""
        self._follower = Follower(model, column, "id")
        self._name = name
        self._held: dict[uuid.UUID, Any] = {}
        self._places: dict[str, Mapping[uuid.UUID, int]] = {}

    def places(self, wanted: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
        """Return the places of those wanted that have a name which can be read."""
        with self._follower.lock:
            self._catch_up()
            language = locale_tag()
            if language not in self._places:
                self._places[language] = self._in_order(language)
            places = self._places[language]
            return {row_id: places[row_id] for row_id in wanted if row_id in places}

    def _catch_up(self) -> None:
        for change in self._follower.changes():
            self._places.clear()
            self._held.pop(change.row_id, None)
            if change.text:
                self._held[change.row_id] = change.text

    def _in_order(self, language: str) -> Mapping[uuid.UUID, int]:
        keys = {row_id: collation_key(self._name(held), language) for row_id, held in self._held.items()}
        ordered = sorted(keys, key=lambda row_id: (keys[row_id], row_id.bytes))
        return {row_id: place for place, row_id in enumerate(ordered)}


def by_name_in(model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> ByName:
    """Return the order of a list by an encrypted name in its own rows."""
    return ByName(model.id, _kept(model, column, name).places)


def by_person(user: User, whose: Any) -> ByName:
    """Return the order of a list by the name of a person; ``whose`` is the column that holds their id.

    Whom ``user`` may not see has no place: where somebody stands among others tells of their name.
    """
    kept = _kept(Person, Person.list_pack, lambda pack: shown(pack).name)
    return ByName(whose, lambda ids: kept.places(visible_people(user).intersection(ids)))


def _kept(model: Any, column: "Encrypted[Any]", name: Callable[[Any], str]) -> NamesInOrder:
    orders: dict[str, NamesInOrder] = memory().setdefault(_MEMORY, {})
    return orders.setdefault(column.label, NamesInOrder(model, column, name))
