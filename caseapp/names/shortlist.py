"""Which names are worth comparing in full: by a rough sum of what their words are worth to a query.

No name is left out because its words are common. Parts that very many names have are only looked for in names that
have the others, too, for as long as those suffice.
"""

import heapq
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from caseapp.names.rank import Asked, worth
from caseapp.names.skeleton import skeletons_of
from caseapp.names.vocabulary import Vocabulary, Word

_WORD_NOT_ASKED_FOR = 0.05
_WRITTEN_APART = 0.8
_MANY = 30_000
"""A part that more names have than this is not gathered before the others."""
_MOST_AT_ONCE = 5_000
"""No step is longer: a database takes only so many values in one question."""

Sums = dict[int, float]
Gains = Mapping[Word, float]
"""What words are worth to a part of the query."""


class Shortlist:
    """The names that have words like those of one query, the most promising first, a short name before a long one."""

    def __init__(
        self,
        query: Sequence[Asked],
        vocabulary: Vocabulary,
        words_of: Callable[[int], tuple[Word, ...]],
        lengths: "array[int]",
    ) -> None:
        self._query, self._words_of, self._lengths = query, words_of, lengths
        self._gains = [_gains(part.alike, part.weight) for part in query]
        self._as_one: list[tuple[range, Gains]] = []
        for position, part in enumerate(query):
            for parts, as_one in part.written_as_one.items():
                run = range(position, position + parts)
                self._as_one.append((run, _gains(as_one, sum(query[each].weight for each in run))))
        self._apart = [list(_pieces(part, vocabulary)) for part in query]

    def all(self, first: int) -> Iterator[list[int]]:
        """All of them in steps, of which the first has `first`, and each is twice as long as the one before."""
        later = self._asked_later()
        sums = self._gathered(later)
        if not later:
            yield from self._in_steps(sums, first)
            return
        alone = [self._gains[position] for position in later]
        most = sum([max(gains.values()) for gains in alone])
        yield from self._in_steps({record: value for record, value in sums.items() if value > most}, first)
        others = _added([_by_record(gains) for gains in alone])
        for record, value in sums.items():
            if value > most:
                others.pop(record, None)
            else:
                others[record] = value
        yield from self._in_steps(others, first)

    def among(self, records: Iterable[int], first: int) -> Iterator[list[int]]:
        """Those of the records that are promising, in such steps. How long it takes depends on no other record."""
        sums = {record: value for record in records if (value := self._sum(self._words_of(record))) > 0.0}
        yield from self._in_steps(sums, first)

    def _asked_later(self) -> list[int]:
        sizes = [sum([len(word.records) for word in gains]) for gains in self._gains]
        later = [position for position, size in enumerate(sizes) if size > _MANY]
        if later and len(later) == len(sizes):
            later.remove(min(later, key=lambda position: sizes[position]))
        return later

    def _gathered(self, later: Collection[int]) -> Sums:
        """The sums of all names that answer any part of the query but those of `later`, which count where they do."""
        gathered = [{} if place in later else _by_record(gains) for place, gains in enumerate(self._gains)]
        for position, gained in enumerate(gathered):
            for record in self._written_apart(position):
                gained[record] = max(_WRITTEN_APART * self._query[position].weight, gained.get(record, 0.0))
        sums = _added(gathered)
        for position in later:
            for record in sums:
                sums[record] += _most(self._gains[position], self._words_of(record))
        for first, second, shared in self._shared:
            for word, twice in shared.items():
                for record in word.records:
                    if record in sums and _heard_once(self._words_of(record), first, second):
                        sums[record] -= twice
        for run, gains in self._as_one:
            for record, gain in _by_record(gains).items():
                apart = [gathered[position].get(record, 0.0) for position in run]
                apart += [
                    _most(self._gains[position], self._words_of(record))
                    for position in run
                    if position in later
                ]
                if gain > sum(apart):
                    sums[record] = sums.get(record, 0.0) + gain - sum(apart)
        return sums

    def _sum(self, words: tuple[Word, ...]) -> float:
        """The same sum for one name."""
        each = [_most(gains, words) for gains in self._gains]
        for position, pieces in enumerate(self._apart):
            if any(not first.isdisjoint(words) and not second.isdisjoint(words) for first, second in pieces):
                each[position] = max(each[position], _WRITTEN_APART * self._query[position].weight)
        total = sum(each)
        for run, gains in self._as_one:
            if together := _most(gains, words):
                total += max(0.0, together - sum([each[position] for position in run]))
        for first, second, shared in self._shared:
            if not shared.keys().isdisjoint(words) and _heard_once(words, first, second):
                total -= next(shared[word] for word in words if word in shared)
        return total

    @cached_property
    def _shared(self) -> list[tuple[Gains, Gains, dict[Word, float]]]:
        """Pairs of parts that the same word answers, and what it would count for twice: it may answer one of them."""
        return [
            (first, second, {word: min(first[word], second[word]) for word in shared})
            for first, second in combinations(self._gains, 2)
            if (shared := first.keys() & second.keys())
        ]

    def _written_apart(self, position: int) -> Iterator[int]:
        """Names that have a part of the query as two words, such as Ali Reza for Alireza."""
        for pieces in self._apart[position]:
            few, many = sorted(pieces, key=lambda words: sum([len(word.records) for word in words]))
            for word in few:
                for record in word.records:
                    if not many.isdisjoint(self._words_of(record)):
                        yield record

    def _in_steps(self, sums: Sums, first: int) -> Iterator[list[int]]:
        lengths = self._lengths
        costs = [_WORD_NOT_ASKED_FOR * lengths[record] - value for record, value in sums.items()]
        best = heapq.nsmallest(first, zip(costs, sums, strict=True))
        yield [record for _cost, record in best]
        if len(sums) > first:
            ordered = [record for _cost, record in sorted(zip(costs, sums, strict=True))]
            start, size = first, 2 * first
            while start < len(ordered):
                yield ordered[start : start + size]
                start, size = start + size, min(2 * size, _MOST_AT_ONCE)


def _gains(alike: Mapping[Word, float], weight: float) -> Gains:
    return {word: gain for word, likeness in alike.items() if (gain := worth(likeness) * weight) > 0.0}


def _by_record(gains: Gains) -> Sums:
    """What the best of its words is worth, by name."""
    sums: Sums = {}
    for word, gain in sorted(gains.items(), key=lambda item: item[1]):
        sums.update(dict.fromkeys(word.records, gain))
    return sums


def _most(gains: Gains, words: tuple[Word, ...]) -> float:
    """What the best of a name's words is worth."""
    best = 0.0
    for word in words:
        if word in gains and gains[word] > best:
            best = gains[word]
    return best


def _added(gathered: Iterable[Sums]) -> Sums:
    longest, *others = sorted(gathered, key=len, reverse=True)
    sums = dict(longest)
    for gained in others:
        for record, gain in gained.items():
            sums[record] = sums.get(record, 0.0) + gain
    return sums


def _heard_once(words: tuple[Word, ...], first: Gains, second: Gains) -> bool:
    return sum([word in first or word in second for word in words]) == 1


def _pieces(part: Asked, vocabulary: Vocabulary) -> Iterator[tuple[frozenset[Word], frozenset[Word]]]:
    """The words that are the first and the second piece of a part, for each place where it may be cut."""
    skeleton = skeletons_of(part.readings)[0]
    for at in range(1, len(skeleton)):
        first, second = (vocabulary.with_skeleton(half) for half in (skeleton[:at], skeleton[at:]))
        if first and second:
            yield frozenset(first), frozenset(second)
