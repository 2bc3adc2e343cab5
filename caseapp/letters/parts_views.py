"""The pages for what belongs to a letter: its enclosures and the people named in it."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.cases.queries import get_case
from caseapp.dates import latin_digits, localise_digits
from caseapp.db import Conflict, check_version, write
from caseapp.documents.queries import get_document
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.letters import naming
from caseapp.letters.actions import Frozen
from caseapp.letters.blueprint import blueprint
from caseapp.letters.covering import clearance_blocks
from caseapp.letters.enclosing import (
    Candidate,
    Chosen,
    candidates,
    set_enclosures,
)
from caseapp.letters.guards import list_of_people_sentence
from caseapp.letters.labels import STANDINGS
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.names import suggestions
from caseapp.letters.part_forms import NamedForm, enclosures_form, named_form
from caseapp.letters.parts import enclosures_of, named_in, struck_part
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.queries import get_letter
from caseapp.letters.standing import named_lines
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.letters.writing_views import changed_meanwhile
from caseapp.people.queries import both_scripts, shown_name
from caseapp.people.reached import people_of
from caseapp.printing.words import annex_label
from caseapp.statements.queries import get_statement
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import requires
from caseapp.workflow import Block

LAST = 1000
"""The place of an enclosure that nobody numbered."""


@blueprint.route("/letters/<uuid:letter_id>/enclosures", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def enclosures(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Choose what travels with the letter, and in which order."""
    letter = get_letter(current_user, letter_id)
    back = url_for("letters.show", letter_id=letter_id)
    if LETTER_WORKFLOW.state(letter.status).frozen:
        return redirect(back)
    found = candidates(current_user, get_case(current_user, letter.case_id))
    form = open_form(enclosures_form(found), _enclosed_values(letter, found))
    form.form_errors += _refused(form) if form.is_submitted() else []
    if form.validate_on_submit() and not form.form_errors:
        try:
            with write():
                check_version(letter, form.version)
                set_enclosures(current_user, letter, _chosen(found, form))
                discard_draft(current_user, request.path)
        except (Conflict, Frozen):
            form.form_errors.append(changed_meanwhile())
        else:
            return redirect(back + "#enclosures")
    rows = _candidate_rows(letter, found)
    offered = {each.id for each in found}
    left_over = [row.title for row in enclosures_of(letter) if row.record_id not in offered]
    body = render_template(
        "letters/enclosures.html", form=form, letter=letter, rows=rows, left_over=left_over
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/named", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def named(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Look at everybody whom the letter names."""
    letter = get_letter(current_user, letter_id)
    back = url_for("letters.show", letter_id=letter_id)
    if letter.status not in naming.LOOKED_AT_IN:
        return redirect(back + "#named")
    rows = named_in(letter)
    case = get_case(current_user, letter.case_id)
    known = [
        (str(each.id), both_scripts(shown_name(each))) for each in people_of(current_user, case.scope_id)
    ]
    form = open_form(named_form(rows, known, request.form.get("strike", "")), _named_values(letter))
    found = suggestions(current_user, letter, case)
    if form.validate_on_submit():
        with write():
            chosen = {row.id: person for row in rows if (person := form.person(row.id))}
            naming.say_who(letter, chosen)
            naming.look_at(current_user, letter, {row.id: form.answer(row.id) for row in rows})
            if "take_over" in request.form:
                naming.take_over(current_user, letter, found)
            _add_or_strike(letter, form)
            discard_draft(current_user, request.path)
        stay = {"take_over", "add", "strike", "put_back"} & set(request.form)
        here = url_for("letters.named", letter_id=letter_id, struck=request.form.get("strike"))
        return redirect(here if stay else back + "#named")
    body = render_template(
        "letters/named.html",
        form=form,
        letter=letter,
        lines=named_lines(current_user, letter),
        found=found,
        standings=STANDINGS,
        struck=struck_part(NamedPerson, letter, request.args.get("struck", "")),
    )
    return body, 422 if form.is_submitted() else 200


def _chosen(found: list[Candidate], form: PageForm) -> list[Chosen]:
    """Return the ticked candidates in the order of the numbers typed beside them; those without one come last."""
    ticked = [each for each in found if form[f"take-{each.id}"].data]
    ordered = sorted(ticked, key=lambda each: _place(form[f"number-{each.id}"].data or ""))
    return [Chosen(each.kind, each.id, form[f"title-{each.id}"].data or each.title) for each in ordered]


def _refused(form: PageForm) -> list[str]:
    """Return why a paper that was ticked although it is not offered is not enclosed."""
    sentences = []
    for name in request.form:
        if name.startswith("take-") and name not in form:
            try:
                document = get_document(current_user, uuid.UUID(name.removeprefix("take-")))
            except (NotFound, ValueError):
                continue
            if document.lists_people_inside:
                sentences.append(list_of_people_sentence(document.title))
    return sentences


def _place(typed: str) -> int:
    number = latin_digits(typed).strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else LAST


def _enclosed_values(letter: Letter, found: list[Candidate]) -> dict[str, Any]:
    enclosed = {row.record_id: (number, row) for number, row in enumerate(enclosures_of(letter), 1)}
    values: dict[str, Any] = {"row_version": str(letter.row_version)}
    for each in found:
        number, row = enclosed.get(each.id, (0, None))
        values[f"take-{each.id}"] = row is not None
        values[f"number-{each.id}"] = localise_digits(str(number), locale_tag()) if number else ""
        values[f"title-{each.id}"] = row.title if row else each.title
    return values


def _candidate_rows(letter: Letter, found: list[Candidate]) -> list[dict[str, Any]]:
    numbers = {row.record_id: number for number, row in enumerate(enclosures_of(letter), 1)}
    rows = [
        {
            "id": each.id,
            "kind": _("Statement") if each.kind == "statement" else _("Document"),
            "label": annex_label(letter.language, numbers[each.id]) if each.id in numbers else "",
            "uncleared": _uncleared(letter, each),
        }
        for each in found
    ]
    return sorted(rows, key=lambda row: numbers.get(row["id"], LAST))


def _uncleared(letter: Letter, each: Candidate) -> list[Block]:
    if each.kind != "statement":
        return []
    statement = get_statement(current_user, each.id)
    return list(clearance_blocks(current_user, letter, statement, each.title))


def _add_or_strike(letter: Letter, form: NamedForm) -> None:
    if form["name-new"].data:
        naming.add_named(current_user, letter, form["name-new"].data, None, form["standing-new"].data)
    for row in named_in(letter):
        if str(row.id) == request.form.get("strike"):
            naming.strike(current_user, letter, row)
    struck = struck_part(NamedPerson, letter, request.form.get("put_back", ""))
    if struck is not None:
        naming.unstrike(current_user, letter, struck)


def _named_values(letter: Letter) -> dict[str, Any]:
    values: dict[str, Any] = {"row_version": str(letter.row_version)}
    for row in named_in(letter):
        values |= {f"{name}-{row.id}": getattr(row, name) for name in ("ground", "standing", "reason")}
    return values
