"""What an erasure takes along: the scopes of whom it is about, and of the work that is theirs alone."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import select

from caseapp.access import ScopeLink, can_see, check_reach
from caseapp.accounts import User
from caseapp.db import Record, Scope, db
from caseapp.db.engine import among_given, given_ids
from caseapp.db.erasing import column_target
from caseapp.db.prepared import Prepared
from caseapp.people.models import Person
from caseapp.web.installed import all_kinds, features, model_of
from caseapp.web.kind import Named


@dataclass(frozen=True)
class Doomed:
    """The scopes that an erasure destroys."""

    scopes: frozenset[uuid.UUID]

    @cached_property
    def persons(self) -> frozenset[uuid.UUID]:
        """Return the persons among it."""
        return frozenset(self._ids(Person))

    @cached_property
    def records(self) -> list[Record]:
        """Return the records that have these scopes for their own: persons, cases, letters and so on."""
        found: list[Record] = []
        for kind in sorted(set(self._kinds().values())):
            model = model_of(kind)
            query = select(model).where(among_given(model.scope_id)).order_by(model.seq)
            found += db.session.scalars(query, given_ids(self.scopes))
        return found

    def seen_by(self, user: User) -> list[Record]:
        """Return those of ``records`` that ``user`` sees."""
        check_reach(self.scopes)
        return [record for record in self.records if can_see(user, record)]

    def are_seen_by(self, user: User) -> bool:
        """Tell whether ``user`` sees all of it; records that were taken out before are nobody's to see."""
        there = [record for record in self.records if record.removed_on is None]
        return len(self.seen_by(user)) == len(there)

    def holds(self) -> list[Named]:
        """Return the records for which nothing of this may be erased yet."""
        return list(
            dict.fromkeys(
                named for feature in features() for named in feature.erasing.holds(self.persons, self.scopes)
            )
        )

    def _kinds(self) -> dict[uuid.UUID, str]:
        query = select(Scope.id, Scope.kind).where(among_given(Scope.id))
        return {row.id: row.kind for row in db.session.execute(query, given_ids(self.scopes))}

    def _ids(self, model: Any) -> Iterable[uuid.UUID]:
        return db.session.scalars(select(model.id).where(among_given(model.scope_id)), given_ids(self.scopes))


def doomed_with(scope_id: uuid.UUID, *besides: uuid.UUID) -> Doomed:
    """Return what goes when a scope is erased: what its features declare to go along, and the scopes ``besides``."""
    scopes = {scope_id, *besides}
    while more := set(_along(scopes)) - scopes:
        scopes |= more
    return Doomed(frozenset(scopes))


def scope_of(kind: str, record_id: uuid.UUID) -> uuid.UUID | None:
    """Return the scope of a record of any feature; None where it is not there."""
    model = model_of(kind)
    found: uuid.UUID | None = db.session.scalar(select(model.scope_id).where(model.id == record_id))
    return found


def reached_only_through(scope_id: uuid.UUID, scopes: Collection[uuid.UUID]) -> bool:
    """Tell whether every record through which a scope is reached lies in ``scopes``, and there is one."""
    query = select(ScopeLink.through_scope_id).where(
        ScopeLink.of_scope_id == scope_id, ScopeLink.removed_on.is_(None)
    )
    through = set(db.session.scalars(query))
    return bool(through) and through <= set(scopes)


def _along(scopes: set[uuid.UUID]) -> Iterator[uuid.UUID]:
    for kind in all_kinds().values():
        for name in kind.erased.along:
            for row in _pointing_into(kind.model, name).rows(given_ids(scopes)):
                yield row.scope_id


@cache
def _pointing_into(model: Any, name: str) -> Prepared:
    column = model.__table__.c[name]
    target = column_target(column)
    within = select(target.c.id).where(among_given(target.c.scope_id))
    return Prepared(select(model.scope_id).where(column.in_(within)))
