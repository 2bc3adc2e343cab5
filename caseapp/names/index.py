"""The name index: names by key, found across scripts and spellings; in memory only, never written."""

import dataclasses
import heapq
import threading
from array import array
from collections.abc import Callable, Collection, Container, Hashable, Iterator, Sequence, Set
from typing import Generic, TypeVar

from caseapp.names.explain import Met, as_written, meetings
from caseapp.names.likeness import heard, joined
from caseapp.names.normalise import Part, normalise
from caseapp.names.rank import LIGHT_WEIGHT, MOST_PIECES, Asked, rarity, score
from caseapp.names.shortlist import Shortlist
from caseapp.names.sounds import sounds
from caseapp.names.vocabulary import Vocabulary, Word, shorter_readings

Key = TypeVar("Key", bound=Hashable)
Allowed = Container[Key] | Callable[[Collection[Key]], Container[Key]]
"""The keys that may be ranked, or what tells which of some may: asked of a few at a time, the most promising first."""

_RANKED = 150
"""Names compared in full per query; the others have fewer or less alike words."""
_ASKED_AT_ONCE = 2
"""So many times as many names as are ranked are asked about first, then twice as many each time."""
_FEW = 20_000
"""Where no more keys than this are allowed, their names are looked at and no others."""
_MOST_WORDS = 255
_SAME_NAME = 0.9


class NameIndex(Generic[Key]):
    """Names by key; a key may have several names, and its best one counts. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary()
        self._records: list[tuple[Key, tuple[Word, ...]] | None] = []
        self._lengths = array("B")
        self._free: list[int] = []
        self._of_key: dict[Key, tuple[int, ...]] = {}

    def __len__(self) -> int:
        """The number of keys that have a name."""
        return len(self._of_key)

    def add(self, key: Key, name: str) -> None:
        """Add a name of `key`; a name without letters and digits is left out."""
        self._put(key, normalise(name))

    def _put(self, key: Key, parts: Sequence[Part]) -> None:
        with self._lock:
            words = tuple(word for part in parts if (word := self._vocabulary.word(part)))
            if not words:
                return
            if self._free:
                record = self._free.pop()
                self._records[record] = (key, words)
                self._lengths[record] = min(len(words), _MOST_WORDS)
            else:
                record = len(self._records)
                self._records.append((key, words))
                self._lengths.append(min(len(words), _MOST_WORDS))
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

    def search(
        self, query: str, limit: int, allowed: Allowed[Key] | None = None, *, unfinished: bool = False
    ) -> list[tuple[Key, float]]:
        """The `limit` keys whose names answer best, with scores from 0 to 1, best first.

        Only keys that `allowed` holds, or says, are ranked, so that names a user may
        not see take no place from those they may. Of an `unfinished` query the last part may go on.
        """
        if limit < 1:
            return []
        with self._lock:
            asked = self._asked(query, unfinished=unfinished)
            if not asked:
                return []
            best: dict[Key, float] = {}
            for key, words in self._shortlist(asked, max(_RANKED, 3 * limit), allowed):
                value = score(asked, words)
                if value > best.get(key, 0.0):
                    best[key] = value
        return heapq.nlargest(limit, best.items(), key=lambda item: item[1])

    def explain(self, query: str, key: Key) -> list[Met]:
        """What each part of a query met in that name of `key` that answers best; then what was not asked for.

        The parts are folded: the index does not keep what was written; `explain` of this package tells the same of a
        name as written. Nothing for an unknown key, or a query without letters. Takes no look at other names.
        """
        own: NameIndex[int] = NameIndex()
        with self._lock:
            for record in self._of_key.get(key, ()):
                own._put(record, [Part(word.text, word.light) for word in self._words_of(record)])
        best = own.search(query, 1)
        return [met for met, _places in own._meetings(query, best[0][0])] if best else []

    def _meetings(
        self, query: str, key: Key, *, unfinished: bool = False
    ) -> list[tuple[Met, tuple[int, ...]]]:
        return [
            each
            for record in self._of_key[key]
            for each in meetings(self._asked(query, unfinished=unfinished), self._words_of(record))
        ]

    def _words_of(self, record: int) -> tuple[Word, ...]:
        entry = self._records[record]
        return entry[1] if entry else ()

    def _asked(self, query: str, *, unfinished: bool = False) -> list[Asked]:
        parts = [(part, tuple(sounds(part.text))) for part in normalise(query)]
        known = [(part, readings) for part, readings in parts if readings]
        asked = []
        for position, (part, readings) in enumerate(known):
            shorter = () if part.light else shorter_readings(part.text)
            alike = self._vocabulary.alike_or_mistyped(part, readings, shorter)
            if unfinished and position == len(known) - 1:
                for word, likeness in self._vocabulary.beginning_with(part, readings).items():
                    alike[word] = max(likeness, alike.get(word, 0.0))
            as_one = {
                count: self._vocabulary.alike(
                    joined([pieces for _part, pieces in known[position : position + count]])
                )
                for count in range(2, min(MOST_PIECES, len(known) - position) + 1)
            }
            weight = LIGHT_WEIGHT if part.light and len(known) > 1 else self._rarity(alike)
            asked.append(Asked(part, readings, heard(readings), shorter, weight, alike, as_one))
        return asked

    def _rarity(self, alike: dict[Word, float]) -> float:
        bearers = sum(len(word.records) for word, likeness in alike.items() if likeness >= _SAME_NAME)
        return rarity(bearers, len(self._of_key))

    def _shortlist(
        self, asked: list[Asked], most: int, allowed: Allowed[Key] | None
    ) -> list[tuple[Key, tuple[Word, ...]]]:
        """The most promising names of allowed keys."""
        entries = self._records
        found: list[tuple[Key, tuple[Word, ...]]] = []
        for records in self._steps(asked, most, allowed):
            step = [entry for record in records if (entry := entries[record]) is not None]
            if allowed is not None:
                permitted = allowed({key for key, _words in step}) if callable(allowed) else allowed
                step = [entry for entry in step if entry[0] in permitted]
            found += step
            if len(found) >= most:
                break
        return found[:most]

    def _steps(self, asked: list[Asked], most: int, allowed: Allowed[Key] | None) -> Iterator[list[int]]:
        shortlist = Shortlist(asked, self._vocabulary, self._words_of, self._lengths)
        if isinstance(allowed, Set) and len(allowed) <= _FEW:
            own = (record for key in allowed for record in self._of_key.get(key, ()))
            return shortlist.among(own, most)
        return shortlist.all(most if allowed is None else _ASKED_AT_ONCE * most)


def explain(query: str, name: str, *, unfinished: bool = False) -> list[Met]:
    """What each part of a query met in a name, in the query's order, then what was not asked for; both as written.

    Nothing for a query without letters, or where no part of it is like any of the name.
    """
    index: NameIndex[int] = NameIndex()
    index.add(0, name)
    if not index.search(query, 1, unfinished=unfinished):
        return []
    asked, written = as_written(query), as_written(name)
    told, position = [], 0
    for met, places in index._meetings(query, 0, unfinished=unfinished):
        parts = len(met.asked)
        typed = tuple(asked[position : position + parts])
        told.append(dataclasses.replace(met, asked=typed, name=tuple(written[place] for place in places)))
        position += parts
    return told
