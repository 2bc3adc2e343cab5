"""The pages of authorities."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.audit import seen
from caseapp.authorities import actions
from caseapp.authorities.forms import AuthorityForm, HolderForm, OfficeForm, values_of
from caseapp.authorities.labels import COUNTED_FROM, COUNTED_IN, KINDS
from caseapp.authorities.models import Authority, Office, OfficeHolder
from caseapp.authorities.permissions import AuthorityPermission
from caseapp.authorities.queries import (
    get_authority,
    get_holder,
    get_office,
    holders_of,
    list_authorities,
    offices_of,
)
from caseapp.db import Conflict, Record, check_version, db, write
from caseapp.i18n import LANGUAGES, LANGUAGES_IN_WORDS, locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.values import digits

blueprint = Blueprint("authorities", __name__, url_prefix="/authorities")


@blueprint.get("/")
@requires(AuthorityPermission.READ)
def index() -> ResponseReturnValue:
    """List the authorities by country."""
    found = list_authorities(current_user, locale_tag())
    seen(current_user, "authority.listed", shown=[str(each.id) for each in found])
    return render_template("authorities/index.html", authorities=found, kinds=KINDS, language=locale_tag())


@blueprint.get("/<uuid:authority_id>")
@requires(AuthorityPermission.READ)
def show(authority_id: uuid.UUID) -> ResponseReturnValue:
    """Show an authority with its offices and office-holders."""
    authority = get_authority(current_user, authority_id)
    offices = offices_of(current_user, authority)
    seen(current_user, "authority.viewed", authority)
    return render_template(
        "authorities/show.html",
        authority=authority,
        offices=offices,
        office_names={office.id: office.name_in(locale_tag()) for office in offices},
        holders=holders_of(current_user, authority),
        kinds=KINDS,
        counted_in=COUNTED_IN,
        counted_from=COUNTED_FROM,
        languages_by_code=LANGUAGES_IN_WORDS,
        language=locale_tag(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(AuthorityPermission.ADD)
def new() -> ResponseReturnValue:
    """Add an authority."""
    form = open_form(AuthorityForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        return _add(form, Authority, partial(actions.add_authority, current_user), form.record_id)
    return _page("authority", form, None)


@blueprint.route("/<uuid:authority_id>/edit", methods=["GET", "POST"])
@requires(AuthorityPermission.WRITE)
def edit(authority_id: uuid.UUID) -> ResponseReturnValue:
    """Put an authority right."""
    authority = get_authority(current_user, authority_id)
    form = open_form(AuthorityForm, _authority_values(authority))
    if form.validate_on_submit():
        change = partial(actions.change_authority, current_user, authority)
        return _change(form, authority, change, _authority_values, _("Authority"), authority)
    return _page("authority", form, authority)


@blueprint.route("/<uuid:authority_id>/offices/new", methods=["GET", "POST"])
@requires(AuthorityPermission.ADD)
def new_office(authority_id: uuid.UUID) -> ResponseReturnValue:
    """Add an office to an authority."""
    authority = get_authority(current_user, authority_id)
    form = open_form(OfficeForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        return _add(form, Office, partial(actions.add_office, current_user, authority), authority_id)
    return _page("office", form, authority)


@blueprint.route("/offices/<uuid:office_id>/edit", methods=["GET", "POST"])
@requires(AuthorityPermission.WRITE)
def edit_office(office_id: uuid.UUID) -> ResponseReturnValue:
    """Put an office right."""
    office = get_office(current_user, office_id)
    authority = get_authority(current_user, office.authority_id)
    form = open_form(OfficeForm, _office_values(office))
    if form.validate_on_submit():
        change = partial(actions.change_office, current_user, office)
        return _change(form, office, change, _office_values, _("Office"), authority)
    return _page("office", form, authority, office)


@blueprint.route("/<uuid:authority_id>/holders/new", methods=["GET", "POST"])
@requires(AuthorityPermission.ADD)
def new_holder(authority_id: uuid.UUID) -> ResponseReturnValue:
    """Add an office-holder to an authority."""
    authority = get_authority(current_user, authority_id)
    form = _holder_form(authority, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        return _add(form, OfficeHolder, partial(actions.add_holder, current_user, authority), authority_id)
    return _page("holder", form, authority)


@blueprint.route("/holders/<uuid:holder_id>/edit", methods=["GET", "POST"])
@requires(AuthorityPermission.WRITE)
def edit_holder(holder_id: uuid.UUID) -> ResponseReturnValue:
    """Put an office-holder right, such as the end of their term."""
    holder = get_holder(current_user, holder_id)
    authority = get_authority(current_user, holder.authority_id)
    form = _holder_form(authority, _holder_values(holder))
    if form.validate_on_submit():
        change = partial(actions.change_holder, current_user, holder)
        return _change(form, holder, change, _holder_values, _("Office-holder"), authority)
    return _page("holder", form, authority, holder)


def _add(
    form: Any, model: type[Record], add: Callable[..., object], authority_id: uuid.UUID
) -> ResponseReturnValue:
    """Write a new part of the list once, however often its form is sent."""
    if db.session.get(model, form.record_id) is None:
        with write():
            add(form.facts(), form.record_id)
            discard_draft(current_user, request.path)
    else:
        flash(already_saved())
    return redirect(_address(authority_id))


def _change(
    form: Any,
    record: Record,
    change: Callable[..., object],
    values: Callable[[Any], dict[str, Any]],
    kind: str,
    authority: Authority,
) -> ResponseReturnValue:
    """Write what was put right, or show both versions when somebody else did so meanwhile."""
    address = _address(authority.id)
    try:
        with write():
            check_version(record, form.version)
            change(form.facts())
            discard_draft(current_user, request.path)
    except Conflict as conflict:
        return conflict_page(conflict, form, values(record), kind, address)
    flash(_("Saved."))
    return redirect(address)


def _page(
    name: str, form: Any, authority: Authority | None, record: Office | OfficeHolder | None = None
) -> ResponseReturnValue:
    body = render_template(
        f"authorities/{name}_form.html",
        form=form,
        authority=authority,
        record=record,
        language=locale_tag(),
        tags=list(LANGUAGES),
        is_new=not form.row_version.data,
    )
    return body, 422 if form.is_submitted() else 200


def _address(authority_id: uuid.UUID) -> str:
    return url_for("authorities.show", authority_id=authority_id)


def _holder_form(authority: Authority, values: dict[str, Any]) -> HolderForm:
    form = open_form(HolderForm, values)
    offices = [
        (str(office.id), office.name_in(locale_tag())) for office in offices_of(current_user, authority)
    ]
    form.office.offer([("", _("the authority itself")), *offices])
    return form


def _authority_values(authority: Authority) -> dict[str, Any]:
    rule = authority.reply_rule or {}
    plain = ("kind", "country", "address", "contact", "source", "checked_on")
    return {
        "row_version": str(authority.row_version),
        **values_of("name", authority.names),
        **{name: getattr(authority, name) for name in plain},
        "limit": digits(rule.get("days", "")),
        "counted_in": rule.get("counted_in", "days"),
        "counted_from": rule.get("counted_from", "acknowledged"),
        "rule_source": rule.get("source", ""),
    }


def _office_values(office: Office) -> dict[str, Any]:
    return {
        "row_version": str(office.row_version),
        **values_of("name", office.names),
        "address": office.address,
        "contact": office.contact,
    }


def _holder_values(holder: OfficeHolder) -> dict[str, Any]:
    return {
        "row_version": str(holder.row_version),
        "office": str(holder.office_id or ""),
        **values_of("name", holder.names),
        **values_of("title", holder.titles),
        **values_of("form", holder.forms_of_address),
        **values_of("salutation", holder.salutations),
        "term_from": holder.term_from,
        "term_to": holder.term_to,
    }
