"""The pages of erasures: ask, see how it stands, approve as a second person, stop, carry out, the certificate."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user

from caseapp.access import only_visits
from caseapp.audit import seen
from caseapp.db import write
from caseapp.erasures import actions
from caseapp.erasures.carrying_out import carry_out as carry_out_erasure
from caseapp.erasures.carrying_out import overwrite
from caseapp.erasures.certificate import certificate_pdf
from caseapp.erasures.forms import ApproveErasureForm, AskErasureForm, CarryOutForm, StopErasureForm
from caseapp.erasures.labels import BASES, WISHED_BY
from caseapp.erasures.models import Basis, Erasure, WishedBy
from caseapp.erasures.permissions import ErasurePermission
from caseapp.erasures.queries import (
    copies_from_before,
    entry_of,
    get_erasure,
    get_target,
    list_erasures,
    open_erasure_of,
    residue_of,
    words_of,
)
from caseapp.erasures.showing import (
    along_with,
    numbers_in_words,
    residue_line,
    status_of,
    target_in_words,
    targets_in_words,
)
from caseapp.erasures.stepping import blocks_before, take_step
from caseapp.erasures.workflow import DONE, ERASURE_WORKFLOW, NOT_AGAIN, OPEN, UNFINISHED
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, proven_to_send, requires
from caseapp.web.installed import describe
from caseapp.web.records import moments, step_entries

blueprint = Blueprint("erasures", __name__, url_prefix="/erasures")


@blueprint.get("/")
@requires(ErasurePermission.READ)
def index() -> ResponseReturnValue:
    """List the erasures, the newest first."""
    found = list_erasures(current_user)
    seen(current_user, "erasure.listed", shown=[str(each.id) for each in found])
    targets = targets_in_words(current_user, found)
    lines = [(each, targets[each.id], *status_of(each)) for each in found]
    return render_template("erasures/index.html", lines=lines)


@blueprint.route("/new/<kind>/<uuid:record_id>", methods=["GET", "POST"])
@requires(ErasurePermission.ASK)
def ask(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the erasure of a person or a case."""
    target = get_target(current_user, kind, record_id)
    known = getattr(target, "merged_into", None)
    if known is not None and describe(current_user, "person", known) is not None:
        return redirect(url_for("erasures.ask", kind=kind, record_id=known))  # the same human being
    form = open_form(AskErasureForm, {"new_id": str(uuid.uuid4())})
    there = open_erasure_of(target, NOT_AGAIN)
    if there is not None:
        return _asked_before(there, form)
    if form.validate_on_submit():
        try:
            with write():
                made = actions.ask_erasure(
                    current_user,
                    target,
                    basis=Basis(form.basis.data),
                    wished_by=WishedBy(form.wished_by.data),
                    words=form.words.data or "",
                    erasure_id=form.record_id,
                )
                discard_draft(current_user, request.path)
        except actions.AskedBefore as before:  # a moment ago, by somebody else or by another click
            return _asked_before(before.erasure_id, form)
        flash(_("Asked for. Nothing is destroyed until a colleague has approved it and two weeks are over."))
        return redirect(url_for("erasures.show", erasure_id=made.id))
    named = describe(current_user, kind, record_id)
    body = render_template(
        "erasures/ask.html",
        form=form,
        kind=kind,
        target=target,
        named=named,
        visits=only_visits(current_user, target.scope_id),
    )
    return body, 422 if form.is_submitted() else 200


def _asked_before(there: uuid.UUID, form: AskErasureForm) -> ResponseReturnValue:
    flash(already_saved() if there == form.record_id else _("Its erasure was asked for before."))
    return redirect(url_for("erasures.show", erasure_id=there))


@blueprint.get("/<uuid:erasure_id>")
@requires(ErasurePermission.READ)
def show(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Show how an erasure stands, what it destroys and what stands in its way."""
    erasure = get_erasure(current_user, erasure_id)
    seen(current_user, "erasure.viewed", erasure)
    label, tone = status_of(erasure)
    return render_template(
        "erasures/show.html",
        erasure=erasure,
        target=target_in_words(current_user, erasure),
        label=label,
        tone=tone,
        wished_by=WISHED_BY[WishedBy(erasure.wished_by)],
        basis=BASES[Basis(erasure.basis)],
        words=words_of(current_user, erasure),
        steps={step.code: str(step.as_happened) for step in ERASURE_WORKFLOW.transitions},
        along=along_with(current_user, erasure),
        blocks=blocks_before(erasure, "carry_out") if erasure.status in OPEN else [],
        may=_may(erasure),
        numbers=numbers_in_words(erasure.numbers),
        residue=[residue_line(current_user, each) for each in residue_of(current_user, erasure)],
        entry=entry_of(erasure),
        copies=copies_from_before(erasure) if erasure.status in (UNFINISHED, DONE) else [],
        moments=moments(list(step_entries(ERASURE_WORKFLOW, erasure, "remove"))[::-1]),
        is_over=erasure.status in (UNFINISHED, DONE),
        offered=[(code, LANGUAGES[code]) for code in OFFERED],
    )


@blueprint.route("/<uuid:erasure_id>/approve", methods=["GET", "POST"])
@requires(ErasurePermission.APPROVE)
@proven_to_send
def approve(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Approve or refuse an erasure as a second person."""
    erasure = get_erasure(current_user, erasure_id)
    form = open_form(ApproveErasureForm, {"row_version": str(erasure.row_version)})

    def act() -> None:
        decide = actions.approve_erasure if form.answer.data == "yes" else actions.refuse_erasure
        decide(current_user, erasure, form.words.data or "")

    return take_step(erasure, "approve", form, act, "erasures/approve.html")


@blueprint.route("/<uuid:erasure_id>/stop", methods=["GET", "POST"])
@requires(ErasurePermission.STOP)
def stop(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Stop an erasure, with a reason."""
    erasure = get_erasure(current_user, erasure_id)
    form = open_form(StopErasureForm, {"row_version": str(erasure.row_version)})
    return take_step(
        erasure,
        "stop",
        form,
        lambda: actions.stop_erasure(current_user, erasure, form.words.data or ""),
        "erasures/stop.html",
    )


@blueprint.route("/<uuid:erasure_id>/carry-out", methods=["GET", "POST"])
@requires(ErasurePermission.CARRY_OUT)
@proven_to_send
def carry_out(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Destroy it, for good."""
    erasure = get_erasure(current_user, erasure_id)
    form = open_form(CarryOutForm, {"row_version": str(erasure.row_version)})
    answer = take_step(
        erasure,
        "carry_out",
        form,
        lambda: carry_out_erasure(current_user, erasure),
        "erasures/carry_out.html",
        along=along_with(current_user, erasure),
    )
    if isinstance(answer, Response) and form.is_submitted():
        overwrite(erasure_id)
    return answer


@blueprint.get("/<uuid:erasure_id>/certificate")
@requires(ErasurePermission.READ)
def certificate(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Print the certificate of an erasure that was carried out."""
    erasure = get_erasure(current_user, erasure_id)
    if erasure.status not in (UNFINISHED, DONE):
        raise NotFound
    seen(current_user, "erasure.certificate_printed", erasure)
    wanted = request.args.get("language", "")
    language = wanted if wanted in OFFERED else current_user.language
    with force_locale(language):
        printed = certificate_pdf(erasure, language)
    response = Response(printed, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{erasure.reference}.pdf")
    return response


def _may(erasure: Erasure) -> dict[str, bool]:
    """Return which steps the present user is offered."""
    return {
        step.code: erasure.status in step.sources and can(current_user, step.permission)
        for step in ERASURE_WORKFLOW.transitions
    }
