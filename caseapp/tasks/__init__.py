"""Next steps: what somebody is to do about a record, and by when."""

import uuid
from collections.abc import Iterator
from datetime import date

from flask import url_for
from markupsafe import Markup

from caseapp.absences.queries import covered_by
from caseapp.access import named_by
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Record
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.tasks.actions import add_next_step
from caseapp.tasks.demo import add_steps
from caseapp.tasks.duties import DUTIES
from caseapp.tasks.forms import ChangeStepForm
from caseapp.tasks.models import NextStep, StepStatus
from caseapp.tasks.permissions import GRANTS, TaskPermission
from caseapp.tasks.queries import lines, open_steps_of, steps_by_ids, steps_on
from caseapp.tasks.topics import TOPICS
from caseapp.tasks.views import blueprint
from caseapp.web.answers import Answers
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import SCOPES_OF_WORK, lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, MenuItem, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.templating import part

PLACES = ("case", "person", "contact_request", "letter", "statement", "incoming_contact", "incident")
"""Record pages that show their next steps."""
DUE_ON_HOME = 7
"""Next steps due that the home page shows with their buttons."""


def _panel(user: User, record: Record) -> Markup:
    return part("tasks/panel.html", record=record, lines=lines(user, steps_on(user, record, StepStatus.OPEN)))


def _timeline(user: User, case: Record) -> Iterator[TimelineEntry]:
    for step in steps_on(user, case):
        if step.is_open:
            continue
        title = _("Done: %(step)s", step=step.text)
        if step.status == StepStatus.DROPPED:
            title = _("Dropped: %(step)s", step=step.text)
        yield TimelineEntry(
            step.closed_on or step.changed_on,
            step.changed_on,
            "next_step",
            "task",
            title,
            step.word,
            url_for("tasks.show", step_id=step.id),
            step.closed_by,
            step.seq,
        )


def _tile(user: User) -> Markup:
    found = open_steps_of(user)
    due = steps_by_ids(user, found.ids[: min(found.due, DUE_ON_HOME)])
    if due:
        seen(user, "next_step.listed", shown=[str(step.id) for step in due])
    return part("tasks/tile.html", lines=lines(user, due), due=found.due, later=len(found.ids) - found.due)


def _tile_of_the_absent(user: User) -> Markup:
    tiles = Markup()
    for away in covered_by(user):
        found = open_steps_of(user, away.user_id)
        due = steps_by_ids(user, found.ids[: min(found.due, DUE_ON_HOME)])
        if due:
            seen(user, "next_step.listed", shown=[str(step.id) for step in due])
            tiles += part("tasks/absent_tile.html", lines=lines(user, due), due=found.due, away=away)
    return tiles


def _put(actor: User, record: Record, text: str, due: date, assignee_id: uuid.UUID | None) -> NextStep:
    # Without a name it falls to the responsible worker, or to whoever acts on a record that has none.
    responsible = assignee_id or getattr(record, "responsible_id", None) or actor.id
    return add_next_step(actor, record, text, due, responsible)


feature = Feature(
    name="tasks",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("tasks.index", _l("Next steps"), "task", TaskPermission.READ),),
    kinds=(
        Kind(
            NextStep,
            _l("Next step"),
            lying_in(*SCOPES_OF_WORK),
            describe=named_by(
                NextStep, lambda _step: _("Next step"), lambda each: url_for("tasks.show", step_id=each.id)
            ),
            form=ChangeStepForm,
        ),
    ),
    texts=(TextSource(NextStep, ("text", "word"), TaskPermission.READ, of=("", "record_id")),),
    panels=tuple(Panel(place, "next-steps", 35, TaskPermission.READ, _panel) for place in PLACES),
    timeline=_timeline,
    answers=Answers(next_step=_put),
    duties=DUTIES,
    home=(
        HomeTile("next-steps", 10, TaskPermission.READ, _tile),
        HomeTile("next-steps-covered", 11, TaskPermission.READ, _tile_of_the_absent),
    ),
    demo=Invention(110, add_steps),
    events=(
        Event("next_step.added", _l("Put a next step on a record")),
        Event("next_step.changed", _l("Changed a next step")),
        Event("next_step.moved", _l("Moved a next step to another day")),
        Event("next_step.done", _l("Did a next step")),
        Event("next_step.dropped", _l("Dropped a next step")),
        Event("next_step.listed", _l("Saw a list of next steps"), keeps=Keeps("shown")),
        Event("next_step.viewed", _l("Opened a next step")),
    ),
)

__all__ = ["NextStep", "StepStatus", "TaskPermission", "feature"]
