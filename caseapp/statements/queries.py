"""Reading statements."""

import uuid
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from caseapp.access import get_visible, list_visible, only_visits, people_who_reach
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.cases import Case
from caseapp.people.models import Person
from caseapp.people.queries import ShownName, shown_name
from caseapp.statements.authorship import writers_of
from caseapp.statements.clearing import is_cleared_for
from caseapp.statements.concerns import open_concerns
from caseapp.statements.models import Statement, StatementPerson
from caseapp.statements.paper import annex_pdf
from caseapp.statements.parts import maker_ids
from caseapp.statements.permissions import StatementPermission
from caseapp.web.gate import can

__all__ = [
    "annex_pdf",
    "get_statement",
    "is_cleared_for",
    "maker_ids",
    "names_of_persons",
    "open_concerns",
    "possible_reviewers",
    "statements_of_case",
    "supplements_of",
]


def get_statement(user: User, statement_id: uuid.UUID) -> Statement:
    """Return a statement that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Statement, statement_id)


def statements_of_case(user: User, case: Case) -> list[Statement]:
    """Return the statements of a case that ``user`` may see, the newest first."""
    return list_visible(user, _OF_CASE, {"case_id": case.id})


_OF_CASE = select(Statement).where(Statement.case_id == bindparam("case_id")).order_by(Statement.seq.desc())


def possible_reviewers(statement: Statement) -> list[User]:
    """Return the colleagues who may review: they reach the statement, hold the permission today, as a deputy too, and
    neither they nor anybody for whom they stand wrote a part of it.
    """
    writers = writers_of(statement)
    return [
        user
        for user in people_who_reach(statement.scope_id)
        if not stands_for(user) & writers
        and can(user, StatementPermission.REVIEW)
        and not only_visits(user, statement.scope_id)
    ]


def supplements_of(user: User, statement: Statement) -> list[Statement]:
    """Return the supplements to a statement that ``user`` may see, oldest first."""
    query = select(Statement).where(Statement.supplement_to_id == statement.id).order_by(Statement.seq)
    return list_visible(user, query)


def names_of_persons(user: User, persons: Iterable[StatementPerson]) -> dict[uuid.UUID, ShownName]:
    """Return how the persons of a statement are named, by person id; those out of reach are left out."""
    wanted = [person.person_id for person in persons]
    found = list_visible(user, select(Person).where(Person.id.in_(wanted)))
    return {person.id: shown_name(person) for person in found}
