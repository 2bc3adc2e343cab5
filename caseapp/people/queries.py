"""Reading persons."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.access import get_visible, list_visible, visible_to
from caseapp.accounts import User
from caseapp.db import db
from caseapp.people.models import ContactRoute, Person, PersonName, Relation


@dataclass(frozen=True)
class ShownName:
    """A person's name as lists and headings show it: one script first, the other beside it."""

    name: str
    other: str
    name_lang: str
    other_lang: str


def get_person(user: User, person_id: uuid.UUID) -> Person:
    """Return a person that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Person, person_id)


def names_of(user: User, person: Person) -> list[PersonName]:
    """Return the names of a person, oldest first."""
    query = select(PersonName).where(PersonName.person_id == person.id).order_by(PersonName.seq)
    return list_visible(user, query)


def routes_of(user: User, person: Person) -> list[ContactRoute]:
    """Return the ways to reach a person."""
    query = select(ContactRoute).where(ContactRoute.person_id == person.id).order_by(ContactRoute.seq)
    return list_visible(user, query)


def relations_of(user: User, person: Person) -> list[Relation]:
    """Return the relations of a person that ``user`` may see: those stated by cases that ``user`` reaches."""
    query = (
        select(Relation)
        .where((Relation.person_id == person.id) | (Relation.relative_id == person.id))
        .order_by(Relation.seq)
    )
    return list_visible(user, query)


def shown_name(person: Person) -> ShownName:
    """Return how a person is named on pages."""
    return _shown(person.list_pack)


def shown_names(user: User, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ShownName]:
    """Return the names of many persons in one pass; those that ``user`` may not see are left out."""
    wanted = set(person_ids)
    rows = db.session.execute(
        select(Person.id, Person.scope_id, Person.list_pack_sealed).where(  # type: ignore[attr-defined]  # the ciphertext
            Person.id.in_(wanted), visible_to(user, Person)
        )
    ).all()
    return {
        person_id: _shown(Person.list_pack.open(Person, person_id, scope_id, sealed))
        for person_id, scope_id, sealed in rows
    }


def _shown(pack: Any) -> ShownName:
    found = pack or {}
    return ShownName(
        found.get("name", ""), found.get("other", ""), found.get("name_lang", ""), found.get("other_lang", "")
    )
