"""The persons of a record: those who are reached through its scope."""

import uuid

from sqlalchemy import select

from caseapp.access import ScopeLink, list_visible
from caseapp.accounts import User
from caseapp.people.models import Person


def people_through(user: User, scope_id: uuid.UUID) -> list[Person]:
    """Return the persons that ``user`` reaches through a case's or a request's scope, oldest first."""
    linked = select(ScopeLink.of_scope_id).where(
        ScopeLink.through_scope_id == scope_id, ScopeLink.removed_on.is_(None)
    )
    return list_visible(user, select(Person).where(Person.scope_id.in_(linked)).order_by(Person.seq))
