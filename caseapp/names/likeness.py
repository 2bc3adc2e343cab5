"""How alike two name parts sound: a weighted edit distance over the sounds of `sounds`.

Costs are in units of one plain consonant. A vowel costs little, a short vowel almost nothing against Arabic
script, which does not write it; letters that spellings mix up cost little against each other.
"""

from collections.abc import Sequence

Readings = tuple[bytes, ...]
"""The sounds of a part: one or two readings, the likelier first."""

LEAST_LIKENESS = 0.6
"""Parts less alike than this are different names."""

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
_CLOSE_LATIN, _CLOSE_ARABIC = (_per_letter(costs, 0.0) for costs in (_CLOSING_DROPPED, _CLOSING_DROPPED_ARABIC))
_WEIGHTS = _per_letter(_WEIGHT)


def weight(spoken: bytes) -> float:
    """How much there is to a part: about the number of its consonants."""
    return sum([_WEIGHTS[letter] for letter in spoken])


def distance(first: bytes, second: bytes) -> float:
    """The cost of turning one part's sounds into the other's."""
    if first == second:
        return 0.0
    first_arabic, second_arabic = is_arabic(first), is_arabic(second)
    substitutes, drop = _costs(first_arabic, second_arabic)
    columns = _dropping(second, drop, second_arabic)
    row = [0.0]
    for _letter, dropping in columns:
        row.append(row[-1] + dropping)
    for letter, dropping in _dropping(first, drop, first_arabic):
        substitute = substitutes[letter]
        diagonal = row[0]
        left = row[0] = diagonal + dropping
        for column, (other, dropping_other) in enumerate(columns, 1):
            above = row[column]
            best = diagonal + substitute[other]
            if above + dropping < best:
                best = above + dropping
            if left + dropping_other < best:
                best = left + dropping_other
            diagonal = above
            row[column] = left = best
    return row[-1]


def _dropping(spoken: bytes, drop: list[float], arabic: bool) -> list[tuple[int, float]]:
    """Each sound with the cost of leaving it out."""
    dropping = [(letter, drop[letter]) for letter in spoken]
    last, cost = dropping[-1]
    dropping[-1] = last, cost + (_CLOSE_ARABIC if arabic else _CLOSE_LATIN)[last]
    first, cost = dropping[0]
    dropping[0] = first, cost + _OPEN[first]
    return dropping


def _costs(first_arabic: bool, second_arabic: bool) -> tuple[list[list[float]], list[float]]:
    if first_arabic != second_arabic:
        return _SUBSTITUTE, _DROP_ACROSS
    return (_SUBSTITUTE_ARABIC, _DROP_ARABIC) if first_arabic else (_SUBSTITUTE, _DROP_LATIN)


def is_arabic(spoken: bytes) -> bool:
    """Whether sounds were read from Arabic script."""
    return not _ARABIC_ONLY.isdisjoint(spoken) or _LATIN_ONLY.isdisjoint(spoken)


def likeness(first: bytes, second: bytes) -> float:
    """1 for parts that sound the same, 0 for parts with nothing in common."""
    if first == second:
        return 1.0
    longest = max(weight(first), weight(second), 1.0)
    return max(0.0, 1.0 - distance(first, second) / longest)


def best_likeness(first: Readings, second: Readings) -> float:
    """The likeness of the two readings that are most alike; a second reading is a little less sure."""
    best = likeness(first[0], second[0])
    if len(first) + len(second) > 2:
        others = [
            likeness(one, other) for one in first for other in second if (one, other) != (first[0], second[0])
        ]
        best = max(best, *(other - _LESS_SURE for other in others))
    return best


def joined(pieces: Sequence[Readings]) -> Readings:
    """The readings of neighbouring parts written as one word."""
    return (b"".join([readings[0] for readings in pieces]),)
