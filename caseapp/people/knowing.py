"""What is known of persons, as far as somebody may see it, so that they can be compared."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.people.comparing import Known, folded_route
from caseapp.people.models import ContactRoute, Person, PersonName, Relation


def known_of(user: User, persons: Collection[Person]) -> Mapping[uuid.UUID, Known]:
    """Return what ``user`` may see of ``persons``; what was found to be theirs in other records counts as theirs."""
    stands_as = {person.id: person.id for person in persons}
    merged = list_visible(user, select(Person).where(Person.merged_into.in_(stands_as)))
    stands_as |= {person.id: person.merged_into for person in merged if person.merged_into is not None}
    names: dict[uuid.UUID, list[str]] = {}
    for name in list_visible(user, select(PersonName).where(PersonName.person_id.in_(stands_as))):
        names.setdefault(stands_as[name.person_id], []).append(name.name)
    routes: dict[uuid.UUID, list[str]] = {}
    for route in list_visible(user, select(ContactRoute).where(ContactRoute.person_id.in_(stands_as))):
        routes.setdefault(stands_as[route.person_id], []).append(folded_route(route.value))
    relatives: dict[uuid.UUID, set[uuid.UUID]] = {}
    ends = Relation.person_id.in_(stands_as) | Relation.relative_id.in_(stands_as)
    for relation in list_visible(user, select(Relation).where(ends)):
        for mine, theirs in (
            (relation.person_id, relation.relative_id),
            (relation.relative_id, relation.person_id),
        ):
            if mine in stands_as:
                relatives.setdefault(stands_as[mine], set()).add(theirs)
    return {
        person.id: Known(
            tuple(dict.fromkeys(names.get(person.id, ()))),
            person.born,
            person.born_where,
            person.sex,
            person.nationality,
            tuple(dict.fromkeys(routes.get(person.id, ()))),
            frozenset(relatives.get(person.id, ())),
        )
        for person in persons
    }
