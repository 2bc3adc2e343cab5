"""Writing about next steps."""

import uuid
from datetime import date

from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.clock import today
from caseapp.db import Record, db
from caseapp.tasks.models import NextStep, StepStatus


class AlreadyClosed(Exception):
    """The next step was done or dropped before."""


def add_next_step(
    actor: User,
    record: Record,
    text: str,
    due: date,
    assignee_id: uuid.UUID,
    step_id: uuid.UUID | None = None,
) -> NextStep:
    """Put a next step on ``record``: what, by which day, and who does it."""
    step = NextStep(
        id=step_id or uuid.uuid4(),
        scope_id=record.scope_id,
        record_kind=record.__kind__,
        record_id=record.id,
        assignee_id=assignee_id,
        status=StepStatus.OPEN.value,
        text=text,
        due=due,
    )
    db.session.add(step)
    record_event(actor, "next_step.added", step, record)
    return step


def change_next_step(actor: User, step: NextStep, text: str, due: date, assignee_id: uuid.UUID) -> None:
    """Reword a next step, move it, or give it to somebody else.

    Raises:
        AlreadyClosed: it is no longer to be done.
    """
    _must_be_open(step)
    step.text, step.due, step.assignee_id = text, due, assignee_id
    record_event(actor, "next_step.changed", step)


def move_next_step(actor: User, step: NextStep, due: date) -> None:
    """Move a next step to another day.

    Raises:
        AlreadyClosed: it is no longer to be done.
    """
    _must_be_open(step)
    step.due = due
    record_event(actor, "next_step.moved", step)


def close_next_step(actor: User, step: NextStep, status: StepStatus, word: str = "") -> None:
    """Say that a next step was done, or is dropped and why.

    Raises:
        AlreadyClosed: somebody did so before.
        ValueError: it is dropped without a word, or ``status`` is not a way to close it.
    """
    _must_be_open(step)
    if status is StepStatus.OPEN or (status is StepStatus.DROPPED and not word.strip()):
        raise ValueError("a next step is done, or dropped with a word about why")
    step.status, step.word = status.value, word
    step.closed_on, step.closed_by = today(), actor.id
    record_event(actor, f"next_step.{status.value}", step)


def _must_be_open(step: NextStep) -> None:
    if not step.is_open:
        raise AlreadyClosed
