"""Two records of one human being: the one begun now gives way to the one that was here already."""

from sqlalchemy import select

from caseapp.access import visible_scopes
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import Scope, db
from caseapp.people.actions import bring_into
from caseapp.people.models import Person, Relation
from caseapp.people.queries import reached_through
from caseapp.web.installed import features


class InOtherRecords(Exception):
    """The person is not in one case of the actor's alone; joining the two is then not for one worker to decide."""


class InHiddenRecords(InOtherRecords):
    """One of those records is not shared with the actor, who may not learn that it is there."""


def merge_person(actor: User, person: Person, known: Person) -> None:
    """Put ``known`` in the place of ``person``, who is the same human being.

    No row moves between scopes: ``person`` keeps its names and points to ``known``, and every feature points its own
    records to ``known``.

    Raises:
        InHiddenRecords: ``person`` is in a record that ``actor`` does not see.
        InOtherRecords: ``person`` is in several cases, or was merged already.
    """
    through = reached_through(person)
    seen = select(Scope.id).where(Scope.id.in_(through), Scope.id.in_(visible_scopes(actor)))
    if set(through) - set(db.session.scalars(seen)):
        raise InHiddenRecords
    if len(through) != 1 or person.merged_into is not None:
        raise InOtherRecords
    bring_into(actor, known, through[0])
    person.merged_into = known.id
    _point_relations(person, known)
    for feature in features():
        if feature.merge is not None:
            feature.merge(actor, person, known)
    record(actor, "person.merged", person, known)


def _point_relations(person: Person, known: Person) -> None:
    stated = select(Relation).where(Relation.removed_on.is_(None))
    for relation in db.session.scalars(stated.where(Relation.person_id == person.id)):
        relation.person_id = known.id
    for relation in db.session.scalars(stated.where(Relation.relative_id == person.id)):
        relation.relative_id = known.id
