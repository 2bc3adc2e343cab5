"""Consonant skeletons: the key under which spellings of one name part in any script meet.

Vowels, ع, and h, v, w, y inside a word are left out; sounds that scripts and spellings mix up share a
letter: k q g gh; j ch zh; z dh ض; s th; v w.
"""

from collections.abc import Iterable

_CLASSES = {
    "b": "b", "p": "p", "t": "t", "d": "d", "T": "s", "D": "z", "X": "z", "z": "z", "s": "s", "S": "S", "C": "s",
    "Q": "k", "j": "j", "J": "j", "c": "j", "Z": "j", "k": "k", "q": "k", "g": "k", "G": "k", "x": "x", "f": "f",
    "l": "l", "m": "m", "n": "n", "r": "r",
}  # fmt: skip
_THIRD_CLASSES = _CLASSES | {"T": "z", "j": ""}
_OTHER_CLASSES = _CLASSES | {"T": "t", "D": "d", "X": "d", "c": "S", "C": "j", "Q": "j", "j": "k", "J": "dj"}
SKELETON_LETTERS = "bdfhjklmnprsStwxyz"
"""The letters of skeletons; those of other scripts stand there for themselves, too."""
_OPENING = {"h": "h", "v": "w", "w": "w", "W": "w", "y": "y", "Y": "y"}
_OTHER_OPENING = _OPENING | {"U": "w"}
_THIRD_OPENING = _OPENING | {"j": "y"}
_TABLES = ((_OPENING, _CLASSES), (_OTHER_OPENING, _OTHER_CLASSES), (_THIRD_OPENING, _THIRD_CLASSES))


def skeletons(spoken: bytes) -> tuple[str, ...]:
    """The skeleton of a part's sounds and, where a letter has other readings (ج ض th j ch c), one or two more."""
    tables = _TABLES if b"T" in spoken or b"j" in spoken else _TABLES[:2]
    return tuple(dict.fromkeys(_skeleton(spoken, opening, classes) for opening, classes in tables))


def skeletons_of(readings: Iterable[bytes]) -> list[str]:
    """The different skeletons of a part's readings."""
    return list(dict.fromkeys(skeleton for reading in readings for skeleton in skeletons(reading)))


def _skeleton(spoken: bytes, opening: dict[str, str], classes: dict[str, str]) -> str:
    letters = spoken.decode("latin-1")
    kept = opening.get(letters[:1], "") if letters else ""
    return kept + "".join(
        classes.get(letter, "") if letter.isalpha() and letter.isascii() else letter for letter in letters
    )
