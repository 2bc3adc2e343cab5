"""The pages of cases."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import open_around, shown_first
from caseapp.audit import seen
from caseapp.cases import actions
from caseapp.cases.forms import CaseFactsForm, StartCaseForm
from caseapp.cases.listing import CASES
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.plausibility import departure_before_birth
from caseapp.cases.queries import get_case, list_cases
from caseapp.cases.telephone import SaidOtherwise, keep_with_client
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.people.gate import keep_for_new, look_up_new
from caseapp.people.labels import MAY_WE
from caseapp.people.models import Person
from caseapp.people.queries import get_person, shown_name
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import can, reader, requires
from caseapp.web.installed import features
from caseapp.web.listing import asked_state
from caseapp.web.records import moments, panels_for, timeline_of
from caseapp.web.steps import step_page
from caseapp.web.values import know_colleagues
from caseapp.workflow import StepDetails, offered, read_steps_in

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("/")
@requires(CasePermission.READ)
def index() -> ResponseReturnValue:
    """List the cases that this user may see."""
    state = asked_state(CASES)
    user = reader()
    page = list_cases(user, state)
    seen(user, "case.listed", shown=[str(row.id) for row in page.rows])
    know_colleagues(row.responsible_id for row in page.rows)
    return render_template("cases/index.html", state=state, page=page, workflow=CASE_WORKFLOW)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(CasePermission.CREATE)
def new() -> ResponseReturnValue:
    """Start a case: what matters at night."""
    form = open_form(StartCaseForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(Case, form.record_id) is not None:
            flash(already_saved())
            return redirect(url_for("cases.show", case_id=form.record_id))
        looked_up = look_up_new(current_user, form.name.data or "")
        with write():
            facts = {name: form[name].data or "" for name in actions.NIGHT_FACTS}
            case = actions.start_case(
                current_user,
                name=form.name.data or "",
                language=form.language.data,
                facts=facts,
                case_id=form.record_id,
            )
            keep_for_new(current_user, case, db.session.get_one(Person, case.client_id), looked_up)
            discard_draft(current_user, request.path)
        return redirect(url_for("cases.show", case_id=form.record_id))
    return render_template("cases/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:case_id>")
@requires(CasePermission.READ)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show a case: its panels in the order of the work, its facts, its timeline."""
    user = reader()
    case = get_case(user, case_id)
    read_steps_in(open_around(user, case))
    client = get_person(user, case.client_id)
    seen(user, "case.viewed", case, client)
    return render_template(
        "cases/show.html",
        case=case,
        client=client,
        name=shown_name(client),
        workflow=CASE_WORKFLOW,
        offers=offered(CASE_WORKFLOW, case, user, lambda permission: can(user, permission)),
        step_urls={
            step.code: url_for("cases.step", case_id=case_id, code=step.code)
            for step in CASE_WORKFLOW.transitions
        },
        panels=panels_for(user, "case", case),
        facts=panels_for(user, "case/facts", case),
        timeline_heads=panels_for(user, "case/timeline", case),
        moments=moments(timeline_of(user, case, features())),
    )


@blueprint.route("/<uuid:case_id>/step/<code>", methods=["GET", "POST"])
@requires(CasePermission.WRITE)
def step(case_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move a case along its workflow."""
    case = get_case(current_user, case_id)
    back = url_for("cases.show", case_id=case_id)

    def act(details: StepDetails) -> None:
        actions.move_case(current_user, case, code, details)

    page = step_page(
        CASE_WORKFLOW, case, code, act, title=_("Case %(reference)s", reference=case.reference), back=back
    )
    return page or redirect(back)


@blueprint.route("/<uuid:case_id>/edit", methods=["GET", "POST"])
@requires(CasePermission.WRITE)
def edit(case_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is known about a case."""
    case = get_case(current_user, case_id)
    if hidden := shown_first(case, _("Edit the case"), url_for("cases.show", case_id=case_id)):
        return hidden
    form = open_form(CaseFactsForm, _values(case))
    if form.validate_on_submit() and _agrees(case, form):
        facts: dict[str, Any] = {
            name: form[name].data or "" for name in (*actions.FACTS, "language") if name != "left_on"
        }
        try:
            with write():
                check_version(case, form.version)
                actions.change_facts(current_user, case, {**facts, "left_on": form.left_on.value})
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            back = url_for("cases.show", case_id=case_id)
            return conflict_page(
                conflict, form, _values(case), _("Case %(reference)s", reference=case.reference), back
            )
        except SaidOtherwise as otherwise:
            _say_what_stands(form, otherwise)
        else:
            flash(_("Saved."))
            return redirect(url_for("cases.show", case_id=case_id))
    return render_template("cases/edit.html", form=form, case=case), 422 if form.is_submitted() else 200


@blueprint.post("/<uuid:case_id>/telephone")
@requires(CasePermission.WRITE)
def keep_telephone(case_id: uuid.UUID) -> ResponseReturnValue:
    """Put the number that the case holds with the ways to reach its client."""
    case = get_case(current_user, case_id)
    if case.telephone:
        with write():
            keep_with_client(current_user, case)
        flash(_("The number stands with the ways to reach them now."))
    return redirect(url_for("cases.show", case_id=case_id))


def _say_what_stands(form: CaseFactsForm, otherwise: SaidOtherwise) -> None:
    for name, word in otherwise.stands.items():
        said = MAY_WE.get(word, f"\u2068{word}\u2069")
        sentence = _(
            "Beside this number stands already: %(said)s. If that has changed, correct it with the ways to reach them.",
            said=said,
        )
        form[name].errors = [sentence]


def _agrees(case: Case, form: CaseFactsForm) -> bool:
    client = get_person(current_user, case.client_id)
    objection = departure_before_birth(client, case, form.left_on.value)
    if objection is not None:
        form.left_on.errors = [objection]
    return objection is None


def _values(case: Case) -> dict[str, Any]:
    names = (*actions.FACTS, "language")
    return {"row_version": str(case.row_version), **{name: getattr(case, name) for name in names}}
