"""The pages of next steps."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_by_kind, page_in
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.tasks import actions
from caseapp.tasks.forms import ChangeStepForm, CloseStepForm, NewStepForm
from caseapp.tasks.models import NextStep, StepStatus
from caseapp.tasks.permissions import TaskPermission
from caseapp.tasks.queries import (
    closed_steps_of,
    get_next_step,
    lines,
    open_steps_of,
    possible_assignees,
    steps_by_ids,
)
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.forms import Pairs
from caseapp.web.gate import requires
from caseapp.web.installed import describe

blueprint = Blueprint("tasks", __name__, url_prefix="/next-steps")
ON_A_PAGE = 30
"""Open next steps on one page of their list, each with its buttons."""
FURTHEST_MOVE = 365
"""Days that one press of a button may move a next step by."""


@blueprint.get("/")
@requires(TaskPermission.READ)
def index() -> ResponseReturnValue:
    """List one's own next steps: what is open by day, or what was closed last."""
    closed = request.args.get("closed") == "1"
    after, before = request.args.get("after", ""), request.args.get("before", "")
    page = page_in([] if closed else open_steps_of(current_user).ids, after, before, ON_A_PAGE)
    steps = closed_steps_of(current_user) if closed else steps_by_ids(current_user, page.rows)
    seen(current_user, "next_step.listed", shown=[str(step.id) for step in steps])
    return render_template("tasks/index.html", lines=lines(current_user, steps), closed=closed, page=page)


@blueprint.route("/on/<kind>/<uuid:record_id>", methods=["GET", "POST"])
@requires(TaskPermission.WRITE)
def new(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Put a next step on a record."""
    user = current_user
    record, named = get_by_kind(user, kind, record_id)
    form = open_form(NewStepForm, {"new_id": str(uuid.uuid4()), "assignee": str(user.id)})
    form.assignee.offer(possible_assignees(record))
    if form.validate_on_submit():
        if db.session.get(NextStep, form.record_id) is not None:
            flash(already_saved())
            return redirect(named.url or "")
        with write():
            actions.add_next_step(
                user,
                record,
                form.next_step.data or "",
                form.due,
                uuid.UUID(form.assignee.data),
                step_id=form.record_id,
            )
            discard_draft(user, request.path)
        return redirect(f"{named.url}#next-steps")
    return render_template("tasks/new.html", form=form, named=named), 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:step_id>", methods=["GET", "POST"])
@requires(TaskPermission.WRITE)
def show(step_id: uuid.UUID) -> ResponseReturnValue:
    """Show a next step; while it is open it can be reworded, moved or given to somebody else."""
    user = current_user
    step = get_next_step(user, step_id)
    record, named = get_by_kind(user, step.record_kind, step.record_id)
    form = ChangeStepForm(data=_values(step))
    form.assignee.offer(_assignees(record, step))
    if form.validate_on_submit():
        try:
            with write():
                check_version(step, form.version)
                day = form.due.day_value or today()
                actions.change_next_step(user, step, form.text.data or "", day, uuid.UUID(form.assignee.data))
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(step), _("Next step"), request.path)
        except actions.AlreadyClosed:
            flash(_closed_before(), "warning")
            return redirect(request.path)
        flash(_("Saved."))
        return redirect(f"{named.url}#next-steps")
    if request.method == "GET":
        seen(user, "next_step.viewed", step)
    return _page(step, form, CloseStepForm(formdata=None, data=_version(step)), 200)


@blueprint.post("/<uuid:step_id>/close")
@requires(TaskPermission.WRITE)
def close(step_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a next step is done, or dropped and why."""
    step = get_next_step(current_user, step_id)
    form = CloseStepForm(data=_version(step))
    if not form.validate_on_submit():
        change = ChangeStepForm(formdata=None, data=_values(step))
        return _page(step, change, form, 422)

    def act() -> None:
        actions.close_next_step(current_user, step, StepStatus(form.outcome.data), form.word.data or "")

    return _act_on(step, form.version, act)


@blueprint.post("/<uuid:step_id>/done")
@requires(TaskPermission.WRITE)
def done(step_id: uuid.UUID) -> ResponseReturnValue:
    """Say with one press that a next step is done."""
    step = get_next_step(current_user, step_id)
    version = request.form.get("row_version", type=int)
    return _act_on(step, version, lambda: actions.close_next_step(current_user, step, StepStatus.DONE))


@blueprint.post("/<uuid:step_id>/move")
@requires(TaskPermission.WRITE)
def move(step_id: uuid.UUID) -> ResponseReturnValue:
    """Move a next step to so many days from today."""
    step = get_next_step(current_user, step_id)
    days = request.form.get("days", default=1, type=int)
    due = today() + timedelta(days=min(max(days, 0), FURTHEST_MOVE))
    version = request.form.get("row_version", type=int)
    return _act_on(step, version, lambda: actions.move_next_step(current_user, step, due))


def _act_on(step: NextStep, version: int | None, act: Any) -> ResponseReturnValue:
    """Act on a step from a button and go back to where the button stands."""
    page = url_for("tasks.show", step_id=step.id)
    back = _back_to(step)
    try:
        with write():
            check_version(step, version)
            act()
    except Conflict:
        flash(
            _("Somebody has changed this next step in the meantime. Look at it, then say it again."),
            "warning",
        )
        return redirect(page)
    except actions.AlreadyClosed:
        flash(_closed_before(), "warning")
        return redirect(page)
    return redirect(back)


def _back_to(step: NextStep) -> str:
    match request.form.get("back"):
        case "home":
            return url_for("home.show")
        case "list":
            return url_for("tasks.index")
        case _:
            named = describe(current_user, step.record_kind, step.record_id)
            return f"{named.url}#next-steps" if named and named.url else url_for("tasks.index")


def _page(step: NextStep, form: ChangeStepForm, closing: CloseStepForm, status: int) -> ResponseReturnValue:
    record, _named = get_by_kind(current_user, step.record_kind, step.record_id)
    form.assignee.offer(_assignees(record, step))
    body = render_template("tasks/show.html", line=lines(current_user, [step])[0], form=form, closing=closing)
    return body, 422 if form.is_submitted() and form.errors else status


def _assignees(record: Any, step: NextStep) -> Pairs:
    found = dict(possible_assignees(record))
    if str(step.assignee_id) not in found:  # they reach it no longer; the choice must not change by itself
        named = describe(current_user, "user", step.assignee_id)
        found[str(step.assignee_id)] = named.label if named else _("a colleague")
    return found.items()


def _version(step: NextStep) -> dict[str, Any]:
    return {"row_version": str(step.row_version)}


def _values(step: NextStep) -> dict[str, Any]:
    return {
        **_version(step),
        "text": step.text,
        "due": step.due,
        "assignee": str(step.assignee_id),
    }


def _closed_before() -> str:
    return _("This next step was closed before.")
