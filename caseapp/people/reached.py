"""The persons of a record: those who are reached through its scope, and who of them a reader sees."""

import uuid

from sqlalchemy import or_, select

from caseapp.access import ScopeLink, list_visible, scopes_through
from caseapp.accounts import User
from caseapp.db import db, open_scopes
from caseapp.people.models import Person


def people_through(user: User, scope_id: uuid.UUID) -> list[Person]:
    """Return the persons that ``user`` reaches through a case's or a request's scope, oldest first."""
    linked = select(ScopeLink.of_scope_id).where(
        ScopeLink.through_scope_id == scope_id, ScopeLink.removed_on.is_(None)
    )
    return list_visible(user, select(Person).where(Person.scope_id.in_(linked)).order_by(Person.seq))


def everybody_of(scope_id: uuid.UUID) -> list[Person]:
    """Return all persons of a case and of what hangs on it, its requests among them, oldest first, whoever looks.

    For guards alone, which must not depend on who asks. Whatever is shown of these persons goes through
    ``people_of`` or ``people_through``.
    """
    linked = scopes_through([scope_id])
    query = select(Person).where(
        Person.removed_on.is_(None),
        or_(Person.scope_id.in_(linked), Person.scope_id.in_(scopes_through(linked))),
    )
    found = list(db.session.scalars(query.order_by(Person.seq)))
    open_scopes({person.scope_id for person in found})  # all their keys in one query
    return found


def people_of(user: User, scope_id: uuid.UUID) -> list[Person]:
    """Return those of ``everybody_of`` whom ``user`` may see."""
    everybody = [person.id for person in everybody_of(scope_id)]
    return list_visible(user, select(Person).where(Person.id.in_(everybody)).order_by(Person.seq))
