"""The parts of a statement: wordings, people, readings, signatures and audiences. The caller reached the statement."""

import uuid

from sqlalchemy import select

from caseapp.db import db
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


def versions_of(statement: Statement) -> list[StatementVersion]:
    """Return the wordings of a statement, the present one first."""
    query = select(StatementVersion).where(
        StatementVersion.statement_id == statement.id, StatementVersion.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(StatementVersion.seq.desc())))


def present_version(statement: Statement) -> StatementVersion | None:
    """Return the present wording; None when only a scan holds the words."""
    query = select(StatementVersion).where(
        StatementVersion.statement_id == statement.id, StatementVersion.removed_on.is_(None)
    )
    return db.session.scalar(query.order_by(StatementVersion.seq.desc()).limit(1))


def persons_of(statement: Statement) -> list[StatementPerson]:
    """Return the makers of a statement and those it speaks about, in the order they were named."""
    query = select(StatementPerson).where(
        StatementPerson.statement_id == statement.id, StatementPerson.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(StatementPerson.seq)))


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
    query = select(StatementReading).where(
        StatementReading.statement_id == statement.id, StatementReading.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(StatementReading.seq.desc())))


def signatures_of(statement: Statement) -> list[StatementSignature]:
    """Return the signatures under a statement, oldest first."""
    query = select(StatementSignature).where(
        StatementSignature.statement_id == statement.id, StatementSignature.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(StatementSignature.seq)))


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
    query = select(StatementClearance).where(
        StatementClearance.statement_id == statement.id, StatementClearance.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(StatementClearance.seq)))
