"""The pages for writing a letter: beginning it, its text, reading back, advice, enclosures, people named, comments."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.authorities.models import Authority, OfficeHolder
from caseapp.authorities.queries import (
    address_of,
    get_authority,
    get_holder,
    holders_in_office,
    list_authorities,
)
from caseapp.cases.queries import get_case
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.letters import actions
from caseapp.letters.blueprint import blueprint
from caseapp.letters.drafting import addressed_to, first_values
from caseapp.letters.forms import AdviceForm, CommentForm, LetterForm, PrepareForm, ReadBackForm
from caseapp.letters.models import Letter, Voice
from caseapp.letters.page import shown_text
from caseapp.letters.parts import points_of, read_backs_of
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.queries import get_letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.forms import offer
from caseapp.web.gate import requires

FRESH_POINTS = 2
"""Empty boxes for points that a letter without any offers."""


@blueprint.route("/cases/<uuid:case_id>/letters/new", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def new(case_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a letter: in whose name, in which language, to whom."""
    case = get_case(current_user, case_id)
    form = open_form(PrepareForm, {"new_id": str(uuid.uuid4()), "language": locale_tag()})
    offer_addressees(form)
    if form.validate_on_submit():
        if db.session.get(Letter, form.record_id) is not None:
            flash(already_saved())
            return redirect(url_for("letters.edit", letter_id=form.record_id))
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
        with write():
            actions.prepare_letter(current_user, case, values, form.record_id)
            discard_draft(current_user, request.path)
        return redirect(url_for("letters.edit", letter_id=form.record_id))
    body = render_template("letters/new.html", form=form, case=case)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/edit", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def edit(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Write the letter."""
    letter = get_letter(current_user, letter_id)
    if request.method == "GET" and LETTER_WORKFLOW.state(letter.status).frozen:
        flash(_("This letter is no longer written. To change it, it has to be returned first."))
        return redirect(_address(letter))
    form = _letter_form(letter)
    if "fill" in request.form:
        _fill_addressee(form)
        return _edit_page(letter, form)
    if request.form.get("add_row") == "points":
        form.points.append_entry()
        return _edit_page(letter, form)
    if form.validate_on_submit():
        try:
            with write():
                check_version(letter, form.version)
                actions.change_letter(current_user, letter, _typed(form), form.point_texts)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(
                conflict,
                form,
                _values(letter),
                _("Letter %(reference)s", reference=letter.reference),
                _address(letter),
            )
        except actions.Frozen:
            form.form_errors.append(
                _(
                    "A colleague has sent this letter on in the meantime, so it is no longer written. What you "
                    "typed still stands here; have the letter returned, then save it."
                )
            )
            return _edit_page(letter, form)
        flash(_("Saved."))
        return redirect(_address(letter))
    return _edit_page(letter, form)


@blueprint.route("/letters/<uuid:letter_id>/read-back", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def read_back(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record that the person heard or read the letter, and what they said to it."""
    letter = get_letter(current_user, letter_id)
    case = get_case(current_user, letter.case_id)
    form = open_form(
        ReadBackForm,
        {
            "row_version": str(letter.row_version),
            "happened_on": today(),
            "language": case.language,
            "interpreter": case.interpreter,
            "read_by": current_user.name,
        },
    )
    if form.validate_on_submit() and form.happened_on.day_value:
        reading = actions.Reading(
            form.happened_on.day_value,
            form.language.data,
            form.read_by.data or "",
            form.interpreter.data or "",
            form.agreed.data,
            form.remark.data or "",
        )
        try:
            with write():
                check_version(letter, form.version)
                actions.read_back(current_user, letter, reading)
                discard_draft(current_user, request.path)
        except (Conflict, actions.Frozen):
            form.form_errors.append(changed_meanwhile())
        else:
            return redirect(_address(letter))
    text = shown_text(letter, points_of(letter))
    body = render_template("letters/read_back.html", form=form, letter=letter, **text)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/advice", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def advice(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record what must be settled before a person's words go to an authority."""
    letter = get_letter(current_user, letter_id)
    values = {name: getattr(letter, name) for name in ("advice", "told", "advice_note")}
    form = open_form(AdviceForm, {"row_version": str(letter.row_version), **values})
    if form.validate_on_submit():
        try:
            with write():
                check_version(letter, form.version)
                actions.settle_advice(
                    current_user, letter, form.advice.data, form.told.data, form.advice_note.data or ""
                )
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = _("Letter %(reference)s", reference=letter.reference)
            return conflict_page(conflict, form, values, title, _address(letter))
        return redirect(_address(letter))
    body = render_template("letters/advice.html", form=form, letter=letter)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/comment", methods=["GET", "POST"])
@requires(LetterPermission.READ)
def comment(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Say something about a letter without changing it."""
    letter = get_letter(current_user, letter_id)
    form = open_form(CommentForm)
    if form.validate_on_submit():
        with write():
            actions.comment(current_user, letter, form.text.data or "")
            discard_draft(current_user, request.path)
        return redirect(_address(letter) + "#comments")
    body = render_template("letters/comment.html", form=form, letter=letter)
    return body, 422 if form.is_submitted() else 200


def offer_addressees(form: Any) -> None:
    """Fill the lists of office-holders and authorities of a form."""
    authorities = list_authorities(current_user, locale_tag())
    names = {authority.id: authority.name_in(locale_tag()) for authority in authorities}
    holders = [
        (str(holder.id), f"{holder.name_in(locale_tag())} · {names.get(holder.authority_id, '')}")
        for holder in holders_in_office(current_user)
    ]
    form.holder.offer([("", _("somebody who is not on the list")), *holders])
    form.authority.offer([("", _("none of the list")), *((str(each), name) for each, name in names.items())])


def chosen_addressee(form: Any) -> tuple[OfficeHolder | None, Authority | None]:
    """Return the office-holder and the authority that were chosen."""
    holder = get_holder(current_user, uuid.UUID(form.holder.data)) if form.holder.data else None
    if holder is not None:
        return holder, get_authority(current_user, holder.authority_id)
    chosen = form.authority.data
    return None, get_authority(current_user, uuid.UUID(chosen)) if chosen else None


def changed_meanwhile() -> str:
    """Return the sentence for a form whose letter somebody else changed."""
    return _("Somebody else has changed this letter in the meantime. Look at it, then send this again.")


def _address(letter: Letter) -> str:
    return url_for("letters.show", letter_id=letter.id)


def _letter_form(letter: Letter) -> LetterForm:
    form = open_form(LetterForm, _values(letter))
    offer_addressees(form)
    if form.holder.data and form.holder.data not in {choice.value for choice in form.holder.choices}:
        former = get_holder(current_user, uuid.UUID(form.holder.data))
        form.holder.choices = [*form.holder.choices, *_former(former)]
    form.needs_their_wish = letter.voice is Voice.PERSON and any(
        reading.agreed == "yes" for reading in read_backs_of(letter)
    )
    if request.method == "GET" and not form.points.entries:
        for _number in range(FRESH_POINTS):
            form.points.append_entry()
    return form


def _former(holder: OfficeHolder) -> list[Any]:
    name = holder.name_in(locale_tag())
    return offer([(str(holder.id), _("%(name)s (no longer in office)", name=name))])


def _fill_addressee(form: LetterForm) -> None:
    """Put the chosen office-holder's block and salutation into the form; nothing is saved by it."""
    holder, authority = chosen_addressee(form)
    values = addressed_to(current_user, holder, authority, form.language.data)
    form.addressee.data = values["addressee"]
    if values["salutation"]:
        form.salutation.data = values["salutation"]


def _edit_page(letter: Letter, form: LetterForm) -> ResponseReturnValue:
    holder = get_holder(current_user, letter.holder_id) if letter.holder_id else None
    suggested = address_of(current_user, holder, letter.language).salutation if holder else ""
    body = render_template("letters/edit.html", form=form, letter=letter, suggested_salutation=suggested)
    return body, 422 if form.is_submitted() else 200


def _typed(form: LetterForm) -> dict[str, Any]:
    holder, authority = chosen_addressee(form)
    texts = {name: form[name].data or "" for name in actions.TEXT if name != "written_on"}
    return {
        **texts,
        "written_on": form.written_on.day_value,
        "kind": form.voice.data,
        "language": form.language.data,
        "holder_id": holder.id if holder else None,
        "authority_id": authority.id if authority else None,
    }


def _values(letter: Letter) -> dict[str, Any]:
    return {
        "row_version": str(letter.row_version),
        **{name: getattr(letter, name) for name in actions.TEXT},
        "voice": letter.kind,
        "language": letter.language,
        "holder": str(letter.holder_id or ""),
        "authority": str(letter.authority_id or ""),
        "points": [point.text for point in points_of(letter)],
    }
