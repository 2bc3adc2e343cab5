"""Which persons are worth comparing: those whose names meet in a rare part, or in a common one and something else.

Not everybody with everybody: ten thousand persons are fifty million pairs. Pure.
"""

import math
import uuid
from collections import defaultdict
from collections.abc import Generator, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from caseapp.people.comparing import Known

Couple = tuple[uuid.UUID, uuid.UUID]
"""Two persons, the smaller id first."""

Keys = tuple[frozenset[str], ...]
"""Of one name: for each of its parts the keys under which its spellings meet."""

_MOST_IN_A_BLOCK = 30
"""A key that more persons have is no reason by itself to compare them."""
_NEIGHBOURS = 6
"""So many are compared with each, where even the finest key is shared by more."""
_OTHERS = 500
"""Persons thought to be beside those who are here, so that in a small organisation hardly any name is rare."""
_RAREST = 2.0
_LAST_DIGITS = 6
_MOST_YEARS = 6


@dataclass(frozen=True)
class Sketch:
    """A person as far as blocking looks at them."""

    known: Known
    keys: frozenset[str]
    """The keys of all parts of their names."""


@dataclass
class Crowd:
    """All persons among whom doubles are looked for."""

    persons: Mapping[uuid.UUID, Sketch]
    _bearers: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        for sketch in self.persons.values():
            for key in sketch.keys:
                self._bearers[key] += 1

    def known_of(self, couple: Couple) -> tuple[Known, Known]:
        """Return what is known of two persons."""
        return self.persons[couple[0]].known, self.persons[couple[1]].known

    def rarity(self, key: str) -> float:
        """Return how telling it is to share a key: 2 where one in a hundred or fewer have it, 0 where all do."""
        return min(_RAREST, -math.log10(self._bearers[key] / (len(self.persons) + _OTHERS)))

    def telling(self, one: uuid.UUID, other: uuid.UUID) -> float:
        """Return how telling all the keys are together in which two persons meet: more than any two of their names."""
        return sum(map(self.rarity, self.persons[one].keys & self.persons[other].keys))

    def shared(self, one: Keys, other: Keys) -> float:
        """Return how telling the parts are that two names have in common, each part counted once."""
        left, total = list(other), 0.0
        for part in one:
            meeting = [(max(map(self.rarity, part & each)), each) for each in left if part & each]
            if meeting:
                telling, met = max(meeting, key=lambda each: each[0])
                left.remove(met)
                total += telling
        return total

    def couples(self) -> Generator[None, None, set[Couple]]:
        """Return those worth comparing, a number that grows with the persons and not with their square.

        It pauses again and again, so that who cannot wait for all of them goes on later.
        """
        found: set[Couple] = set()
        for keys_of, pairs in ((self._coarse_keys, _all_with_all), (self._fine_keys, _neighbours)):
            blocks: dict[Hashable, list[uuid.UUID]] = defaultdict(list)
            for person_id, sketch in self.persons.items():
                for key in keys_of(sketch):
                    blocks[key].append(person_id)
                yield
            for members in blocks.values():
                if len(members) > 1:
                    found.update(pairs(sorted(set(members))))
                    yield
        return found

    def _coarse_keys(self, sketch: Sketch) -> Iterator[Hashable]:
        for key in sketch.keys:
            if self._bearers[key] <= _MOST_IN_A_BLOCK:
                yield key
        for route in sketch.known.routes:
            if route:
                yield "route", route[-_LAST_DIGITS:] if route.isdecimal() else route

    def _fine_keys(self, sketch: Sketch) -> Iterator[Hashable]:
        common = sorted(key for key in sketch.keys if self._bearers[key] > _MOST_IN_A_BLOCK)
        years = tuple(_years(sketch.known))
        for one, other in combinations(common, 2):
            yield from ((one, other, year) for year in years or ("",))
        for key in common:
            yield from ((key, relative) for relative in sketch.known.relatives)
            if sketch.known.born is not None:
                first, last = sketch.known.born.interval()
                if first == last:
                    yield key, first


def _all_with_all(members: list[uuid.UUID]) -> Iterable[Couple]:
    return combinations(members, 2) if len(members) <= _MOST_IN_A_BLOCK else ()


def _neighbours(members: list[uuid.UUID]) -> Iterable[Couple]:
    if len(members) <= _MOST_IN_A_BLOCK:
        yield from combinations(members, 2)
        return
    for place, one in enumerate(members):
        for other in members[place + 1 : place + 1 + _NEIGHBOURS]:
            yield one, other


def _years(known: Known) -> Iterable[int]:
    if known.born is None:
        return ()
    first, last = known.born.interval()
    return range(first.year, min(last.year, first.year + _MOST_YEARS) + 1)
