"""What every printed sheet has in common: its language, its values cleaned and isolated, its digits."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from caseapp.dates import localise_digits
from caseapp.printing.direction import (
    LEFT_TO_RIGHT_ISOLATE,
    POP_ISOLATE,
    isolate,
    strip_isolates,
)
from caseapp.printing.markup import clean_body, parse, to_data
from caseapp.printing.tree import Document
from caseapp.printing.typeset import typeset
from caseapp.printing.words import words_for

Body = str | Document


class SheetLanguage:
    """Turns values into what the typst sources print, for one language.

    Every value is cleaned as a body is, so that no field can carry an override of the direction
    (``UnsafeText``), and its foreign runs are isolated.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = words_for(language)

    def line(self, value: str) -> str:
        """Return a value for one line."""
        plain = typeset(" ".join(clean_body(value).split()))
        return isolate(plain, self.words.direction)

    def lines(self, values: Iterable[str]) -> list[str]:
        """Return several values, one per line, leaving out the empty ones."""
        return [line for line in map(self.line, values) if line]

    def reference(self, value: str) -> str:
        """Return a reference, which runs from left to right whatever it is made of and wherever it stands."""
        plain = strip_isolates(" ".join(clean_body(value).split()))
        return f"{LEFT_TO_RIGHT_ISOLATE}{plain}{POP_ISOLATE}" if plain else ""

    def number(self, value: int) -> str:
        """Return a whole number in the digits of the language."""
        return localise_digits(str(value), self.language)

    def body(self, body: Body) -> dict[str, Any]:
        """Return the tree of a body as JSON values."""
        document = body if isinstance(body, Document) else parse(clean_body(body))
        return to_data(document, self.words.direction)

    def frame(self, title: str) -> dict[str, Any]:
        """Return what ``house.typ`` asks of every sheet; ``title`` goes into the properties of the file."""
        return {
            "language": self.language,
            "direction": self.words.direction,
            "words": {name: typeset(word) for name, word in asdict(self.words).items()},
            "digits": [self.number(digit) for digit in range(10)],
            "title": title,
        }
