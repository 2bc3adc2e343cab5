"""Reading persons."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select

from caseapp.access import (
    ScopeExclusion,
    ScopeLink,
    check_reach,
    get_visible,
    kept_out_scopes,
    list_visible,
    visible_to,
)
from caseapp.accounts import User
from caseapp.db import LOCKED, Prepared, Record, asked_of_each, db, while_unchanged
from caseapp.db.engine import among_given, given_ids
from caseapp.i18n import direction
from caseapp.people.labels import other_side
from caseapp.people.models import ContactRoute, Person, PersonName, Relation
from caseapp.web.errors import NotFound
from caseapp.web.installed import features

P = TypeVar("P", PersonName, ContactRoute)


class ShownName(NamedTuple):
    """A person's name as lists and headings show it: the script of the reader first, the other beside it."""

    name: str
    other: str
    name_lang: str
    other_lang: str


NOBODY = ShownName("", "", "", "")
"""In the place of somebody whom the reader may not see."""


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
    """Return the ways to reach a person, those in other records included that were found to be of this same person."""
    return list_visible(user, _ROUTES, given_ids(ids_of_same(person)))


_ROUTES = select(ContactRoute).where(among_given(ContactRoute.person_id)).order_by(ContactRoute.seq)


def relations_of(user: User, person: Person) -> list[Relation]:
    """Return the relations of a person that ``user`` may see: those stated by cases that ``user`` reaches."""
    return list_visible(user, _RELATIONS, {"person_id": person.id})


_RELATIONS = (
    select(Relation)
    .where(or_(Relation.person_id == bindparam("person_id"), Relation.relative_id == bindparam("person_id")))
    .order_by(Relation.seq)
)


def shown_name(person: Person) -> ShownName:
    """Return how a person is named on pages."""
    return shown(person.list_pack)


def both_scripts(name: ShownName) -> str:
    """Return a name for a list of choices, the other script behind it."""
    return f"{name.name} · {name.other}" if name.other else name.name


def shown_names(user: User, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ShownName]:
    """Return the names of many persons in one pass; those that ``user`` may not see are left out."""

    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, ShownName]:
        query = _named_query(visible_to(user, Person, few=True))
        return _opened_names(query.rows(given_ids(unknown)))

    return asked_of_each(("shown-names", user.id, direction()), person_ids, ask)


def with_name(query: Select[Any], person_id: Any, there: ColumnElement[bool]) -> Select[Any]:
    """Add to a query of rows the sealed name of the person in their column ``person_id``; ``names_in`` opens it.

    It stays empty where that person is not ``there``, see ``visible_to``.
    """
    return query.add_columns(*_NAMED).outerjoin(Person, and_(Person.id == person_id, there))


def names_in(rows: Sequence[Any]) -> dict[uuid.UUID, ShownName]:
    """Return the names that rows of such a query carry, by person."""
    return _opened_names([row for row in rows if row.person_id is not None])


_NAMED = (
    Person.id.label("person_id"),
    Person.scope_id.label("person_scope_id"),
    Person.list_pack_sealed.label("person_name"),  # type: ignore[attr-defined]  # the ciphertext beside ``list_pack``
)


@lru_cache(maxsize=64)
def _named_query(there: ColumnElement[bool]) -> Prepared:
    return Prepared(select(*_NAMED).where(among_given(Person.id), there))


def _opened_names(rows: Sequence[Any]) -> dict[uuid.UUID, ShownName]:
    check_reach({row.person_scope_id for row in rows})
    packs = Person.list_pack.open_each(
        Person, [(row.person_id, row.person_scope_id, row.person_name) for row in rows]
    )
    reading = direction()
    return {row.person_id: _shown_to(pack, reading) for row, pack in zip(rows, packs, strict=True)}


def list_people(user: User, person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """Return persons that ``user`` may see, in the order asked for."""
    wanted = list(dict.fromkeys(person_ids))
    found = {person.id: person for person in list_visible(user, _PEOPLE, given_ids(wanted))}
    return [found[person_id] for person_id in wanted if person_id in found]


_PEOPLE = select(Person).where(among_given(Person.id))


def visible_among(user: User, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of ``person_ids`` that ``user`` may see."""
    query = _among_query(visible_to(user, Person, few=True))
    return set(db.session.scalars(query, given_ids(person_ids)).all())


@lru_cache(maxsize=64)
def _among_query(there: ColumnElement[bool]) -> Select[uuid.UUID]:
    return select(Person.id).where(among_given(Person.id), there)


def as_known(user: User, person_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Return persons in the same order, each once; who was found to be the same as another stands as that other."""
    asked = list(person_ids)
    rows = db.session.execute(select(Person.id, Person.merged_into).where(Person.id.in_(asked)))
    merged = {person_id: known for person_id, known in rows if known is not None}
    visible = visible_among(user, merged.values()) if merged else set()
    stands_as = {person_id: known for person_id, known in merged.items() if known in visible}
    return list(dict.fromkeys(stands_as.get(person_id, person_id) for person_id in asked))


def visible_people(user: User) -> frozenset[uuid.UUID]:
    """Return the ids of all persons that ``user`` may see; looked up once for as long as nothing changes."""

    def ask() -> frozenset[uuid.UUID]:
        return frozenset(db.session.scalars(select(Person.id).where(visible_to(user, Person))).all())

    return while_unchanged(("people", user.id), ask)


def kept_from(user: User) -> set[uuid.UUID]:
    """Return the ids of persons from whom ``user`` is kept out, by themselves or by a case that they are in."""
    return set(db.session.scalars(select(Person.id).where(Person.scope_id.in_(kept_out_scopes(user)))))


def known_nowhere_else(users: Iterable[User]) -> set[uuid.UUID]:
    """Return the ids of persons who stand in nothing but what one of ``users`` is kept out of.

    Whoever stands in other work, too, is somebody else's to know for that colleague, with what they are kept out of and
    without it.
    """
    by_id = {user.id: user for user in users}
    somewhere = select(ScopeExclusion.user_id).where(
        ScopeExclusion.user_id.in_(by_id), ScopeExclusion.removed_on.is_(None)
    )
    found: set[uuid.UUID] = set()
    for user_id in set(db.session.scalars(somewhere)):
        kept_out = kept_out_scopes(by_id[user_id])
        elsewhere = exists(
            select(ScopeLink.id).where(
                ScopeLink.of_scope_id == Person.scope_id,
                ScopeLink.removed_on.is_(None),
                ScopeLink.through_scope_id.not_in(kept_out),
            )
        )
        found.update(db.session.scalars(select(Person.id).where(Person.scope_id.in_(kept_out), ~elsewhere)))
    return found


def reached_through(person: Person) -> list[uuid.UUID]:
    """Return the scopes (of cases, of requests) through which a person is reached."""
    return [row.through_scope_id for row in _THROUGH.rows({"of_scope": person.scope_id})]


_THROUGH = Prepared(
    select(ScopeLink.through_scope_id).where(
        ScopeLink.of_scope_id == bindparam("of_scope"), ScopeLink.removed_on.is_(None)
    )
)


@dataclass(frozen=True)
class Related:
    """A person as seen from another: what they are to them, and who says so."""

    relation: Relation
    person: Person
    word: str
    """A code of ``labels.RELATIONS``."""


def related_people(user: User, person: Person) -> list[Related]:
    """Return who is related to ``person``, worded from their side, as far as ``user`` may see both ends.

    A relation shows only to those who reach the case that states it.
    """
    relations = relations_of(user, person)
    ends = {
        relation.relative_id if relation.person_id == person.id else relation.person_id
        for relation in relations
    }
    others = {other.id: other for other in list_people(user, ends)}
    related = []
    for relation in relations:
        forward = relation.person_id == person.id
        other = others.get(relation.relative_id if forward else relation.person_id)
        if other is not None:
            word = relation.kind if forward else other_side(relation.kind, other.sex)
            related.append(Related(relation, other, word))
    return related


def names_recorded_apart(user: User, person: Person) -> list[PersonName]:
    """Return the names in other records that were found to be this same person."""
    same = select(Person.id).where(Person.merged_into == person.id)
    query = select(PersonName).where(PersonName.person_id.in_(same)).order_by(PersonName.seq)
    return list_visible(user, query)


def get_of_person(user: User, model: type[P], person: Person, row_id: uuid.UUID) -> P:
    """Return a name or a way to reach of ``person``.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = get_visible(user, model, row_id)
    if row.person_id not in ids_of_same(person):
        raise NotFound
    return row


def objections(user: User, person: Person, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what other features hold against ``values`` of a person, as (field, sentence)."""
    asked = [each.answers.objections.get("person") for each in features()]
    return [objection for ask in asked if ask is not None for objection in ask(user, person, values)]


def shown(pack: Any) -> ShownName:
    """Return a name as the present reader sees it, from a ``list_pack``; locked where that cannot be opened."""
    return _shown_to(pack, direction())


def _shown_to(pack: Any, reading: str) -> ShownName:
    if pack is None:
        return ShownName(LOCKED, "", "", "")
    kept = (
        pack.get("name", ""),
        pack.get("other", ""),
        pack.get("name_lang", ""),
        pack.get("other_lang", ""),
    )
    name, other, name_lang, other_lang = kept
    if reading == "rtl" and other_lang:  # only a name in Arabic script has a language here
        return ShownName(other, name, other_lang, name_lang)
    return ShownName(*kept)


def ids_of_same(record: Record) -> list[uuid.UUID]:
    """Return the ids under which something may hang on ``record``: its own and, for a person, those merged into it."""
    if not isinstance(record, Person):
        return [record.id]
    return [record.id, *(row.id for row in _MERGED.rows({"into": record.id}))]


_MERGED = Prepared(select(Person.id).where(Person.merged_into == bindparam("into")))
