"""What a colleague came to know of ways to reach people: a word to say, safe hours."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import ContactRoute, Person
from caseapp.people.queries import shown_name
from caseapp.web.duties import Secret, Seen


def words_to_say(reader: User, seen: Seen) -> Iterator[Secret]:
    """Yield what stands beside the ways to reach the people whose pages a colleague opened."""
    found = list_visible(reader, select(Person).where(Person.id.in_(seen.get("person", ()))))
    people = {person.id: person for person in found}
    routes = list_visible(reader, select(ContactRoute).where(ContactRoute.person_id.in_(list(people))))
    for route in routes:
        if route.safety:
            words = _(
                "The word to say and the safe hours for %(name)s",
                name=shown_name(people[route.person_id]).name,
            )
            url = url_for("people.show", person_id=route.person_id)
            yield Secret(f"route:{route.id}", words, url)
