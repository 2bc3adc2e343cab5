"""Reading next steps. The days are sealed, so lists are cut down by plain columns first and sorted after opening."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from caseapp.access import get_visible, list_visible, people_who_reach, visible_to
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.db import Record, db, open_scopes
from caseapp.db.engine import among_given, given_ids
from caseapp.people.queries import ids_of_same
from caseapp.tasks.due import due_tone, due_words
from caseapp.tasks.models import NextStep, StepStatus
from caseapp.tasks.permissions import TaskPermission
from caseapp.web.gate import can
from caseapp.web.installed import describe_all
from caseapp.web.kind import Description

CLOSED_SHOWN = 50


@dataclass(frozen=True)
class StepLine:
    """A next step as lists show it: when in words, and the record it hangs on."""

    step: NextStep
    due: str
    tone: str
    about: Description | None


def get_next_step(user: User, step_id: uuid.UUID) -> NextStep:
    """Return a next step on a record that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, NextStep, step_id)


def steps_on(user: User, record: Record, status: StepStatus | None = None) -> list[NextStep]:
    """Return the next steps of a record, the first due first; all of them, or those of one status."""
    found = list_visible(user, _ON_RECORD, {"kind": record.__kind__, **given_ids(ids_of_same(record))})
    return _by_due(step for step in found if status is None or step.status == status)


_ON_RECORD = select(NextStep).where(
    NextStep.record_kind == bindparam("kind"), among_given(NextStep.record_id)
)


@dataclass(frozen=True)
class OpenSteps:
    """What somebody has to do, the first due first: ids, and how many of them are due on a day or were before."""

    ids: list[uuid.UUID]
    due: int


def open_steps_of(user: User, whose: uuid.UUID | None = None) -> OpenSteps:
    """Return what ``user``, or the colleague ``whose`` id is given, has to do on records that ``user`` reaches.

    Of each only the day is opened.
    """
    sealed = NextStep.due_sealed  # type: ignore[attr-defined]  # the ciphertext beside ``due``
    query = select(NextStep.id, NextStep.scope_id, sealed, NextStep.seq, NextStep.created_on).where(
        NextStep.assignee_id == (whose or user.id),
        NextStep.status == StepStatus.OPEN.value,
        visible_to(user, NextStep),
    )
    rows = db.session.execute(query).all()
    open_scopes({row[1] for row in rows})  # all their keys in one query
    days = sorted(
        (NextStep.due.open(NextStep, row[0], row[1], row[2]) or row[4], row[3], row[0]) for row in rows
    )
    present = today()
    return OpenSteps(
        [step_id for _day, _seq, step_id in days], sum(day <= present for day, _seq, _id in days)
    )


def steps_by_ids(user: User, step_ids: Collection[uuid.UUID]) -> list[NextStep]:
    """Return next steps in the order asked for; those that ``user`` may not see are left out."""
    found = {step.id: step for step in list_visible(user, select(NextStep).where(NextStep.id.in_(step_ids)))}
    return [found[step_id] for step_id in step_ids if step_id in found]


def closed_steps_of(user: User) -> list[NextStep]:
    """Return what ``user`` did or dropped last."""
    query = select(NextStep).where(NextStep.assignee_id == user.id, NextStep.status != StepStatus.OPEN.value)
    return list_visible(user, query.order_by(NextStep.seq.desc()).limit(CLOSED_SHOWN))


def lines(user: User, steps: Iterable[NextStep]) -> list[StepLine]:
    """Return next steps as lists show them to ``user``."""
    day, steps = today(), list(steps)
    named = describe_all(user, ((step.record_kind, step.record_id) for step in steps))
    found = []
    for step in steps:
        due = step.due or step.created_on
        about = named.get((step.record_kind, step.record_id))
        found.append(StepLine(step, due_words(due, day), due_tone(due, day), about))
    return found


def possible_assignees(record: Record) -> list[tuple[str, str]]:
    """Return the colleagues who can do something about ``record``, as (id, name)."""
    found = people_who_reach(record.scope_id)
    return [(str(user.id), user.name) for user in found if can(user, TaskPermission.WRITE)]


def _by_due(steps: Iterable[NextStep]) -> list[NextStep]:
    return sorted(steps, key=lambda step: (step.due or date.max, step.seq))
