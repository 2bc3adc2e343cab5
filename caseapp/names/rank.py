"""How well a name answers a query, from how alike their parts are.

Each part of the query is matched with at most one part of the name (or two parts of the one with one of the
other, where they were written together), so that the sum of rarity times worth is greatest. A query part
without a match costs its whole weight; a part of the name that was not asked for costs less, because people
ask with less than the full name.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseapp.names.likeness import LEAST_LIKENESS, Readings, best_likeness, joined
from caseapp.names.vocabulary import Word

LIGHT_WEIGHT = 0.12
"""What a title or a little word weighs in a query of several parts."""

_COMMON, _RARE = 0.45, 1.5
_NOT_ASKED_FOR, _LIGHT_NOT_ASKED_FOR = 0.22, 0.06
_OUT_OF_ORDER = 0.01
_TITLE_AS_NAME = 0.8
_LEAST_WORTH_JOINED = 0.3
_SHORTEST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a query: its readings, its weight, and the words of the index that sound like it.

    `with_next` are the words that sound like this part and the next written together.
    """

    readings: Readings
    weight: float
    alike: Mapping[Word, float]
    with_next: Mapping[Word, float]


@dataclass(frozen=True, slots=True)
class _Match:
    """What matching some parts of the query with some words of a name is worth; `words` are bits."""

    gain: float
    words: int
    parts: int


def rarity(bearers: int, names: int) -> float:
    """The weight of a part that `bearers` of `names` have: 0.45 for the commonest, 1.5 for the rarest."""
    share = (bearers + 1) / (names + 2)
    return min(_RARE, max(_COMMON, -math.log10(share) / 3.0))


def worth(likeness: float) -> float:
    """What a likeness counts: nothing at the least likeness, 1 for the same sound."""
    return max(0.0, (likeness - LEAST_LIKENESS) / (1.0 - LEAST_LIKENESS))


def score(query: Sequence[Asked], words: Sequence[Word]) -> float:
    """How well the words of a name answer, from 0 to 1."""
    asked = sum(part.weight for part in query)
    gain, used = _best([_matches(query, position, words) for position in range(len(query))], 0, 0)
    left_over = [word for position, word in enumerate(words) if not used >> position & 1]
    penalty = sum(_LIGHT_NOT_ASKED_FOR if word.light else _NOT_ASKED_FOR for word in left_over)
    return gain / (asked + penalty * min(1.0, asked / len(query)))


def _matches(query: Sequence[Asked], position: int, words: Sequence[Word]) -> list[_Match]:
    part = query[position]
    matches = []
    for place, word in enumerate(words):
        if alike := part.alike.get(word):
            out_of_order = _OUT_OF_ORDER if place < position else 0.0
            as_name = _TITLE_AS_NAME if word.light and part.weight > LIGHT_WEIGHT else 1.0
            matches.append(_Match(worth(alike) * part.weight * as_name - out_of_order, 1 << place, 1))
        if alike := part.with_next.get(word):
            both = part.weight + query[position + 1].weight
            matches.append(_Match(worth(alike) * both, 1 << place, 2))
    if len(part.readings[0]) > _SHORTEST_JOINED:
        matches += _matches_written_apart(part, words)
    return matches


def _matches_written_apart(part: Asked, words: Sequence[Word]) -> list[_Match]:
    """Matches with two neighbouring words that together sound like the part."""
    matches = []
    for place in range(len(words) - 1):
        pair = joined(words[place].readings, words[place + 1].readings)
        shorter, longer = sorted((len(part.readings[0]), len(pair[0])))
        if shorter * 2 >= longer:
            value = worth(best_likeness(part.readings, pair))
            if value > _LEAST_WORTH_JOINED:
                matches.append(_Match(value * part.weight, 3 << place, 1))
    return matches


def _best(matches: list[list[_Match]], position: int, used: int) -> tuple[float, int]:
    """The greatest gain of parts from `position` on with words not yet used, and all words used then."""
    if position >= len(matches):
        return 0.0, used
    best = _best(matches, position + 1, used)
    for match in matches[position]:
        if not used & match.words:
            gain, all_used = _best(matches, position + match.parts, used | match.words)
            if match.gain + gain > best[0]:
                best = match.gain + gain, all_used
    return best
