"""The page of one step of a workflow: what it does, how it came about, when, and why."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.db import Conflict, check_version, write
from caseapp.db.parts import latest_change
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.coming_back import keep_files
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.forms import ChoiceField, DayField, LineField, PageForm, RadioChoiceField, TextField
from caseapp.web.gate import PermissionDenied, can, proof_to_send
from caseapp.workflow import (
    Blocked,
    Manner,
    StepDetails,
    Transition,
    UnknownTransition,
    Workflow,
    blocks_of,
    steps_of,
)

MANNERS = {
    Manner.DONE_HERE: _l("It happens now"),
    Manner.AFTERWARDS: _l("It has already happened; write it down"),
    Manner.BY_TELEPHONE: _l("It was approved by telephone"),
}


class StepForm(PageForm):
    """How a step came about. The fields for the other manners are asked only there."""

    manner = RadioChoiceField(
        _l("How did it come about?"), choices=MANNERS.items(), default=Manner.DONE_HERE.value
    )
    happened_on = DayField(_l("Happened on"), past=True)
    said_by = LineField(_l("Who says so?"), description=_l("For what has already happened."))
    approver = ChoiceField(_l("Who approved?"), default="")
    at_time = LineField(
        _l("At what time?"), most=5, description=_l("For an approval by telephone, such as 22:10.")
    )
    reason = TextField(_l("Reason or remark"), most=20_000)
    shown = HiddenField()
    """Of a step that may take two, the number of the latest change when its page was opened: whoever takes it agrees
    to that, and somebody may change a part of the record, and propose the step anew, while they read."""

    needs_reason = False
    multipart = False
    """True where the form also takes a file."""

    def validate_happened_on(self, field: Any) -> None:
        """Ask for the day of what has already happened."""
        if self.manner.data == Manner.AFTERWARDS and field.value is None:
            raise ValidationError(_("On which day did it happen?"))

    def validate_said_by(self, field: Any) -> None:
        """Ask who says so."""
        if self.manner.data == Manner.AFTERWARDS and not field.data:
            raise ValidationError(_("Who says that it happened?"))

    def validate_approver(self, field: Any) -> None:
        """Ask who approved by telephone, which is somebody else."""
        if self.manner.data == Manner.BY_TELEPHONE and not field.data:
            raise ValidationError(_("Who gave the approval?"))

    def validate_at_time(self, field: Any) -> None:
        """Ask for the time of an approval by telephone."""
        if self.manner.data == Manner.BY_TELEPHONE and not field.data:
            raise ValidationError(_("At what time was it given?"))

    def validate_reason(self, field: Any) -> None:
        """Ask for a reason where the step needs one."""
        if self.needs_reason and not (field.data or "").strip():
            raise ValidationError(_("This step needs a reason."))


def step_page(
    workflow: Workflow,
    record: Any,
    code: str,
    act: Any,
    *,
    title: str,
    back: str,
    approvers: list[tuple[Any, str]] | None = None,
    form: StepForm | None = None,
    about: str = "",
    template: str = "workflow/step.html",
) -> ResponseReturnValue | None:
    """Show the page of a step, or make it: ``act(details)`` runs inside the write and records the event.

    Returns None when the step was made; the view redirects. ``approvers`` are colleagues who may approve by
    telephone, as (id, name); ``about`` names what the step concerns. A step that asks for more brings its own ``form``,
    opened with ``step_values``, and a ``template`` that fills the block ``facts`` of the usual one.

    A step that is over (the browser's way back, or a colleague was quicker) leads to the record and says where that
    stands; what somebody else has typed for it meanwhile is shown once more. A step that ``asks_again`` leads to a new
    proof of who one is where the last one is too old, in whichever manner it is taken.

    Raises:
        NotFound: the workflow has no such step.
        PermissionDenied: this user's roles do not include it.
    """
    try:
        transition = workflow.from_anywhere(code)
    except UnknownTransition:
        raise NotFound from None
    if not can(current_user, transition.permission):
        raise PermissionDenied(transition.permission)
    is_over = record.status not in transition.sources
    if is_over and (request.method == "GET" or _took_last(record, code)):
        return say_over(workflow, record, code, back)
    if transition.asks_again and (asked := proof_to_send()):
        return asked
    form = form if form is not None else open_form(StepForm, step_values(record))
    form.needs_reason = transition.needs_reason
    form.approver.offer([("", _("nobody")), *(approvers or [])])
    form.manner.offer(
        [(manner, label) for manner, label in MANNERS.items() if _is_possible(transition, manner)]
    )
    if not form.is_submitted() and transition.only_afterwards:
        form.manner.data = Manner.AFTERWARDS.value
    if transition.rule is not None and not form.is_submitted():
        form.shown.data = str(latest_change(record))
    blocks = [] if is_over else blocks_of(transition, current_user, record)
    if is_over:
        form.form_errors.append(over_sentence(workflow, record, code))
    elif form.validate_on_submit():
        try:
            with write():
                check_version(record, form.version)
                if form.shown.data and form.shown.data != str(latest_change(record)):
                    raise Conflict(record)
                act(_details(form))
                discard_draft(current_user, request.path)
        except Blocked as blocked:
            blocks = blocked.blocks
        except Conflict as conflict:
            form.row_version.data = str(conflict.record.row_version)
            form.shown.data = form.shown.data and str(latest_change(conflict.record))
            form.form_errors.append(
                _("Somebody else has changed this in the meantime. Look at it, then send this again.")
            )
        else:
            return None
    if len(form.manner.choices or ()) == 1:  # the page has it as a hidden input, so no error leads to it
        form.form_errors.extend(form.manner.errors)
        form.manner.errors = []
    keep_files(form)
    body = render_template(
        template,
        form=form,
        transition=transition,
        blocks=blocks,
        title=title,
        back=back,
        record=record,
        about=about,
    )
    is_outdated = is_over or any(block.outdated for block in blocks)
    return body, (409 if is_outdated else 422) if form.is_submitted() else 200


def say_over(workflow: Workflow, record: Any, code: str, back: str) -> ResponseReturnValue:
    """Lead to the record whose step ``code`` is not to be taken any more, and say where it stands."""
    flash(over_sentence(workflow, record, code))
    return redirect(back)


def over_sentence(workflow: Workflow, record: Any, code: str) -> str:
    """Return why the step ``code`` is not to be taken now, and where the record stands."""
    state = workflow.state(record.status).label
    if any(step.transition == code for step in steps_of(record)):
        return _("This step was taken before. It now stands at: %(state)s.", state=state)
    return _("This step cannot be taken now. It stands at: %(state)s.", state=state)


def _took_last(record: Any, code: str) -> bool:
    """Tell whether this user took the step themselves just now: the form was sent twice."""
    last = steps_of(record)[-1]
    return last.transition == code and last.actor_id == current_user.id


def step_values(record: Any) -> dict[str, Any]:
    """Return what the form of a step is opened with."""
    return {"row_version": str(record.row_version), "happened_on": today()}


def _is_possible(transition: Transition, manner: Manner) -> bool:
    if manner is Manner.AFTERWARDS:
        return transition.can_be_recorded_afterwards
    if manner is Manner.DONE_HERE:
        return not transition.only_afterwards
    return transition.by_telephone


def _details(form: StepForm) -> StepDetails:
    manner = Manner(form.manner.data)
    return StepDetails(
        manner=manner,
        happened_on=form.happened_on.day_value,
        said_by=form.said_by.data or "",
        reason=form.reason.data or "",
        approver_id=UUID(form.approver.data) if manner is Manner.BY_TELEPHONE else None,
        at_time=form.at_time.data or "",
    )
