"""Reading cases."""

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select

from caseapp.access import check_reach, get_visible, list_visible, visible_to
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.db import check_access_mac, db
from caseapp.db.references import find_by_reference
from caseapp.people.models import Person
from caseapp.people.queries import ShownName, reached_through, shown_names

PAGE = 50
NOBODY = ShownName("", "", "", "")


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it."""

    id: uuid.UUID
    reference: str
    name: ShownName
    status: str
    responsible_id: uuid.UUID
    changed_on: object
    seq: int


def get_case(user: User, case_id: uuid.UUID) -> Case:
    """Return a case that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Case, case_id)


def case_by_reference(user: User, reference: str) -> Case | None:
    """Return the visible case of a reference."""
    found = find_by_reference(Case, reference)
    return get_visible(user, Case, found.id) if found is not None else None


def list_cases(
    user: User,
    *,
    status: str = "",
    mine: bool = False,
    alive: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> list[CaseRow]:
    """Return cases that ``user`` may see, the last changed first; one more than ``limit`` tells of a further page.

    ``mine`` are those that ``user`` is responsible for, ``alive`` those that are not closed.
    """
    columns = [column for column in Case.__table__.columns if column.key in _LIST_COLUMNS]
    query = select(*columns).where(visible_to(user, Case)).order_by(Case.seq.desc()).limit(limit + 1)
    if status:
        query = query.where(Case.status == status)
    if alive:
        query = query.where(Case.status != "closed")
    if mine:
        query = query.where(Case.responsible_id == user.id)
    if before is not None:
        query = query.where(Case.seq < before)
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    for row in rows:
        check_access_mac(Case, row)
    check_reach({row["scope_id"] for row in rows})
    names = shown_names(user, (row["client_id"] for row in rows))
    return [
        CaseRow(
            row["id"],
            Case.reference.open(Case, row["id"], row["scope_id"], row["reference"]),
            names.get(row["client_id"], NOBODY),
            row["status"],
            row["responsible_id"],
            row["changed_on"],
            row["seq"],
        )
        for row in rows
    ]


def cases_with(user: User, person: Person) -> list[Case]:
    """Return the cases that ``user`` may see and that ``person`` is in: as the client, or named in it."""
    query = select(Case).where(or_(Case.client_id == person.id, Case.scope_id.in_(reached_through(person))))
    return list_visible(user, query.order_by(Case.seq.desc()))


_LIST_COLUMNS = frozenset(
    {
        "id",
        "scope_id",
        "row_version",
        "access_mac",
        "seq",
        "changed_on",
        "reference",
        *Case.__access_columns__,
    }
)
