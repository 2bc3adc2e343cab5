"""The pages of incoming contacts."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import can_see, shown_first
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.incoming_contacts import actions
from caseapp.incoming_contacts.callers import CallerFound, look_up_caller
from caseapp.incoming_contacts.filing import file_contact, take_out
from caseapp.incoming_contacts.forms import (
    CALLER_LANGUAGES,
    ChangeContactForm,
    FileForm,
    IncomingForm,
    PutAsideForm,
    TakeOutForm,
)
from caseapp.incoming_contacts.labels import STATUS, TONE, caller_named
from caseapp.incoming_contacts.listing import CONTACTS
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.incoming_contacts.permissions import IncomingPermission
from caseapp.incoming_contacts.queries import (
    Filed,
    filed_with,
    get_contact,
    list_contacts,
    place_code,
    record_named,
    record_of_place,
    records_to_file_with,
)
from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from caseapp.names import has_visible
from caseapp.notes.labels import MEDIUM
from caseapp.people.gate import keyed_query
from caseapp.tasks.actions import add_next_step
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
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
    """Log a contact while the caller is still on the line; on the way, look who the caller may be."""
    form = open_form(IncomingForm, {"new_id": str(uuid.uuid4()), "happened_on": today()})
    if "look_up" in request.form:
        found = _looked_up(form)
        return _new_page(form, found), 422 if found is None else 200
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
    return _new_page(form), 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:contact_id>")
@requires(IncomingPermission.READ)
def show(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Show a contact, who the caller may be, and where it is filed."""
    contact = get_contact(current_user, contact_id)
    seen(current_user, "incoming_contact.viewed", contact)
    return _page(contact)


@blueprint.route("/<uuid:contact_id>/edit", methods=["GET", "POST"])
@requires(IncomingPermission.WRITE)
def edit(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what was written in a hurry, or add to it."""
    contact = get_contact(current_user, contact_id)
    page = url_for("incoming_contacts.show", contact_id=contact_id)
    title = _("Incoming contact %(reference)s", reference=contact.reference)
    if hidden := shown_first(contact, title, page):
        return hidden
    form = open_form(ChangeContactForm, _values(contact))
    if form.validate_on_submit():
        try:
            with write():
                check_version(contact, form.version)
                actions.change_contact(current_user, contact, form.said)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(contact), title, page)
        flash(_("Saved."))
        return redirect(page)
    body = render_template(
        "incoming_contacts/edit.html", form=form, contact=contact, answers=NEITHER_CONFIRM_NOR_DENY
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.post("/<uuid:contact_id>/file")
@requires(IncomingPermission.WRITE)
def file(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Put a contact with a case or a request that this user may see."""
    contact = get_contact(current_user, contact_id)
    form = _file_form(contact)
    if not form.validate_on_submit():
        return _page(contact, filing=form), 422
    typed = form.reference.data
    record = record_named(current_user, typed) if typed else record_of_place(current_user, form.place.data)
    if record is None:
        form.reference.errors = [_("There is no case or request of this reference that you may see.")]
        return _page(contact, filing=form), 422
    with write():
        file_contact(current_user, contact, record)
    flash(_("Filed with %(reference)s.", reference=record.reference))
    return redirect(url_for("incoming_contacts.show", contact_id=contact_id))


@blueprint.post("/<uuid:contact_id>/take-out")
@requires(IncomingPermission.WRITE)
def take_out_of(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Take a contact out of a record with which it was filed by mistake."""
    contact = get_contact(current_user, contact_id)
    filed = {_place_of(each): each for each in filed_with(current_user, contact)}
    form = TakeOutForm()
    form.place.offer((place, each.named.label) for place, each in filed.items())
    if not form.validate_on_submit():  # a second click: it lies there no longer
        return redirect(url_for("incoming_contacts.show", contact_id=contact_id))
    record = record_of_place(current_user, form.place.data)
    if record is None:
        raise NotFound
    with write():
        take_out(current_user, contact, filed[form.place.data].filing, record)
    flash(_("Taken out of %(reference)s.", reference=record.reference))
    if not can_see(current_user, contact):
        return redirect(url_for("incoming_contacts.index"))
    return redirect(url_for("incoming_contacts.show", contact_id=contact_id))


@blueprint.post("/<uuid:contact_id>/put-aside")
@requires(IncomingPermission.WRITE)
def put_aside(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Say that nothing is to be done about a contact."""
    contact = get_contact(current_user, contact_id)
    form = PutAsideForm()
    if not form.validate_on_submit():
        return _page(contact, putting_aside=form), 422
    try:
        with write():
            check_version(contact, form.version)
            actions.put_aside(current_user, contact, form.why.data or "")
    except Conflict:
        form.why.errors = [_("Somebody has dealt with this in the meantime. Look at it, then say it again.")]
        return _page(contact, putting_aside=form), 409
    return redirect(url_for("incoming_contacts.index"))


def _looked_up(form: IncomingForm) -> CallerFound | None:
    """Look up what the caller says of themselves, and nothing of what they ask about; None when it cannot be read."""
    readable = [field.validate(form) for field in (form.caller, form.number)]
    name, number = form.caller.data or "", form.number.data or ""
    if all(readable) and not has_visible(name + number):
        form.caller.errors = [_("Write a name or a number first.")]
    if form.errors:
        return None
    found = look_up_caller(current_user, name, number)
    query = keyed_query(current_user, f"{name} {number}")
    seen(current_user, "incoming_contact.caller_looked_up", query=query, shown=found.ids)
    return found


def _new_page(form: IncomingForm, found: CallerFound | None = None) -> str:
    return render_template(
        "incoming_contacts/new.html",
        form=form,
        found=found,
        caller_named=caller_named,
        answers=NEITHER_CONFIRM_NOR_DENY,
    )


def _file_form(contact: IncomingContact, *, submitted: bool = True) -> FileForm:
    options: dict[str, Any] = {} if submitted else {"formdata": None}
    form = FileForm(data={"row_version": str(contact.row_version)}, **options)
    form.place.offer([("", _("none of these")), *records_to_file_with(current_user)])
    return form


def _place_of(filed: Filed) -> str:
    return place_code(filed.filing.record_kind, filed.filing.record_id)


def _values(contact: IncomingContact) -> dict[str, Any]:
    names = ("caller", "number", "about", "wanted", "answered", "medium", "happened_on")
    values = {name: getattr(contact, name) for name in names}
    return {**values, "language": contact.language or "", "row_version": str(contact.row_version)}


def _page(
    contact: IncomingContact, *, filing: FileForm | None = None, putting_aside: PutAsideForm | None = None
) -> str:
    found = look_up_caller(current_user, contact.caller, contact.number, contact.id)
    if (
        contact.caller or contact.number
    ):  # recorded whether it found anybody or not: that it is there tells nothing
        seen(current_user, "incoming_contact.caller_looked_up", contact, shown=found.ids)
    return render_template(
        "incoming_contacts/show.html",
        contact=contact,
        found=found,
        caller_named=caller_named,
        filing=filing or _file_form(contact, submitted=False),
        putting_aside=putting_aside or PutAsideForm(formdata=None),
        filed_with=[(each.named, _place_of(each)) for each in filed_with(current_user, contact)],
        panels=panels_for(current_user, "incoming_contact", contact),
        answers=NEITHER_CONFIRM_NOR_DENY,
        languages_by_code={**CALLER_LANGUAGES, **LANGUAGES_IN_WORDS},
        statuses=STATUS,
        tones=TONE,
        medium=MEDIUM,
    )
