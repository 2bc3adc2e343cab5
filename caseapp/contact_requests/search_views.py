"""The pages of one search: its steps, lists of questions, actions, points compared, withdrawal."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import find_by_reference, only_visits
from caseapp.accounts import User
from caseapp.contact_requests import actions
from caseapp.contact_requests.blueprint import blueprint
from caseapp.contact_requests.checklists import CHECKLISTS, Checklist
from caseapp.contact_requests.choices import colleague_choices
from caseapp.contact_requests.forms import (
    AgreeForm,
    AskerForm,
    CloseForm,
    HoldForm,
    LetterForm,
    ReasonForm,
    WithdrawalForm,
    checklist_form,
)
from caseapp.contact_requests.models import Search
from caseapp.contact_requests.page import SECOND_PERSON_STEPS
from caseapp.contact_requests.parts import answers_to, checklist_of, request_of
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.queries import get_search
from caseapp.contact_requests.states import ENDED
from caseapp.contact_requests.views import title_of
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.people.queries import NOBODY, ShownName, both_scripts, shown_names
from caseapp.web.conflicts import conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import proven_to_send, requires
from caseapp.web.installed import model_of
from caseapp.web.steps import StepForm, say_over, step_page, step_values
from caseapp.workflow import StepDetails


@blueprint.route("/searches/<uuid:search_id>/step/<code>", methods=["GET", "POST"])
@requires(RequestPermission.READ)
def step(search_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move one search along its workflow."""
    search = get_search(current_user, search_id)
    if code == "freeze":
        return redirect(url_for("contact_requests.withdrawal", search_id=search_id))
    form, template = _form_of_step(search, code)

    def act(details: StepDetails) -> None:
        facts: dict[str, Any] = {}
        if isinstance(form, HoldForm):
            facts["review_on"] = form.review_on.day_value
        if isinstance(form, CloseForm):
            facts["outcome"] = form.outcome.data
        actions.move_search(current_user, search, code, details, **facts)

    page = step_page(
        SEARCH_WORKFLOW,
        search,
        code,
        act,
        title=title_of(request_of(search)),
        back=page_of(search),
        approvers=[pair for pair in colleague_choices(search) if pair[0] != str(current_user.id)],
        form=form,
        about=both_scripts(_sought(search)),
        template=template,
    )
    return page or redirect(page_of(search))


@blueprint.route("/searches/<uuid:search_id>/checklist/<kind>", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def checklist(search_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """Answer one list of questions about a search."""
    search = get_search(current_user, search_id)
    if kind not in CHECKLISTS:
        raise NotFound
    asked = CHECKLISTS[kind]
    form = open_form(checklist_form(asked), _answers(search, asked))
    if form.validate_on_submit():
        try:
            with write():
                filled = checklist_of(search, kind)
                if filled is not None:
                    check_version(filled, form.version)
                actions.fill_checklist(current_user, search, kind, _given(asked, form))
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = title_of(request_of(search))
            return conflict_page(conflict, form, _answers(search, asked), title, page_of(search))
        flash(_("Saved."))
        return redirect(page_of(search))
    return _page("contact_requests/checklist.html", search, form, checklist=asked)


@blueprint.route("/searches/<uuid:search_id>/agree/<purpose>", methods=["GET", "POST"])
@requires(RequestPermission.SECOND)
@proven_to_send
def agree(search_id: uuid.UUID, purpose: str) -> ResponseReturnValue:
    """Agree to a step as the second person."""
    search = get_search(current_user, search_id)
    if purpose not in SECOND_PERSON_STEPS:
        raise NotFound
    if search.status not in SECOND_PERSON_STEPS[purpose]:
        return say_over(SEARCH_WORKFLOW, search, purpose, page_of(search))

    def act(form: AgreeForm) -> None:
        actions.agree(current_user, search, purpose, form.remark.data or "")

    transition = next(each for each in SEARCH_WORKFLOW.transitions if each.code == purpose)
    try:
        visits = only_visits(current_user, search.scope_id)
        return _small_page(
            "contact_requests/agree.html", search, AgreeForm, act, transition=transition, visits=visits
        )
    except actions.AlreadyAgreed:
        flash(_("You have agreed to this step before."))
        return redirect(page_of(search))


@blueprint.route("/searches/<uuid:search_id>/asker", methods=["GET", "POST"])
@requires(RequestPermission.DECIDE)
def name_asker(search_id: uuid.UUID) -> ResponseReturnValue:
    """Settle which worker asks the person."""
    search = get_search(current_user, search_id)

    def act(form: AskerForm) -> None:
        worker = db.session.get(User, uuid.UUID(form.asker.data))
        assert worker is not None
        actions.name_asker(current_user, search, worker)

    def prepare(form: AskerForm) -> None:
        form.asker.offer(colleague_choices(search))

    return _small_page("contact_requests/asker.html", search, AskerForm, act, prepare)


@blueprint.route("/searches/<uuid:search_id>/letter", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def link_letter(search_id: uuid.UUID) -> ResponseReturnValue:
    """Link the letter by which an authority is asked."""
    search = get_search(current_user, search_id)
    form = LetterForm()
    letter = _letter(form) if form.validate_on_submit() else None
    if letter is not None:
        with write():
            actions.link_letter(current_user, search, letter)
        return redirect(page_of(search))
    return _page("contact_requests/letter.html", search, form)


@blueprint.route("/searches/<uuid:search_id>/withdrawal", methods=["GET", "POST"])
@requires(RequestPermission.WRITE)
def withdrawal(search_id: uuid.UUID) -> ResponseReturnValue:
    """Write a withdrawal down: the search stops at once, whoever brings it."""
    search = get_search(current_user, search_id)
    if search.status in ENDED:
        return say_over(SEARCH_WORKFLOW, search, "freeze", page_of(search))

    def act(form: WithdrawalForm) -> None:
        actions.freeze_for_withdrawal(
            current_user,
            search,
            brought_by=form.brought_by.data,
            channel=form.channel.data,
            words=form.words.data or "",
            happened_on=form.happened_on.day_value,
        )

    return _small_page("contact_requests/withdrawal.html", search, WithdrawalForm, act)


@blueprint.route("/searches/<uuid:search_id>/withdrawal/end", methods=["GET", "POST"])
@requires(RequestPermission.DECIDE)
@proven_to_send
def end_withdrawal(search_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that a withdrawal was taken back, or was not free."""
    search = get_search(current_user, search_id)
    if search.withdrawal is None:
        flash(_("No withdrawal is open for this search any more."))
        return redirect(page_of(search))

    def act(form: ReasonForm) -> None:
        actions.end_withdrawal(current_user, search, form.reason.data or "")

    return _small_page("contact_requests/end_withdrawal.html", search, ReasonForm, act)


def page_of(search: Search) -> str:
    """Return the address of a search on the page of its request."""
    return url_for("contact_requests.show", request_id=search.request_id, _anchor=f"search-{search.id}")


def frame_of(search: Search) -> dict[str, Any]:
    """Return what every page about one search is drawn with: the search, who is sought, its request, the way back."""
    return {
        "search": search,
        "sought": _sought(search),
        "request_record": request_of(search),
        "back": page_of(search),
    }


def _sought(search: Search) -> ShownName:
    return shown_names(current_user, [search.sought_id]).get(search.sought_id, NOBODY)


def _small_page(
    template: str,
    search: Search,
    form_class: type[Any],
    act: Callable[[Any], None],
    prepare: Callable[[Any], None] = lambda _form: None,
    **context: Any,
) -> ResponseReturnValue:
    form = open_form(form_class)
    prepare(form)
    if form.validate_on_submit():
        with write():
            act(form)
            discard_draft(current_user, request.path)
        return redirect(page_of(search))
    return _page(template, search, form, **context)


def _page(template: str, search: Search, form: PageForm, **context: Any) -> tuple[str, int]:
    body = render_template(template, form=form, **frame_of(search), **context)
    return body, 422 if form.is_submitted() else 200


def _form_of_step(search: Search, code: str) -> tuple[StepForm | None, str]:
    if code in ("hold", "pause"):
        return open_form(HoldForm, step_values(search)), "contact_requests/hold.html"
    if code == "close":
        return open_form(CloseForm, step_values(search)), "contact_requests/close.html"
    return None, "workflow/step.html"


def _letter(form: LetterForm) -> Any:
    with suppress(KeyError):
        found = find_by_reference(current_user, model_of("letter"), form.reference.data or "")
        if found is not None:
            return found
    form.reference.errors = [_("There is no letter with this reference that you may see.")]
    return None


def _answers(search: Search, asked: Checklist) -> dict[str, Any]:
    filled = checklist_of(search, asked.kind)
    values: dict[str, Any] = dict(answers_to(search, asked))
    for item in asked.items:
        if item.is_day and values.get(item.code):
            values[item.code] = date.fromisoformat(str(values[item.code]))
    return {**values, "row_version": str(filled.row_version) if filled is not None else ""}


def _given(asked: Checklist, form: Any) -> dict[str, str]:
    given = {}
    for item in asked.items:
        field = form[item.code]
        day = field.day_value if item.is_day else None
        given[item.code] = (day.isoformat() if day else "") if item.is_day else str(field.data or "")
    return given
