"""People who do not exist, as many as are wanted, each in Latin and in Persian letters.

Names are put together from syllables; as in life, a few given names are borne by very many and most family names by few
(the n-th is borne a n-th as often as the first).
"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

_CONSONANTS = """
    b:ب d:د f:ف g:گ gh:غ h:ح h:ه j:ج k:ک kh:خ l:ل m:م n:ن p:پ q:ق r:ر s:س s:ص sh:ش t:ت t:ط v:و y:ی z:ز z:ظ ch:چ
"""
_VOWELS = "a: a:ا e: i:ی o: u:و"
_CLOSING = "b:ب d:د l:ل m:م n:ن r:ر sh:ش z:ز t:ت :"
_FAMILY_ENDINGS = "i:ی i:ی i:ی ian:یان zadeh:زاده pour:پور nezhad:نژاد vand:وند far:فر lou:لو aj:ای :"
_SECOND_GIVEN, _LATIN = 0.2, 0.55


@dataclass(frozen=True, slots=True)
class Invented:
    """A person's name in two scripts, and which of them is on record."""

    latin: str
    persian: str
    recorded_in_latin: bool

    @property
    def recorded(self) -> str:
        """The name as it is on record."""
        return self.latin if self.recorded_in_latin else self.persian


Spelling = tuple[str, str]


def invented_people(count: int, seed: int = 1) -> list[Invented]:
    """So many people; the same ones for the same count and seed."""
    random = Random(seed)
    given = _names(random, max(40, int(count**0.5)), 2, ":")
    family = _names(random, max(60, count // 12), 2, _FAMILY_ENDINGS)
    of_given, of_family = (
        list(accumulate(1 / (place + 2) for place in range(len(names)))) for names in (given, family)
    )
    people = []
    for _ in range(count):
        first = random.choices(given, cum_weights=of_given, k=1 + (random.random() < _SECOND_GIVEN))
        parts = [*first, *random.choices(family, cum_weights=of_family)]
        people.append(
            Invented(
                " ".join(latin.capitalize() for latin, _ in parts),
                " ".join(persian for _, persian in parts),
                random.random() < _LATIN,
            )
        )
    return people


def _names(random: Random, count: int, syllables: int, endings: str) -> list[Spelling]:
    """So many different names, of so many syllables or one more, with one of the endings."""
    names: dict[Spelling, None] = {}
    while len(names) < count:
        pieces: list[Spelling] = []
        for _ in range(syllables + (random.random() < 1 / 3)):
            pieces += [_one_of(random, _CONSONANTS), _one_of(random, _VOWELS)]
        pieces += [_one_of(random, _CLOSING), _one_of(random, endings)]
        latin, persian = ("".join(piece) for piece in zip(*pieces, strict=True))
        names[latin, persian] = None
    return list(names)


def _one_of(random: Random, choices: str) -> Spelling:
    latin, _, persian = random.choice(choices.split()).partition(":")
    return latin, persian
