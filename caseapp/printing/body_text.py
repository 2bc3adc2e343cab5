"""What may stand in a body: the check that every long text passes before it is kept.

Hashes and signatures are taken over the bytes that leave here, so two texts that look alike are alike.
"""

import re
import unicodedata

# Line ends of every system, and the two separators that word processors paste.
_LINE_END = re.compile("\r\n|\r|\u2028|\u2029")
# Controls, half surrogates, and embeddings and overrides (U+202A-202E): the latter can make a printed
# sentence read differently from the stored one, and isolates do all that they were ever good for.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")


class UnsafeText(ValueError):
    """A text holds a character that may not be kept.

    ``code_point`` is the character's number and ``line`` where it stands, counted from 1. The text itself
    is not in the message, because messages reach logs.
    """

    def __init__(self, code_point: int, line: int) -> None:
        super().__init__(f"character U+{code_point:04X} on line {line} is not allowed in a text")
        self.code_point = code_point
        self.line = line


def clean_body(text: str) -> str:
    """Return ``text`` in Unicode normal form C with LF line ends.

    Zero-width non-joiners and isolates stay: Persian spelling and mixed lines need them. Raises
    ``UnsafeText`` for control characters other than newline and tab, and for U+202A to U+202E.
    """
    with_line_feeds = _LINE_END.sub("\n", text)
    found = _UNSAFE.search(with_line_feeds)
    if found:
        raise UnsafeText(ord(found.group()), with_line_feeds.count("\n", 0, found.start()) + 1)
    return unicodedata.normalize("NFC", with_line_feeds)


def drop_unsafe(text: str) -> str:
    """Return ``text`` without the characters that ``clean_body`` refuses."""
    return _UNSAFE.sub("", _LINE_END.sub("\n", text))
