"""How alike two name parts sound: a weighted edit distance over the sounds of `sounds`.

Costs are in units of one plain consonant. A vowel costs little, a short vowel almost nothing against Arabic
script, which does not write it; letters that spellings mix up cost little against each other.
"""

from collections.abc import Sequence
from itertools import accumulate

Readings = tuple[bytes, ...]
"""The sounds of a part: one or two readings, the likelier first."""

LEAST_LIKENESS = 0.6
"""Parts less alike than this are different names."""
_MOST_DISTANCE = 1.0 - LEAST_LIKENESS + 0.001

_LESS_SURE = 0.02

# Letters that stand for each other in spellings of one name, with the cost of that.
_MIXED_UP: tuple[tuple[str, float], ...] = (
    ("kq qG XD HE", 0.1),
    ("TD", 0.2),
    ("TX zd Td jG", 0.4),
    ("Dz Xz", 0.05),
    ("gG gq kG Dd Xd vw cS jg QG Qg", 0.15),
    ("Qj Qq QC Cs Cc Jj Uw oU sT tT jZ yY wW vW", 0.1),
    ("Ck CS CT gk bp cj ji jI jy jY", 0.3),
    ("xk xh xG hk", 0.35),
    ("Ss fv Zz cs cZ td", 0.45),
    ("zs zj vb fW mn ck jS dz ST", 0.6),
    ("ae ie ou aE eE", 0.1),
    ("ei ai ao iE aW", 0.2),
    ("aI aU eo eu au oE uE io iu", 0.25),
    ("yi yE Yi YI yI Wu WU uU iI Fi FI Wo HE Ha He Fy Qk", 0.02),
    ("Aa Va Ve Vi Vo Vu Be Bi Ba Bo Bu", 0.015),
    ("Ye YE Yy Fe FE Hh Aa AE Fa Wv", 0.06),
    ("eI oU FA Ae Ao HA HY BV AV BA", 0.12),
    ("Ya Ai Au Ht Hi Ho Wa uv uw ow Uv iy ey", 0.25),
    ("AY AW YW WB YB YF", 0.4),
)
_SEEN_APART = "FA AH FH AV BV AY AW YW WB YB"
_DROPPED_LATIN = {
    "a": 0.28, "e": 0.25, "i": 0.3, "o": 0.28, "u": 0.28, "U": 0.35, "I": 0.35, "E": 0.06, "H": 0.05,
    "h": 0.25, "y": 0.15, "w": 0.22, "v": 0.7,
}  # fmt: skip
_DROPPED_ARABIC = {
    "A": 0.5, "B": 0.2, "W": 0.5, "Y": 0.5, "F": 0.4, "H": 0.25, "V": 0.3, "h": 0.6,
}  # fmt: skip
_DROPPED_ACROSS = {
    "a": 0.04, "e": 0.02, "i": 0.08, "o": 0.02, "u": 0.08, "U": 0.3, "I": 0.5, "E": 0.03, "h": 0.15,
    "y": 0.12, "w": 0.3, "v": 0.7,
    "A": 0.22, "B": 0.05, "W": 0.3, "Y": 0.3, "F": 0.25, "H": 0.08, "V": 0.04,
}  # fmt: skip
# A vowel that opens or closes a word is written in every script, and a name is seldom spelled without it.
_OPENING_DROPPED = dict.fromkeys("aeiouUIBVA", 0.25)
_CLOSING_DROPPED = dict.fromkeys("aiouUI", 0.2)
_CLOSING_DROPPED_ARABIC = dict.fromkeys("AWYFH", 0.2)
_WEIGHT = {
    **dict.fromkeys("aeiouUIEABHVF", 0.25),
    **dict.fromkeys("hyw", 0.5),
    **dict.fromkeys("WY", 0.4),
}
_CARRIED = (b"A", b"W", b"Y", b"F")
_ARABIC_ONLY = frozenset(b"ABWYVXF")
_LATIN_ONLY = frozenset(b"aeiouUIE")


def _substitutions() -> list[list[float]]:
    table = [[1.0] * 256 for _ in range(256)]
    vowels, consonants = b"aeiouUIEABHVWYF", b"bcdfghjklmnpqrstvwxyzSZGTDXJCQ"
    for vowel in vowels:
        for other in vowels:
            table[vowel][other] = 0.4
        for consonant in consonants:
            table[vowel][consonant] = table[consonant][vowel] = 1.1
    for pairs, cost in reversed(_MIXED_UP):
        for first, second in map(tuple, pairs.split()):
            table[ord(first)][ord(second)] = table[ord(second)][ord(first)] = cost
    for letter in range(256):
        table[letter][letter] = 0.0
    return table


def _substitutions_in_arabic() -> list[list[float]]:
    """Between two words of Arabic script a letter is there or not: what a reader may not hear, a writer sees."""
    table = [row[:] for row in _SUBSTITUTE]
    for first, second in map(tuple, _SEEN_APART.split()):
        table[ord(first)][ord(second)] = table[ord(second)][ord(first)] = 0.45
    return table


def _per_letter(costs: dict[str, float], default: float = 1.0) -> list[float]:
    return [costs.get(chr(letter), default) for letter in range(256)]


_SUBSTITUTE = _substitutions()
_SUBSTITUTE_ARABIC = _substitutions_in_arabic()
_DROP_LATIN, _DROP_ARABIC, _DROP_ACROSS = map(_per_letter, (_DROPPED_LATIN, _DROPPED_ARABIC, _DROPPED_ACROSS))
_OPEN = _per_letter(_OPENING_DROPPED, 0.0)
_CLOSE = {False: _per_letter(_CLOSING_DROPPED, 0.0), True: _per_letter(_CLOSING_DROPPED_ARABIC, 0.0)}
_WEIGHTS = _per_letter(_WEIGHT)


class Heard:
    """One reading made ready to be compared with many others."""

    __slots__ = ("_across", "_same", "arabic", "spoken", "weight")

    def __init__(self, spoken: bytes) -> None:
        self.spoken = spoken
        self.arabic = is_arabic(spoken)
        self.weight = weight(spoken)
        self._same = _Costs(spoken, self.arabic, across=False)
        self._across = _Costs(spoken, self.arabic, across=True)

    def likeness(self, other: bytes) -> float:
        """1 for what sounds the same, 0 for whatever is less alike than `LEAST_LIKENESS`."""
        if self.spoken == other:
            return 1.0
        longest = max(self.weight, weight(other), 1.0)
        arabic = is_arabic(other)
        costs = self._same if arabic == self.arabic else self._across
        distance = costs.distance(other, arabic, _MOST_DISTANCE * longest)
        found = 1.0 - distance / longest
        return found if found >= LEAST_LIKENESS else 0.0


class _Costs:
    """What turning one reading into others costs: in the same script, or across."""

    __slots__ = ("_close", "_columns", "_drop", "_row", "_substitutes")

    def __init__(self, spoken: bytes, arabic: bool, *, across: bool) -> None:
        self._substitutes = _SUBSTITUTE_ARABIC if arabic and not across else _SUBSTITUTE
        self._drop = _DROP_ACROSS if across else _DROP_ARABIC if arabic else _DROP_LATIN
        dropping = [self._drop[letter] for letter in spoken]
        dropping[0] += _opening(spoken)
        dropping[-1] += _CLOSE[arabic][spoken[-1]]
        self._columns = list(zip(spoken, dropping, strict=True))
        self._row = [0.0, *accumulate(dropping)]

    def distance(self, other: bytes, arabic: bool, most: float) -> float:
        """The cost of turning the one into the other; anything above `most` where it is above."""
        row, drop, columns, substitutes = self._row[:], self._drop, self._columns, self._substitutes
        last = len(other) - 1
        for place, letter in enumerate(other):
            dropping = drop[letter]
            if place == 0:
                dropping += _opening(other)
            if place == last:
                dropping += _CLOSE[arabic][letter]
            substitute = substitutes[letter]
            diagonal = row[0]
            left = row[0] = diagonal + dropping
            column = 1
            for heard, dropping_heard in columns:
                above = row[column]
                best = diagonal + substitute[heard]
                if above + dropping < best:
                    best = above + dropping
                if left + dropping_heard < best:
                    best = left + dropping_heard
                diagonal = above
                row[column] = left = best
                column += 1
            if min(row) > most:
                return min(row)
        return row[-1]


def _opening(spoken: bytes) -> float:
    """What it costs more to leave out the first sound, unless it only carries the long vowel after it (عا، ای، او)."""
    return 0.0 if spoken[1:2] in _CARRIED else _OPEN[spoken[0]]


def weight(spoken: bytes) -> float:
    """How much there is to a part: about the number of its consonants."""
    return sum([_WEIGHTS[letter] for letter in spoken])


def is_arabic(spoken: bytes) -> bool:
    """Whether sounds were read from Arabic script."""
    return not _ARABIC_ONLY.isdisjoint(spoken) or _LATIN_ONLY.isdisjoint(spoken)


def heard(readings: Readings) -> tuple[Heard, ...]:
    """The readings of a part made ready."""
    return tuple(Heard(reading) for reading in readings)


def best_likeness(asked: Sequence[Heard], readings: Readings) -> float:
    """The likeness of the two readings that are most alike; a second reading is a little less sure."""
    best = asked[0].likeness(readings[0])
    if best < 1.0 and len(asked) + len(readings) > 2:
        for place, one in enumerate(asked):
            for at, other in enumerate(readings):
                if place or at:
                    best = max(best, one.likeness(other) - _LESS_SURE)
    return best


def joined(pieces: Sequence[Readings]) -> Readings:
    """The readings of neighbouring parts written as one word."""
    return (b"".join([readings[0] for readings in pieces]),)
