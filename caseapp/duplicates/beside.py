"""Two persons side by side, field by field, with what speaks for the two being one and what against."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from caseapp.access import hidden_or
from caseapp.accounts import User
from caseapp.duplicates.forms import BOTH, ONE, OTHER
from caseapp.duplicates.queries import Two, records_of
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people import labels
from caseapp.people.actions import FACTS
from caseapp.people.beside import FACT_LABELS, SOUNDING, Line, Side, fact_in_words, facts_alike, line
from caseapp.people.comparing import names_alike, reasons_of
from caseapp.people.knowing import known_of
from caseapp.people.models import Person
from caseapp.people.queries import names_of, names_recorded_apart, related_people, routes_of, shown_name
from caseapp.people.wording import reasons_in_words
from caseapp.web.values import isolated


def lines_of(user: User, two: Two) -> list[Line]:
    """Return all that ``user`` may see of two persons, side by side."""
    known = known_of(user, two.both)
    alike = names_alike(known[two.one.id].names, known[two.other.id].names)
    return [
        line(_l("Names"), *(_names(user, person) for person in two.both), alike=alike),
        *(_facts(two, name) for name in FACTS),
        line(_l("How to reach them"), *(_routes(user, person) for person in two.both)),
        line(_l("Relations"), *(_relations(user, person) for person in two.both)),
        line(_l("Stands in"), *(_records(user, person) for person in two.both)),
    ]


def reasons_about(user: User, two: Two) -> tuple[list[str], list[str]]:
    """Return in words what speaks for the two being one, and what against."""
    known = known_of(user, two.both)
    return reasons_in_words(reasons_of(known[two.one.id], known[two.other.id]))


def differing(two: Two) -> dict[str, list[tuple[str, Any]]]:
    """Return the facts in which the two differ, with the values to choose from; what is filled stands first."""
    found = {}
    for name in FACTS:
        one, other = (getattr(person, name) or "" for person in two.both)
        if one == other:
            continue
        choices = [(side, isolated(_in_words(name, value))) for side, value in ((ONE, one), (OTHER, other))]
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


def _names(user: User, person: Person) -> Side:
    rows = [*names_of(user, person), *names_recorded_apart(user, person)]
    return [(f"{isolated(row.name)} ({labels.NAME_KINDS.get(row.kind, row.kind)})", None) for row in rows]


def _facts(two: Two, name: str) -> Line:
    alike = name in SOUNDING and facts_alike(*(getattr(person, name) for person in two.both))
    return line(FACT_LABELS[name], *(_fact(person, name) for person in two.both), alike=alike)


def _fact(person: Person, name: str) -> Side:
    value = getattr(person, name)
    return [(_in_words(name, value), None)] if value else []


def _in_words(name: str, value: Any) -> Any:
    if not value:
        return _l("not recorded")
    return fact_in_words(name, value)


def _routes(user: User, person: Person) -> Side:
    return [
        (
            f"{labels.ROUTE_KINDS.get(route.kind, route.kind)}: {isolated(hidden_or(user, route, route.value))}",
            None,
        )
        for route in routes_of(user, person)
    ]


def _relations(user: User, person: Person) -> Side:
    return [
        (
            f"{labels.RELATIONS.get(each.word, each.word)}: {isolated(shown_name(each.person).name)}",
            url_for("people.show", person_id=each.person.id),
        )
        for each in related_people(user, person)
    ]


def _records(user: User, person: Person) -> Side:
    return [(each.label, each.url) for each in records_of(user, person)]
