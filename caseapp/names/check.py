"""What may stand in a name that is typed: cleaned, or refused with the character that is not allowed."""

import re
import unicodedata

# Controls (C0, C1), line and paragraph separators, lone surrogates, and the marks that embed, override or
# isolate direction: in a list or an audit line they make one name look like another.
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_EDGES = " \u200b\u200c\u200d\ufeff"


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
    return _SPACES.sub(" ", trimmed).strip(_EDGES)
