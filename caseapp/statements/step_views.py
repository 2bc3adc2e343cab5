"""The steps of a statement: voluntariness, reading back, signing, review, audiences."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import only_visits
from caseapp.db import Conflict, check_version, write
from caseapp.i18n import direction
from caseapp.i18n.messages import gettext as _
from caseapp.people.queries import NOBODY, both_scripts, get_person, shown_name
from caseapp.statements import actions, signing
from caseapp.statements.forms import (
    ConcernForm,
    ReadBackForm,
    ReviewForm,
    SignForm,
    VoluntarinessForm,
)
from caseapp.statements.models import Statement, StatementPerson
from caseapp.statements.page import maker_sheet, text_of
from caseapp.statements.parts import is_of_organisation, makers_of, unsigned_makers
from caseapp.statements.permissions import StatementPermission
from caseapp.statements.queries import get_statement, names_of_persons
from caseapp.statements.scans import file_scan
from caseapp.statements.views import answers_of, blueprint, title_of
from caseapp.statements.voluntariness import CODES, concerns
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.web.conflicts import conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.steps import StepForm, step_page, step_values
from caseapp.workflow import StepDetails

__all__ = ["blueprint"]  # passed on, with the pages added here


@blueprint.route("/statements/<uuid:statement_id>/voluntariness/<uuid:person_id>", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def voluntariness(statement_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask one maker how their words came about."""
    statement = get_statement(current_user, statement_id)
    maker = _maker(statement, person_id)
    back = url_for("statements.show", statement_id=statement_id)
    form = open_form(VoluntarinessForm, _answers(maker))
    if form.validate_on_submit():
        try:
            with write():
                check_version(maker, form.version)
                actions.answer_voluntariness(current_user, statement, maker, answers_of(form))
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _answers(maker), title_of(statement), back)
        flash(_("Saved."))
        return redirect(back)
    name = shown_name(get_person(current_user, person_id))
    page = render_template("statements/voluntariness.html", form=form, statement=statement, name=name)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/statements/<uuid:statement_id>/concern/<uuid:person_id>", methods=["GET", "POST"])
@requires(StatementPermission.REVIEW)
def concern(statement_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Decide about an answer that was not a yes."""
    statement = get_statement(current_user, statement_id)
    maker = _maker(statement, person_id)
    if not concerns(maker.voluntariness):
        raise NotFound
    back = url_for("statements.show", statement_id=statement_id)
    form = open_form(ConcernForm, {"row_version": str(maker.row_version), "decision": maker.decision})
    if form.validate_on_submit():
        try:
            with write():
                check_version(maker, form.version)
                actions.decide_concern(current_user, statement, maker, form.decision.data or "")
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            stored = {"row_version": str(maker.row_version), "decision": maker.decision}
            return conflict_page(conflict, form, stored, title_of(statement), back)
        except actions.SamePerson:
            form.form_errors.append(
                _(
                    "You took this statement or wrote down its answers. A second person decides about the concern."
                )
            )
        else:
            return redirect(back)
    name = names_of_persons(current_user, [maker]).get(person_id, NOBODY)
    page = render_template(
        "statements/concern.html",
        form=form,
        statement=statement,
        sheet=maker_sheet(maker, name),
        visits=only_visits(current_user, statement.scope_id),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/statements/<uuid:statement_id>/step/<code>", methods=["GET", "POST"])
@requires(StatementPermission.READ)
def step(statement_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move a statement along its workflow."""
    statement = get_statement(current_user, statement_id)
    pages = {"read_back": _read_back, "sign": _sign, "review": _review}
    page = pages.get(code, _plain_step)(statement, code)
    return page or redirect(url_for("statements.show", statement_id=statement_id))


def _plain_step(statement: Statement, code: str) -> ResponseReturnValue | None:
    def act(details: StepDetails) -> None:
        actions.move_statement(current_user, statement, code, details)

    return _page(statement, code, act, None, "workflow/step.html")


def _read_back(statement: Statement, code: str) -> ResponseReturnValue | None:
    values = {**step_values(statement), "language": statement.language, "read_by": current_user.name}
    form = open_form(ReadBackForm, values)
    form.text, form.text_direction = text_of(statement), direction(statement.language)

    def act(details: StepDetails) -> None:
        signing.read_back(
            current_user,
            statement,
            details,
            language=form.language.data,
            read_by=form.read_by.data or "",
            interpreter=form.interpreter.data or "",
        )

    return _page(statement, code, act, form, "statements/read_back.html")


def _sign(statement: Statement, code: str) -> ResponseReturnValue | None:
    form = open_form(SignForm, step_values(statement))
    makers = (
        {} if is_of_organisation(statement) else {str(m.person_id): m for m in unsigned_makers(statement)}
    )
    names = names_of_persons(current_user, makers.values())
    form.signers.offer(
        [(key, both_scripts(names.get(maker.person_id, NOBODY))) for key, maker in makers.items()]
    )

    def act(details: StepDetails) -> None:
        signed = signing.Signed(
            method=form.method.data,
            place=form.place.data or "",
            signed_on=form.signed_on.value,
            witness=form.witness.data or "",
            signed_as=form.signed_as.data or "",
            makers=[makers[key] for key in form.signers.data or ()],
        )
        stated = form.signed_on.value
        happened_on = stated.interval()[0] if stated else None
        signing.sign(current_user, statement, replace(details, happened_on=happened_on), signed)
        if form.scan.info is not None:
            file_scan(statement, form.scan, form.witness.data or "")

    return _page(statement, code, act, form, "statements/sign.html")


def _review(statement: Statement, code: str) -> ResponseReturnValue | None:
    stored = {"named_persons": statement.named_persons, "risks": statement.risks}
    form = open_form(ReviewForm, {**step_values(statement), **stored})
    form.text, form.text_direction = text_of(statement), direction(statement.language)

    def act(details: StepDetails) -> None:
        signing.review(
            current_user,
            statement,
            details,
            named_persons=form.named_persons.data or "",
            risks=form.risks.data or "",
        )

    return _page(statement, code, act, form, "statements/review.html")


def _page(
    statement: Statement,
    code: str,
    act: Callable[[StepDetails], None],
    form: StepForm | None,
    template: str,
) -> ResponseReturnValue | None:
    return step_page(
        STATEMENT_WORKFLOW,
        statement,
        code,
        act,
        title=title_of(statement),
        back=url_for("statements.show", statement_id=statement.id),
        form=form,
        about=statement.title or "",
        template=template,
    )


def _maker(statement: Statement, person_id: uuid.UUID) -> StatementPerson:
    for maker in makers_of(statement):
        if maker.person_id == person_id:
            return maker
    raise NotFound


def _answers(maker: StatementPerson) -> dict[str, str]:
    given = maker.voluntariness or {}
    answers = {code: given.get(code, "not_asked") for code in ("proposed_by", *CODES)}
    return {"row_version": str(maker.row_version), **answers, "remark": given.get("remark", "")}
