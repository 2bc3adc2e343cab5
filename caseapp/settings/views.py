"""The organisation's settings and its lists of terms."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.organisation import Organisation, organisation
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import LANGUAGES
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.terms import Term, TermList, label_of, terms_of
from caseapp.settings import actions
from caseapp.settings.forms import OrganisationForm, TermForm
from caseapp.settings.machine import machine_standing
from caseapp.settings.permissions import SettingsPermission
from caseapp.web.conflicts import conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import features

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/", methods=["GET", "POST"])
@requires(SettingsPermission.MANAGE)
def show() -> ResponseReturnValue:
    """Show and change what heads the organisation's letters."""
    found = organisation()
    form = open_form(OrganisationForm, _values(found))
    if form.validate_on_submit():
        names = {tag: form[f"name_{tag}"].data or form.name.data for tag in LANGUAGES}
        try:
            with write():
                check_version(found, form.version)
                actions.change_organisation(
                    current_user,
                    found,
                    name=form.name.data,
                    names=names,
                    language=form.language.data,
                    address=form.address.data or "",
                    contact_line=form.contact_line.data or "",
                )
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(found), _("Settings"), request.path)
        flash(_("Saved."))
        return redirect(url_for("settings.show"))
    body = render_template("settings/show.html", form=form, lists=_lists(), **machine_standing())
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/lists/<code>", methods=["GET", "POST"])
@requires(SettingsPermission.MANAGE)
def terms(code: str) -> ResponseReturnValue:
    """Show a list with the organisation's own terms, and add one."""
    found = _list(code)
    form = TermForm(data={"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(Term, form.record_id) is None:
            with write():
                actions.add_term(current_user, found, form.labels(), form.record_id)
        flash(_("Saved."))
        return redirect(request.path)
    hidden = {term.code for term in terms_of(found) if term.hidden}
    rows = [(built_in, str(label), built_in in hidden) for built_in, label in found.built_in.items()]
    rows += [
        (term.code, label_of(term), term.hidden)
        for term in terms_of(found)
        if term.code not in found.built_in
    ]
    page = render_template("settings/terms.html", terms=found, rows=rows, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/lists/<code>/<term>")
@requires(SettingsPermission.MANAGE)
def toggle(code: str, term: str) -> ResponseReturnValue:
    """Hide a term from the forms, or offer it again."""
    found = _list(code)
    if term not in found.built_in and term not in {own.code for own in terms_of(found)}:
        raise NotFound
    with write():
        actions.show_or_hide_term(current_user, found, term)
    return redirect(url_for("settings.terms", code=code))


def _values(found: Organisation) -> dict[str, Any]:
    names = found.names or {}
    return {
        "row_version": str(found.row_version),
        "name": found.name,
        "language": found.language,
        "address": found.address,
        "contact_line": found.contact_line,
        **{f"name_{tag}": names.get(tag, "") for tag in LANGUAGES},
    }


def list_in_words(code: str) -> str:
    """Return the title of a list of terms by its code."""
    return next((str(terms.label) for terms in _lists() if terms.code == code), code)


def _lists() -> list[TermList]:
    return [terms for feature in features() for terms in feature.terms]


def _list(code: str) -> TermList:
    for terms in _lists():
        if terms.code == code:
            return terms
    raise NotFound
