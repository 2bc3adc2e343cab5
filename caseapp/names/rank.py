"""How well a name answers a query, from how alike their parts are.

Each part of the query is matched with at most one part of the name (or two parts of the one with one of the
other, where they were written together), so that the sum of rarity times worth is greatest. A query part
without a match costs its whole weight; a part of the name that was not asked for costs less, because people
ask with less than the full name.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseapp.names.likeness import LEAST_LIKENESS, Heard, Readings, best_likeness, joined
from caseapp.names.normalise import Part
from caseapp.names.vocabulary import Word

LIGHT_WEIGHT = 0.12
"""What a title or a little word weighs in a query of several parts."""

_COMMON, _RARE = 0.45, 1.5
_NOT_ASKED_FOR, _LIGHT_NOT_ASKED_FOR = 0.22, 0.06
_OUT_OF_ORDER = 0.01
_TITLE_AS_NAME = 0.8
_LEAST_WORTH_JOINED = 0.3
_INITIAL = 0.4
_SURE = 0.9
"""Who has found a word as much like the part as this looks no further for it in pieces."""
_DOUBT_TOGETHER = 0.02
_SHORTEST_JOINED = 3
MOST_PIECES = 3
"""So many pieces of a word that were written apart are put together again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a query: its readings, those of its shorter forms, its weight, and the words that sound like it.

    `written_as_one` are, by a number of parts from this one on, the words that sound like those written together.
    """

    part: Part
    readings: Readings
    heard: tuple[Heard, ...]
    shorter: Readings
    weight: float
    alike: Mapping[Word, float]
    written_as_one: Mapping[int, Mapping[Word, float]]


@dataclass(frozen=True, slots=True)
class Match:
    """What matching some parts of the query with some words of a name is worth.

    Of the query it takes `parts` parts from `position` on, of the name the words that are bits of `words`.
    """

    gain: float
    likeness: float
    position: int
    parts: int
    words: int


def rarity(bearers: int, names: int) -> float:
    """The weight of a part that `bearers` of `names` have: 0.45 for the commonest, 1.5 for the rarest."""
    share = (bearers + 1) / (names + 2)
    return min(_RARE, max(_COMMON, -math.log10(share) / 3.0))


def worth(likeness: float) -> float:
    """What a likeness counts: nothing at the least likeness, 1 for the same sound."""
    return max(0.0, (likeness - LEAST_LIKENESS) / (1.0 - LEAST_LIKENESS))


def _worth_together(likeness: float) -> float:
    """What the likeness of parts put together counts: less than of parts as they are, unless it is exact."""
    return 1.0 if likeness == 1.0 else worth(likeness - _DOUBT_TOGETHER)


def score(query: Sequence[Asked], words: Sequence[Word]) -> float:
    """How well the words of a name answer, from 0 to 1."""
    gain, matches = best_matches(query, words)
    asked = sum([part.weight for part in query])
    used = sum([match.words for match in matches])
    penalty = sum(
        [
            _LIGHT_NOT_ASKED_FOR if word.light else _NOT_ASKED_FOR
            for place, word in enumerate(words)
            if not used >> place & 1
        ]
    )
    return gain / (asked + penalty * min(1.0, asked / len(query)))


def best_matches(query: Sequence[Asked], words: Sequence[Word]) -> tuple[float, tuple[Match, ...]]:
    """The matches that together are worth most, and how much."""
    return _best([_matches(query, position, words) for position in range(len(query))], 0, 0)


def _matches(query: Sequence[Asked], position: int, words: Sequence[Word]) -> list[Match]:
    part = query[position]
    matches = []
    for place, word in enumerate(words):
        if alike := part.alike.get(word):
            out_of_order = _OUT_OF_ORDER if place < position else 0.0
            as_name = _TITLE_AS_NAME if word.light and part.weight > LIGHT_WEIGHT else 1.0
            gain = worth(alike) * part.weight * as_name - out_of_order
            matches.append(Match(gain, alike, position, 1, 1 << place))
        elif _is_initial(part.part.text, word.text):
            gain = _INITIAL * part.weight
            matches.append(Match(gain, _INITIAL, position, 1, 1 << place))
        for parts, as_one in part.written_as_one.items():
            if alike := as_one.get(word):
                together = sum(each.weight for each in query[position : position + parts])
                matches.append(Match(_worth_together(alike) * together, alike, position, parts, 1 << place))
    sure = any(match.parts == 1 and match.likeness >= _SURE for match in matches)
    if not sure and len(part.readings[0]) > _SHORTEST_JOINED:
        matches += _matches_written_apart(part, position, words)
    return matches


def _is_initial(first: str, second: str) -> bool:
    """Whether one is the first letter of the other."""
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) == 1 < len(longer) and longer[0] == shorter


def _matches_written_apart(part: Asked, position: int, words: Sequence[Word]) -> list[Match]:
    """Matches with neighbouring words that together sound like the part."""
    matches = []
    length = len(part.readings[0])
    for pieces in range(2, MOST_PIECES + 1):
        for place in range(len(words) - pieces + 1):
            run = joined([word.readings for word in words[place : place + pieces]])
            if length * 2 >= len(run[0]) and len(run[0]) * 2 >= length:
                alike = best_likeness(part.heard, run)
                value = _worth_together(alike)
                if value > _LEAST_WORTH_JOINED:
                    bits = ((1 << pieces) - 1) << place
                    matches.append(Match(value * part.weight, alike, position, 1, bits))
    return matches


def _best(matches: list[list[Match]], position: int, used: int) -> tuple[float, tuple[Match, ...]]:
    """The best matches of parts from `position` on with words not yet used."""
    if position >= len(matches):
        return 0.0, ()
    best = _best(matches, position + 1, used)
    for match in matches[position]:
        if not used & match.words:
            gain, others = _best(matches, position + match.parts, used | match.words)
            if match.gain + gain > best[0]:
                best = match.gain + gain, (match, *others)
    return best
