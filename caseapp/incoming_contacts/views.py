"""The pages of incoming contacts."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import get_case
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.incoming_contacts import actions
from caseapp.incoming_contacts.forms import FileForm, IncomingForm, PutAsideForm
from caseapp.incoming_contacts.labels import STATUS, TONE
from caseapp.incoming_contacts.listing import CONTACTS
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.incoming_contacts.permissions import IncomingPermission
from caseapp.incoming_contacts.queries import (
    case_named,
    cases_to_file_with,
    filed_with,
    get_contact,
    list_contacts,
)
from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from caseapp.notes.labels import MEDIUM
from caseapp.tasks.actions import add_next_step
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.listing import asked_state
from caseapp.web.records import panels_for

blueprint = Blueprint("incoming_contacts", __name__, url_prefix="/incoming")


@blueprint.get("/")
@requires(IncomingPermission.READ)
def index() -> ResponseReturnValue:
    """List the contacts that this user may see."""
    state = asked_state(CONTACTS)
    page = list_contacts(current_user, state)
    seen(current_user, "incoming_contact.listed", shown=[str(row.id) for row in page.rows])
    return render_template(
        "incoming_contacts/index.html", state=state, page=page, statuses=STATUS, tones=TONE
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(IncomingPermission.WRITE)
def new() -> ResponseReturnValue:
    """Log a contact while the caller is still on the line."""
    form = open_form(IncomingForm, {"new_id": str(uuid.uuid4()), "happened_on": today()})
    if form.validate_on_submit():
        page = url_for("incoming_contacts.show", contact_id=form.record_id)
        if db.session.get(IncomingContact, form.record_id) is not None:
            flash(already_saved())
            return redirect(page)
        with write():
            contact = actions.take_contact(current_user, form.said, form.record_id)
            if form.next_step.data:
                add_next_step(current_user, contact, form.next_step.data, form.due, current_user.id)
            discard_draft(current_user, request.path)
        return redirect(page)
    body = render_template("incoming_contacts/new.html", form=form, answers=NEITHER_CONFIRM_NOR_DENY)
    return body, 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:contact_id>")
@requires(IncomingPermission.READ)
def show(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Show a contact and where it is filed."""
    contact = get_contact(current_user, contact_id)
    seen(current_user, "incoming_contact.viewed", contact)
    return _page(contact, _file_form(contact), PutAsideForm(formdata=None))


@blueprint.post("/<uuid:contact_id>/file")
@requires(IncomingPermission.WRITE)
def file(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Put a contact with a case that this user may see."""
    contact = get_contact(current_user, contact_id)
    form = _file_form(contact)
    if not form.validate_on_submit():
        return _page(contact, form, PutAsideForm(formdata=None)), 422
    case = _chosen_case(form)
    if case is None:
        form.reference.errors = [_("There is no case of this reference that you may see.")]
        return _page(contact, form, PutAsideForm(formdata=None)), 422
    with write():
        actions.file_contact(current_user, contact, case)
    flash(_("Filed with case %(reference)s.", reference=case.reference))
    return redirect(url_for("incoming_contacts.show", contact_id=contact_id))


@blueprint.post("/<uuid:contact_id>/put-aside")
@requires(IncomingPermission.WRITE)
def put_aside(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a contact belongs to no case."""
    contact = get_contact(current_user, contact_id)
    form = PutAsideForm()
    if not form.validate_on_submit():
        return _page(contact, _file_form(contact, submitted=False), form), 422
    try:
        with write():
            check_version(contact, form.version)
            actions.put_aside(current_user, contact, form.why.data or "")
    except Conflict:
        form.why.errors = [_("Somebody has dealt with this in the meantime. Look at it, then say it again.")]
        return _page(contact, _file_form(contact, submitted=False), form), 409
    return redirect(url_for("incoming_contacts.index"))


def _chosen_case(form: FileForm) -> Case | None:
    if form.reference.data:
        return case_named(current_user, form.reference.data)
    return get_case(current_user, uuid.UUID(form.case.data))


def _file_form(contact: IncomingContact, *, submitted: bool = True) -> FileForm:
    options = {} if submitted else {"formdata": None}
    form = FileForm(data={"row_version": str(contact.row_version)}, **options)
    form.case.offer([("", _("none of these")), *cases_to_file_with(current_user)])
    return form


def _page(contact: IncomingContact, filing: FileForm, putting_aside: PutAsideForm) -> str:
    return render_template(
        "incoming_contacts/show.html",
        contact=contact,
        filing=filing,
        putting_aside=putting_aside,
        filed_with=filed_with(current_user, contact),
        panels=panels_for(current_user, "incoming_contact", contact),
        answers=NEITHER_CONFIRM_NOR_DENY,
        statuses=STATUS,
        tones=TONE,
        medium=MEDIUM,
    )
