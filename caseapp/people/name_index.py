"""Finding people by name across scripts and spellings: one index in memory, made after unlocking.

It is kept fresh by the change counter, dropped when the process is locked, and never written anywhere. What a user
may not see is left out before anything is ranked or cut.
"""

import time
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from caseapp.accounts import User
from caseapp.db import db, memory
from caseapp.db.scopes import forget_scope_keys
from caseapp.names import Allowed, NameIndex
from caseapp.people.following import Follower
from caseapp.people.models import PersonName
from caseapp.people.queries import as_known, kept_from, visible_among, visible_people
from caseapp.web.roles import Role

_MEMORY = "people-by-name"
LIKELY = 0.5
"""From this likeness on a person is shown; 1 is the same sound of every part."""
_LET_IN = 0.001
"""Seconds between two blocks of names: without them nobody who waits would ever be faster than the next block."""
TELLING = 0.75
"""From this likeness on a worker hears that someone else here may know the name."""


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
                time.sleep(_LET_IN)
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


def people_by_name() -> PeopleByName:
    """Return the index of this process; every search brings it up to date first."""
    index = memory().setdefault(_MEMORY, PeopleByName())
    assert isinstance(index, PeopleByName)
    return index


def names_being_read() -> Reading | None:
    """Return how far the names were read after unlocking, None where all were: until then a search finds fewer."""
    return people_by_name().reading


def find_people(user: User, name: str, limit: int = 20, *, unfinished: bool = False) -> list[uuid.UUID]:
    """Return the people whose names are like ``name`` and whom ``user`` may see, the likeliest first.

    Of an ``unfinished`` name the last part may go on. Somebody who was found to be the same as another is answered with
    that other.
    """
    return as_known(
        user, (likely.person_id for likely in likely_people(user, name, limit, unfinished=unfinished))
    )


def known_elsewhere(user: User, name: str) -> bool:
    """Tell whether somebody of this name is here whom ``user`` does not see. Nothing more may be told.

    People from whom ``user`` is kept out do not count: for them the two answers must be the same.
    """
    hidden = visible_people(user) | kept_from(user)
    found = people_by_name().search(name, 1, lambda person_ids: set(person_ids) - hidden)
    return bool(found) and found[0].likeness >= TELLING


def likely_people(user: User, name: str, limit: int, *, unfinished: bool = False) -> list[Likely]:
    """Return how much like ``name`` the names are of those whom ``user`` may see, the likeliest first."""
    # Several kinds of records are found by the names of people: one page asks the same again.
    known: dict[tuple[object, ...], list[Likely]] = db.session.info.setdefault("likely-people", {})
    asked = (user.id, name, limit, unfinished)
    if asked not in known:
        found = people_by_name().search(
            name, limit, _allowed(user), unfinished=unfinished, at_once=unfinished
        )
        known[asked] = [likely for likely in found if likely.likeness >= LIKELY]
    return known[asked]


def _allowed(user: User) -> Allowed[uuid.UUID]:
    """Whom ``user`` may see of those asked about.

    Who coordinates reaches nearly everybody, so that of a few hundred it is asked as they come. Whoever reaches few has
    them looked up before, all at once: how often it would be asked, and so how long it took, would tell how many bear a
    name whom they may not see.
    """
    if user.has_role(Role.COORDINATOR):
        return lambda person_ids: visible_among(user, person_ids)
    return visible_people(user)
