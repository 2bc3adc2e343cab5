"""Which shielded cases, and requests without one, something may concern: by a whole reference, a whole number, or a
name that is very much alike.

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
from caseapp.contact_requests.models import ContactRequest
from caseapp.db import db
from caseapp.db.references import bearing
from caseapp.passed_on.entered import Entered
from caseapp.people.models import Person
from caseapp.people.name_index import people_much_like
from caseapp.people.number_book import people_with_route
from caseapp.people.queries import kept_from, visible_people

Place = Case | ContactRequest
"""What something may concern, and whose worker hears of it."""
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

    def places_like(self, entered: Entered) -> dict[Place, str]:
        """Return the cases and requests that something may concern, with by what each was found; the surest counts."""
        found: dict[Place, str] = {}
        for place, by in self._found(entered):
            found.setdefault(place, by)
        return found

    def _found(self, entered: Entered) -> Iterator[tuple[Place, str]]:
        for reference in sorted(entered.references):
            named: list[Place] = [*db.session.scalars(bearing(Case, reference))]
            named += [
                each for each in db.session.scalars(bearing(ContactRequest, reference)) if _is_alone(each)
            ]
            yield from ((place, REFERENCE) for place in named if place.scope_id in self.scopes)
        for number in entered.numbers:
            for case in _cases(Case.id.in_(cases_by_number(number))):
                if case.scope_id in self.scopes:
                    yield case, NUMBER
            yield from ((place, NUMBER) for place in self._places_of(people_with_route(number)))
        for name in entered.names:
            yield from ((place, NAME) for place in self._places_of(people_much_like(name, self.people)))

    def _places_of(self, people: set[uuid.UUID]) -> list[Place]:
        theirs = people & self.people
        if not theirs:
            return []
        persons = set(db.session.scalars(select(Person.scope_id).where(Person.id.in_(theirs))))
        around = stands_in(persons) & self.scopes
        requests = select(ContactRequest).where(
            ContactRequest.scope_id.in_(around), ContactRequest.removed_on.is_(None)
        )
        alone = [
            each for each in db.session.scalars(requests.order_by(ContactRequest.seq)) if _is_alone(each)
        ]
        return [*_cases(Case.scope_id.in_(around)), *alone]


def _is_alone(request: ContactRequest) -> bool:
    # Of one that belongs to a case, the worker of the case hears.
    return request.case_id is None


def _cases(condition: ColumnElement[bool]) -> list[Case]:
    query = select(Case).where(condition, Case.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(Case.seq)))
