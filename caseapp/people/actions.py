"""Writing about persons."""

import uuid
from typing import Any

from sqlalchemy import select

from caseapp.access import link_scopes, open_scope
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.dates import PartialDate
from caseapp.db import Record, db
from caseapp.people.labels import sex_said
from caseapp.people.models import ContactRoute, NameKind, Person, PersonName, Relation
from caseapp.people.queries import reached_through
from caseapp.web.installed import features

FACTS = ("born", "born_where", "sex", "nationality", "languages", "whereabouts", "about")
_SHOWN_FIRST = (
    NameKind.LEGAL,
    NameKind.PASSPORT,
    NameKind.BIRTH,
    NameKind.ALIAS,
    NameKind.ORGANISATION,
    NameKind.WORKING,
)


def create_person(
    actor: User, *, through: uuid.UUID, name: str, kind: NameKind, person_id: uuid.UUID | None = None
) -> Person:
    """Create a person who is reached through the scope ``through`` (the case, the request that names them)."""
    scope = open_scope(actor, "person", through=(through,))
    person = Person(id=person_id or uuid.uuid4(), scope_id=scope.id)
    db.session.add(person)
    add_name(actor, person, name, kind)
    record(actor, "person.created", person)
    return person


def bring_into(actor: User, person: Person, through: uuid.UUID) -> None:
    """Let those who reach ``through`` reach a person who is there already; nothing when they do."""
    if through in reached_through(person):
        return
    link_scopes(person.scope_id, through, actor)
    for feature in features():
        feature.consequences.brought_in(actor, person, through)
    record(actor, "person.brought_in", person)


def add_name(
    actor: User, person: Person, name: str, kind: NameKind, name_id: uuid.UUID | None = None
) -> PersonName:
    """Add a name, as given; the person's shown name follows."""
    added = PersonName(
        id=name_id or uuid.uuid4(),
        scope_id=person.scope_id,
        person_id=person.id,
        name=name,
        kind=kind.value,
        script=script_of(name),
    )
    db.session.add(added)
    _refresh_pack(person)
    record(actor, "person.name_added", person)
    return added


def change_name(actor: User, person: Person, changed: PersonName, name: str, kind: NameKind) -> None:
    """Correct a name."""
    changed.name, changed.kind, changed.script = name, kind.value, script_of(name)
    _refresh_pack(person)
    record(actor, "person.name_changed", person)


def remove_name(actor: User, person: Person, name: PersonName, reason: str) -> None:
    """Take a name out; it stays in the history."""
    remove(actor, name, reason)
    _refresh_pack(person)
    record(actor, "person.name_removed", person)


def change_facts(actor: User, person: Person, facts: dict[str, str | PartialDate | None]) -> None:
    """Set what is known about a person. ``facts`` has the names of ``FACTS``."""
    changed = [name for name in FACTS if name in facts and getattr(person, name) != facts[name]]
    for name in changed:
        setattr(person, name, facts[name])
    record(actor, "person.changed", person, fields=changed)


def add_route(actor: User, person: Person, route_id: uuid.UUID | None = None, **values: str) -> ContactRoute:
    """Add a way to reach a person: ``kind``, ``value``, ``whose``, ``may_we``, ``safety``."""
    route = ContactRoute(id=route_id or uuid.uuid4(), scope_id=person.scope_id, person_id=person.id, **values)
    db.session.add(route)
    record(actor, "person.route_added", person)
    return route


def change_route(actor: User, person: Person, route: ContactRoute, **values: str) -> None:
    """Correct a way to reach a person; ``values`` as in ``add_route``."""
    for name, value in values.items():
        setattr(route, name, value)
    record(actor, "person.route_changed", person)


def remove_route(actor: User, person: Person, route: ContactRoute, reason: str) -> None:
    """Take a way to reach a person out; it stays in the history."""
    remove(actor, route, reason)
    record(actor, "person.route_removed", person)


def add_relation(
    actor: User,
    scope_id: uuid.UUID,
    person: Person,
    relative: Person,
    kind: str,
    relation_id: uuid.UUID | None = None,
    **said: str,
) -> Relation:
    """State that ``relative`` is ``kind`` (brother, daughter ...) of ``person``; it belongs to the case's scope.

    ``said`` are ``said_by`` and ``note``. Where the word says a sex and none is recorded yet, it is recorded.
    """
    relation = Relation(
        id=relation_id or uuid.uuid4(),
        scope_id=scope_id,
        person_id=person.id,
        relative_id=relative.id,
        kind=kind,
        **said,
    )
    db.session.add(relation)
    if not relative.sex and sex_said(kind):
        relative.sex = sex_said(kind)
    record(actor, "person.relation_added", person, relative)
    return relation


def remove_relation(actor: User, relation: Relation, reason: str) -> None:
    """Take a stated relation out; it stays in the history."""
    remove(actor, relation, reason)
    record(actor, "person.relation_removed", relation)


def remove(actor: User, row: Record, reason: str) -> None:
    """Take a row out of every page; it stays in the history with the reason."""
    row.removed_on, row.removed_by, row.removed_reason = today(), actor.id, reason


def script_of(name: str) -> str:
    """Return the script of a name: that of its first letter."""
    for sign in name:
        if sign.isalpha():
            return "arabic" if "\u0600" <= sign <= "\u06ff" or "\u0750" <= sign <= "\u077f" else "latin"
    return "latin"


def _refresh_pack(person: Person) -> None:
    db.session.flush()
    query = select(PersonName).where(PersonName.person_id == person.id, PersonName.removed_on.is_(None))
    names = sorted(db.session.scalars(query), key=_rank)
    if not names:
        return  # the last name is never taken out: a person without any could not be spoken of
    latin = next((name.name for name in names if name.script == "latin"), "")
    arabic = next((name.name for name in names if name.script == "arabic"), "")
    first_is_latin = bool(latin)
    pack: dict[str, Any] = {
        "name": latin or arabic,
        "other": arabic if first_is_latin else "",
        "name_lang": "" if first_is_latin else "fa",
        "other_lang": "fa" if arabic and first_is_latin else "",
    }
    person.list_pack = pack


def _rank(name: PersonName) -> tuple[int, int]:
    return _SHOWN_FIRST.index(NameKind(name.kind)), name.seq
