"""What somebody looks for in texts, as patterns, and where a text has it.

Several words must all occur, in any order and each at the beginning of a word; words in quotation marks must stand
together. Case, accents, letter forms, vowel signs, joiners and the script of digits make no difference.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from caseapp.text_search.letters import JOINER, apostrophes, at_once, folded, marks, one_of, unheard

MOST_WORDS = 12
"""So many words are looked for; who types more is told."""
_MOST_HITS = 40
"""So often each word is marked in a text."""
_BETWEEN_TEXTS = "\0"
"""Stands between the texts of one record. Nobody can type it, and no phrase goes across it."""
_TYPED = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|(\S+)')
_LONGEST_AT_ONCE = 4


class Span(NamedTuple):
    """Where a hit stands in a text: from ``start`` up to ``end``."""

    start: int
    end: int


class TooManyWords(ValueError):
    """More words than anybody needs to find a text."""


@dataclass(frozen=True)
class Sought:
    """What is looked for: a pattern for each word and each phrase, the longest first, because few texts have it."""

    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def read(cls, query: str) -> "Sought":
        """Return what a query asks for; without letters and digits in it, nothing.

        Raises:
            TooManyWords: there are more than ``MOST_WORDS``.
        """
        typed = (_words(next(filter(None, found.groups()), "")) for found in _TYPED.finditer(query))
        phrases = list(dict.fromkeys(phrase for phrase in typed if phrase))
        if sum(map(len, phrases)) > MOST_WORDS:
            raise TooManyWords
        phrases.sort(key=lambda phrase: sum(map(len, phrase)), reverse=True)
        return cls(tuple(map(_pattern, phrases)))

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def in_texts(self, texts: Sequence[str]) -> list[list[Span]] | None:
        """Return where the texts of one record have what is sought, for each text; None where anything is missing."""
        whole = texts[0] if len(texts) == 1 else _BETWEEN_TEXTS.join(texts)
        for pattern in self.patterns:
            if pattern.search(whole) is None:
                return None
        return [self._hits(text) for text in texts]

    def _hits(self, text: str) -> list[Span]:
        found: list[Span] = []
        for pattern in self.patterns:
            for match, _number in zip(pattern.finditer(text), range(_MOST_HITS), strict=False):
                found.append(_whole_words(text, *match.span()))
        return _apart(found)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text with their letters folded; a joiner stays where it sets parts of a word apart."""
    return tuple(filter(None, map(_folded_word, _word().findall(text))))


def _folded_word(word: str) -> str:
    return "".join(JOINER if sign == JOINER else folded(sign) for sign in word).strip(JOINER)


def _pattern(phrase: tuple[str, ...]) -> re.Pattern[str]:
    first, *rest = phrase
    return re.compile(_gap().join([_letters(first, _begins(first)), *map(_letters, rest)]), re.DOTALL)


def _letters(word: str, begins: str = "") -> str:
    """Return the pattern of a word: each letter in any form, and between them what counts as none.

    The first letter comes first and what must stand before it is asked behind it: so the text is walked through for
    that letter alone, at several times the speed.
    """
    pieces: list[str] = []
    place = 0
    while place < len(word):
        letter = word[place]
        if letter == JOINER:
            pieces[-1] = rf"[\s{unheard(word[place - 1])}]*"
            place += 1
            continue
        together = next(
            (
                part
                for length in range(_LONGEST_AT_ONCE, 1, -1)
                if (part := word[place:][:length]) in at_once()
            ),
            letter,
        )
        signs = at_once().get(together, "")
        pieces.append(f"[{one_of(letter)}{signs}]" + ("" if place else begins))
        if signs:
            apart = "".join(f"[{unheard(each)}]*[{one_of(each)}]" for each in together[1:])
            pieces.append(f"(?:(?<=[{signs}])|{apart})")
        pieces.append(f"[{unheard(together[-1])}]*")
        place += len(together)
    return "".join(pieces[:-1])


def _begins(word: str) -> str:
    """Return the condition behind the first letter of ``word`` that a word begins with it.

    Arabic writes the article, what stands before it, and "and" on to a word, which begins behind them all the same.
    """
    inside = _inside()
    if not _is_arabic(word[0]):
        return f"(?<!{inside}.)"
    al, lam = f"[{one_of('ا')}][{one_of('ل')}]", f"[{one_of('ل')}]"
    written_on = (al, f"[وفب{one_of('ک')}]{al}", f"و[بل]{al}", lam + lam, "و")
    before = "|".join(f"(?<=(?<!{inside}){each}.)" for each in written_on)
    return f"(?:(?<!{inside}.)|{before})"


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u08ff"


@cache
def _inside() -> str:
    """Return the pattern of a sign behind which no word begins."""
    return rf"(?:[^\W_{apostrophes()}]|[{marks()}])"


@cache
def _gap() -> str:
    """Return the pattern of what stands between two words of a phrase."""
    return rf"[{marks()}]*(?:[^\w{_BETWEEN_TEXTS}{marks()}]|[_{apostrophes()}])+"


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W_]|[{unheard()}])+")


@cache
def _to_the_end() -> re.Pattern[str]:
    return re.compile(f"{_inside()}*")


def _whole_words(text: str, start: int, end: int) -> Span:
    """Return the whole words of a hit: a letter marked apart from its neighbour would lose its joined form."""
    inside = _to_the_end()
    while start and inside.match(text[start - 1]).end():  # type: ignore[union-attr]  # nothing, too, is a match
        start -= 1
    return Span(start, inside.match(text, end).end())  # type: ignore[union-attr]  # as above


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans in their order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
