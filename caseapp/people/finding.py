"""What the search box finds among people."""

import uuid
from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.db import asked_once
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.names import NameIndex
from caseapp.people.explained import explained
from caseapp.people.labels import NAME_KINDS
from caseapp.people.models import Person, PersonName
from caseapp.people.name_index import find_people
from caseapp.people.number_book import is_number, people_by_route
from caseapp.people.queries import list_people, shown_name
from caseapp.web.feature import Found
from caseapp.web.values import day


def people_found(user: User, text: str) -> Iterator[Found]:
    """Yield the people whom ``user`` may see by telephone number or address, then by name."""
    people = list_people(user, people_ids(user, text))
    answering = {} if is_number(text) else _answering(user, text, people)
    for person in people:
        name = shown_name(person)
        born = _("born %(day)s", day=day(person.born)) if person.born else ""
        notes = (born, *_how_found(text, answering.get(person.id), {name.name, name.other}))
        yield Found(
            person.id,
            name.name,
            name.other,
            in_a_row(each for each in notes if each),
            url_for("people.show", person_id=person.id),
            title_lang=name.name_lang,
            other_lang=name.other_lang,
        )


def _answering(user: User, text: str, people: list[Person]) -> dict[uuid.UUID, PersonName]:
    """The name by which each person was found."""
    query = select(PersonName).where(PersonName.person_id.in_(person.id for person in people))
    names: dict[uuid.UUID, list[PersonName]] = {}
    for name in list_visible(user, query.order_by(PersonName.seq)):
        names.setdefault(name.person_id, []).append(name)
    found = {}
    for person in people:
        index = NameIndex[PersonName]()
        for name in names.get(person.id, []):
            index.add(name, name.name)
        for name, _likeness in index.search(text, 1, unfinished=True):
            found[person.id] = name
    return found


def _how_found(text: str, name: PersonName | None, shown: set[str]) -> Iterator[str]:
    if name is not None:
        if name.name not in shown:
            yield _found_by(name)
        yield from explained(text, name.name)


def _found_by(name: PersonName) -> str:
    kind = NAME_KINDS.get(name.kind, name.kind)
    return _("found by “%(name)s” (%(kind)s)", name=f"\u2068{name.name}\u2069", kind=kind)


def people_ids(user: User, text: str) -> list[uuid.UUID]:
    """Return the ids of the people that ``text`` may mean and that ``user`` may see, the likeliest first."""

    def ask() -> list[uuid.UUID]:
        by_route = people_by_route(user, text)
        return by_route if by_route or is_number(text) else find_people(user, text, unfinished=True)

    return asked_once(("people", user.id, text), ask)  # several finders want the same people
