"""What may stand in a name that is typed: cleaned, or refused with the character that is not allowed."""

import re
import unicodedata

# Controls (C0, C1), line and paragraph separators, lone surrogates, and the marks that embed, override or
# isolate direction: in a list or an audit line they make one name look like another.
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_EDGES = " \u200b\u200c\u200d\ufeff"
# Letters by their category that print as nothing: the fillers of Hangul, and the empty cell of Braille.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Categories of Unicode that show nothing by themselves: separators, controls and formats, and marks without a letter.
_UNSEEN = ("Z", "M", "Cc", "Cf", "Cs")


class UnsafeName(ValueError):
    """A name holds a character that names may not hold; `code_point` says which, such as `U+202E`."""

    def __init__(self, character: str) -> None:
        self.code_point = f"U+{ord(character):04X}"
        super().__init__(f"A name may not hold the character {self.code_point}")


def clean_name(text: str) -> str:
    """The name in NFC, without outer spaces, runs of spaces as one; joiners (ZWNJ, ZWJ) inside are kept.

    Empty when nothing visible is left. Raises `UnsafeName`.
    """
    trimmed = unicodedata.normalize("NFC", text.strip())
    refused = _REFUSED.search(trimmed)
    if refused is not None:
        raise UnsafeName(refused.group())
    return _SPACES.sub(" ", trimmed).strip(_EDGES) if has_visible(trimmed) else ""


def has_visible(text: str) -> bool:
    """Tell whether a reader would see anything of ``text``."""
    return any(
        letter not in _BLANK and not unicodedata.category(letter).startswith(_UNSEEN) for letter in text
    )


def drop_unsafe(text: str) -> str:
    """Return ``text`` without the characters that `clean_name` refuses; a space where one parted two words."""
    return _REFUSED.sub(lambda found: " " if found.group().isspace() else "", text)
