"""Who may be the same as whom among people of whom something is known: weighed, cut and ranked. Pure."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from caseapp.duplicates.blocking import Couple, Crowd, Keys, Sketch
from caseapp.names import meeting_keys
from caseapp.people.comparing import Known, NamesMet, Reason, names_met, points_of, reasons_of

LEAST_POINTS = 3.0
"""From so many on two persons are proposed: about once in a thousand two people meet in so much by chance."""
_NAMES_ALIKE = 3
"""To which power a likeness counts: names that are only a little alike say next to nothing."""
_MOST_EACH = 8
"""With so many others a person is compared in full, the most promising."""
_MOST_KEPT = 200_000


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


class Comparer:
    """Compares people, and remembers which names were compared. Not safe to share between threads."""

    def __init__(self) -> None:
        self._keys: dict[str, Keys] = {}
        self._compared: dict[Couple, tuple[Known, Known, NamesMet]] = {}
        self._weighed: tuple[dict[uuid.UUID, Known], Crowd, list[tuple[Couple, list[Reason]]]] | None = None

    def propose(self, people: Mapping[uuid.UUID, Known], patience: float) -> Proposed:
        """Compare names for ``patience`` seconds, after what is quick to see of everybody; the next call goes on."""
        if (
            self._weighed is None or self._weighed[0] != people
        ):  # the next call mostly goes on with the same people
            crowd = Crowd({person_id: self._sketch(known) for person_id, known in people.items()})
            self._weighed = dict(people), crowd, self._promising(crowd)
        _people, crowd, promising = self._weighed
        until = time.monotonic() + patience
        found, compared = [], 0
        for couple, others in promising:
            met = self._met(crowd, couple, may_compare=time.monotonic() < until)
            if met is None:
                continue
            compared += 1
            points = points_of(others) + self._worth(crowd, met)
            if points >= LEAST_POINTS:
                found.append(Likely(couple, points, tuple(reasons_of(*crowd.known_of(couple), met))))
        found.sort(key=lambda likely: (-likely.points, likely.couple))
        return Proposed(found, compared, len(promising))

    def _sketch(self, known: Known) -> Sketch:
        parts = (part for name in known.names for part in self._keys_of(name))
        return Sketch(known, frozenset().union(*parts))

    def _keys_of(self, name: str) -> Keys:
        if name not in self._keys:
            if len(self._keys) > _MOST_KEPT:
                self._keys.clear()
            self._keys[name] = meeting_keys(name)
        return self._keys[name]

    def _worth(self, crowd: Crowd, met: NamesMet) -> float:
        """Return how much it says that two names met: by how alike they are, and how rare what they share."""
        return crowd.shared(self._keys_of(met.ours), self._keys_of(met.theirs)) * met.likeness**_NAMES_ALIKE

    def _promising(self, crowd: Crowd) -> list[tuple[Couple, list[Reason]]]:
        """Couples that would be proposed if their names were the same, not too many of each person."""
        weighed = []
        for couple in crowd.couples():
            one, other = crowd.known_of(couple)
            if couple[0] in other.relatives:
                continue  # nobody is their own relative
            others = reasons_of(one, other, NamesMet())
            at_most = crowd.telling(*couple) + points_of(others)
            if at_most >= LEAST_POINTS:
                weighed.append((at_most, couple, others))
        weighed.sort(key=lambda each: (-each[0], each[1]))
        times: dict[uuid.UUID, int] = {}
        kept = []
        for _at_most, couple, others in weighed:
            if all(times.get(each, 0) < _MOST_EACH for each in couple):
                kept.append((couple, others))
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
        met = names_met(one.names, other.names, lambda met: self._worth(crowd, met))
        self._compared[couple] = one, other, met
        return met
