"""Letters that count as the same in a text that is searched, and signs that count as none.

Texts are looked through as they are, not folded first: a pattern that names every form of a letter is many times as
fast as making another text of each, and what it finds stands where the reader will see it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from caseapp.names.normalise import fold

JOINER = "\u200c"
"""Sets the parts of a Persian word apart, where others write a space or nothing."""
_PLAIN = {"đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ð": "d", "ı": "i", "ø": "o"}
"""Latin letters whose stroke Unicode knows as no mark; a name index hears another sound in some of them."""
_LETTERS = (range(0x20, 0x3000), range(0xA640, 0xAC00), range(0xFB00, 0xFC00), range(0xFDF0, 0x10000))
"""Where letters have several forms: every alphabet, and the forms that old files have of them. Other signs have one."""
_MARKS, _UNSEEN = frozenset({"Mn", "Me"}), "Cf"
_APOSTROPHES = frozenset("ʹʺʻʼʾʿˈ")
_EVERYWHERE = range(0x2000, 0x2100)
"""Joiners and marks of direction."""
_OF_SCRIPTS = (
    (range(0x20, 0x590), (range(0x80, 0x590), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00))),
    (range(0x600, 0x900), (range(0x600, 0x900),)),
)
"""Letters, and where the signs lie that may stand on them; those of other alphabets may have any."""


def folded(sign: str) -> str:
    """Return what one sign counts as: a letter without case, marks and form; nothing for a mark; several for ß."""
    base = "".join(
        each
        for each in unicodedata.normalize("NFKD", sign)
        if unicodedata.category(each) not in {*_MARKS, _UNSEEN}
    )
    letters = "".join(_PLAIN.get(each) or fold(each) for each in base.casefold())
    return "".join(filter(str.isalnum, letters))


@cache
def one_of(letter: str) -> str:
    """Return every form of a folded letter, as they stand in the brackets of a pattern."""
    return _ranges([letter, *_forms().get(letter, ())])


@cache
def at_once() -> dict[str, str]:
    """Return the signs that stand for several letters: the folded letters to such brackets."""
    return {
        letters: _ranges(signs)
        for letters, signs in _forms().items()
        if len(letters) > 1 and letters.isalpha()
    }


@cache
def unheard(letter: str = "") -> str:
    """Return the signs that count as none and may stand behind a letter: vowel signs, joiners, marks of direction."""
    near = next((where for letters, where in _OF_SCRIPTS if letter and ord(letter) in letters), None)
    signs = [
        sign
        for sign in _forms()[""]
        if near is None or ord(sign) in _EVERYWHERE or any(ord(sign) in part for part in near)
    ]
    return _ranges(signs)


@cache
def marks() -> str:
    """Return those of them that belong to the word in which they stand, so that none begins behind one."""
    return _ranges(
        sign for sign in _forms()[""] if unicodedata.category(sign) != _UNSEEN and sign not in _APOSTROPHES
    )


def apostrophes() -> str:
    """Return the signs of breath and stress: Unicode takes them for letters, and people put them around words."""
    return _ranges(_APOSTROPHES)


@cache
def _forms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sign in (chr(code) for codes in _LETTERS for code in codes):
        if sign.isalnum() or unicodedata.category(sign) in {*_MARKS, _UNSEEN}:
            found.setdefault(folded(sign), []).append(sign)
    return found


def _ranges(signs: Iterable[str]) -> str:
    """Return signs as brackets hold them, neighbours as a range: patterns of single ones are long in the making."""
    pieces: list[list[int]] = []
    for code in sorted({ord(sign) for sign in signs}):
        if pieces and code == pieces[-1][1] + 1:
            pieces[-1][1] = code
        else:
            pieces.append([code, code])
    return "".join(
        re.escape(chr(first)) if first == last else f"{re.escape(chr(first))}-{re.escape(chr(last))}"
        for first, last in pieces
    )
