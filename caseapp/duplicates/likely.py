"""Who may be the same as whom among people of whom something is known: weighed, cut and ranked. Pure."""

import time
import uuid
from collections.abc import Collection, Generator, Hashable, Mapping
from dataclasses import dataclass, field

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
_MOST_READERS = 4
"""For so many readers the work is kept, those who asked last; what they see is seldom the same."""


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
    is_ready: bool = True
    """Whether it is known by now who is worth comparing."""

    @property
    def is_complete(self) -> bool:
        """Tell whether all that is worth comparing was compared."""
        return self.is_ready and self.compared >= self.to_compare


@dataclass
class _Work:
    """People as they stood when their comparing began, and what is worth comparing among them."""

    people: dict[uuid.UUID, Known]
    steps: Generator[None, None, None] = field(init=False)
    """Weighs who is worth comparing, piece by piece; at its end ``promising`` is there."""
    crowd: Crowd = field(init=False)
    promising: list[tuple[Couple, list[Reason]]] | None = None
    is_complete: bool = False


class Comparer:
    """Compares people, and remembers which names were compared. Not safe to share between threads."""

    def __init__(self) -> None:
        self._keys: dict[str, Keys] = {}
        self._compared: dict[Couple, tuple[Known, Known, NamesMet]] = {}
        self._works: dict[Hashable, _Work] = {}

    def propose(
        self,
        people: Mapping[uuid.UUID, Known],
        patience: float,
        *,
        reader: Hashable = None,
        among: Collection[uuid.UUID] | None = None,
    ) -> Proposed:
        """Compare for ``patience`` seconds; the next call of the same ``reader`` goes on.

        Whoever was changed meanwhile is left out, and compared when all others were: in an office that writes all day
        the beginning would never end. But where somebody is no more ``among`` those whom the reader sees, it begins
        anew: how rare a name is and how much there is to compare must not tell of them.
        """
        until = time.monotonic() + patience
        work = self._works.pop(reader, None)
        if (
            work is None
            or (work.is_complete and work.people != people)
            or (among is not None and not work.people.keys() <= set(among))
        ):
            work = _Work(dict(people))
            work.steps = self._weigh(work)
            while len(self._works) >= _MOST_READERS:
                del self._works[next(iter(self._works))]
        self._works[reader] = work
        if work.promising is None:
            for _step in work.steps:
                if time.monotonic() >= until:
                    return Proposed([], 0, 0, is_ready=False)
        return self._propose(work, people, until)

    def _propose(self, work: _Work, people: Mapping[uuid.UUID, Known], until: float) -> Proposed:
        found, compared = [], 0
        assert work.promising is not None
        for couple, others in work.promising:
            met = self._met(work.crowd, couple, may_compare=time.monotonic() < until)
            if met is None:
                continue
            compared += 1
            points = points_of(others) + self._worth(work.crowd, met)
            both = work.crowd.known_of(couple)
            if points >= LEAST_POINTS and both == tuple(map(people.get, couple)):
                found.append(Likely(couple, points, tuple(reasons_of(*both, met))))
        found.sort(key=lambda likely: (-likely.points, likely.couple))
        work.is_complete = compared == len(work.promising)
        # Those who were changed meanwhile are still to be compared.
        later = 0 if not work.is_complete or work.people == people else 1
        return Proposed(found, compared, len(work.promising) + later)

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

    def _weigh(self, work: _Work) -> Generator[None, None, None]:
        """Find the couples that would be proposed if their names were the same, not too many of each person."""
        sketches = {}
        for person_id, known in work.people.items():
            sketches[person_id] = self._sketch(known)
            yield
        work.crowd = crowd = Crowd(sketches)
        weighed = []
        for couple in (yield from crowd.couples()):
            one, other = crowd.known_of(couple)
            if couple[0] in other.relatives:
                continue  # nobody is their own relative
            others = reasons_of(one, other, NamesMet())
            at_most = crowd.telling(*couple) + points_of(others)
            if at_most >= LEAST_POINTS:
                weighed.append((at_most, couple, others))
            yield
        weighed.sort(key=lambda each: (-each[0], each[1]))
        times: dict[uuid.UUID, int] = {}
        kept = []
        for _at_most, couple, others in weighed:
            if all(times.get(each, 0) < _MOST_EACH for each in couple):
                kept.append((couple, others))
                for each in couple:
                    times[each] = times.get(each, 0) + 1
        work.promising = kept

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
