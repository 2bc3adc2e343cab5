"""The words that names are made of, each once, found by how they sound."""

from array import array
from collections import defaultdict
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from caseapp.names.likeness import LEAST_LIKENESS, Readings, best_likeness
from caseapp.names.normalise import Part, is_arabic_script
from caseapp.names.skeleton import skeletons
from caseapp.names.sounds import sounds

_SHORTEST_SKELETON_WITH_SLIP = 3
"""Skeletons of fewer letters are looked up as they are: with one letter wrong they would be nearly any."""

_SHORTEST_TEXT_WITH_SLIP = 3
_LIKENESS_OF_SLIP = 0.78
"""What one letter mistyped leaves: less than a spelling that sounds the same, more than another name."""


_ONE_SLIP: dict[str, Any] = {"scorer": OSA.distance, "score_cutoff": 1, "limit": None}

Shape = tuple[bool, int]
"""Whether a word is in Arabic script, and how many letters it has."""


class Word:
    """One part as names have it: its readings and the numbers of the names that have it."""

    __slots__ = ("light", "readings", "records", "text")

    def __init__(self, text: str, light: bool, readings: Readings) -> None:
        self.text = text
        self.light = light
        self.readings = readings
        self.records = array("I")


class Vocabulary:
    """Words by text and by skeleton. Not safe to share between threads: the index holds the lock."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._by_skeleton: dict[str, list[Word]] = {}
        self._skeletons: list[str] | None = None
        self._by_shape: defaultdict[Shape, dict[str, Word]] = defaultdict(dict)

    def word(self, part: Part) -> Word | None:
        """The word of a part, made where it is new; nothing for a part without sounds."""
        word = self._words.get(part.text)
        if word is not None:
            return word
        readings = tuple(sounds(part.text))
        if not readings:
            return None
        word = self._words[part.text] = Word(part.text, part.light, readings)
        self._by_shape[_shape(part.text)][part.text] = word
        for skeleton in skeletons_of(readings):
            if skeleton not in self._by_skeleton:
                self._by_skeleton[skeleton] = []
                self._skeletons = None
            self._by_skeleton[skeleton].append(word)
        return word

    def forget(self, word: Word) -> None:
        """Take a word out that no name has any more."""
        del self._words[word.text]
        del self._by_shape[_shape(word.text)][word.text]
        for skeleton in skeletons_of(word.readings):
            group = self._by_skeleton[skeleton]
            group.remove(word)
            if not group:
                del self._by_skeleton[skeleton]
                self._skeletons = None

    def with_skeleton(self, skeleton: str) -> list[Word]:
        """The words that have exactly this skeleton."""
        return self._by_skeleton.get(skeleton, [])

    def alike(self, readings: Readings) -> dict[Word, float]:
        """Words that sound like a part, with their likeness; one slip in the skeleton is forgiven."""
        near = {word for skeleton in skeletons_of(readings) for word in self._near(skeleton)}
        likenesses = {word: best_likeness(readings, word.readings) for word in near}
        return {word: likeness for word, likeness in likenesses.items() if likeness >= LEAST_LIKENESS}

    def alike_or_mistyped(self, text: str, readings: Readings) -> dict[Word, float]:
        """Words that sound like a part or have one letter of it left out, put in, swapped or mistaken."""
        found = self.alike(readings)
        if len(text) >= _SHORTEST_TEXT_WITH_SLIP:
            arabic, length = _shape(text)
            for near_length in (length - 1, length, length + 1):
                texts = self._by_shape.get((arabic, near_length), {})
                for other, _, _ in process.extract(text, texts.keys(), **_ONE_SLIP):
                    found[texts[other]] = max(_LIKENESS_OF_SLIP, found.get(texts[other], 0.0))
        return found

    def _near(self, skeleton: str) -> list[Word]:
        if len(skeleton) < _SHORTEST_SKELETON_WITH_SLIP:
            return self.with_skeleton(skeleton)
        if self._skeletons is None:
            self._skeletons = list(self._by_skeleton)
        matches = process.extract(skeleton, self._skeletons, **_ONE_SLIP)
        return [word for other, _, _ in matches for word in self._by_skeleton[other]]


def _shape(text: str) -> Shape:
    return is_arabic_script(text), len(text)


def skeletons_of(readings: Readings) -> list[str]:
    """The different skeletons of a part's readings."""
    return list(dict.fromkeys(skeleton for reading in readings for skeleton in skeletons(reading)))
