"""The index of the names of all people: in memory, made after unlocking, kept fresh by the change counter."""

import time
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from caseapp.db import db
from caseapp.db.scopes import forget_scope_keys
from caseapp.names import Allowed, NameIndex
from caseapp.people.following import Follower
from caseapp.people.models import PersonName

_LET_IN = 0.001
"""Seconds between two blocks of names: without them nobody who waits would ever be faster than the next block."""


@dataclass(frozen=True)
class Likely:
    """A person whose name answers a query."""

    person_id: uuid.UUID
    likeness: float


@dataclass(frozen=True)
class Reading:
    """How many names were read, of how many."""

    done: int
    all: int

    @property
    def percent(self) -> int:
        """Return the share that was read; a name that is new meanwhile makes it no more than all."""
        return min(100, 100 * self.done // max(1, self.all))


class PeopleByName:
    """The names of all people, by person. Safe to share between threads."""

    def __init__(self) -> None:
        self._follower = Follower(PersonName, PersonName.name, "person_id")
        self._index: NameIndex[uuid.UUID] = NameIndex()
        self._names: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
        self._reading: Reading | None = None
        self._read_once = False

    def __len__(self) -> int:
        """Return how many people have a name that was read."""
        return sum(1 for names in self._names.values() if names)

    def search(
        self,
        name: str,
        limit: int,
        allowed: Allowed[uuid.UUID],
        *,
        unfinished: bool = False,
        at_once: bool = False,
    ) -> list[Likely]:
        """Return the people whose names answer best; only those of whom ``allowed`` says so are ranked.

        While the names are being read for the first time, a search ``at_once`` answers with those that were; any other
        waits for all of them.
        """
        with self._follower.lock:
            if not (at_once and self._reading):
                self._catch_up()
            found = self._index.search(name, limit, allowed, unfinished=unfinished)
        return [Likely(person_id, likeness) for person_id, likeness in found]

    def catch_up(self) -> None:
        """Read the names that are new or were changed, block by block, letting whoever searches in between.

        A search does so, too; this one waits for nobody's question.
        """
        names = db.session.execute(select(func.count()).select_from(PersonName)).scalar_one()
        self._reading = None if self._read_once else Reading(0, names)
        try:
            while block := self._next_block():
                self._reading = self._reading and Reading(self._reading.done + block, names)
                time.sleep(_LET_IN)  # see there
            self._read_once = True
        finally:
            self._reading = None

    @property
    def reading(self) -> "Reading | None":
        """Return how far the names were read, None where nobody is reading them or all were read."""
        return self._reading

    def _next_block(self) -> int:
        with self._follower.lock:
            read = self._catch_up(blocks=1)
        forget_scope_keys()  # a few at a time: the keys of everybody would stay in memory until the end
        return read

    def _catch_up(self, blocks: int | None = None) -> int:
        changed, read = set(), 0
        try:
            for change in self._follower.changes(blocks):
                read += 1
                changed.add(change.owner_id)
                names = self._names.setdefault(change.owner_id, {})
                names.pop(change.row_id, None)
                if change.text:
                    names[change.row_id] = change.text
        finally:
            for person_id in changed:
                self._index.remove(person_id)
                for name in self._names[person_id].values():
                    self._index.add(person_id, name)
        return read
