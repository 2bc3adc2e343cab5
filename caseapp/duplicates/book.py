"""What is known of people, held in memory to compare them: kept fresh by the change counter, never written anywhere.

Only people whom the reader sees, in every record in which they stand, are compared, before anything is ranked or cut.
"""

import math
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from caseapp.db import db, memory
from caseapp.db.scopes import forget_scope_keys
from caseapp.duplicates.likely import Comparer, Proposed
from caseapp.people.comparing import Known, folded_route
from caseapp.people.following import Change, Follower
from caseapp.people.models import ContactRoute, Person, PersonName, Relation

_MEMORY = "people-compared"
_NOTHING = (None, "", "", "")


@dataclass
class _Entry:
    names: dict[uuid.UUID, str] = field(default_factory=dict)
    routes: dict[uuid.UUID, str] = field(default_factory=dict)
    facts: tuple[Any, ...] = _NOTHING


class PeopleCompared:
    """What is known of all people, and how alike those are who were compared. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_names = Follower(PersonName, PersonName.name, "person_id")
        self._of_routes = Follower(ContactRoute, ContactRoute.value, "person_id")
        self._of_facts = Follower(
            Person, (Person.born, Person.born_where, Person.sex, Person.nationality), "id"
        )
        self._entries: dict[uuid.UUID, _Entry] = {}
        self._comparer = Comparer()

    def propose(self, reader_id: uuid.UUID, among: Collection[uuid.UUID], patience: float) -> Proposed:
        """Read what is new and compare those ``among``, for ``patience`` seconds in all; their next call goes on."""
        until = time.monotonic() + patience
        with self._lock:
            if not self._catch_up(until):
                return Proposed([], 0, 0, is_ready=False)
            known = self._known(among, _relatives())
            return self._comparer.propose(known, until - time.monotonic(), reader=reader_id, among=among)

    def names_of(self, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
        """Return the names that stand with each person; of everybody: the caller asks who may see whom."""
        with self._lock:
            self._catch_up()
            return {
                person_id: tuple(self._entries[person_id].names.values())
                for person_id in person_ids
                if person_id in self._entries
            }

    def _catch_up(self, until: float = math.inf) -> bool:
        """Read what is new, block by block; tell whether that came to an end in time."""
        return all(
            self._follow(follower, take, until)
            for follower, take in (
                (self._of_names, self._take_name),
                (self._of_routes, self._take_route),
                (self._of_facts, self._take_facts),
            )
        )

    def _follow(self, follower: Follower, take: Callable[[Change], None], until: float) -> bool:
        with follower.lock:
            while block := list(follower.changes(blocks=1)):
                for change in block:
                    take(change)
                forget_scope_keys()  # a few at a time: the keys of everybody would stay in memory until the end
                if time.monotonic() >= until:
                    return False
        return True

    def _take_name(self, change: Change) -> None:
        _put(self._of(change).names, change, change.text)

    def _take_route(self, change: Change) -> None:
        _put(self._of(change).routes, change, folded_route(change.text or ""))

    def _take_facts(self, change: Change) -> None:
        self._of(change).facts = change.text or _NOTHING

    def _of(self, change: Change) -> _Entry:
        return self._entries.setdefault(change.owner_id, _Entry())

    def _known(
        self, among: Collection[uuid.UUID], relatives: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    ) -> dict[uuid.UUID, Known]:
        """Those who stand for themselves, with what was found to be theirs in other records."""
        rows = db.session.execute(
            select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None))
        )
        merged: dict[uuid.UUID, uuid.UUID] = {
            person_id: known for person_id, known in rows if person_id in among and known is not None
        }
        held: dict[uuid.UUID, list[_Entry]] = {}
        for person_id in among:
            if person_id in self._entries:
                held.setdefault(merged.get(person_id, person_id), []).append(self._entries[person_id])
        found = {}
        for person_id, entries in held.items():
            own = self._entries.get(person_id)
            if own is None or person_id not in among:
                continue
            born, where, sex, nationality = own.facts
            found[person_id] = Known(
                tuple(dict.fromkeys(name for each in entries for name in each.names.values())),
                born,
                where,
                sex,
                nationality,
                tuple(dict.fromkeys(route for each in entries for route in each.routes.values())),
                relatives.get(person_id, frozenset()),
            )
        return found


def people_compared() -> PeopleCompared:
    """Return what this process knows of people and has compared; it goes with the keys."""
    compared = memory().setdefault(_MEMORY, PeopleCompared())
    assert isinstance(compared, PeopleCompared)
    return compared


def _put(kept: dict[uuid.UUID, str], change: Change, text: str) -> None:
    kept.pop(change.row_id, None)
    if text:
        kept[change.row_id] = text


def _relatives() -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    stated = select(Relation.person_id, Relation.relative_id).where(Relation.removed_on.is_(None))
    for one, other in db.session.execute(stated):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {person_id: frozenset(others) for person_id, others in found.items()}
