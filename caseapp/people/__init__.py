"""Persons, their names, how they are reached and how they are related."""

import uuid

from flask_babel import lazy_gettext as _l

from caseapp.access import can_see
from caseapp.accounts import User
from caseapp.db import db
from caseapp.people.models import ContactRoute, Person, PersonName, Relation
from caseapp.people.permissions import GRANTS, PersonPermission
from caseapp.people.queries import shown_name
from caseapp.web.feature import Description, Feature


def _describe(user: User, person_id: uuid.UUID) -> Description | None:
    person = db.session.get(Person, person_id)
    if person is None or not user.reads_cases or not can_see(user, person):
        return None
    return Description(shown_name(person).name, None)


feature = Feature(
    name="people",
    grants=GRANTS,
    records={
        "person": Person,
        "person_name": PersonName,
        "contact_route": ContactRoute,
        "relation": Relation,
    },
    describe={"person": _describe},
    events={
        "person.created": _l("Added a person"),
        "person.brought_in": _l("Brought a person into another record"),
        "person.changed": _l("Changed what is known about a person"),
        "person.name_added": _l("Added a name"),
        "person.name_changed": _l("Corrected a name"),
        "person.name_removed": _l("Took a name out"),
        "person.route_added": _l("Added a way to reach a person"),
        "person.relation_added": _l("Stated a relation"),
    },
)

__all__ = ["ContactRoute", "Person", "PersonName", "PersonPermission", "Relation", "feature"]
