"""Writing that a statement was read back, signed, reviewed, and for whom it is cleared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.access import refuse_visitor
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.dates import PartialDate
from caseapp.db import db
from caseapp.statements.actions import SamePerson, move_statement
from caseapp.statements.authorship import writers_of
from caseapp.statements.models import (
    Statement,
    StatementClearance,
    StatementPerson,
    StatementReading,
    StatementSignature,
)
from caseapp.statements.parts import is_of_organisation, present_version, unsigned_makers
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.workflow import Blocked, Manner, StepDetails


@dataclass(frozen=True)
class Signed:
    """How a statement was signed. ``makers`` is empty where somebody signed for the organisation."""

    method: str
    place: str
    signed_on: PartialDate | None
    witness: str = ""
    signed_as: str = ""
    makers: Sequence[StatementPerson] = ()


def read_back(
    actor: User, statement: Statement, details: StepDetails, *, language: str, read_by: str, interpreter: str
) -> StatementReading | None:
    """Write down that the present wording was read back to its makers. None when there is no wording to hear.

    Raises:
        Blocked: a guard stands in the way.
    """
    move_statement(actor, statement, "read_back", details)
    version = present_version(statement)
    if version is None:
        return None
    reading = StatementReading(
        scope_id=statement.scope_id,
        statement_id=statement.id,
        version_id=version.id,
        language=language,
        read_by=read_by,
        read_on=details.happened_on or today(),
        interpreter=interpreter,
    )
    db.session.add(reading)
    return reading


def sign(actor: User, statement: Statement, details: StepDetails, signed: Signed) -> list[StatementSignature]:
    """Write down signatures under the present wording. When all makers have signed, the statement is signed.

    Raises:
        Blocked: a guard stands in the way.
    """
    signatures = _add_signatures(statement, signed)
    if is_of_organisation(statement) or not unsigned_makers(statement):
        move_statement(actor, statement, "sign", details)
    else:
        _refuse_blocked(actor, statement, details)
        record(actor, "statement.signature_recorded", statement)
    return signatures


def review(
    actor: User, statement: Statement, details: StepDetails, *, named_persons: str, risks: str
) -> None:
    """Write down the review: who is named in it, and what may come of its use.

    Raises:
        Blocked: a guard stands in the way.
    """
    statement.named_persons, statement.risks = named_persons, risks
    move_statement(actor, statement, "review", details)


def propose_clearance(
    actor: User,
    statement: Statement,
    *,
    audience_kind: str,
    audience_id: str,
    audience_name: str,
    remark: str,
) -> StatementClearance:
    """Propose an audience; another colleague agrees."""
    clearance = StatementClearance(
        scope_id=statement.scope_id,
        statement_id=statement.id,
        proposed_by_id=actor.id,
        audience_kind=audience_kind,
        audience_id=audience_id,
        audience_name=audience_name,
        remark=remark,
    )
    db.session.add(clearance)
    record(actor, "statement.audience_proposed", statement)
    return clearance


def may_agree(user: User, statement: Statement, clearance: StatementClearance) -> bool:
    """Tell whether ``user`` is a second person: neither proposed the audience nor wrote any of the statement."""
    return user.id not in {clearance.proposed_by_id, *writers_of(statement)}


def agree_clearance(actor: User, statement: Statement, clearance: StatementClearance) -> None:
    """Agree to a proposed audience; a reviewed statement is cleared with it.

    Raises:
        SamePerson: it was ``actor`` who proposed it, who took the statement or wrote a part of it.
        Blocked: a concern was raised after the review, and nobody has decided about it.
        ReadsOnly: ``actor`` sees the statement by emergency access alone.
    """
    refuse_visitor(actor, statement.scope_id)
    if not may_agree(actor, statement, clearance):
        raise SamePerson
    clearance.agreed_by_id = actor.id
    db.session.flush()
    record(actor, "statement.audience_agreed", statement)
    if statement.status == "reviewed":
        move_statement(actor, statement, "clear", StepDetails())


def end_clearance(actor: User, statement: Statement, clearance: StatementClearance, reason: str) -> None:
    """Take an audience back: new uses stop at once; copies already sent cannot be pulled back."""
    clearance.removed_on, clearance.removed_by, clearance.removed_reason = today(), actor.id, reason
    record(actor, "statement.audience_ended", statement)


def record_given(
    actor: User, statement: Statement, *, happened_on: date | None, said_by: str, signed: Signed | None
) -> None:
    """Write down that a statement was given before it came here; where a guard would have refused, a review is open."""
    if signed is not None:
        _add_signatures(statement, signed)
    details = StepDetails(manner=Manner.AFTERWARDS, happened_on=happened_on, said_by=said_by)
    move_statement(actor, statement, "sign", details)


def _refuse_blocked(actor: User, statement: Statement, details: StepDetails) -> None:
    if details.manner is Manner.AFTERWARDS:
        return
    guards = STATEMENT_WORKFLOW.transition("sign", statement.status).guards
    blocks = [block for guard in guards for block in guard(actor, statement)]
    if blocks:
        raise Blocked(blocks)


def _add_signatures(statement: Statement, signed: Signed) -> list[StatementSignature]:
    version = present_version(statement)
    shared: Mapping[str, Any] = {
        "scope_id": statement.scope_id,
        "statement_id": statement.id,
        "version_id": version.id if version is not None else None,
        "method": signed.method,
        "place": signed.place,
        "signed_on": signed.signed_on,
        "witness": signed.witness,
        "signed_as": signed.signed_as,
    }
    signatures = [StatementSignature(person_id=maker.person_id, **shared) for maker in signed.makers]
    if not signatures:
        signatures = [StatementSignature(person_id=None, **shared)]
    db.session.add_all(signatures)
    db.session.flush()
    return signatures
