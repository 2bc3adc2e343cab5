"""Who may be the same as whom: found in memory when it is asked, and never written anywhere.

Only persons whom the reader sees, in every record in which they stand, are compared, before anything is ranked or cut.
"""

import threading
import time
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from caseapp.db import db, memory
from caseapp.duplicates.blocking import Couple, Crowd, Sketch
from caseapp.names import meeting_keys
from caseapp.people.comparing import Known, NamesMet, Reason, folded_route, names_met, points_of, reasons_of
from caseapp.people.following import Change, Follower
from caseapp.people.models import ContactRoute, Person, PersonName, Relation

_MEMORY = "persons-compared"
LEAST_POINTS = 3.0
"""From so many on two persons are proposed: once in a thousand two people meet in so much by chance."""
_NAMES_ALIKE = 3
"""To which power a likeness counts: names that are only a little alike say next to nothing."""
_MOST_EACH = 8
"""With so many others a person is compared in full, the most promising."""
_MOST_KEPT = 200_000
_NOTHING = (None, "", "", "")


@dataclass(frozen=True)
class Likely:
    """Two persons who may be one, and why."""

    couple: Couple
    points: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Proposed:
    """Those found, the likeliest first, and how far the comparing has come."""

    found: list[Likely]
    compared: int
    to_compare: int

    @property
    def is_complete(self) -> bool:
        """Tell whether all that is worth comparing was compared."""
        return self.compared >= self.to_compare


@dataclass
class _Person:
    names: dict[uuid.UUID, str] = field(default_factory=dict)
    routes: dict[uuid.UUID, str] = field(default_factory=dict)
    facts: tuple[Any, ...] = _NOTHING


class PersonsCompared:
    """What is known of all persons, and how alike those are who were compared. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_names = Follower(PersonName, PersonName.name, "person_id")
        self._of_routes = Follower(ContactRoute, ContactRoute.value, "person_id")
        self._of_facts = Follower(
            Person, (Person.born, Person.born_where, Person.sex, Person.nationality), "id"
        )
        self._persons: dict[uuid.UUID, _Person] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._compared: dict[Couple, tuple[Known, Known, NamesMet]] = {}

    def propose(self, among: Collection[uuid.UUID], until: float) -> Proposed:
        """Compare those ``among`` until the monotonic clock says ``until``; the next call goes on from there."""
        with self._lock:
            self._catch_up()
            relatives = _relatives()
            crowd = Crowd(self._sketches(among, relatives))
            couples = self._promising(crowd)
            found, compared = [], 0
            for couple, telling, others in couples:
                met = self._met(crowd, couple, may_compare=time.monotonic() < until)
                if met is None:
                    continue
                compared += 1
                one, other = crowd.known_of(couple)
                reasons = reasons_of(one, other, met)
                points = points_of(others) + telling * met.likeness**_NAMES_ALIKE
                if points >= LEAST_POINTS:
                    found.append(Likely(couple, points, tuple(reasons)))
            found.sort(key=lambda likely: (-likely.points, likely.couple))
            return Proposed(found, compared, len(couples))

    def names_of(self, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
        """Return the names that stand with each person; of everybody: the caller asks who may see whom."""
        with self._lock:
            self._catch_up()
            return {
                person_id: tuple(self._persons[person_id].names.values())
                for person_id in person_ids
                if person_id in self._persons
            }

    def _catch_up(self) -> None:
        with self._of_names.lock:
            for change in self._of_names.changes():
                self._put(self._of(change).names, change, change.text)
        with self._of_routes.lock:
            for change in self._of_routes.changes():
                self._put(self._of(change).routes, change, folded_route(change.text or ""))
        with self._of_facts.lock:
            for change in self._of_facts.changes():
                self._of(change).facts = change.text or _NOTHING

    def _of(self, change: Change) -> _Person:
        return self._persons.setdefault(change.owner_id, _Person())

    @staticmethod
    def _put(kept: dict[uuid.UUID, str], change: Change, text: str) -> None:
        kept.pop(change.row_id, None)
        if text:
            kept[change.row_id] = text

    def _sketches(
        self, among: Collection[uuid.UUID], relatives: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    ) -> dict[uuid.UUID, Sketch]:
        """Those who stand for themselves, with what was found to be theirs in other records."""
        rows = db.session.execute(
            select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None))
        )
        merged: dict[uuid.UUID, uuid.UUID] = {
            person_id: known for person_id, known in rows if person_id in among and known is not None
        }
        held: dict[uuid.UUID, list[_Person]] = {}
        for person_id in among:
            if person_id in self._persons:
                held.setdefault(merged.get(person_id, person_id), []).append(self._persons[person_id])
        sketches = {}
        for person_id, persons in held.items():
            own = self._persons.get(person_id)
            if own is None or person_id not in among:
                continue
            names = tuple(dict.fromkeys(name for each in persons for name in each.names.values()))
            routes = tuple(dict.fromkeys(route for each in persons for route in each.routes.values()))
            born, where, sex, nationality = own.facts
            kin = relatives.get(person_id, frozenset())
            known = Known(names, born, where, sex, nationality, routes, kin)
            keys = frozenset().union(*(self._keys_of(name) for name in names))
            sketches[person_id] = Sketch(known, keys)
        return sketches

    def _keys_of(self, name: str) -> frozenset[str]:
        if name not in self._keys:
            if len(self._keys) > _MOST_KEPT:
                self._keys.clear()
            self._keys[name] = meeting_keys(name)
        return self._keys[name]

    def _promising(self, crowd: Crowd) -> list[tuple[Couple, float, list[Reason]]]:
        """Couples that would be proposed if their names were the same, not too many of each person."""
        weighed = []
        for couple in crowd.couples():
            one, other = crowd.known_of(couple)
            if couple[0] in other.relatives:
                continue  # nobody is their own relative
            telling = crowd.telling(*couple)
            others = reasons_of(one, other, NamesMet())
            at_most = telling + points_of(others)
            if at_most >= LEAST_POINTS:
                weighed.append((at_most, couple, telling, others))
        weighed.sort(key=lambda each: (-each[0], each[1]))
        times: dict[uuid.UUID, int] = {}
        kept = []
        for _at_most, couple, telling, others in weighed:
            if all(times.get(each, 0) < _MOST_EACH for each in couple):
                kept.append((couple, telling, others))
                for each in couple:
                    times[each] = times.get(each, 0) + 1
        return kept

    def _met(self, crowd: Crowd, couple: Couple, *, may_compare: bool) -> NamesMet | None:
        one, other = crowd.known_of(couple)
        kept = self._compared.get(couple)
        if kept is not None and (kept[0].names, kept[1].names) == (one.names, other.names):
            return kept[2]
        if not may_compare:
            return None
        if len(self._compared) > _MOST_KEPT:
            self._compared.clear()
        met = names_met(one.names, other.names)
        self._compared[couple] = one, other, met
        return met


def persons_compared() -> PersonsCompared:
    """Return what this process knows of persons and has compared; it goes with the keys."""
    compared = memory().setdefault(_MEMORY, PersonsCompared())
    assert isinstance(compared, PersonsCompared)
    return compared


def _relatives() -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    stated = select(Relation.person_id, Relation.relative_id).where(Relation.removed_on.is_(None))
    for one, other in db.session.execute(stated):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {person_id: frozenset(others) for person_id, others in found.items()}
