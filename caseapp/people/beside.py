"""What is known of two people side by side, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from caseapp.dates import PartialDate
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people import labels
from caseapp.people.comparing import Known, names_alike
from caseapp.web.values import day, isolated

Side = list[tuple[str, str | None]]
"""What stands on one side of a field: lines of words, each with the address of what it names, or none."""


class Likeness(StrEnum):
    """How the two sides of a field stand to each other."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERS = "differs"
    ONE_SIDE = "one_side"
    NOTHING = "nothing"


LIKENESSES: Mapping[Likeness, LazyString] = {
    Likeness.SAME: _l("the same"),
    Likeness.ALIKE: _l("may be the same"),
    Likeness.DIFFERS: _l("differs"),
    Likeness.ONE_SIDE: _l("only with one"),
    Likeness.NOTHING: _l("not recorded"),
}
TONES: Mapping[Likeness, str] = {
    Likeness.SAME: "done",
    Likeness.ALIKE: "moving",
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
SOUNDING = frozenset({"born", "born_where"})
"""Facts whose values may mean the same though they differ in words; codes and long texts do not."""
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

    @property
    def is_known(self) -> bool:
        """Tell whether either side says anything."""
        return self.likeness is not Likeness.NOTHING


def line(label: LazyString, one: Side, other: Side, *, alike: bool = False) -> Line:
    """Put the two sides of a field beside each other; ``alike`` where they differ in words and may mean the same."""
    words = [sorted(words for words, _url in side) for side in (one, other)]
    if not one and not other:
        likeness = Likeness.NOTHING
    elif not one or not other:
        likeness = Likeness.ONE_SIDE
    else:
        otherwise = Likeness.ALIKE if alike else Likeness.DIFFERS
        likeness = Likeness.SAME if words[0] == words[1] else otherwise
    return Line(label, one, other, likeness)


def fact_in_words(name: str, value: Any) -> str:
    """Return a fact of a person as a page shows it."""
    return _IN_WORDS[name](value) if name in _IN_WORDS else str(value)


def lines_beside(typed: Known, known: Known) -> list[Line]:
    """Return what was typed of somebody so far beside what is known of somebody else; empty fields are left out."""
    names = typed.names, known.names
    lines = [line(_l("Names"), _names(names[0]), _names(names[1]), alike=names_alike(*names))]
    for name in ("born", "born_where", "sex", "nationality"):
        one, other = getattr(typed, name), getattr(known, name)
        if one or other:
            sides = _fact(name, one), _fact(name, other)
            alike = name in SOUNDING and facts_alike(one, other)
            lines.append(line(FACT_LABELS[name], *sides, alike=alike))
    return lines


def facts_alike(one: Any, other: Any) -> bool:
    """Tell whether two values of one fact may mean the same: dates that overlap, words that sound alike."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.may_equal(other)
    return isinstance(one, str) and isinstance(other, str) and names_alike([one], [other])


def _names(names: Sequence[str]) -> Side:
    return [(isolated(name), None) for name in names]


def _fact(name: str, value: Any) -> Side:
    return [(fact_in_words(name, value), None)] if value else []
