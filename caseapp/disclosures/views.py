"""The pages of disclosures: where it went, vital interest, legal grounds, and the second person's answer."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user

from caseapp.access import only_visits
from caseapp.accounts.deputies import stands_for, why_not_second
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.disclosures import second_person
from caseapp.disclosures.actions import disclose_for_vital_interest
from caseapp.disclosures.audiences import audience_choices, audience_of, code_of
from caseapp.disclosures.definition import Disclosure, Purpose
from caseapp.disclosures.forms import AskGroundForm, EndGroundForm, SecondPersonForm, VitalInterestForm
from caseapp.disclosures.models import GroundKind, GroundStatus, LegalGround, ReviewStatus
from caseapp.disclosures.permissions import DisclosurePermission
from caseapp.disclosures.queries import (
    get_alert,
    get_ground,
    get_review,
    grounds_of,
    is_reviewer,
    ledger_of,
    ledger_of_disclosure,
)
from caseapp.disclosures.showing import ground_lines, ledger_lines
from caseapp.disclosures.wording import person_label
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.people.queries import get_person, shown_name
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import can, proven_to_send, requires
from caseapp.web.installed import describe

blueprint = Blueprint("disclosures", __name__, url_prefix="/disclosures")


@blueprint.get("/of/<uuid:person_id>")
@requires(DisclosurePermission.READ)
def where(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show where information about a person went, to print for them in their language."""
    person = get_person(current_user, person_id)
    seen(current_user, "disclosure.ledger_viewed", person)
    wanted = request.args.get("language", "")
    language = wanted if wanted in OFFERED else current_user.language
    with force_locale(language):
        return render_template(
            "disclosures/where.html",
            person=person,
            name=shown_name(person),
            lines=ledger_lines(current_user, ledger_of(current_user, person)),
            grounds=ground_lines(current_user, grounds_of(current_user, person)),
            language=language,
            offered=[(code, LANGUAGES[code]) for code in OFFERED],
            back=_page_of(person_id),
        )


@blueprint.route("/now/<uuid:person_id>", methods=["GET", "POST"])
@requires(DisclosurePermission.VITAL_INTEREST)
def vital_interest(person_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the least that is needed at once, because life, liberty or removal is at stake today."""
    person = get_person(current_user, person_id)
    form = open_form(VitalInterestForm, {"new_id": str(uuid.uuid4())})
    form.audience.offer(audience_choices(current_user, person, public=False))
    if form.validate_on_submit():
        done = url_for("disclosures.where", person_id=person_id, _anchor=f"d-{form.record_id}")
        if ledger_of_disclosure(current_user, form.record_id):
            flash(already_saved())
            return redirect(done)
        disclosure = Disclosure(
            (person.id,),
            Purpose(form.purpose.data),
            audience_of(form.audience.data),
            (),
            form.identified.data,
            today(),
        )
        with write():
            disclose_for_vital_interest(current_user, disclosure, form.reason.data or "", form.record_id)
            discard_draft(current_user, request.path)
        flash(_("Written down. A second person has been alerted and looks at it by the next working day."))
        return redirect(done)
    body = render_template(
        "disclosures/vital_interest.html",
        form=form,
        person=person,
        name=shown_name(person),
        back=_page_of(person_id),
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/reviews/<uuid:review_id>", methods=["GET", "POST"])
@requires(DisclosurePermission.REVIEW)
@proven_to_send
def review(review_id: uuid.UUID) -> ResponseReturnValue:
    """Look at a disclosure that was made without a basis on file, and say what you think."""
    found = get_review(current_user, review_id)
    seen(current_user, "disclosure.review_viewed", found)
    form = open_form(SecondPersonForm, {"row_version": str(found.row_version)})
    own = _("You made this disclosure yourself. A second person reviews it.")
    why_not = why_not_second(current_user, found.opened_by, own)
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                second_person.review_disclosure(
                    current_user, found, agree=form.answer.data == "yes", outcome=form.reason.data or ""
                )
                discard_draft(current_user, request.path)
            flash(_("Your view is written down."))
            return redirect(url_for("disclosures.where", person_id=found.person_id))
        except (Conflict, second_person.AlreadyDecided):
            form.form_errors.append(_("Somebody has reviewed this in the meantime."))
        except second_person.SamePerson:
            form.form_errors.append(why_not)
    body = render_template(
        "disclosures/review.html",
        form=form,
        review=found,
        is_open=found.status == ReviewStatus.OPEN,
        why_not=why_not,
        visits=only_visits(current_user, found.scope_id),
        lines=ledger_lines(current_user, ledger_of_disclosure(current_user, found.disclosure_id)),
        back=_page_of(found.person_id),
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/alerts/<uuid:review_id>", methods=["GET", "POST"])
@requires(DisclosurePermission.ANSWER_ALERT)
@proven_to_send
def alert(review_id: uuid.UUID) -> ResponseReturnValue:
    """Answer for a disclosure in a case that one does not see, after taking it up with whoever made it."""
    found = get_alert(current_user, review_id)
    if is_reviewer(current_user, found):
        return redirect(url_for("disclosures.review", review_id=review_id))
    form = open_form(SecondPersonForm, {"row_version": str(found.row_version)})
    own = _("You made this disclosure yourself. A second person reviews it.")
    why_not = why_not_second(current_user, found.opened_by, own)
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                second_person.review_disclosure(
                    current_user, found, agree=form.answer.data == "yes", outcome=form.reason.data or ""
                )
                discard_draft(current_user, request.path)
            flash(_("Your view is written down."))
            return redirect(url_for("home.show"))
        except (Conflict, second_person.AlreadyDecided):
            form.form_errors.append(_("Somebody has reviewed this in the meantime."))
        except second_person.SamePerson:
            form.form_errors.append(why_not)
    seen(current_user, "disclosure.alert_viewed", found)
    body = render_template("disclosures/alert.html", form=form, review=found, why_not=why_not)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/grounds/new/<uuid:person_id>", methods=["GET", "POST"])
@requires(DisclosurePermission.ASK_GROUND)
def ask_ground(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a second person for a legal ground."""
    person = get_person(current_user, person_id)
    form = open_form(AskGroundForm, _asked_for())
    form.audience.offer(audience_choices(current_user, person, public=True))
    if form.validate_on_submit():
        if db.session.get(LegalGround, form.record_id) is not None:
            flash(already_saved())
            return redirect(url_for("disclosures.ground", ground_id=form.record_id))
        with write():
            second_person.ask_ground(
                current_user,
                person,
                purpose=Purpose(form.purpose.data),
                audience=audience_of(form.audience.data),
                ground=GroundKind(form.ground.data),
                words=form.words.data or "",
                until=form.until.day_value,
                ground_id=form.record_id,
            )
            discard_draft(current_user, request.path)
        flash(_("Asked for. It allows nothing until a second person has approved it."))
        return redirect(url_for("disclosures.ground", ground_id=form.record_id))
    body = render_template(
        "disclosures/ask_ground.html",
        form=form,
        person=person,
        name=shown_name(person),
        back=_page_of(person_id),
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/grounds/<uuid:ground_id>", methods=["GET", "POST"])
@requires(DisclosurePermission.READ)
@proven_to_send
def ground(ground_id: uuid.UUID) -> ResponseReturnValue:
    """Show a legal ground; a second person approves or refuses it here, and whoever sees it is wrong ends it."""
    found = get_ground(current_user, ground_id)
    seen(current_user, "legal_ground.viewed", found)
    may_decide = (
        found.status == GroundStatus.ASKED
        and found.asked_by not in stands_for(current_user)
        and can(current_user, DisclosurePermission.APPROVE_GROUND)
    )
    form = open_form(
        SecondPersonForm if may_decide else EndGroundForm, {"row_version": str(found.row_version)}
    )
    if form.validate_on_submit():
        try:
            with write():
                check_version(found, form.version)
                _answer(found, form)
                discard_draft(current_user, request.path)
            return redirect(url_for("disclosures.ground", ground_id=ground_id))
        except (Conflict, second_person.AlreadyDecided):
            form.form_errors.append(_("Somebody has decided this in the meantime."))
    body = render_template(
        "disclosures/ground.html",
        form=form,
        ground=found,
        line=ground_lines(current_user, [found])[0],
        person=person_label(current_user, found.person_id),
        may_decide=may_decide,
        may_end=not may_decide
        and found.status in {GroundStatus.ASKED, GroundStatus.APPROVED}
        and can(current_user, DisclosurePermission.ASK_GROUND),
        is_mine=found.asked_by == current_user.id,
        visits=only_visits(current_user, found.scope_id),
        back=_page_of(found.person_id),
    )
    return body, 422 if form.is_submitted() else 200


def _answer(found: LegalGround, form: SecondPersonForm | EndGroundForm) -> None:
    if isinstance(form, SecondPersonForm):
        approve = form.answer.data == "yes"
        second_person.decide_ground(current_user, found, approve=approve, reason=form.reason.data or "")
        flash(_("Approved. It stands from now on.") if approve else _("Refused. It allows nothing."))
    else:
        second_person.end_ground(current_user, found, form.reason.data or "")
        flash(_("Ended. It allows nothing from now on."))


def _asked_for() -> dict[str, str]:
    """Return what the link that led here asks for: a purpose and an audience, both of the code's own lists."""
    kind, audience_id = request.args.get("audience", ""), request.args.get("audience_id", "")
    try:
        audience = code_of(kind, uuid.UUID(audience_id)) if audience_id else kind
    except ValueError:
        audience = kind
    return {
        "new_id": str(uuid.uuid4()),
        "purpose": request.args.get("purpose", ""),
        "audience": audience,
    }


def _page_of(person_id: uuid.UUID) -> str:
    found = describe(current_user, "person", person_id)
    return (found.url if found else None) or url_for("home.show")
