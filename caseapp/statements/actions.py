"""Writing about statements."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.access import open_scope, refuse_visitor
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.people.models import Person
from caseapp.printing.markup import BODY_FORMAT
from caseapp.statements.former_answers import answered_by
from caseapp.statements.models import (
    PersonRole,
    Statement,
    StatementPerson,
    StatementVersion,
)
from caseapp.statements.parts import persons_of, present_version, signatures_of
from caseapp.statements.publishing import enter_publication
from caseapp.statements.voluntariness import CARRIED, concern_codes
from caseapp.statements.workflow import STATEMENT_WORKFLOW, USES
from caseapp.workflow import Manner, StepDetails, advance, record_start

FACTS = (
    "title", "place", "given_on", "taken_by", "others_present", "interpreter", "organisation_name", "said_by",
)  # fmt: skip


class Frozen(Exception):
    """The wording was signed: a change is a supplement, never an edit."""


class SamePerson(Exception):
    """The second person must be somebody else than the first."""


@dataclass(frozen=True)
class Named:
    """The persons of a statement: whose words it holds and about whom it speaks."""

    makers: Sequence[Person] = ()
    about: Sequence[Person] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """The answers about voluntariness, the same for every maker until one is asked alone."""


def write_statement(
    actor: User,
    case: Case,
    *,
    kind: str,
    language: str,
    named: Named,
    facts: Mapping[str, Any],
    body: str = "",
    statement_id: uuid.UUID | None = None,
    supplement_to: Statement | None = None,
) -> Statement:
    """Begin a statement of a case, a draft. ``facts`` has the names of ``FACTS``."""
    scope = open_scope(actor, "statement", through=(case.scope_id,))
    statement = Statement(
        id=statement_id or uuid.uuid4(),
        scope_id=scope.id,
        case_id=case.id,
        kind=kind,
        language=language,
        taken_by_id=actor.id,
        supplement_to_id=supplement_to.id if supplement_to is not None else None,
        status=STATEMENT_WORKFLOW.start,
        **{name: facts[name] for name in FACTS if name in facts},
    )
    statement.give_reference()
    db.session.add(statement)
    db.session.flush()
    _name_persons(statement, named)
    if body:
        _add_version(actor, statement, body)
    record_start(STATEMENT_WORKFLOW, statement, actor)
    record(actor, "statement.written", statement)
    return statement


def change_statement(
    actor: User, statement: Statement, *, language: str, facts: Mapping[str, Any], body: str
) -> None:
    """Change a statement that nobody has signed; a new wording becomes a new version and has to be read back anew.

    Raises:
        Frozen: somebody signed it.
    """
    refuse_frozen(statement)
    changed = [name for name in FACTS if name in facts and getattr(statement, name) != facts[name]]
    for name in changed:
        setattr(statement, name, facts[name])
    if statement.language != language:
        statement.language = language
        changed.append("language")
    version = present_version(statement)
    if body and (version is None or version.body != body):
        _add_version(actor, statement, body)
        changed.append("body")
        if statement.status == "read_back":
            advance(STATEMENT_WORKFLOW, statement, actor, "rewrite")
    record(actor, "statement.changed", statement, fields=changed)


def change_persons(
    actor: User, statement: Statement, makers: Sequence[Person], about: Sequence[Person]
) -> None:
    """Set whose words a statement holds and about whom it speaks; answers already given stay with the makers.

    Somebody who was taken out and comes back has the row that they had, with its answers and its history: going and
    coming settles no concern, and hides nobody who wrote an answer down.

    Raises:
        Frozen: somebody signed it.
    """
    refuse_frozen(statement)
    wanted = {(person.id, PersonRole.MAKER.value) for person in makers}
    wanted |= {(person.id, PersonRole.ABOUT.value) for person in about}
    present = {(person.person_id, person.role): person for person in persons_of(statement)}
    for key, row in present.items():
        if key not in wanted:
            row.removed_on, row.removed_by = today(), actor.id
    former = _taken_out(statement)
    for person_id, role in wanted - present.keys():
        if (back := former.get((person_id, role))) is not None:
            back.removed_on, back.removed_by = None, None
        else:
            db.session.add(_person(statement, person_id, role, {}))
    if wanted != present.keys():
        record(actor, "statement.persons_changed", statement)


def answer_voluntariness(
    actor: User, statement: Statement, maker: StatementPerson, answers: Mapping[str, str]
) -> None:
    """Write down how the words of one maker came about. An earlier decision about a concern no longer covers it.

    A concern that nobody has decided about stays open whatever the new answers say.
    """
    carried = concern_codes(maker.voluntariness) if maker.decided_by_id is None else []
    maker.voluntariness = {**answers, CARRIED: carried}
    maker.decision, maker.decided_by_id = "", None
    record(actor, "statement.voluntariness_answered", statement)


def decide_concern(actor: User, statement: Statement, maker: StatementPerson, decision: str) -> None:
    """Write down what a coordinator decided about an answer that was not a yes.

    Raises:
        SamePerson: ``actor`` took the statement or wrote down an answer.
        ReadsOnly: ``actor`` sees the statement by emergency access alone.
    """
    refuse_visitor(actor, statement.scope_id)
    if stands_for(actor) & {statement.taken_by_id, *answered_by(maker)}:
        raise SamePerson
    maker.decision, maker.decided_by_id = decision, actor.id
    record(actor, "statement.concern_decided", statement)


def protect_name(actor: User, statement: Statement, maker: StatementPerson, printed_as: str) -> None:
    """Print a label instead of a maker's name; an empty one prints the name.

    Raises:
        Frozen: somebody signed it.
    """
    refuse_frozen(statement)
    maker.printed_as = printed_as
    record(actor, "statement.changed", statement, fields=["printed_as"])


def move_statement(actor: User, statement: Statement, transition: str, details: StepDetails) -> None:
    """Move a statement along its workflow.

    Raises:
        UnknownTransition: not from its present state.
        Blocked: a guard stands in the way.
        ValueError: a reason is needed, or the step cannot be made in this manner.
    """
    advance(STATEMENT_WORKFLOW, statement, actor, transition, details)
    if transition in ("publish", "publish_unreviewed"):
        enter_publication(actor, statement, details)
    record(actor, "statement.moved", statement, transition=transition)


def record_use(actor: User, statement: Statement, happened_on: date, said_by: str = "") -> None:
    """Write down that a statement went out with something else that was sent.

    With ``said_by`` it is recorded afterwards, whatever stands in the way. A statement whose state tells of no use,
    such as a published one, stays where it is.

    Raises:
        Blocked: as ``caseapp.workflow.advance``.
    """
    uses = [step.code for step in STATEMENT_WORKFLOW.leaving(statement.status) if step.code in USES]
    if uses:
        manner = Manner.AFTERWARDS if said_by else Manner.DONE_HERE
        move_statement(actor, statement, uses[0], StepDetails(manner, happened_on, said_by))


def refuse_frozen(statement: Statement) -> None:
    """Stop an edit of what somebody signed.

    Raises:
        Frozen: somebody signed it.
    """
    if STATEMENT_WORKFLOW.state(statement.status).frozen or _is_signed_as_it_stands(statement):
        raise Frozen


def _is_signed_as_it_stands(statement: Statement) -> bool:
    version = present_version(statement)
    return version is not None and any(
        signature.version_id == version.id for signature in signatures_of(statement)
    )


def _add_version(actor: User, statement: Statement, body: str) -> StatementVersion:
    version = StatementVersion(
        scope_id=statement.scope_id,
        statement_id=statement.id,
        written_by_id=actor.id,
        body=body,
        body_format=str(BODY_FORMAT),
        digest=hashlib.sha256(body.encode()).hexdigest(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def _name_persons(statement: Statement, named: Named) -> None:
    for person in named.makers:
        db.session.add(_person(statement, person.id, PersonRole.MAKER.value, named.answers))
    for person in named.about:
        db.session.add(_person(statement, person.id, PersonRole.ABOUT.value, {}))
    db.session.flush()


def _taken_out(statement: Statement) -> dict[tuple[uuid.UUID, str], StatementPerson]:
    """Return the rows of those who were taken out of a statement, by person and role; the last where there are more."""
    query = select(StatementPerson).where(
        StatementPerson.statement_id == statement.id, StatementPerson.removed_on.is_not(None)
    )
    return {(row.person_id, row.role): row for row in db.session.scalars(query.order_by(StatementPerson.seq))}


def _person(
    statement: Statement, person_id: uuid.UUID, role: str, answers: Mapping[str, Any]
) -> StatementPerson:
    return StatementPerson(
        scope_id=statement.scope_id,
        statement_id=statement.id,
        person_id=person_id,
        role=role,
        voluntariness=dict(answers),
    )
