"""Which shielded cases something may concern: by a whole reference, a whole number, or a name that is very much alike.

A worker hears of more than there is to it, rather than of less; the colleague who is kept out hears of nothing.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, select

from caseapp.access import kept_out_scopes, stands_in
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.finding import cases_by_number
from caseapp.db import db
from caseapp.db.references import bearing
from caseapp.passed_on.entered import Entered
from caseapp.people.models import Person
from caseapp.people.name_index import people_much_like
from caseapp.people.number_book import people_with_route
from caseapp.people.queries import kept_from, visible_people

REFERENCE, NUMBER, NAME = "reference", "number", "name"


@dataclass
class Shielded:
    """What one colleague is kept out of."""

    user: User

    @cached_property
    def scopes(self) -> set[uuid.UUID]:
        """The scopes of it."""
        return set(db.session.scalars(kept_out_scopes(self.user)))

    @cached_property
    def people(self) -> set[uuid.UUID]:
        """The persons in it whom the colleague sees nowhere else."""
        return kept_from(self.user) - visible_people(self.user)

    def cases_like(self, entered: Entered) -> dict[uuid.UUID, str]:
        """Return the cases that something may concern, each with by what it was found; the surest counts."""
        found: dict[uuid.UUID, str] = {}
        for case_id, by in self._found(entered):
            found.setdefault(case_id, by)
        return found

    def _found(self, entered: Entered) -> Iterator[tuple[uuid.UUID, str]]:
        for reference in sorted(entered.references):
            for case in db.session.scalars(bearing(Case, reference)):
                if case.scope_id in self.scopes:
                    yield case.id, REFERENCE
        for number in entered.numbers:
            for case in _cases(Case.id.in_(cases_by_number(number))):
                if case.scope_id in self.scopes:
                    yield case.id, NUMBER
            yield from ((case_id, NUMBER) for case_id in self._cases_of(people_with_route(number)))
        for name in entered.names:
            yield from ((case_id, NAME) for case_id in self._cases_of(people_much_like(name, self.people)))

    def _cases_of(self, people: set[uuid.UUID]) -> list[uuid.UUID]:
        theirs = people & self.people
        if not theirs:
            return []
        persons = set(db.session.scalars(select(Person.scope_id).where(Person.id.in_(theirs))))
        return [case.id for case in _cases(Case.scope_id.in_(stands_in(persons) & self.scopes))]


def _cases(condition: ColumnElement[bool]) -> list[Case]:
    query = select(Case).where(condition, Case.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(Case.seq)))
