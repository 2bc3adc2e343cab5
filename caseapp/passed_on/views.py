"""The page of what a colleague who is kept out of a case or a request entered and may concern it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incoming_contacts import IncomingContact
from caseapp.incoming_contacts.filing import file_contact
from caseapp.passed_on.actions import mark_seen
from caseapp.passed_on.entered import read_entered, record_of
from caseapp.passed_on.models import PassedOn, PassedOnStatus
from caseapp.passed_on.permissions import PassedOnPermission
from caseapp.passed_on.queries import get_passed_on, place_of, waiting_for
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import describe, kind_label
from caseapp.web.templating import part

blueprint = Blueprint("passed_on", __name__, url_prefix="/passed-on")
TELLS_WHERE = frozenset({"case", "contact_request", "search"})
"""Kinds of records whose words may say where somebody sleeps."""
FOUND_BY = {
    "reference": _l("The reference of this case stands in it."),
    "number": _l("A number in it is one of this case."),
    "name": _l("A name in it is much like one of this case."),
}
FOUND_OF_REQUEST = {
    "reference": _l("The reference of this request stands in it."),
    "number": _l("A number in it is one of this request."),
    "name": _l("A name in it is much like one of this request."),
}


@blueprint.get("/<uuid:passed_on_id>")
@requires(PassedOnPermission.READ)
def show(passed_on_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was entered, as far as it may concern the case."""
    passed_on = get_passed_on(current_user, passed_on_id)
    place = place_of(current_user, passed_on)
    record = record_of(passed_on.record_kind, passed_on.record_id)
    seen(current_user, "passed_on.viewed", passed_on, *([record] if record is not None else []))
    reached = describe(current_user, passed_on.record_kind, passed_on.record_id)
    entered = read_entered(record) if record is not None else None
    words = entered.words if entered is not None else ()
    if passed_on.record_kind in TELLS_WHERE and reached is None and entered is not None:
        # What is about somebody of a like name may be about another one: where they sleep is for those who reach it.
        words = entered.words_naming(place.reference)
    return render_template(
        "passed_on/show.html",
        passed_on=passed_on,
        place=place,
        back=_page_of(passed_on),
        tells_where=passed_on.record_kind in TELLS_WHERE,
        of_request=passed_on.case_id is None,
        entered=entered,
        words=words,
        found_by=FOUND_BY if passed_on.case_id is not None else FOUND_OF_REQUEST,
        kind=kind_label(passed_on.record_kind),
        url=reached.url if reached is not None else None,
        can_file=isinstance(record, IncomingContact),
        is_open=passed_on.status == PassedOnStatus.OPEN,
    )


@blueprint.post("/<uuid:passed_on_id>/seen")
@requires(PassedOnPermission.READ)
def looked_at(passed_on_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the home pages."""
    passed_on = get_passed_on(current_user, passed_on_id)
    if passed_on.status == PassedOnStatus.OPEN:
        with write():
            mark_seen(current_user, passed_on)
    flash(_("Saved."))
    return redirect(_page_of(passed_on))


@blueprint.post("/<uuid:passed_on_id>/file")
@requires(PassedOnPermission.READ)
def file(passed_on_id: uuid.UUID) -> ResponseReturnValue:
    """File a contact with the case; then whoever took it does not see it any more."""
    passed_on = get_passed_on(current_user, passed_on_id)
    place = place_of(current_user, passed_on)
    contact = record_of(passed_on.record_kind, passed_on.record_id)
    if not isinstance(contact, IncomingContact):
        raise NotFound
    with write():
        file_contact(current_user, contact, place)
        mark_seen(current_user, passed_on)
    flash(_("Filed with this case.") if passed_on.case_id is not None else _("Filed with this request."))
    return redirect(_page_of(passed_on))


def waiting_tile(user: User) -> Markup:
    """Return the home page's block of what was passed on; empty when there is nothing."""
    found: list[PassedOn] = waiting_for(user)
    if not found:
        return Markup()
    references = {each.id: place_of(user, each).reference for each in found}
    return part("passed_on/tile.html", found=found, references=references)


def _page_of(passed_on: PassedOn) -> str:
    if passed_on.case_id is not None:
        return url_for("cases.show", case_id=passed_on.case_id)
    return url_for("contact_requests.show", request_id=passed_on.request_id)
