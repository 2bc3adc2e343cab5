"""The parts of a statement: wordings, people, readings, signatures and audiences. The caller reached the statement."""

import uuid
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select

from caseapp.db import Record, asked_once, db
from caseapp.statements.models import (
    PersonRole,
    Statement,
    StatementClearance,
    StatementKind,
    StatementPerson,
    StatementReading,
    StatementSignature,
    StatementVersion,
)

P = TypeVar("P", bound=Record)


def versions_of(statement: Statement) -> list[StatementVersion]:
    """Return the wordings of a statement, the present one first."""
    return _rows(StatementVersion, statement)[::-1]


def present_version(statement: Statement) -> StatementVersion | None:
    """Return the present wording; None when only a scan holds the words."""
    return next(iter(versions_of(statement)), None)


def persons_of(statement: Statement) -> list[StatementPerson]:
    """Return the makers of a statement and those it speaks about, in the order they were named."""
    return _rows(StatementPerson, statement)


def makers_of(statement: Statement) -> list[StatementPerson]:
    """Return the persons whose words a statement holds; none for an organisation's."""
    return [person for person in persons_of(statement) if person.role == PersonRole.MAKER]


def maker_ids(statement: Statement) -> tuple[uuid.UUID, ...]:
    """Return the persons whose words or data a statement holds: its makers, then those it speaks about.

    These are the subjects of every disclosure of it.
    """
    ordered = sorted(persons_of(statement), key=lambda person: person.role != PersonRole.MAKER)
    return tuple(dict.fromkeys(person.person_id for person in ordered))


def is_of_organisation(statement: Statement) -> bool:
    """Tell whether an organisation speaks, not persons."""
    return statement.kind == StatementKind.ORGANISATION


def readings_of(statement: Statement) -> list[StatementReading]:
    """Return how often the statement was read back, the last first."""
    return _rows(StatementReading, statement)[::-1]


def signatures_of(statement: Statement) -> list[StatementSignature]:
    """Return the signatures under a statement, oldest first."""
    return _rows(StatementSignature, statement)


def unsigned_makers(statement: Statement) -> list[StatementPerson]:
    """Return the makers who have not signed the present wording."""
    version = present_version(statement)
    version_id = version.id if version is not None else None
    signed = {
        signature.person_id for signature in signatures_of(statement) if signature.version_id == version_id
    }
    return [maker for maker in makers_of(statement) if maker.person_id not in signed]


def clearances_of(statement: Statement) -> list[StatementClearance]:
    """Return the audiences proposed and agreed for a statement, oldest first."""
    return _rows(StatementClearance, statement)


def _rows(model: type[P], statement: Statement) -> list[P]:
    values = {"statement": statement.id}
    return list(asked_once((model, statement.id), lambda: db.session.scalars(_parts(model), values).all()))


@cache
def _parts(model: type[P]) -> Select[P]:
    part: Any = model
    there = part.statement_id == bindparam("statement")
    return select(model).where(there, model.removed_on.is_(None)).order_by(model.seq)
