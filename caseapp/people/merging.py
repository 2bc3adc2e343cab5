"""Two records of one human being: the one begun now gives way to the one that was here already."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from caseapp.access import refuse_visitor, visible_scopes
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import Scope, current_act, db, own_act
from caseapp.people.actions import bring_into, change_facts
from caseapp.people.models import Person, Relation
from caseapp.people.queries import reached_through
from caseapp.web.installed import features


class InOtherRecords(Exception):
    """The person is not in one case of the actor's alone; joining the two is then not for one worker to decide."""


class InHiddenRecords(InOtherRecords):
    """One of those records is not shared with the actor, who may not learn that it is there."""


class MergedBefore(Exception):
    """One of the two was found to be the same as somebody else meanwhile."""


def merge_person(actor: User, person: Person, known: Person) -> None:
    """Put ``known`` in the place of ``person``, who is the same human being.

    No row moves between scopes: ``person`` keeps its names and points to ``known``, and every feature points its own
    records to ``known``.

    Raises:
        InHiddenRecords: ``person`` is in a record that ``actor`` does not see.
        InOtherRecords: ``person`` is in several cases, or was merged already.
        ReadsOnly: ``actor`` sees ``person`` by emergency access alone.
    """
    refuse_visitor(actor, person.scope_id)
    through = reached_through(person)
    if _hidden(actor, through):
        raise InHiddenRecords
    if len(through) != 1 or person.merged_into is not None:
        raise InOtherRecords
    _put_in_place(actor, person, known, through)


def join_persons(actor: User, person: Person, known: Person, facts: Mapping[str, Any]) -> None:
    """Put ``known`` in the place of ``person`` in all the records in which they stand, whosever these are.

    For one who sees every record in which either stands. ``facts`` are what ``known`` gets where the two differed.

    Raises:
        InHiddenRecords: one of the two is in a record that ``actor`` does not see.
        MergedBefore: one of the two points to somebody else already, or they are one.
        ReadsOnly: ``actor`` sees one of the two by emergency access alone.
    """
    refuse_visitor(actor, person.scope_id, known.scope_id)
    through = reached_through(person)
    if _hidden(actor, [*through, *reached_through(known)]):
        raise InHiddenRecords
    if person.id == known.id or person.merged_into is not None or known.merged_into is not None:
        raise MergedBefore
    _put_in_place(actor, person, known, through, facts)


def let_mean(actor: User, person: Person, known: Person, rows: Iterable[Any], column: str) -> None:
    """Let ``rows`` mean ``known`` under a column where they meant ``person``, who is the same human being.

    What lies in one scope is an act of its own: whoever is kept out of one of them is told by the log of the others.
    """
    by_scope: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_scope[row.scope_id].append(row)
    for there in by_scope.values():
        with own_act():
            for row in there:
                setattr(row, column, known.id)
            record(actor, "person.pointed", person, known)


def _hidden(actor: User, through: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    wanted = set(through)
    seen = select(Scope.id).where(Scope.id.in_(wanted), Scope.id.in_(visible_scopes(actor)))
    return wanted - set(db.session.scalars(seen))


def _put_in_place(
    actor: User,
    person: Person,
    known: Person,
    through: Iterable[uuid.UUID],
    facts: Mapping[str, Any] | None = None,
) -> None:
    apart = current_act().apart
    done_before = len(apart)
    person.merged_into = known.id
    if facts:
        with own_act():
            change_facts(actor, known, dict(facts))
    joined_before = select(Person).where(Person.merged_into == person.id)
    let_mean(actor, person, known, db.session.scalars(joined_before), "merged_into")
    for scope_id in through:
        if scope_id not in reached_through(known):
            with own_act():
                bring_into(actor, known, scope_id)
    _point_relations(actor, person, known)
    for feature in features():
        feature.consequences.merged(actor, person, known)
    record(actor, "person.merged", person, known, acts=[str(each.id) for each in apart[done_before:]])


def _point_relations(actor: User, person: Person, known: Person) -> None:
    stated = select(Relation).where(Relation.removed_on.is_(None))
    for column in ("person_id", "relative_id"):
        meaning = stated.where(getattr(Relation, column) == person.id)
        let_mean(actor, person, known, db.session.scalars(meaning), column)
