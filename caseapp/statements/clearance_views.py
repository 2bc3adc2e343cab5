"""Audiences of a statement: one colleague proposes, another agrees, either takes it back."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.authorities.queries import get_authority
from caseapp.db import write
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.statements import signing
from caseapp.statements.actions import SamePerson
from caseapp.statements.choices import authority_choices
from caseapp.statements.forms import ClearanceForm, EndClearanceForm
from caseapp.statements.labels import AUDIENCES
from caseapp.statements.models import Statement, StatementClearance
from caseapp.statements.parts import clearances_of
from caseapp.statements.permissions import StatementPermission
from caseapp.statements.queries import get_statement
from caseapp.statements.step_views import blueprint
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires
from caseapp.workflow import Blocked

__all__ = ["blueprint"]  # passed on, with the pages added here


@blueprint.route("/statements/<uuid:statement_id>/audiences/new", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def propose_clearance(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Propose an audience."""
    statement = get_statement(current_user, statement_id)
    form = open_form(ClearanceForm)
    form.authority.offer(authority_choices(current_user))
    form.taken = {_who(each) for each in clearances_of(statement)}
    if form.validate_on_submit():
        with write():
            signing.propose_clearance(
                current_user,
                statement,
                audience_kind=form.audience_kind.data,
                audience_id=form.authority.data if form.audience_kind.data == "authority" else "",
                audience_name=_name_of_audience(form),
                remark=form.remark.data or "",
            )
            discard_draft(current_user, request.path)
        return redirect(url_for("statements.show", statement_id=statement_id, _anchor="audiences"))
    page = render_template("statements/clearance.html", form=form, statement=statement)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/statements/<uuid:statement_id>/audiences/<uuid:clearance_id>/agree")
@requires(StatementPermission.CLEAR)
@recently_proven
def agree_clearance(statement_id: uuid.UUID, clearance_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to an audience that a colleague proposed."""
    statement = get_statement(current_user, statement_id)
    clearance = _clearance(statement, clearance_id)
    try:
        with write():
            signing.agree_clearance(current_user, statement, clearance)
    except SamePerson:
        flash(_("You took part in this. Somebody else has to agree to it."))
    except Blocked as blocked:
        for block in blocked.blocks:
            flash(block.reason)
    return redirect(url_for("statements.show", statement_id=statement_id, _anchor="audiences"))


@blueprint.route("/statements/<uuid:statement_id>/audiences/<uuid:clearance_id>/end", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def end_clearance(statement_id: uuid.UUID, clearance_id: uuid.UUID) -> ResponseReturnValue:
    """Take an audience back."""
    statement = get_statement(current_user, statement_id)
    clearance = _clearance(statement, clearance_id)
    form = EndClearanceForm()
    if form.validate_on_submit():
        with write():
            signing.end_clearance(current_user, statement, clearance, form.reason.data or "")
        return redirect(url_for("statements.show", statement_id=statement_id, _anchor="audiences"))
    page = render_template(
        "statements/clearance_end.html",
        form=form,
        statement=statement,
        audience=clearance.audience_name or AUDIENCES[clearance.audience_kind],
    )
    return page, 422 if form.is_submitted() else 200


def _clearance(statement: Statement, clearance_id: uuid.UUID) -> StatementClearance:
    for clearance in clearances_of(statement):
        if clearance.id == clearance_id:
            return clearance
    raise NotFound


def _who(clearance: StatementClearance) -> tuple[str, str]:
    """Return what makes two audiences the same, as the form compares them."""
    kind = clearance.audience_kind
    names = {"authority": clearance.audience_id, "public": ""}
    return kind, names.get(kind, clearance.audience_name)


def _name_of_audience(form: ClearanceForm) -> str:
    if form.audience_kind.data != "authority":
        return form.audience_name.data or ""
    authority = get_authority(current_user, uuid.UUID(form.authority.data))
    return authority.name_in(locale_tag())
