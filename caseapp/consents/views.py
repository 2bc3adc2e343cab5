"""The pages of consents: the sheet, taking one back, and giving one's word that conditions are kept."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from caseapp.access import get_visible, only_visits
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.consents.actions import Circumstances, confirm_conditions, withdraw_consent
from caseapp.consents.forms import ConditionsForm, ConsentSheetForm, WithdrawForm
from caseapp.consents.models import Answer, ConditionsKept, Consent, GivenBy, How
from caseapp.consents.permissions import ConsentPermission
from caseapp.consents.queries import get_consent, keeping_grounds_of, last_written, standings_of
from caseapp.consents.sheet import changed_answers, ground_differs, save_sheet, values_of
from caseapp.consents.showing import standing_lines
from caseapp.db import Record, db, write
from caseapp.disclosures.audiences import audience_choices, audience_of, relatives
from caseapp.disclosures.queries import ledger_of
from caseapp.disclosures.showing import ledger_lines
from caseapp.disclosures.wording import PURPOSES, audience_label
from caseapp.documents.forms import ACCEPT
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import Person
from caseapp.people.queries import get_person, shown_name
from caseapp.web.coming_back import keep_files
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import describe, model_of

blueprint = Blueprint("consents", __name__, url_prefix="/consents")


@dataclass(frozen=True)
class Place:
    """The page that a form was opened from: the record it is about, and where to go on when it is saved."""

    kind: str
    id: uuid.UUID
    url: str


class SheetChanged(Exception):
    """Somebody else wrote down answers of the same person since the sheet was opened."""


@blueprint.route("/<uuid:case_id>/<uuid:person_id>", methods=["GET", "POST"])
@requires(ConsentPermission.RECORD)
def sheet(case_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Fill in the consent sheet of a person during the work on a case."""
    model: type[Record] = model_of("case")
    case: Any = get_visible(current_user, model, case_id)
    return _sheet(get_person(current_user, person_id), _place_of("case", case_id), case.language)


@blueprint.route("/person/<uuid:person_id>", methods=["GET", "POST"])
@requires(ConsentPermission.RECORD)
def sheet_of_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Fill in the consent sheet of a person, wherever they appear."""
    return _sheet(get_person(current_user, person_id), _came_from("person", person_id), "fa")


@blueprint.route("/withdraw/<uuid:consent_id>", methods=["GET", "POST"])
@requires(ConsentPermission.WITHDRAW)
def withdraw(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that a person takes a consent back; shows where the information already went."""
    consent = get_consent(current_user, consent_id)
    person = get_person(current_user, consent.person_id)
    place = _place_of("person", person.id)
    seen(current_user, "consent.viewed", consent)
    form = open_form(WithdrawForm, {"given_on": today()})
    if form.validate_on_submit():
        try:
            with write():
                withdraw_consent(current_user, consent, form.words.data or "", _taken_back(form))
                discard_draft(current_user, request.path)
        except ValueError:
            form.form_errors.append(
                _("This consent was not given yet on that day, or it is no consent any more.")
            )
        else:
            flash(_("Taken back. From now on it allows nothing. Next steps ask for what was sent already."))
            return redirect(place.url)
    told = [entry for entry in ledger_of(current_user, person) if entry.purpose == consent.purpose]
    body = render_template(
        "consents/withdraw.html",
        form=form,
        name=shown_name(person),
        purpose=PURPOSES[consent.purpose],
        is_consent=consent.answer in {Answer.YES, Answer.CONDITIONS},
        lines=ledger_lines(current_user, told),
        place=place,
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/conditions/<uuid:consent_id>", methods=["GET", "POST"])
@requires(ConsentPermission.CHECK_CONDITIONS)
def conditions(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Give one's word that the conditions of a consent are kept for one audience."""
    consent = get_consent(current_user, consent_id)
    person = get_person(current_user, consent.person_id)
    audience = request.args.get("audience", "")
    offered = dict(audience_choices(current_user, person, public=True))
    label = offered.get(audience) or _label_of(audience)
    seen(current_user, "consent.viewed", consent)
    form = open_form(ConditionsForm, {"new_id": str(uuid.uuid4())})
    place = _came_from("person", person.id)
    if form.validate_on_submit():
        if db.session.get(ConditionsKept, form.record_id) is None:
            with write():
                confirm_conditions(current_user, consent, audience, form.words.data or "", form.record_id)
                discard_draft(current_user, request.path)
        flash(_("Your word is written down. The consent covers this recipient now."))
        return redirect(place.url)
    body = render_template(
        "consents/conditions.html",
        form=form,
        consent=consent,
        name=shown_name(person),
        audience=label,
        purpose=PURPOSES[consent.purpose],
        place=place,
        visits=only_visits(current_user, consent.scope_id),
    )
    return body, 422 if form.is_submitted() else 200


def _sheet(person: Person, place: Place, language: str) -> ResponseReturnValue:
    user = current_user
    standings = standings_of(user, [person.id])[person.id]
    ground = keeping_grounds_of(user, [person.id]).get(person.id)
    seen(user, "consent.sheet_viewed", person)
    values = values_of(standings, ground)
    form = open_form(
        ConsentSheetForm,
        {
            **values,
            "row_version": str(last_written(user, person)),
            "new_id": str(uuid.uuid4()),
            "given_on": today(),
            "language": language,
        },
    )
    form.contact_family.only.offer(relatives(user, person))
    form.share.only.offer(
        [each for each in audience_choices(user, person, public=False) if each[0].startswith("authority:")]
    )
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if _is_saved(form.record_id):
            flash(already_saved())
            return redirect(place.url)
        answers, with_ground = changed_answers(form, standings), ground_differs(form, ground)
        if not (answers or with_ground or form.scan.info is not None):
            flash(_("Nothing is different from what is on file, so nothing was written down."))
            return redirect(place.url)
        try:
            with write():
                _check_unchanged(person, form)
                save_sheet(user, person, form, answers, with_ground=with_ground)
                discard_draft(user, request.path)
        except SheetChanged:
            status = 409
            form.row_version.data = str(last_written(user, person))
            form.form_errors.append(
                _(
                    "Somebody else has written down answers in the meantime. Look at what is on file, then save again."
                )
            )
            standings = standings_of(user, [person.id])[person.id]
        else:
            flash(_written_down(answered=bool(answers), with_ground=with_ground))
            return redirect(place.url)
    keep_files(form)
    body = render_template(
        "consents/sheet.html",
        form=form,
        person=person,
        name=shown_name(person),
        lines={line.purpose: line for line in standing_lines(user, standings)},
        accept=ACCEPT,
        place=place,
    )
    return body, status


def _check_unchanged(person: Person, form: ConsentSheetForm) -> None:
    """Compare what is on file with what the sheet was opened with. Inside the write, so that nobody comes between."""
    if last_written(current_user, person) != form.version:
        raise SheetChanged


def _is_saved(sheet_id: uuid.UUID) -> bool:
    return db.session.scalar(select(Consent.id).where(Consent.sheet_id == sheet_id).limit(1)) is not None


def _taken_back(form: WithdrawForm) -> Circumstances:
    return Circumstances(
        given_on=form.given_on.day_value or today(),
        given_by=GivenBy(form.given_by.data),
        how=How(form.how.data),
        witness=form.witness.data or "",
    )


def _label_of(code: str) -> str:
    try:
        return audience_label(current_user, audience_of(code))
    except (KeyError, ValueError):
        raise NotFound from None


def _came_from(kind: str, record_id: uuid.UUID) -> Place:
    """The record from whose page the reader came to put something right, where they may see it; else this one."""
    try:
        origin = uuid.UUID(request.args.get("from_id", ""))
    except ValueError:
        return _place_of(kind, record_id)
    came_from = request.args.get("from_kind", "")
    found = describe(current_user, came_from, origin)
    return Place(came_from, origin, found.url) if found and found.url else _place_of(kind, record_id)


def _place_of(kind: str, record_id: uuid.UUID) -> Place:
    found = describe(current_user, kind, record_id)
    address = found.url if found is not None else None
    return Place(kind, record_id, address or url_for("home.show"))


def _written_down(*, answered: bool, with_ground: bool) -> str:
    if with_ground and not answered:
        return _("The ground for keeping is written down.")
    return _("The consents are written down.")
