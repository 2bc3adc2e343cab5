"""What is known of two people side by side, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from caseapp.people import labels
from caseapp.people.comparing import Known
from caseapp.web.values import day, isolated

Side = list[tuple[str, str | None]]
"""What stands on one side of a field: lines of words, each with the address of what it names, or none."""


class Likeness(StrEnum):
    """How the two sides of a field stand to each other."""

    SAME = "same"
    DIFFERS = "differs"
    ONE_SIDE = "one_side"
    NOTHING = "nothing"


LIKENESSES: Mapping[Likeness, LazyString] = {
    Likeness.SAME: _l("the same"),
    Likeness.DIFFERS: _l("differs"),
    Likeness.ONE_SIDE: _l("only with one"),
    Likeness.NOTHING: _l("not recorded"),
}
TONES: Mapping[Likeness, str] = {
    Likeness.SAME: "done",
    Likeness.DIFFERS: "attention",
    Likeness.ONE_SIDE: "waiting",
    Likeness.NOTHING: "neutral",
}
FACT_LABELS: Mapping[str, LazyString] = {
    "born": _l("Born"),
    "born_where": _l("Born where?"),
    "sex": _l("Sex"),
    "nationality": _l("Nationality"),
    "languages": _l("Languages"),
    "whereabouts": _l("Where are they?"),
    "about": _l("What else is known"),
}
_IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "born": lambda value: day(value),
    "sex": lambda value: str(labels.SEXES.get(value, value)),
    "whereabouts": lambda value: str(labels.WHEREABOUTS.get(value, value)),
}


@dataclass(frozen=True)
class Line:
    """One field of the two."""

    label: LazyString
    one: Side
    other: Side
    likeness: Likeness


def line(label: LazyString, one: Side, other: Side) -> Line:
    """Put the two sides of a field beside each other, and compare them."""
    words = [sorted(words for words, _url in side) for side in (one, other)]
    if not one and not other:
        likeness = Likeness.NOTHING
    elif not one or not other:
        likeness = Likeness.ONE_SIDE
    else:
        likeness = Likeness.SAME if words[0] == words[1] else Likeness.DIFFERS
    return Line(label, one, other, likeness)


def fact_in_words(name: str, value: Any) -> str:
    """Return a fact of a person as a page shows it."""
    return _IN_WORDS[name](value) if name in _IN_WORDS else str(value)


def lines_beside(typed: Known, known: Known) -> list[Line]:
    """Return what was typed of somebody so far beside what is known of somebody else; empty fields are left out."""
    lines = [line(_l("Names"), _names(typed.names), _names(known.names))]
    for name in ("born", "born_where", "sex", "nationality"):
        one, other = getattr(typed, name), getattr(known, name)
        if one or other:
            lines.append(line(FACT_LABELS[name], _fact(name, one), _fact(name, other)))
    return lines


def _names(names: Sequence[str]) -> Side:
    return [(isolated(name), None) for name in names]


def _fact(name: str, value: Any) -> Side:
    return [(fact_in_words(name, value), None)] if value else []
