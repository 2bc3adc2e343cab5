"""Why a name answers a query: which part met which, and how. Codes only; the application has the words for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseapp.names.likeness import best_likeness, heard
from caseapp.names.normalise import Part, is_arabic_script, normalise
from caseapp.names.rank import Asked, Match, best_matches
from caseapp.names.skeleton import skeletons_of
from caseapp.names.slips import is_one_slip
from caseapp.names.sounds import sounds
from caseapp.names.vocabulary import LIKENESSES_OF_BEGINNING, Word

_BETWEEN = re.compile(r"[\s\-]+")
_PUNCTUATION = ".,;:()[]\"'"
_SOUNDS_THE_SAME = 0.85
"""From this likeness on a part is a spelling of the other, below it only like it."""


class How(StrEnum):
    """How a part of the query met a part of the name."""

    SAME = "same"
    """The same letters, but for case, accents, vowel signs and forms of one letter."""
    SCRIPT = "script"
    """The same sound in another script."""
    SOUND = "sound"
    """Spelled another way, or a name that sounds much like it."""
    SLIP = "slip"
    """One letter left out, put in, mistaken, or swapped with its neighbour."""
    SHORTENED = "shortened"
    """One side leaves off the head or the tail of a compound: Zahir for Abdul Zahir, Yazdan for Yazdanpanah."""
    JOINED = "joined"
    """Several parts of the query are one word in the name."""
    APART = "apart"
    """One part of the query is several words in the name."""
    INITIAL = "initial"
    """One side has the first letter only."""
    BEGINNING = "beginning"
    """The name goes on where the query, not yet finished, ends."""
    TITLE = "title"
    """A title or a little word that the other side leaves out."""
    MISSING = "missing"
    """A part that the other side does not have."""


@dataclass(frozen=True, slots=True)
class Met:
    """Some parts of a query and the parts of a name that they met; one side is empty for what met nothing."""

    asked: tuple[str, ...]
    name: tuple[str, ...]
    how: How
    likeness: float
    """From 0 to 1; 0 where nothing was met."""
    in_order: bool = True
    """Whether it stands after what the part before it met."""


def meetings(query: Sequence[Asked], words: Sequence[Word]) -> list[tuple[Met, tuple[int, ...]]]:
    """What each part of a query met in a name, in the query's order, then what was not asked for.

    With each the places of the words in the name, counted from nought.
    """
    _gain, matches = best_matches(query, words)
    by_position = {match.position: match for match in matches}
    met: list[tuple[Met, tuple[int, ...]]] = []
    position, latest, used = 0, -1, 0
    while position < len(query):
        match = by_position.get(position)
        if match is None:
            part = query[position].part
            how = How.TITLE if part.light else How.MISSING
            met.append((Met((part.text,), (), how, 0.0), ()))
            position += 1
            continue
        places = tuple(place for place in range(len(words)) if match.words >> place & 1)
        asked = tuple(each.part.text for each in query[position : position + match.parts])
        names = tuple(words[place].text for place in places)
        how = _how(match, query[position], words[places[0]], len(places))
        met.append((Met(asked, names, how, match.likeness, places[0] > latest), places))
        position, latest, used = position + match.parts, places[-1], used | match.words
    for place, word in enumerate(words):
        if not used >> place & 1:
            how = How.TITLE if word.light else How.MISSING
            met.append((Met((), (word.text,), how, 0.0), (place,)))
    return met


def as_written(name: str) -> list[str]:
    """The parts of a name as they were written, one for each part with sounds that `normalise` gives.

    Where one word was cut into several parts, those are folded.
    """
    words = [word.strip(_PUNCTUATION) for word in _BETWEEN.split(name)]
    parts = normalise(name)
    written: list[tuple[Part, str]] = []
    while len(written) < len(parts):
        rest = parts[len(written) :]
        for taken in range(1, len(words) + 1):
            own = normalise(" ".join(words[:taken]))
            if own and own + normalise(" ".join(words[taken:])) == rest:
                text = " ".join(words[:taken]).strip()
                written += [(own[0], text)] if len(own) == 1 else [(part, part.text) for part in own]
                words = words[taken:]
                break
        else:
            written += [(part, part.text) for part in rest]
    return [text for part, text in written if sounds(part.text)]


def _how(match: Match, asked: Asked, word: Word, words: int) -> How:
    text = asked.part.text
    if match.parts > 1:
        how = How.JOINED
    elif words > 1:
        how = How.APART
    elif text == word.text:
        how = How.SAME
    elif 1 in (len(text), len(word.text)):
        how = How.INITIAL
    elif match.likeness in LIKENESSES_OF_BEGINNING and not _sound_the_same(asked, word):
        how = How.BEGINNING
    elif _is_shortened(asked, word):
        how = How.SHORTENED
    elif is_arabic_script(text) != is_arabic_script(word.text):
        how = How.SCRIPT if _sound_the_same(asked, word) else How.SOUND
    else:
        how = How.SLIP if is_one_slip(text, word.text) and not _sound_the_same(asked, word) else How.SOUND
    return how


def _sound_the_same(asked: Asked, word: Word) -> bool:
    shared = set(skeletons_of(asked.readings)) & set(skeletons_of(word.readings))
    return bool(shared) and best_likeness(asked.heard, word.readings) >= _SOUNDS_THE_SAME


def _is_shortened(asked: Asked, word: Word) -> bool:
    if _sound_the_same(asked, word):
        return False
    whole = any(best_likeness(heard((rest,)), word.readings) >= _SOUNDS_THE_SAME for rest in asked.shorter)
    return whole or any(best_likeness(asked.heard, (rest,)) >= _SOUNDS_THE_SAME for rest in word.shorter)
