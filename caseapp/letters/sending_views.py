"""The pages for what happens outside: signing, sending, what was sent already, answers and outcomes."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_visible
from caseapp.authorities.queries import get_authority
from caseapp.cases import Case
from caseapp.cases.queries import get_case
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.disclosures import (
    Disclosure,
    DisclosurePermission,
    DisclosureToken,
    Refused,
    disclose,
    disclose_for_vital_interest,
    record_disclosure,
)
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.letters import actions, answering, sending
from caseapp.letters.blueprint import blueprint
from caseapp.letters.copying import add_copy
from caseapp.letters.covering import coverage_blocks, disclosures_of, missing_block
from caseapp.letters.dating import early_sentence
from caseapp.letters.drafting import first_values
from caseapp.letters.models import Dispatch, Letter, LetterPoint, Voice
from caseapp.letters.part_forms import outcomes_form
from caseapp.letters.parts import points_of
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.queries import get_letter
from caseapp.letters.step_forms import (
    AlreadySentForm,
    AnswerForm,
    DispatchForm,
    ProofForm,
    SignForm,
    attached,
)
from caseapp.letters.writing_views import changed_meanwhile, chosen_addressee, offer_addressees
from caseapp.web.coming_back import keep_files
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.forms import PageForm
from caseapp.web.gate import PermissionDenied, can, requires
from caseapp.workflow import Blocked, UnknownTransition


@blueprint.route("/letters/<uuid:letter_id>/sign", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def sign(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record who signed the printed letter, with the scanned copy."""
    letter = get_letter(current_user, letter_id)
    name, capacity = sending.next_signatory(letter)
    values = {"name": name, "capacity": capacity, "place": letter.place, "signed_on": today()}
    form = open_form(SignForm, {"row_version": str(letter.row_version), **values})
    if form.validate_on_submit() and form.signed_on.day_value:
        signed = sending.Signed(
            form.name.data or "", form.capacity.data or "", form.place.data or "", form.signed_on.day_value
        )
        done = _saved(
            letter, form, lambda: sending.sign_letter(current_user, letter, signed, attached(form.scan))
        )
        if done:
            if sending.lacks_signature(letter):
                flash(_("One signature is written down. The letter counts as signed with the other one."))
            return redirect(_address(letter))
    return _page("letters/sign.html", form, letter)


@blueprint.route("/letters/<uuid:letter_id>/dispatch", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def dispatch(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record the dispatch with its proof. Nothing goes out that no consent or ground covers."""
    letter = get_letter(current_user, letter_id)
    try:
        blocks = sending.blocks_before(current_user, letter, sending.dispatch_step(letter))
    except UnknownTransition:
        flash(_("This letter cannot be sent now."))
        return redirect(_address(letter))
    form = open_form(DispatchForm, {"row_version": str(letter.row_version), "sent_on": today()})
    if form.validate_on_submit() and not _is_too_early(letter, form):
        try:
            if _saved(letter, form, lambda: _dispatch(letter, form)):
                return redirect(_address(letter))
        except Blocked as blocked:
            blocks = blocked.blocks
    return _page("letters/dispatch.html", form, letter, blocks=blocks)


@blueprint.route("/letters/proof/<uuid:dispatch_id>", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def proof(dispatch_id: uuid.UUID) -> ResponseReturnValue:
    """File the proof of a sending that waited for it."""
    row = get_visible(current_user, Dispatch, dispatch_id)
    letter = get_letter(current_user, row.letter_id)
    form = open_form(ProofForm, {"row_version": str(letter.row_version)})
    file = attached(form.proof) if form.validate_on_submit() else None
    if file is not None and _saved(letter, form, lambda: sending.add_proof(current_user, letter, row, file)):
        return redirect(_address(letter))
    return _page("letters/proof.html", form, letter)


@blueprint.route("/cases/<uuid:case_id>/letters/already-sent", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def already_sent(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down a letter that went out before anybody wrote it here."""
    case = get_case(current_user, case_id)
    form = open_form(AlreadySentForm, {"new_id": str(uuid.uuid4()), "language": locale_tag()})
    offer_addressees(form)
    form.copies.offer(
        [(str(choice.value), choice.label) for choice in form.authority.choices if choice.value]
    )
    if form.validate_on_submit():
        if db.session.get(Letter, form.record_id) is not None:
            flash(already_saved())
        else:
            with write():
                _record_sent(case, form)
                discard_draft(current_user, request.path)
        return redirect(url_for("letters.show", letter_id=form.record_id))
    keep_files(form)
    body = render_template("letters/already_sent.html", form=form, case=case)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/answer", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def answer(letter_id: uuid.UUID) -> ResponseReturnValue:
    """File what came from the authority."""
    letter = get_letter(current_user, letter_id)
    form = open_form(AnswerForm, {"row_version": str(letter.row_version), "received_on": today()})
    if form.validate_on_submit() and form.received_on.day_value:
        came = answering.Answer(
            form.kind.data,
            form.dated.day_value,
            form.received_on.day_value,
            form.their_reference.data or "",
            form.signed_by.data or "",
            form.summary.data or "",
        )
        if _saved(
            letter, form, lambda: answering.record_answer(current_user, letter, came, attached(form.scan))
        ):
            return redirect(_address(letter))
    return _page("letters/answer.html", form, letter)


@blueprint.route("/letters/<uuid:letter_id>/outcomes", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def outcomes(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record what became of each point."""
    letter = get_letter(current_user, letter_id)
    points = points_of(letter)
    form = open_form(outcomes_form(points), _outcome_values(letter, points))
    if form.validate_on_submit():
        typed = {
            point.id: (
                form[f"subject-{point.id}"].data,
                form[f"outcome-{point.id}"].data,
                (form[f"reason-{point.id}"].data or "").strip(),
                today(),
            )
            for point in points
        }
        if _saved(letter, form, lambda: answering.set_outcomes(current_user, letter, typed)):
            return redirect(_address(letter) + "#points")
    return _page("letters/outcomes.html", form, letter, points=points)


def _is_too_early(letter: Letter, form: DispatchForm) -> bool:
    """Say beside the date what was not on file then; who says that it went out all the same is not stopped."""
    early = "" if form.said_by.data else early_sentence(current_user, letter, form.sending().sent_on)
    if early:
        form.sent_on.errors = [early]
    return bool(early)


def _dispatch(letter: Letter, form: DispatchForm) -> None:
    said_by, vital = form.said_by.data or "", (form.vital_reason.data or "").strip()
    if vital and not said_by and not can(current_user, DisclosurePermission.VITAL_INTEREST):
        raise PermissionDenied(DisclosurePermission.VITAL_INTEREST)
    told = disclosures_of(letter, form.sending().sent_on)
    sending.dispatch_letter(
        current_user,
        letter,
        [_token(each, said_by, vital) for each in told],
        form.sending(receipt_pending=bool(form.receipt_pending.data)),
        attached(form.proof),
        said_by=said_by,
        is_urgent=bool(vital) and not said_by,
    )


def _token(told: Disclosure, said_by: str, vital: str) -> DisclosureToken:
    if said_by:
        return record_disclosure(current_user, told, said_by)
    if vital:
        return disclose_for_vital_interest(current_user, told, vital)
    return disclose(current_user, told)


def _record_sent(case: Case, form: AlreadySentForm) -> None:
    holder, authority = chosen_addressee(form)
    values = first_values(
        current_user,
        case,
        voice=Voice(form.voice.data),
        language=form.language.data,
        subject=form.subject.data or "",
        holder=holder,
        authority=authority,
    )
    sent = form.sending()
    typed = {
        "addressee": form.addressee.data or values["addressee"],
        "body": form.body.data or "",
        "written_on": sent.sent_on,
        "place": "",
        "points_lead": "",
        "closing": "",
        "sender": "",
        "organisation_signs": "",
        "organisation_capacity": "",
    }
    letter = actions.new_sent_letter(current_user, case, {**values, **typed}, form.record_id)
    said_by = form.said_by.data or ""
    for authority_id in dict.fromkeys(form.copies.data or ()):
        if authority_id != str(letter.authority_id):
            add_copy(current_user, letter, get_authority(current_user, uuid.UUID(authority_id)))
    tokens = [record_disclosure(current_user, each, said_by) for each in disclosures_of(letter, sent.sent_on)]
    sending.record_sent(current_user, letter, tokens, sent, said_by, attached(form.scan))


def _saved(letter: Letter, form: PageForm, act: Callable[[], Any]) -> bool:
    """Run ``act`` in one write; what speaks against it stands in the form then. Raises ``Blocked``."""
    try:
        with write():
            check_version(letter, form.version)
            act()
            discard_draft(current_user, request.path)
    except Conflict as conflict:
        form.row_version.data = str(conflict.record.row_version)
        form.form_errors.append(changed_meanwhile())
    except UnknownTransition:
        form.form_errors.append(changed_meanwhile())
    except Refused as refused:
        blocks = [missing_block(current_user, letter, missing) for missing in refused.decision.missing]
        # The door refuses at the first recipient; whoever sends learns at once about all of them.
        raise Blocked(list(dict.fromkeys([*blocks, *coverage_blocks(current_user, letter)]))) from refused
    else:
        return True
    return False


def _page(template: str, form: PageForm, letter: Letter, **context: Any) -> ResponseReturnValue:
    keep_files(form)
    body = render_template(template, form=form, letter=letter, **context)
    return body, 422 if form.is_submitted() else 200


def _outcome_values(letter: Letter, points: list[LetterPoint]) -> dict[str, Any]:
    values: dict[str, Any] = {"row_version": str(letter.row_version)}
    for point in points:
        values[f"subject-{point.id}"] = point.subject
        values[f"outcome-{point.id}"] = point.outcome
        values[f"reason-{point.id}"] = point.outcome_reason
    return values


def _address(letter: Letter) -> str:
    return url_for("letters.show", letter_id=letter.id)
