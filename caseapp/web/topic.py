"""Topics of the guide: what somebody wants to do, and how. A page shows its own, the guide shows all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel.speaklater import LazyString

from caseapp.web.roles import CASE_ROLES, Role

_EDGE = "\0"


@dataclass(frozen=True)
class Sentence:
    """A step of a topic. ``labels`` fills its placeholders with the words of buttons, fields and blocks of the pages.

    The words are those of the pages themselves, so that a renamed button is renamed in the guide; a test holds every
    one of them to stand on a page.
    """

    text: LazyString
    labels: Mapping[str, LazyString] = field(default_factory=dict)

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the parts of the sentence in the reader's language, and of each whether it is a label."""
        words = str(self.text)
        if self.labels:
            words %= {name: f"{_EDGE}{label}{_EDGE}" for name, label in self.labels.items()}
        for number, piece in enumerate(words.split(_EDGE)):
            if piece:
                yield piece, number % 2 == 1


def say(text: LazyString, **labels: LazyString) -> Sentence:
    """Return a step of a topic whose placeholders are filled with these labels."""
    return Sentence(text, labels)


@dataclass(frozen=True)
class Topic:
    """One thing that somebody wants to do, told in a few steps to those who hold one of ``roles``."""

    code: str
    """Its anchor in the guide and the name of its picture."""
    order: int
    """Its place in the order of the work day."""
    title: LazyString
    steps: tuple[Sentence, ...]
    pages: tuple[str, ...] = ()
    """The endpoints whose pages show it."""
    roles: frozenset[Role] = CASE_ROLES
