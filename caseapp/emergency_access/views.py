"""The pages of emergency access: opening a case at once, and what a second person says to it."""

import uuid
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.accounts.deputies import why_not_second
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.db import Conflict, check_version, db, write
from caseapp.db.references import bearing
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.emergency_access.actions import (
    AlreadyReviewed,
    Attempt,
    Outcome,
    review_access,
    take_objection_back,
    try_to_open,
)
from caseapp.emergency_access.forms import EmergencyForm, TakeBackForm
from caseapp.emergency_access.models import EmergencyAccess, EmergencyStatus
from caseapp.emergency_access.permissions import EmergencyPermission
from caseapp.emergency_access.queries import ended_for, get_access, shown_under, waiting_for
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import proven_to_send, requires
from caseapp.web.templating import part
from caseapp.web.values import colleague, digits, isolated

blueprint = Blueprint("emergency_access", __name__, url_prefix="/emergency-access")


@blueprint.route("/", methods=["GET", "POST"])
@requires(EmergencyPermission.OPEN)
def begin() -> ResponseReturnValue:
    """Open a case that one does not reach, because it cannot wait."""
    form = EmergencyForm(data={"new_id": str(uuid.uuid4()), "until": "0"})
    form.offer_days()
    if form.validate_on_submit():
        reference = form.reference.data or ""
        mine = list_visible(current_user, bearing(Case, reference))
        opened = db.session.get(EmergencyAccess, form.record_id) is not None
        if mine:
            flash(already_saved() if opened else _("You can open this case already."))
            return redirect(url_for("cases.show", case_id=mine[0].id))
        with write():
            attempt = try_to_open(
                current_user,
                reference,
                form.reason.data or "",
                form.last_day,
                None if opened else form.record_id,  # they went back and typed the reference of another case
            )
        if attempt.outcome is Outcome.OPENED:
            flash(_("The case is open to you. %(told)s", told=told_sentence(attempt.told)))
            return redirect(url_for("cases.show", case_id=attempt.case_id))
        form.reference.errors = [_refusal(attempt)]
    return render_template("emergency_access/begin.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:access_id>", methods=["GET", "POST"])
@requires(EmergencyPermission.REVIEW)
@proven_to_send
def review(access_id: uuid.UUID) -> ResponseReturnValue:
    """Look at an emergency access, and say whether one agrees. Who does not see the case learns nothing of it here."""
    access, sees = get_access(current_user, access_id)
    is_open = access.status == EmergencyStatus.OPEN
    own = _("You opened this case yourself. A second person looks at it.")
    why_not = why_not_second(current_user, access.opened_by, own)
    is_objected = access.status == EmergencyStatus.OBJECTED
    kind = TakeBackForm if is_objected else SecondPersonForm
    form: SecondPersonForm | TakeBackForm = open_form(kind, {"row_version": str(access.row_version)})
    if form.is_submitted() and (why_not or not (is_open or is_objected)):
        flash(why_not if is_open else _("Somebody has reviewed this in the meantime."))
        return redirect(url_for("emergency_access.review", access_id=access_id))
    if form.validate_on_submit():
        try:
            with write():
                check_version(access, form.version)
                outcome = form.reason.data or ""
                if isinstance(form, TakeBackForm):
                    take_objection_back(current_user, access, outcome)
                else:
                    review_access(current_user, access, agree=form.answer.data == "yes", outcome=outcome)
                discard_draft(current_user, request.path)
            flash(_("Your view is written down."))
            return redirect(url_for("home.show"))
        except (Conflict, AlreadyReviewed):
            form.form_errors.append(_("Somebody has reviewed this in the meantime."))
    seen(current_user, "access.emergency_viewed", access)
    body = render_template(
        "emergency_access/review.html",
        form=form,
        access=access,
        case=db.session.get_one(Case, access.case_id) if sees else None,
        is_open=is_open,
        is_objected=is_objected,
        why_not=why_not,
    )
    return body, 422 if form.is_submitted() else 200


def waiting_tile(user: User) -> Markup:
    """Return the home page's block of emergency access to look at; empty when there is none."""
    by_case, told = waiting_for(user)
    if not by_case and not told:
        return Markup()
    cases = {access.case_id: db.session.get_one(Case, access.case_id).reference for access in by_case}
    return part("emergency_access/tile.html", by_case=by_case, told=told, cases=cases)


def ended_tile(user: User) -> Markup:
    """Return the home page's block of what somebody objected to; it names no case, which is none of theirs again."""
    ended = ended_for(user)
    return part("emergency_access/ended.html", ended=ended) if ended else Markup()


def banner(user: User) -> Markup:
    """Return what stands above a page that its reader sees by emergency access; empty above any other."""
    access = shown_under(user)
    if access is None:
        return Markup()
    return part("emergency_access/banner.html", access=access, told=told_sentence(access.asked_id))


def told_sentence(told: uuid.UUID | None) -> str:
    """Return who was told of an emergency access, in a sentence."""
    if told is None:
        return _("There was nobody else who could be told.")
    return _("%(name)s was told.", name=isolated(colleague(told)))


def _refusal(attempt: Attempt) -> str:
    match attempt.outcome:
        case Outcome.WAITS:
            minutes = -(-attempt.wait // timedelta(minutes=1))
            return ngettext(
                "After several tries there is a pause. Please wait %(count)s minute.",
                "After several tries there is a pause. Please wait %(count)s minutes.",
                minutes,
                count=digits(minutes),
            )
        case Outcome.OBJECTED:
            name = isolated(colleague(attempt.told)) if attempt.told else ""
            return " ".join(
                (
                    _("%(name)s objected to your last emergency access. Please speak with them.", name=name),
                    _("You can open it in an emergency again once the objection is taken back."),
                )
            )
        case _:
            return _("No case can be opened with this reference. Please look at each sign.")
