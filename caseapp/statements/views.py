"""The pages of statements: the record itself, writing it down, and paper."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.organisation import organisation
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import client_names, get_case
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import LANGUAGES
from caseapp.i18n.messages import gettext as _
from caseapp.people.queries import NOBODY
from caseapp.printing.pdf import PrintingError
from caseapp.statements import actions
from caseapp.statements.choices import PeopleOfCase
from caseapp.statements.forms import EditStatementForm, GivenStatementForm, NewStatementForm
from caseapp.statements.labels import KINDS
from caseapp.statements.listing import STATEMENTS, list_statements
from caseapp.statements.models import PersonRole, Statement, StatementKind
from caseapp.statements.page import statement_page
from caseapp.statements.paper import annex_pdf
from caseapp.statements.parts import makers_of, persons_of, present_version
from caseapp.statements.permissions import StatementPermission
from caseapp.statements.queries import get_statement
from caseapp.statements.scans import file_scan
from caseapp.statements.signing import Signed, record_given
from caseapp.statements.voluntariness import CODES
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.web.coming_back import keep_files
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.listing import asked_state

blueprint = Blueprint("statements", __name__)


@blueprint.get("/statements/")
@requires(StatementPermission.READ)
def index() -> ResponseReturnValue:
    """List statements."""
    state = asked_state(STATEMENTS)
    page = list_statements(current_user, state)
    seen(current_user, "statement.listed", shown=[str(row.id) for row in page.rows])
    return render_template(
        "statements/index.html",
        state=state,
        page=page,
        names=client_names(current_user, (row.case_id for row in page.rows)),
        nobody=NOBODY,
        workflow=STATEMENT_WORKFLOW,
        kinds=KINDS,
    )


@blueprint.get("/statements/<uuid:statement_id>")
@requires(StatementPermission.READ)
def show(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Show a statement: how it came about, its text, and how far it may go."""
    statement = get_statement(current_user, statement_id)
    seen(current_user, "statement.viewed", statement)
    return render_template("statements/show.html", **statement_page(current_user, statement))


@blueprint.route("/cases/<uuid:case_id>/statements/new", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def new(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write a statement down, with the questions about voluntariness first."""
    case = get_case(current_user, case_id)
    people = PeopleOfCase(current_user, case)
    form = open_form(NewStatementForm, _first_values(case))
    people.offer(form)
    if form.validate_on_submit():
        return _save_new(case, people, form)
    page = render_template("statements/new.html", form=form, case=case, original=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/cases/<uuid:case_id>/statements/given", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def given(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down a statement that was given before it came here: the real date, who says so, the scan."""
    case = get_case(current_user, case_id)
    people = PeopleOfCase(current_user, case)
    form = open_form(GivenStatementForm, {**_first_values(case), "given_on": None})
    people.offer(form)
    if form.validate_on_submit():
        return _save_given(case, people, form)
    keep_files(form)
    page = render_template("statements/given.html", form=form, case=case)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/statements/<uuid:statement_id>/supplement", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def supplement(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Write what changes a signed statement: a new one, linked to it."""
    original = get_statement(current_user, statement_id)
    case = get_case(current_user, original.case_id)
    people = PeopleOfCase(current_user, case)
    form = open_form(NewStatementForm, _supplement_values(original))
    people.offer(form)
    if form.validate_on_submit():
        return _save_new(case, people, form, original)
    page = render_template("statements/new.html", form=form, case=case, original=original)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/statements/<uuid:statement_id>/edit", methods=["GET", "POST"])
@requires(StatementPermission.WRITE)
def edit(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Change a statement that nobody has signed."""
    statement = get_statement(current_user, statement_id)
    back = url_for("statements.show", statement_id=statement_id)
    people = PeopleOfCase(current_user, get_case(current_user, statement.case_id))
    form = open_form(EditStatementForm, _values(statement))
    people.offer(form)
    form.of_organisation = statement.kind == StatementKind.ORGANISATION
    if form.validate_on_submit():
        try:
            with write():
                check_version(statement, form.version)
                actions.change_persons(
                    current_user,
                    statement,
                    people.chosen(form.makers.data),
                    people.chosen(form.about.data),
                )
                actions.change_statement(
                    current_user,
                    statement,
                    language=form.language.data,
                    facts=_facts(form),
                    body=form.body.data or "",
                )
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(statement), title_of(statement), back)
        except actions.Frozen:
            return _say_frozen(back)
        flash(_("Saved."))
        return redirect(back)
    if not form.is_submitted() and _is_frozen(statement):
        return _say_frozen(back)
    page = render_template("statements/edit.html", form=form, statement=statement)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/statements/<uuid:statement_id>/paper")
@requires(StatementPermission.READ)
def paper(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Hand out the statement as a PDF, as it would stand behind a letter."""
    statement = get_statement(current_user, statement_id)
    if present_version(statement) is None:
        raise NotFound
    try:
        content = annex_pdf(statement)
    except PrintingError as error:
        flash(
            _(
                "This could not be printed: there is no shape for “%(sign)s” in our fonts.",
                sign=error.unprintable or "?",
            )
        )
        return redirect(url_for("statements.show", statement_id=statement_id))
    seen(current_user, "statement.printed", statement)
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{statement.reference}.pdf")
    return response


def _save_new(
    case: Case, people: PeopleOfCase, form: NewStatementForm, original: Statement | None = None
) -> ResponseReturnValue:
    target = url_for("statements.show", statement_id=form.record_id)
    if db.session.get(Statement, form.record_id) is not None:
        flash(already_saved())
        return redirect(target)
    with write():
        _write(case, people, form, original)
        discard_draft(current_user, request.path)
    return redirect(target)


def _save_given(case: Case, people: PeopleOfCase, form: GivenStatementForm) -> ResponseReturnValue:
    target = url_for("statements.show", statement_id=form.record_id)
    if db.session.get(Statement, form.record_id) is not None:
        flash(already_saved())
        return redirect(target)
    with write():
        statement = _write(case, people, form)
        signed = Signed(
            method=form.method.data,
            place=form.place.data or "",
            signed_on=form.given_on.value,
            witness=form.witness.data or "",
            signed_as=form.organisation_name.data or "",
            makers=makers_of(statement),
        )
        stated = form.given_on.value
        record_given(
            current_user,
            statement,
            happened_on=stated.interval()[0] if stated else None,
            said_by=form.said_by.data or "",
            signed=signed if form.method.data != "not_signed" else None,
        )
        if form.scan.info is not None:
            file_scan(statement, form.scan, form.said_by.data or "")
        discard_draft(current_user, request.path)
    return redirect(target)


def _write(
    case: Case, people: PeopleOfCase, form: NewStatementForm, original: Statement | None = None
) -> Statement:
    of_organisation = form.kind.data == StatementKind.ORGANISATION
    named = actions.Named(
        makers=() if of_organisation else people.chosen(form.makers.data),
        about=people.chosen(form.about.data),
        answers=answers_of(form),
    )
    return actions.write_statement(
        current_user,
        case,
        kind=form.kind.data,
        language=form.language.data,
        named=named,
        facts=_facts(form) if of_organisation else {**_facts(form), "organisation_name": ""},
        body=form.body.data or "",
        statement_id=form.record_id,
        supplement_to=original,
    )


def answers_of(form: Any) -> dict[str, str]:
    """Return the answers about voluntariness that a form holds."""
    return {code: form[code].data or "" for code in ("proposed_by", *CODES, "remark")}


def _facts(form: Any) -> dict[str, Any]:
    lines = ("title", "place", "taken_by", "others_present", "interpreter", "organisation_name", "said_by")
    facts: dict[str, Any] = {name: form[name].data or "" for name in lines if name in form}
    return {**facts, "given_on": form.given_on.value}


def _first_values(case: Case) -> dict[str, Any]:
    language = case.language if case.language in LANGUAGES else "en"
    return {
        "new_id": str(uuid.uuid4()),
        "makers": [str(case.client_id)],
        "kind": request.args.get("kind", "testimony"),
        "language": language,
        "organisation_name": organisation().name_in(language),
    }


def _supplement_values(original: Statement) -> dict[str, Any]:
    values = _values(original)
    del values["row_version"], values["body"]
    title = _("Supplement to: %(title)s", title=original.title)
    return {**values, "new_id": str(uuid.uuid4()), "kind": original.kind, "title": title, "given_on": today()}


def _values(statement: Statement) -> dict[str, Any]:
    version = present_version(statement)
    persons = persons_of(statement)
    return {
        "row_version": str(statement.row_version),
        "language": statement.language,
        "makers": [str(person.person_id) for person in persons if person.role == PersonRole.MAKER],
        "about": [str(person.person_id) for person in persons if person.role == PersonRole.ABOUT],
        "body": version.body if version is not None else "",
        **{name: getattr(statement, name) for name in actions.FACTS},
    }


def _is_frozen(statement: Statement) -> bool:
    try:
        actions.refuse_frozen(statement)
    except actions.Frozen:
        return True
    return False


def _say_frozen(back: str) -> ResponseReturnValue:
    flash(_("This text was signed, so it stays as it is. Write a supplement to change or add to it."))
    return redirect(back)


def title_of(statement: Statement) -> str:
    """Return how a page about a statement is headed."""
    return _("Statement %(reference)s", reference=statement.reference)
