"""The pages of an export of the persons whom an order names: choose, agree as a second person, fetch."""

import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.deputies import why_not_second
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.disclosures import Refused
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import exporting, labels
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.export_files import agreed_texts, authority_in_words, pack
from caseapp.incidents.export_forms import AskExportForm, FetchExportForm, WhomForm
from caseapp.incidents.export_models import ExportStatus, PersonsExport
from caseapp.incidents.export_queries import (
    get_export,
    hidden_texts,
    persons_named,
    persons_of,
    rows_of,
    texts_offered,
)
from caseapp.incidents.models import Incident, IncidentKind
from caseapp.incidents.parts import order_of
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident
from caseapp.people.queries import both_scripts, list_people, shown_name
from caseapp.reports import handing
from caseapp.reports.container import encrypted_files
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import proven_to_send, recently_proven, requires


@blueprint.route("/<uuid:incident_id>/exports/new", methods=["GET", "POST"])
@requires(IncidentPermission.EXPORT)
def ask_export(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the persons whom the order names, then what of their records it covers."""
    incident = _order_alone(incident_id)
    named = persons_named(current_user, incident)
    whom = WhomForm()
    whom.person.offer((str(each.id), both_scripts(shown_name(each))) for each in named)
    if request.method == "GET" or not whom.validate():
        body = render_template("incidents/export_whom.html", incident=incident, form=whom, named=named)
        return body, 422 if request.method == "POST" else 200
    chosen = [each for each in named if str(each.id) in whom.person.data]
    offered = {each.code: each for each in texts_offered(current_user, chosen)}
    first = "choose" in request.form
    form = AskExportForm(
        **({"formdata": None, "data": {"new_id": str(uuid.uuid4()), "parts": ["names"]}} if first else {})
    )
    form.person.offer((str(each.id), both_scripts(shown_name(each))) for each in chosen)
    form.texts.offer((code, each.words) for code, each in offered.items())
    if first:
        form.person.data = [str(each.id) for each in chosen]
    elif form.validate_on_submit():
        there = url_for("incidents.show_export", incident_id=incident_id, persons_export_id=form.record_id)
        if db.session.get(PersonsExport, form.record_id) is not None:
            flash(already_saved())
            return redirect(there)
        with write():
            exporting.ask_export(
                current_user,
                incident,
                order_of(incident),
                list_people(current_user, [each.id for each in chosen]),
                parts=list(form.parts.data or ()),
                texts=[offered[code] for code in form.texts.data or ()],
                reason=form.reason.data or "",
                export_id=form.record_id,
            )
        flash(_("Asked for. It holds nothing until a second person agrees."))
        return redirect(there)
    body = render_template(
        "incidents/export_what.html", incident=incident, form=form, chosen=chosen, offered=offered
    )
    return body, 200 if first else 422


@blueprint.route("/<uuid:incident_id>/exports/<uuid:persons_export_id>", methods=["GET", "POST"])
@requires(IncidentPermission.EXPORT)
@proven_to_send
def show_export(incident_id: uuid.UUID, persons_export_id: uuid.UUID) -> ResponseReturnValue:
    """Show an export; the second person decides here, and whoever asked fetches it."""
    incident = get_incident(current_user, incident_id)
    export = get_export(current_user, incident, persons_export_id)
    form = open_form(SecondPersonForm, {"row_version": str(export.row_version)})
    if form.is_submitted() and not exporting.may_decide(current_user, export):
        flash(_why_not(export) or _("Somebody has decided this in the meantime, or its term is over."))
        return redirect(_page(incident, export))
    if form.validate_on_submit():
        try:
            with write():
                check_version(export, form.version)
                agree = form.answer.data == "yes"
                words = form.reason.data or ""
                exporting.decide_export(current_user, incident, export, agree=agree, words=words)
                discard_draft(current_user, request.path)
            return redirect(_page(incident, export))
        except (Conflict, exporting.NotOpen):
            form.form_errors.append(_("Somebody has decided this in the meantime."))
        except exporting.NotAllSeen:
            form.form_errors.append(
                _("Not everybody in it is shared with you. A colleague who sees them all decides.")
            )
        except exporting.NotAllRead:
            form.form_errors.append(
                _("Not every note and file in it is shared with you. A colleague who sees them all decides.")
            )
    seen(current_user, "incident.export_viewed", incident, export)
    return _export_page(incident, export, form)


@blueprint.post("/<uuid:incident_id>/exports/<uuid:persons_export_id>/file")
@requires(IncidentPermission.EXPORT)
@recently_proven
def fetch_export(incident_id: uuid.UUID, persons_export_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that the file leaves the house, encrypt it with the passphrase shown, and lead to its download."""
    incident = get_incident(current_user, incident_id)
    export = get_export(current_user, incident, persons_export_id)
    form = FetchExportForm()
    held = handing.held_file(export.id)
    if not exporting.may_fetch(current_user, export):
        form.form_errors.append(
            _("There is nothing to fetch here: it was not agreed to, or its day is over.")
        )
    elif held is not None and held.passphrase == form.passphrase.data:
        return redirect(_page(incident, export))  # pressed twice: the file is made already
    else:
        form.expected = handing.passphrase_for(export.id)
        if form.validate_on_submit() and _fetched(incident, export, form):
            return redirect(_page(incident, export))
    return _export_page(incident, export, SecondPersonForm(formdata=None), form)


@blueprint.get("/<uuid:incident_id>/exports/<uuid:persons_export_id>/file")
@requires(IncidentPermission.EXPORT)
def download_export(incident_id: uuid.UUID, persons_export_id: uuid.UUID) -> ResponseReturnValue:
    """Hand the encrypted file to the browser of whoever fetched it just now, if all of it may still leave."""
    incident = get_incident(current_user, incident_id)
    export = get_export(current_user, incident, persons_export_id)
    held = handing.held_file(export.id)
    if export.asked_by != current_user.id or held is None:
        raise NotFound
    if not _may_leave(incident, export):
        handing.drop(export.id)
        raise NotFound
    handing.note_taken(export.id)
    response = Response(held.content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="order-{today().isoformat()}.zip"'
    return response


def _may_leave(incident: Incident, export: PersonsExport) -> bool:
    persons = persons_of(current_user, export)
    try:
        agreed_texts(current_user, export)
    except exporting.JustChanged:
        return False
    are_all_seen = len(persons) == len(rows_of(current_user, export))
    return are_all_seen and exporting.may_leave(current_user, incident, order_of(incident), export, persons)


def _fetched(incident: Incident, export: PersonsExport, form: FetchExportForm) -> bool:
    order = order_of(incident)
    try:
        packed = pack(current_user, incident, order, export)
        content = encrypted_files(packed.files, form.expected)
        with write():
            persons = persons_of(current_user, export)
            if len(persons) != len(rows_of(current_user, export)):
                raise exporting.NotAllSeen
            agreed_texts(current_user, export)
            exporting.let_out(current_user, incident, order, export, persons, packed.manifest_hash)
    except Refused:
        form.form_errors.append(
            _("The legal ground for somebody in it was ended meanwhile. Ask for a new export.")
        )
    except exporting.JustChanged:
        form.form_errors.append(
            _("A note or a file in it was changed since your colleague agreed. Ask for a new export.")
        )
    except exporting.NoLongerAgreed:
        form.form_errors.append(
            _("Something in it was changed since your colleague agreed. Ask for a new export.")
        )
    except exporting.NotAllSeen:
        form.form_errors.append(_("You no longer see everybody in it. Ask for a new export."))
    except exporting.NotOpen:
        form.form_errors.append(_("Somebody has decided this in the meantime."))
    else:
        handing.hand_over(export.id, form.expected, content)
        return True
    return False


def _export_page(
    incident: Incident, export: PersonsExport, form: SecondPersonForm, fetching: FetchExportForm | None = None
) -> ResponseReturnValue:
    is_mine = export.asked_by == current_user.id
    ready = exporting.may_fetch(current_user, export)
    fetched = export.status == ExportStatus.FETCHED
    offered = ready and (not fetched or handing.waits_for_download(export.id))
    fetching = fetching or FetchExportForm(formdata=None)
    failed = form.is_submitted() and request.method == "POST"
    fetching.passphrase.data = handing.passphrase_for(export.id) if offered else ""
    held = handing.held_file(export.id) if is_mine else None
    persons = persons_of(current_user, export)
    chosen = {(str(kind), str(row_id)) for _person, kind, row_id, _version in export.texts or ()}
    order = order_of(incident)
    body = render_template(
        "incidents/export.html",
        incident=incident,
        export=export,
        form=form,
        fetching=fetching,
        persons=[shown_name(person) for person in persons],
        hidden=len(rows_of(current_user, export)) - len(persons),
        texts_hidden=hidden_texts(current_user, export),
        texts=[
            each
            for each in texts_offered(current_user, persons)
            if (each.record.__kind__, str(each.record.id)) in chosen
        ],
        parts=[labels.PARTS[code] for code in export.parts or () if code in labels.PARTS],
        authority=authority_in_words(current_user, order),
        status=labels.EXPORTS[export.status],
        tone=labels.EXPORT_TONES[export.status],
        may_decide=exporting.may_decide(current_user, export),
        why_not=_why_not(export),
        ready=ready,
        offered=offered,
        fetched=fetched,
        held=held,
        back=url_for("incidents.show", incident_id=incident.id, _anchor="exports"),
    )
    headers: dict[str, Any] = {}
    if held is not None and not held.taken and not failed:
        address = url_for("incidents.download_export", incident_id=incident.id, persons_export_id=export.id)
        headers = {"Refresh": f"0; url={address}"}
    return body, 422 if failed else 200, headers


def _why_not(export: PersonsExport) -> str:
    """Return why this reader is not the second person; nothing where they may be, or nobody is asked any more."""
    own = _("You asked for it, so a colleague decides.")
    is_open = export.status == ExportStatus.OPEN
    return why_not_second(current_user, export.asked_by, own) if is_open else ""


def _order_alone(incident_id: uuid.UUID) -> Incident:
    incident = get_incident(current_user, incident_id)
    if incident.kind != IncidentKind.ORDER:
        raise NotFound  # on no order rests no export
    return incident


def _page(incident: Incident, export: PersonsExport) -> str:
    return url_for("incidents.show_export", incident_id=incident.id, persons_export_id=export.id)
