"""The engine: what is offered, what blocks it, and the step itself with its history."""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import Index, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import today
from caseapp.db import Encrypted, Record, asked_once, db
from caseapp.db.engine import among_given, given_ids
from caseapp.web.sentences import TYPED_OR_WORDED
from caseapp.workflow.definition import SECOND_PERSON, Block, Transition, Workflow


class Manner(StrEnum):
    """How a step came about."""

    DONE_HERE = "done_here"
    AFTERWARDS = "afterwards"
    BY_TELEPHONE = "by_telephone"


class Blocked(Exception):
    """A guard stands in the way; ``blocks`` says in plain words what and how to unblock it."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__("the step is blocked")
        self.blocks = blocks


class Step(Record):
    """One step of a record through its workflow: what, when it happened, when it was written, who says so."""

    __tablename__ = "workflow_step"
    __kind__ = "workflow_step"
    __table_args__ = (
        Index("ix_workflow_step_record", "record_kind", "record_id"),
        Index("ix_workflow_step_lately", "record_kind", "transition", "created_on"),
        Index("ix_workflow_step_to_review", "guard_would_refuse", "reviewed_on", "seq"),
    )

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    transition: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    manner: Mapped[str]
    actor_id: Mapped[uuid.UUID]
    approver_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """Who gave an approval by telephone."""
    confirmed_on: Mapped[date | None]
    """When they confirmed it; until then the record stays flagged."""
    guard_would_refuse: Mapped[bool]
    """Recorded afterwards although a guard would have refused: a review is open."""
    reviewed_by: Mapped[uuid.UUID | None]
    """The colleague who looked at a step that a guard would have refused."""
    reviewed_on: Mapped[date | None]
    review = Encrypted.text("workflow_step.review")
    happened_on = Encrypted.day("workflow_step.happened_on")
    said_by = Encrypted.short("workflow_step.said_by")
    reason = Encrypted("workflow_step.reason", TYPED_OR_WORDED)
    """What somebody typed, or what stood in the way of a step that had happened: that is worded for each reader."""
    at_time = Encrypted.short("workflow_step.at_time")
    """The time of day of an approval by telephone, as told ("22:10")."""


@dataclass(frozen=True)
class StepDetails:
    """What is said about a step beside its name."""

    manner: Manner = Manner.DONE_HERE
    happened_on: date | None = None
    said_by: str = ""
    reason: str = ""
    approver_id: uuid.UUID | None = None
    at_time: str = ""


@dataclass(frozen=True)
class Offer:
    """A transition on offer for this user, with what blocks it."""

    transition: Transition
    blocks: tuple[Block, ...]
    leads_on: bool
    """False for a step that ends the work or lets it rest: it is never the one large button of a page."""


def offered(workflow: Workflow, record: Any, actor: Any, may: Callable[[str], bool]) -> list[Offer]:
    """Return the transitions that ``actor`` holds the permission for, each with what stands in its way."""
    return [
        Offer(transition, tuple(blocks_of(transition, actor, record)), _leads_on(workflow, transition))
        for transition in workflow.leaving(record.status)
        if may(transition.permission)
    ]


def _leads_on(workflow: Workflow, transition: Transition) -> bool:
    target = workflow.state(transition.target)
    return not (target.final or target.rests)


def record_start(workflow: Workflow, record: Any, actor: Any) -> Step:
    """Put a new record into the first state of its workflow and write the first line of its history."""
    record.status = workflow.start
    return record_step(workflow, record, actor.id, ("started", "", workflow.start), today())


def advance(
    workflow: Workflow, record: Any, actor: Any, code: str, details: StepDetails | None = None
) -> Step:
    """Move ``record`` along the transition ``code``. The caller has checked the permission and records the event.

    A step that happened outside (``Manner.AFTERWARDS``) is written down whatever the guards say; where one would
    have refused, the step carries that, and a review is open.

    Raises:
        UnknownTransition: no such transition from the present state.
        Blocked: a guard stands in the way.
        ValueError: a reason is needed and missing, or the step cannot be made in this manner.
    """
    details = details or StepDetails()
    transition = workflow.transition(code, record.status)
    blocks = blocks_of(transition, actor, record)
    if details.manner is Manner.AFTERWARDS:
        if not transition.can_be_recorded_afterwards:
            raise ValueError("this step cannot be recorded afterwards")
    elif blocks:
        raise Blocked(blocks)
    if details.manner is Manner.BY_TELEPHONE and not (transition.by_telephone and details.approver_id):
        raise ValueError("this step cannot be given by telephone, or nobody is named who gave it")
    if transition.needs_reason and not details.reason.strip():
        raise ValueError("this step needs a reason")
    source, record.status = record.status, transition.target
    details = replace(details, happened_on=details.happened_on or today())
    step = (code, source, transition.target)
    return _add_step(workflow, record, actor.id, step, details, refused=bool(blocks))


def confirm_telephone_approval(step: Step, actor: Any) -> None:
    """Confirm an approval that ``actor`` gave by telephone.

    Raises:
        ValueError: somebody else gave it, or it is confirmed already.
    """
    if step.approver_id != actor.id or step.confirmed_on is not None:
        raise ValueError("only the person who gave this approval can confirm it, once")
    step.confirmed_on = today()


def review_step(step: Step, actor: Any, remark: str) -> None:
    """Close the review of a step that a guard would have refused.

    Raises:
        ValueError: ``actor`` made the step themselves, or it needs no review any more.
    """
    if step.actor_id == actor.id or not step.guard_would_refuse or step.reviewed_on is not None:
        raise ValueError("another colleague reviews such a step, once")
    step.reviewed_by, step.reviewed_on, step.review = actor.id, today(), remark


def steps_of(record: Any) -> list[Step]:
    """Return the steps of a record, oldest first."""
    known = _read_ahead().get(record.id)
    if known is None and record.scope_id in _read_scopes():
        known = []
    if known is None:
        known = asked_once(("steps", record.id), lambda: _asked_steps([record]))
    return list(known)


def read_steps_ahead(records: Collection[Any]) -> None:
    """Read the steps of many records of one kind at once; until the next write they are not asked for again."""
    read = _read_ahead()
    read.update({record.id: [] for record in records})
    for step in _asked_steps(records):
        read[step.record_id].append(step)


def read_steps_in(scope_ids: Collection[uuid.UUID]) -> None:
    """Read the steps of all records of some scopes at once; until the next write they are not asked for again.

    A step lies in the scope of its record. Who asks reaches these scopes.
    """
    found: dict[uuid.UUID, list[Step]] = {}
    for step in db.session.scalars(_STEPS_IN, given_ids(scope_ids)):
        found.setdefault(step.record_id, []).append(step)
    _read_ahead().update(found)
    _read_scopes().update(scope_ids)


_STEPS_IN = select(Step).where(among_given(Step.scope_id), Step.removed_on.is_(None)).order_by(Step.seq)


def awaiting_confirmation(steps: Iterable[Step]) -> list[Step]:
    """Return the steps given by telephone that wait for their confirmation."""
    return [step for step in steps if step.manner == Manner.BY_TELEPHONE and step.confirmed_on is None]


def _asked_steps(records: Collection[Any]) -> list[Step]:
    kinds = {record.__kind__ for record in records}
    if not kinds:
        return []
    (kind,) = kinds
    values = {"kind": kind, **given_ids(record.id for record in records)}
    return list(db.session.scalars(_STEPS_OF, values))


_STEPS_OF = (
    select(Step)
    .where(Step.record_kind == bindparam("kind"), among_given(Step.record_id), Step.removed_on.is_(None))
    .order_by(Step.seq)
)


def _read_ahead() -> dict[uuid.UUID, list[Step]]:
    found: dict[uuid.UUID, list[Step]] = db.session.info.setdefault("steps-read-ahead", {})
    return found


def _read_scopes() -> set[uuid.UUID]:
    found: set[uuid.UUID] = db.session.info.setdefault("steps-read-in", set())
    return found


def blocks_of(transition: Transition, actor: Any, record: Any) -> list[Block]:
    """Return what stands in the way of a transition: what its guards say, and that a colleague has to agree or act."""
    blocks = [block for guard in transition.guards for block in guard(actor, record)]
    for ask in current_app.extensions[SECOND_PERSON]:
        blocks += ask(actor, record, transition)
    return blocks


def record_step(
    workflow: Workflow, record: Any, actor_id: uuid.UUID, step: tuple[str, str, str], day: date | None
) -> Step:
    """Write down a step that was taken on a day; nothing is asked, and nothing moves.

    ``step`` is its code, and the states from which and to which it led.
    """
    return _add_step(workflow, record, actor_id, step, StepDetails(happened_on=day), refused=False)


def _add_step(
    workflow: Workflow,
    record: Any,
    actor_id: uuid.UUID,
    step: tuple[str, str, str],
    details: StepDetails,
    *,
    refused: bool,
) -> Step:
    code, source, target = step
    added = Step(
        scope_id=record.scope_id,
        record_kind=workflow.kind,
        record_id=record.id,
        transition=code,
        source=source,
        target=target,
        manner=details.manner.value,
        actor_id=actor_id,
        approver_id=details.approver_id,
        guard_would_refuse=refused and details.manner is Manner.AFTERWARDS,
        happened_on=details.happened_on,
        said_by=details.said_by,
        reason=details.reason,
        at_time=details.at_time,
    )
    db.session.add(added)
    return added
