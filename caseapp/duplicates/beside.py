"""Two persons side by side, field by field, with what speaks for the two being one and what against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from caseapp.accounts import User
from caseapp.duplicates.forms import BOTH, ONE, OTHER
from caseapp.duplicates.queries import Two, records_of
from caseapp.people import labels
from caseapp.people.actions import FACTS
from caseapp.people.comparing import reasons_of
from caseapp.people.knowing import known_of
from caseapp.people.models import Person
from caseapp.people.queries import names_of, names_recorded_apart, related_people, routes_of, shown_name
from caseapp.people.wording import reason_in_words
from caseapp.web.values import day, isolated


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
_FACT_LABELS: Mapping[str, LazyString] = {
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
    """One field of the two, each side as lines of words with the address of what is named, or none."""

    label: LazyString
    one: list[tuple[str, str | None]]
    other: list[tuple[str, str | None]]
    likeness: Likeness


def lines_of(user: User, two: Two) -> list[Line]:
    """Return all that ``user`` may see of two persons, side by side."""
    return [
        _line(_l("Names"), [[(each, None) for each in _names(user, person)] for person in two.both]),
        *(_line(_FACT_LABELS[name], [_fact(person, name) for person in two.both]) for name in FACTS),
        _line(_l("How to reach them"), [_routes(user, person) for person in two.both]),
        _line(_l("Relations"), [_relations(user, person) for person in two.both]),
        _line(_l("Stands in"), [_records(user, person) for person in two.both]),
    ]


def reasons_about(user: User, two: Two) -> tuple[list[str], list[str]]:
    """Return in words what speaks for the two being one, and what against."""
    known = known_of(user, two.both)
    reasons = reasons_of(known[two.one.id], known[two.other.id])
    return (
        [reason_in_words(reason) for reason in reasons if reason.speaks_for],
        [reason_in_words(reason) for reason in reasons if not reason.speaks_for],
    )


def differing(two: Two) -> dict[str, list[tuple[str, Any]]]:
    """Return the facts in which the two differ, with the values to choose from; what is filled stands first."""
    found = {}
    for name in FACTS:
        one, other = (getattr(person, name) or "" for person in two.both)
        if one == other:
            continue
        choices = [(ONE, _in_words(name, one)), (OTHER, _in_words(name, other))]
        if not one:
            choices.reverse()
        if name == "about" and one and other:
            choices.append((BOTH, _l("both, one under the other")))
        found[name] = choices
    return found


def chosen(two: Two, known: Person, taken: Mapping[str, str]) -> dict[str, Any]:
    """Return the facts that ``known`` gets: those of ``taken`` that are not theirs already."""
    values = {}
    for name, side in taken.items():
        one, other = (getattr(person, name) for person in two.both)
        value = f"{one}\n\n{other}" if side == BOTH else one if side == ONE else other
        if value != getattr(known, name):
            values[name] = value
    return values


def versions_of(two: Two) -> str:
    """Return which versions of the two a page was made from."""
    return " ".join(f"{person.id}:{person.row_version}" for person in two.both)


def _line(label: LazyString, sides: list[list[tuple[str, str | None]]]) -> Line:
    one, other = sides
    words = [sorted(words for words, _url in side) for side in sides]
    if not one and not other:
        likeness = Likeness.NOTHING
    elif not one or not other:
        likeness = Likeness.ONE_SIDE
    else:
        likeness = Likeness.SAME if words[0] == words[1] else Likeness.DIFFERS
    return Line(label, one, other, likeness)


def _names(user: User, person: Person) -> list[str]:
    rows = [*names_of(user, person), *names_recorded_apart(user, person)]
    return [f"{isolated(row.name)} ({labels.NAME_KINDS.get(row.kind, row.kind)})" for row in rows]


def _fact(person: Person, name: str) -> list[tuple[str, str | None]]:
    value = getattr(person, name)
    return [(_in_words(name, value), None)] if value else []


def _in_words(name: str, value: Any) -> Any:
    if not value:
        return _l("not recorded")
    return _IN_WORDS[name](value) if name in _IN_WORDS else str(value)


def _routes(user: User, person: Person) -> list[tuple[str, str | None]]:
    return [
        (f"{labels.ROUTE_KINDS.get(route.kind, route.kind)}: {isolated(route.value)}", None)
        for route in routes_of(user, person)
    ]


def _relations(user: User, person: Person) -> list[tuple[str, str | None]]:
    return [
        (
            f"{labels.RELATIONS.get(each.word, each.word)}: {isolated(shown_name(each.person).name)}",
            url_for("people.show", person_id=each.person.id),
        )
        for each in related_people(user, person)
    ]


def _records(user: User, person: Person) -> list[tuple[str, str | None]]:
    return [(each.label, each.url) for each in records_of(user, person)]
