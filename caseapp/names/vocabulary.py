"""The words that names are made of, each once, found by how they sound."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from caseapp.names.compounds import shortened
from caseapp.names.likeness import LEAST_LIKENESS, Readings, best_likeness, heard
from caseapp.names.normalise import Part, is_arabic_script
from caseapp.names.skeleton import SKELETON_LETTERS, skeletons, skeletons_of
from caseapp.names.slips import letters_of, one_slip
from caseapp.names.sounds import sounds

_SHORTEST_SKELETON_WITH_SLIP = 3
"""Skeletons of fewer letters are looked up as they are: with one letter wrong they would be nearly any."""

_SHORTEST_TEXT_WITH_SLIP = 3
_LIKENESS_OF_SLIP = 0.78
"""What one letter mistyped leaves: less than a spelling that sounds the same, more than another name."""


_LIKENESS_LOST_BY_SHORTENING = 0.22
"""What is lost where the head or the tail of a compound is left off on one side."""
_LEAST_LIKENESS_SHORTENED = 0.85
_LIKENESS_OF_HALF = 0.68
"""What it leaves where one part is the half of the other, written together with anything."""
_SHORTEST_HALF, _SHORTEST_REST = 3, 2

_LIKENESS_OF_BEGINNING, _LIKENESS_OF_BEGINNING_BY_SOUND = 0.9, 0.86
"""What a word counts that begins with what was typed so far, by its letters and by its sound."""
LIKENESSES_OF_BEGINNING = (_LIKENESS_OF_BEGINNING, _LIKENESS_OF_BEGINNING_BY_SOUND)
_OPENING = 2
"""By so many first letters words and skeletons are found by their beginning."""

Of = TypeVar("Of")
Member = TypeVar("Member")


class Word:
    """One part as names have it: its readings, those of its shorter forms, the numbers of the names with it."""

    __slots__ = ("light", "readings", "records", "shorter", "text")

    def __init__(self, text: str, light: bool, readings: Readings) -> None:
        self.text = text
        self.light = light
        self.readings = readings
        self.shorter = () if light else shorter_readings(text)
        self.records = array("I")


class Vocabulary:
    """Words by text and by skeleton. Not safe to share between threads: the index holds the lock."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._by_skeleton: defaultdict[str, list[Word]] = defaultdict(list)
        self._by_shorter: defaultdict[str, list[Word]] = defaultdict(list)
        self._by_half: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
        self._by_opening: defaultdict[str, list[Word]] = defaultdict(list)
        self._by_opening_sound: defaultdict[str, list[str]] = defaultdict(list)

    def word(self, part: Part) -> Word | None:
        """The word of a part, made where it is new; nothing for a part without sounds."""
        word = self._words.get(part.text)
        if word is not None:
            return word
        readings = tuple(sounds(part.text))
        if not readings:
            return None
        word = self._words[part.text] = Word(part.text, part.light, readings)
        self._by_opening[part.text[:_OPENING]].append(word)
        for skeleton in skeletons_of(readings):
            if skeleton not in self._by_skeleton:
                self._by_opening_sound[skeleton[:_OPENING]].append(skeleton)
                for half in _halves(skeleton):
                    self._by_half[half].append(skeleton)
            self._by_skeleton[skeleton].append(word)
        for skeleton in skeletons_of(word.shorter):
            self._by_shorter[skeleton].append(word)
        return word

    def forget(self, word: Word) -> None:
        """Take a word out that no name has any more."""
        del self._words[word.text]
        _taken_out(self._by_opening, word.text[:_OPENING], word)
        for skeleton in skeletons_of(word.readings):
            if _taken_out(self._by_skeleton, skeleton, word):
                _taken_out(self._by_opening_sound, skeleton[:_OPENING], skeleton)
                for half in _halves(skeleton):
                    _taken_out(self._by_half, half, skeleton)
        for skeleton in skeletons_of(word.shorter):
            _taken_out(self._by_shorter, skeleton, word)

    def with_skeleton(self, skeleton: str) -> list[Word]:
        """The words that have exactly this skeleton."""
        return self._by_skeleton.get(skeleton, [])

    def alike(self, readings: Readings) -> dict[Word, float]:
        """Words that sound like a part, with their likeness; one slip in the skeleton is forgiven."""
        near = {word for skeleton in skeletons_of(readings) for word in self._near(skeleton)}
        asked = heard(readings)
        likenesses = {word: best_likeness(asked, word.readings) for word in near}
        return {word: likeness for word, likeness in likenesses.items() if likeness >= LEAST_LIKENESS}

    def alike_or_mistyped(self, part: Part, readings: Readings, shorter: Readings) -> dict[Word, float]:
        """Words that sound like a part, or like a shorter form of it, or have one letter of it mistyped."""
        found = self.alike(readings)
        for word, likeness in (*self._with_more(readings), *self._with_less(shorter)):
            if likeness >= _LEAST_LIKENESS_SHORTENED:
                found[word] = max(likeness - _LIKENESS_LOST_BY_SHORTENING, found.get(word, 0.0))
        if not part.light:
            for word in self._containing(readings):
                found.setdefault(word, _LIKENESS_OF_HALF)
        for word in self._mistyped(part.text):
            found[word] = max(_LIKENESS_OF_SLIP, found.get(word, 0.0))
        return found

    def beginning_with(self, part: Part, readings: Readings) -> dict[Word, float]:
        """Words that begin like a part of which more may follow, with their likeness."""
        found: dict[Word, float] = {}
        for skeleton in skeletons_of(readings):
            # Of one consonant there would be too many, and so few letters are told better by themselves.
            if len(skeleton) >= _OPENING < len(part.text):
                for other in self._by_opening_sound.get(skeleton[:_OPENING], ()):
                    if other.startswith(skeleton):
                        found.update(dict.fromkeys(self._by_skeleton[other], _LIKENESS_OF_BEGINNING_BY_SOUND))
        if len(part.text) >= _OPENING:
            for word in self._by_opening.get(part.text[:_OPENING], ()):
                if word.text.startswith(part.text):
                    found[word] = _LIKENESS_OF_BEGINNING
        return found

    def _with_more(self, readings: Readings) -> Iterator[tuple[Word, float]]:
        asked = heard(readings)
        for skeleton in skeletons_of(readings):
            for word in self._by_shorter.get(skeleton, ()):
                yield word, max(best_likeness(asked, (rest,)) for rest in word.shorter)

    def _with_less(self, shorter: Readings) -> Iterator[tuple[Word, float]]:
        for rest in shorter:
            asked = heard((rest,))
            for skeleton in skeletons(rest):
                for word in self.with_skeleton(skeleton):
                    yield word, best_likeness(asked, word.readings)

    def _containing(self, readings: Readings) -> Iterator[Word]:
        """Words that have the whole part as their one half, such as a family name that is two written together.

        The other way round, the words that are the one half of the part.
        """
        for skeleton in skeletons_of(readings):
            length = len(skeleton)
            if length >= _SHORTEST_HALF:
                for half in ((True, skeleton[:_SHORTEST_HALF]), (False, skeleton[-_SHORTEST_HALF:])):
                    for other in self._by_half.get(half, ()):
                        same = other.startswith(skeleton) if half[0] else other.endswith(skeleton)
                        if same and len(other) >= length + _SHORTEST_REST:
                            yield from self._by_skeleton[other]
            for end in range(_SHORTEST_HALF, length - _SHORTEST_REST + 1):
                yield from self.with_skeleton(skeleton[:end])
                yield from self.with_skeleton(skeleton[-end:])

    def _mistyped(self, text: str) -> Iterator[Word]:
        if len(text) >= _SHORTEST_TEXT_WITH_SLIP:
            letters = letters_of(text, arabic=is_arabic_script(text))
            words = self._words
            yield from {words[other] for other in one_slip(text, letters) if other in words and other != text}

    def _near(self, skeleton: str) -> list[Word]:
        groups = self._by_skeleton
        near = list(self.with_skeleton(skeleton))
        if len(skeleton) >= _SHORTEST_SKELETON_WITH_SLIP:
            for other in {other for other in one_slip(skeleton, SKELETON_LETTERS) if other in groups}:
                near += groups[other]
        return near


def _halves(skeleton: str) -> tuple[tuple[bool, str], ...]:
    """What a long skeleton begins and ends with, under which it is found by its one half."""
    if len(skeleton) < _SHORTEST_HALF + _SHORTEST_REST:
        return ()
    return (True, skeleton[:_SHORTEST_HALF]), (False, skeleton[-_SHORTEST_HALF:])


def _taken_out(groups: dict[Of, list[Member]], group: Of, member: Member) -> bool:
    """Take a member out of its group, and tell whether the group went with it because nothing else was in it."""
    groups[group].remove(member)
    if groups[group]:
        return False
    del groups[group]
    return True


def shorter_readings(text: str) -> Readings:
    """The sounds of a part without its head or its tail."""
    return tuple(reading for rest in shortened(text) for reading in sounds(rest)[:1])
