"""Whom a review is put before: a colleague who sees the case, else one who is told no more than that it waits."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select

from caseapp.access import kept_out_of, people_who_reach
from caseapp.accounts import User
from caseapp.db import db
from caseapp.disclosures.permissions import DisclosurePermission
from caseapp.people.models import Person
from caseapp.web.gate import can


def second_person(actor: User, person: Person) -> uuid.UUID | None:
    """Return who reviews a disclosure that ``actor`` made about ``person``: somebody who sees the person, if any."""
    return _first(
        user
        for user in people_who_reach(person.scope_id)
        if user.id != actor.id and can(user, DisclosurePermission.REVIEW)
    )


def somebody_else(actor: User, person: Person) -> uuid.UUID | None:
    """Return who is told that a disclosure waits where nobody else sees the person.

    A coordinator comes first, then an administrator. They learn who made it and on which day, and nothing of the case.
    Whoever is kept out of the person, or of a case that names them, is never told. None when nobody else is left.
    """
    kept_out = kept_out_of(person.scope_id)
    query = select(User).where(User.removed_on.is_(None), User.status == "active").order_by(User.seq)
    told = [
        user
        for user in db.session.scalars(query)
        if user.id not in {actor.id, *kept_out} and can(user, DisclosurePermission.ANSWER_ALERT)
    ]
    return _first(sorted(told, key=lambda user: not can(user, DisclosurePermission.REVIEW)))


def _first(users: Iterator[User] | list[User]) -> uuid.UUID | None:
    return next((user.id for user in iter(users)), None)
