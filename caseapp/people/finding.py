"""What the search box finds among people."""

import uuid
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from caseapp.accounts import User
from caseapp.people.labels import date_in_words
from caseapp.people.name_index import find_people
from caseapp.people.number_book import is_number, people_by_route
from caseapp.people.queries import list_people, shown_name
from caseapp.web.feature import Found


def people_found(user: User, text: str) -> Iterator[Found]:
    """Yield the people whom ``user`` may see by telephone number or address, then by name."""
    for person in list_people(user, people_ids(user, text)):
        name = shown_name(person)
        yield Found(
            person.id,
            name.name,
            name.other,
            _("born %(day)s", day=date_in_words(person.born)) if person.born else "",
            url_for("people.show", person_id=person.id),
            title_lang=name.name_lang,
            other_lang=name.other_lang,
        )


def people_ids(user: User, text: str) -> list[uuid.UUID]:
    """Return the ids of the people that ``text`` may mean and that ``user`` may see, the likeliest first."""
    by_route = people_by_route(user, text)
    return by_route if by_route or is_number(text) else find_people(user, text)
