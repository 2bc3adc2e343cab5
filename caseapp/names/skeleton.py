"""Consonant skeletons: the key under which spellings of one name part in any script meet.

Vowels, ع, and h, v, w, y inside a word are left out; sounds that scripts and spellings mix up share a
letter: k q g gh; j ch zh; z dh ض; s th; v w.
"""

_CLASSES = {
    "b": "b", "p": "p", "t": "t", "d": "d", "T": "s", "D": "z", "X": "z", "z": "z", "s": "s", "S": "S", "C": "s",
    "j": "j", "J": "j", "c": "j", "Z": "j", "k": "k", "q": "k", "g": "k", "G": "k", "x": "x", "f": "f", "l": "l",
    "m": "m", "n": "n", "r": "r",
}  # fmt: skip
_OTHER_CLASSES = _CLASSES | {"T": "t", "D": "d", "X": "d", "c": "S", "C": "j", "j": "k", "J": "dj"}
SKELETON_LETTERS = "bdfhjklmnprsStwxyz"
"""The letters of skeletons; those of other scripts stand there for themselves, too."""
_OPENING = {"h": "h", "v": "w", "w": "w", "W": "w", "y": "y", "Y": "y"}


def skeletons(spoken: bytes) -> tuple[str, ...]:
    """The skeleton of a part's sounds and, where a letter has two readings (ج ض th ch), a second one."""
    first, second = _skeleton(spoken, _CLASSES), _skeleton(spoken, _OTHER_CLASSES)
    return (first,) if first == second else (first, second)


def _skeleton(spoken: bytes, classes: dict[str, str]) -> str:
    letters = spoken.decode("latin-1")
    kept = _OPENING.get(letters[:1], "") if letters else ""
    return kept + "".join(
        classes.get(letter, "") if letter.isalpha() and letter.isascii() else letter for letter in letters
    )
