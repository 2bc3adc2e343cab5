"""Reading cases."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from caseapp.access import (
    Sort,
    by_colleague,
    check_reach,
    find_by_reference,
    get_visible,
    in_steps,
    list_visible,
    rows_of,
    visible_to,
)
from caseapp.accounts import User
from caseapp.cases.listing import CASES, narrow_cases
from caseapp.cases.models import Case, CaseStatus
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.db import Scope, check_access_macs, db
from caseapp.db.engine import among_given, given_ids
from caseapp.people.models import Person
from caseapp.people.name_order import by_person
from caseapp.people.queries import NOBODY, ShownName, names_in, reached_through, shown_names, with_name
from caseapp.web.listing import ListPage, ListState


class CaseRow(NamedTuple):
    """A case as a list shows it."""

    id: uuid.UUID
    client_id: uuid.UUID
    reference: str
    name: ShownName
    status: str
    responsible_id: uuid.UUID
    created_on: date
    changed_on: date


def get_case(user: User, case_id: uuid.UUID) -> Case:
    """Return a case that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Case, case_id)


def case_by_reference(user: User, reference: str) -> Case | None:
    """Return the visible case of a reference; of one that is not visible as little is told as of none."""
    return find_by_reference(user, Case, reference)


def list_cases(user: User, state: ListState, size: int = 0) -> ListPage[CaseRow]:
    """Return the page of cases that ``state`` asks for, of those that ``user`` may see."""
    conditions = narrow_cases(user, state)
    query = _rows_query(visible_to(user, Person, few=True))
    page = rows_of(user, Case, query, state, _sort(user, state.order.code), conditions, size=size)
    return page.of(_opened_rows(page.rows))


def latest_cases(user: User) -> list[CaseRow]:
    """Return a page of the cases that ``user`` may see, the last changed first."""
    return list_cases(user, CASES.read({}), CASES.size).rows


def count_mine(user: User) -> int:
    """Return how many cases that are not closed ``user`` is responsible for, of those that they may see."""
    query = select(func.count()).where(Case.responsible_id == user.id, Case.status != CaseStatus.CLOSED.value)
    return db.session.scalar(query.where(visible_to(user, Case))) or 0


def has_open_case(team_id: uuid.UUID) -> bool:
    """Tell whether a case that is not closed belongs to a team."""
    query = select(Case.id).join(Scope, Scope.id == Case.scope_id)
    query = query.where(
        Scope.team_id == team_id, Case.status != CaseStatus.CLOSED.value, Case.removed_on.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def cases_among(user: User, ids: Collection[uuid.UUID]) -> list[CaseRow]:
    """Return the cases whose ids, or whose clients' ids, are among ``ids`` and that ``user`` may see.

    They come as lists show them, the last changed first.
    """
    query = _among_query(visible_to(user, Case, few=True), visible_to(user, Person, few=True))
    return _opened_rows(db.session.execute(query, given_ids(ids)).all())


@lru_cache(maxsize=64)
def _among_query(case_there: ColumnElement[bool], person_there: ColumnElement[bool]) -> Select[Any]:
    named = or_(among_given(Case.id), among_given(Case.client_id))
    return _rows_query(person_there).where(named, case_there).order_by(Case.seq.desc())


def _opened_rows(rows: Sequence[Any]) -> list[CaseRow]:
    check_access_macs(Case, rows)
    check_reach({row.scope_id for row in rows} | {row.person_scope_id for row in rows} - {None})
    names = names_in(rows)
    references = Case.reference.open_each(Case, [(row.id, row.scope_id, row.reference) for row in rows])
    return [
        CaseRow(
            row.id,
            row.client_id,
            reference,
            names.get(row.client_id, NOBODY),
            row.status,
            row.responsible_id,
            row.created_on,
            row.changed_on,
        )
        for row, reference in zip(rows, references, strict=True)
    ]


@lru_cache(maxsize=64)
def _rows_query(person_there: ColumnElement[bool]) -> Select[Any]:
    return with_name(select(*_LIST_COLUMNS), Case.client_id, person_there)


def client_names(user: User, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ShownName]:
    """Return the names of the clients of many cases, by case; those that ``user`` may not see are left out."""
    query = select(Case.id, Case.client_id).where(
        Case.id.in_(set(case_ids)), visible_to(user, Case, few=True)
    )
    clients = {row[0]: row[1] for row in db.session.execute(query)}
    names = shown_names(user, clients.values())
    return {case_id: names[client_id] for case_id, client_id in clients.items() if client_id in names}


def _sort(user: User, code: str) -> Sort:
    match code:
        case "created":
            return Case.created_on
        case "name":
            return by_person(user, Case.client_id)
        case "status":
            return in_steps(Case.status, (state.code for state in CASE_WORKFLOW.states))
        case "responsible":
            return by_colleague(Case.responsible_id)
        case _:
            return None


def cases_with(user: User, person: Person) -> list[Case]:
    """Return the cases that ``user`` may see and that ``person`` is in: as the client, or named in it."""
    query = select(Case).where(or_(Case.client_id == person.id, Case.scope_id.in_(reached_through(person))))
    return list_visible(user, query.order_by(Case.seq.desc()))


def case_of_person(user: User, person_id: uuid.UUID) -> tuple[str, uuid.UUID] | None:
    """Return the case on whose page one looks for a person: the last one that ``user`` may see."""
    person = db.session.get(Person, person_id)
    found = cases_with(user, person) if person is not None else []
    return ("case", found[0].id) if found else None


def case_of(model: Any) -> Callable[[User, uuid.UUID], tuple[str, uuid.UUID] | None]:
    """Return what tells the case that a record of ``model`` belongs to."""

    def owner(_user: User, record_id: uuid.UUID) -> tuple[str, uuid.UUID] | None:
        found = db.session.get(model, record_id)
        return ("case", found.case_id) if found is not None else None

    return owner


_LIST_COLUMNS = [
    column
    for column in Case.__table__.columns
    if column.key
    in {
        "id",
        "scope_id",
        "row_version",
        "access_mac",
        "created_on",
        "changed_on",
        "reference",
        *Case.__access_columns__,
    }
]
