"""Invented people of whom some were written down twice, and what finding them is worth."""

import time
import uuid
from dataclasses import dataclass
from random import Random

from caseapp.dates import Calendar, PartialDate
from caseapp.demo.invented import FAMILY, GIVEN
from caseapp.duplicates.likely import Comparer
from caseapp.people.comparing import Known

RESPELLED = (
    ("ei", "ey"), ("J", "Zh"), ("eh", "e"), ("iali", "iyali"), ("ou", "u"), ("i", "ee"), ("o", "u"), ("e", "i"),
)  # fmt: skip
"""How one ear writes what another wrote; the first that fits is taken."""


def respelled(name: str) -> str:
    return " ".join(_other_spelling(part) for part in name.split())


def _other_spelling(part: str) -> str:
    for said, written in RESPELLED:
        if said in part:
            return part.replace(said, written, 1)
    return part


def invented(dice: Random) -> tuple[str, str, str, int]:
    """Latin, Persian, sex and Jalali year of birth of somebody with a double given name."""
    sex = dice.choice(tuple(GIVEN))
    first, second = sorted(dice.sample(GIVEN[sex], 2))
    family = dice.choice(FAMILY)
    parts = (first, second, family)
    latin, persian = (" ".join(part[side] for part in parts) for side in (0, 1))
    return latin, persian, sex, dice.randint(1335, 1365)


def born_in(year: int, dice: Random) -> PartialDate:
    """A year as one of two calendars states it."""
    if dice.random() < 0.5:
        return PartialDate(Calendar.JALALI, year)
    return PartialDate(Calendar.GREGORIAN, year + 621)


@dataclass(frozen=True)
class Measured:
    """What was found among so many: doubles, and pairs of strangers who could have been told apart."""

    doubles: int
    found: int
    proposed: int
    strangers: int
    strangers_before: int
    """Those that stand before nine in ten of the doubles."""
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.found} of {self.doubles} doubles found in {self.seconds:.1f} s; {self.proposed} pairs proposed,"
            f" {self.strangers} of them strangers, {self.strangers_before} before nine in ten of the doubles"
        )


def measure(people: int, doubles: int, seed: int) -> Measured:
    """Invent people, write some down twice, in the other script or another spelling, with the year; find them."""
    dice = Random(seed)
    known: dict[uuid.UUID, Known] = {}
    twice: set[frozenset[uuid.UUID]] = set()
    who: dict[uuid.UUID, tuple[str, str, int]] = {}
    for number in range(people):
        latin, persian, sex, year = invented(dice)
        first, second = (uuid.UUID(int=dice.getrandbits(128)) for _ in range(2))
        known[first] = Known((latin,), born_in(year, dice), "", sex)
        who[first] = latin, sex, year
        if number < doubles:
            other = persian if number % 2 else respelled(latin)
            known[second] = Known((other,), born_in(year, dice), "", sex if number % 3 else "")
            who[second] = who[first]
            twice.add(frozenset((first, second)))
    began = time.monotonic()
    proposed = Comparer().propose(known, 600)
    took = time.monotonic() - began
    places = [place for place, each in enumerate(proposed.found) if frozenset(each.couple) in twice]
    strangers = [
        place
        for place, each in enumerate(proposed.found)
        if not _indistinguishable(*(who[person_id] for person_id in each.couple))
    ]
    nine_in_ten = places[len(places) * 9 // 10] if places else 0
    before = sum(1 for place in strangers if place < nine_in_ten)
    return Measured(doubles, len(places), len(proposed.found), len(strangers), before, took)


def _indistinguishable(one: tuple[str, str, int], other: tuple[str, str, int]) -> bool:
    """Whether nobody could tell them apart: the same name and sex, and years that touch in two calendars."""
    return one[:2] == other[:2] and abs(one[2] - other[2]) <= 1
