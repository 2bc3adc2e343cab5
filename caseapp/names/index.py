"""The name index: names by key, found across scripts and spellings; in memory only, never written."""

import heapq
import threading
from collections.abc import Callable, Collection, Container, Hashable, Iterator, Mapping
from itertools import combinations
from typing import Generic, TypeVar

from caseapp.names.explain import Met, meetings
from caseapp.names.likeness import Readings, joined
from caseapp.names.normalise import normalise
from caseapp.names.rank import LIGHT_WEIGHT, MOST_PIECES, Asked, rarity, score, worth
from caseapp.names.skeleton import skeletons_of
from caseapp.names.sounds import sounds
from caseapp.names.vocabulary import Vocabulary, Word, shorter_readings

Key = TypeVar("Key", bound=Hashable)
Allowed = Container[Key] | Callable[[Collection[Key]], Container[Key]]
"""The keys that may be ranked, or what tells which of some may: asked of a few at a time, the most promising first."""

_RANKED = 150
"""Names compared in full per query; the others have fewer or less alike words."""
_ASKED_AT_ONCE = 2
"""So many times as many names as are ranked are asked about first, then twice as many each time."""
_MOST_AT_ONCE = 5_000
"""No step is longer: a database takes only so many values in one question."""
_WORD_NOT_ASKED_FOR = 0.05
_WRITTEN_APART = 0.8
_SAME_NAME = 0.9


class NameIndex(Generic[Key]):
    """Names by key; a key may have several names, and its best one counts. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary()
        self._records: list[tuple[Key, tuple[Word, ...]] | None] = []
        self._free: list[int] = []
        self._of_key: dict[Key, tuple[int, ...]] = {}

    def __len__(self) -> int:
        """The number of keys that have a name."""
        return len(self._of_key)

    def add(self, key: Key, name: str) -> None:
        """Add a name of `key`; a name without letters and digits is left out."""
        parts = normalise(name)
        with self._lock:
            words = tuple(word for part in parts if (word := self._vocabulary.word(part)))
            if not words:
                return
            if self._free:
                record = self._free.pop()
                self._records[record] = (key, words)
            else:
                record = len(self._records)
                self._records.append((key, words))
            for word in set(words):
                word.records.append(record)
            self._of_key[key] = (*self._of_key.get(key, ()), record)

    def remove(self, key: Key) -> None:
        """Forget every name of `key`, and words that no other name has; an unknown key changes nothing."""
        with self._lock:
            for record in self._of_key.pop(key, ()):
                for word in set(self._words_of(record)):
                    word.records.remove(record)
                    if not word.records:
                        self._vocabulary.forget(word)
                self._records[record] = None
                self._free.append(record)

    def search(self, query: str, limit: int, allowed: Allowed[Key] | None = None) -> list[tuple[Key, float]]:
        """The `limit` keys whose names answer best, with scores from 0 to 1, best first.

        Only keys that `allowed` holds, or says, are ranked, so that names a user may
        not see take no place from those they may.
        """
        if limit < 1:
            return []
        with self._lock:
            asked = self._asked(query)
            best: dict[Key, float] = {}
            for key, words in self._shortlist(self._promising(asked), max(_RANKED, 3 * limit), allowed):
                value = score(asked, words)
                if value > best.get(key, 0.0):
                    best[key] = value
        return heapq.nlargest(limit, best.items(), key=lambda item: item[1])

    def explain(self, query: str, key: Key) -> list[Met]:
        """What each part of a query met in that name of `key` that answers best; then what was not asked for.

        The parts are folded: the index does not keep what was written. Nothing for an unknown key, or a query without
        letters. `explain` of this package tells the same of one written name.
        """
        with self._lock:
            asked = self._asked(query)
            names = [self._words_of(record) for record in self._of_key.get(key, ())]
            if not asked or not names:
                return []
            best = max(names, key=lambda words: score(asked, words))
            return [met for met, _places in meetings(asked, best)]

    def _words_of(self, record: int) -> tuple[Word, ...]:
        entry = self._records[record]
        return entry[1] if entry else ()

    def _asked(self, query: str) -> list[Asked]:
        parts = [(part, tuple(sounds(part.text))) for part in normalise(query)]
        heard = [(part, readings) for part, readings in parts if readings]
        asked = []
        for position, (part, readings) in enumerate(heard):
            shorter = () if part.light else shorter_readings(part.text)
            alike = self._vocabulary.alike_or_mistyped(part, readings, shorter)
            as_one = {
                count: self._vocabulary.alike(joined([pieces for _part, pieces in heard[position : position + count]]))
                for count in range(2, min(MOST_PIECES, len(heard) - position) + 1)
            }
            weight = LIGHT_WEIGHT if part.light and len(heard) > 1 else self._rarity(alike)
            asked.append(Asked(part, readings, shorter, weight, alike, as_one))
        return asked

    def _rarity(self, alike: dict[Word, float]) -> float:
        bearers = sum(len(word.records) for word, likeness in alike.items() if likeness >= _SAME_NAME)
        return rarity(bearers, len(self._of_key))

    def _promising(self, query: list[Asked]) -> dict[int, float]:
        """Records by a rough sum of what their words are worth, each part of the query for itself."""
        gains = [_gains(part.alike, part.weight) for part in query]
        for part, gained in zip(query, gains, strict=True):
            for record in self._written_apart(part.readings):
                gained[record] = max(_WRITTEN_APART * part.weight, gained.get(record, 0.0))
        sums = dict(gains[0]) if gains else {}
        for gained in gains[1:]:
            for record, gain in gained.items():
                sums[record] = sums.get(record, 0.0) + gain
        for position, part in enumerate(query):
            for parts, as_one in part.written_as_one.items():
                run = range(position, position + parts)
                for record, gain in _gains(as_one, sum(query[each].weight for each in run)).items():
                    more = gain - sum([gains[each].get(record, 0.0) for each in run])
                    if more > 0.0:
                        sums[record] = sums.get(record, 0.0) + more
        self._count_once(sums, query)
        return sums

    def _count_once(self, sums: dict[int, float], query: list[Asked]) -> None:
        """Take back what a word counted for two parts of the query, where its name has no other word for one of them."""
        for first, second in combinations(query, 2):
            shared = first.alike.keys() & second.alike.keys()
            for word in shared:
                twice = min(worth(first.alike[word]) * first.weight, worth(second.alike[word]) * second.weight)
                if twice > 0.0:
                    for record in word.records:
                        words = self._words_of(record)
                        heard = [other for other in words if other in first.alike or other in second.alike]
                        if len(heard) == 1:
                            sums[record] -= twice

    def _written_apart(self, readings: Readings) -> set[int]:
        """Records that have a part of the query as two words, such as Ali Reza for Alireza."""
        records: set[int] = set()
        skeleton = skeletons_of(readings)[0]
        for at in range(1, len(skeleton)):
            first, second = (self._vocabulary.with_skeleton(half) for half in (skeleton[:at], skeleton[at:]))
            if first and second:
                bearers = set().union(*(word.records for word in first))
                records.update(*(bearers.intersection(word.records) for word in second))
        return records

    def _shortlist(
        self, sums: dict[int, float], most: int, allowed: Allowed[Key] | None
    ) -> list[tuple[Key, tuple[Word, ...]]]:
        """The most promising names of allowed keys; a short name before a long one of the same sum."""
        entries = self._records
        if allowed is not None and not callable(allowed):
            sums = {
                record: value
                for record, value in sums.items()
                if (entry := entries[record]) is not None and entry[0] in allowed
            }

        def worth_of(record: int) -> float:
            return sums[record] - _WORD_NOT_ASKED_FOR * len(self._words_of(record))

        found: list[tuple[Key, tuple[Word, ...]]] = []
        for records in _in_steps(sums, worth_of, _ASKED_AT_ONCE * most if callable(allowed) else most):
            step = [entry for record in records if (entry := entries[record]) is not None]
            if callable(allowed):
                permitted = allowed({key for key, _words in step})
                step = [entry for entry in step if entry[0] in permitted]
            found += step
            if len(found) >= most:
                break
        return found[:most]


def _in_steps(records: Collection[int], worth_of: Callable[[int], float], first: int) -> Iterator[list[int]]:
    """The records by their worth, the greatest first, in steps of which each is twice as long as the one before."""
    yield heapq.nlargest(first, records, key=worth_of)
    if len(records) > first:
        ordered, start, size = sorted(records, key=worth_of, reverse=True), first, 2 * first
        while start < len(ordered):
            yield ordered[start : start + size]
            start, size = start + size, min(2 * size, _MOST_AT_ONCE)


def _gains(alike: Mapping[Word, float], weight: float) -> dict[int, float]:
    """What the most alike of its words is worth, by record."""
    gains: dict[int, float] = {}
    for word, likeness in sorted(alike.items(), key=lambda item: item[1]):
        gains.update(dict.fromkeys(word.records, worth(likeness) * weight))
    return gains
