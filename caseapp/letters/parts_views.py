"""The pages for what belongs to a letter: its enclosures and the people named in it."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from caseapp.cases.queries import get_case
from caseapp.dates import latin_digits
from caseapp.db import Conflict, check_version, write
from caseapp.letters import naming
from caseapp.letters.actions import Frozen
from caseapp.letters.blueprint import blueprint
from caseapp.letters.enclosing import Candidate, Chosen, candidates, set_enclosures
from caseapp.letters.labels import GROUNDS, STANDINGS
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.names import suggestions
from caseapp.letters.parts import enclosures_of, named_in
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.queries import get_letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.letters.writing_views import changed_meanwhile
from caseapp.names import UnsafeName, clean_name
from caseapp.printing.words import annex_label
from caseapp.web.forms import PageForm
from caseapp.web.gate import requires


@blueprint.route("/letters/<uuid:letter_id>/enclosures", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def enclosures(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Choose what travels with the letter, and in which order."""
    letter = get_letter(current_user, letter_id)
    back = url_for("letters.show", letter_id=letter_id)
    if LETTER_WORKFLOW.state(letter.status).frozen:
        return redirect(back)
    found = candidates(current_user, get_case(current_user, letter.case_id))
    form = PageForm(data={"row_version": str(letter.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(letter, form.version)
                set_enclosures(current_user, letter, _chosen(found))
        except (Conflict, Frozen):
            form.form_errors.append(changed_meanwhile())
        else:
            return redirect(back + "#enclosures")
    rows = _candidate_rows(letter, found)
    body = render_template("letters/enclosures.html", form=form, letter=letter, rows=rows)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/letters/<uuid:letter_id>/named", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def named(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Look at everybody whom the letter names."""
    letter = get_letter(current_user, letter_id)
    back = url_for("letters.show", letter_id=letter_id)
    if letter.status not in naming.LOOKED_AT_IN:
        return redirect(back + "#named")
    form = PageForm(data={"row_version": str(letter.row_version)})
    found = suggestions(current_user, letter, get_case(current_user, letter.case_id))
    if form.validate_on_submit():
        added, problem = _added_name()
        if problem:
            form.form_errors.append(problem)
        else:
            with write():
                naming.look_at(current_user, letter, _answers(letter))
                if "take_over" in request.form:
                    naming.take_over(current_user, letter, found)
                if added:
                    naming.add_named(current_user, letter, added, None, _standing("new"))
                _strike(letter)
            stay = {"take_over", "add", "strike"} & set(request.form)
            return redirect(url_for("letters.named", letter_id=letter_id) if stay else back + "#named")
    body = render_template(
        "letters/named.html",
        form=form,
        letter=letter,
        rows=[_named_values(row) for row in named_in(letter)],
        found=found,
        grounds=GROUNDS,
        standings=STANDINGS,
        typed=request.form.get("name-new", ""),
    )
    return body, 422 if form.is_submitted() else 200


def _chosen(found: list[Candidate]) -> list[Chosen]:
    """Read the ticked candidates in the order of the numbers typed beside them; those without one come last."""
    ticked = [candidate for candidate in found if request.form.get(f"take-{candidate.id}")]
    ordered = sorted(ticked, key=lambda candidate: _typed_number(candidate.id))
    return [Chosen(each.kind, each.id, _title(f"title-{each.id}") or each.title) for each in ordered]


def _typed_number(candidate_id: uuid.UUID) -> int:
    typed = latin_digits(request.form.get(f"number-{candidate_id}", "")).strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1000


def _title(name: str) -> str:
    try:
        return clean_name(request.form.get(name, ""))[:300]
    except UnsafeName:
        return ""


def _candidate_rows(letter: Letter, found: list[Candidate]) -> list[dict[str, Any]]:
    enclosed = {row.record_id: (number, row) for number, row in enumerate(enclosures_of(letter), 1)}
    rows = []
    for candidate in found:
        number, row = enclosed.get(candidate.id, (0, None))
        rows.append(
            {
                "id": candidate.id,
                "kind": _("Statement") if candidate.kind == "statement" else _("Document"),
                "title": row.title if row else candidate.title,
                "note": candidate.note,
                "taken": row is not None,
                "number": number or "",
                "label": annex_label(letter.language, number) if number else "",
            }
        )
    return sorted(rows, key=lambda row: (not row["taken"], row["number"] or 0))


def _added_name() -> tuple[str, str]:
    """Return the name typed by hand, and the sentence about what is wrong with it."""
    try:
        return clean_name(request.form.get("name-new", ""))[:300], ""
    except UnsafeName:
        return "", _("There is an invisible character in the name. Please type it anew.")


def _answers(letter: Letter) -> dict[uuid.UUID, tuple[str, str, str]]:
    answers = {}
    for row in named_in(letter):
        ground = request.form.get(f"ground-{row.id}", row.ground)
        if ground in GROUNDS:
            reason = request.form.get(f"reason-{row.id}", row.reason)[:5000]
            answers[row.id] = (ground, _standing(str(row.id), row.standing), reason.strip())
    return answers


def _standing(name: str, present: str = "none") -> str:
    chosen = request.form.get(f"standing-{name}", present)
    return chosen if chosen in STANDINGS else "none"


def _strike(letter: Letter) -> None:
    wanted = request.form.get("strike", "")
    for row in named_in(letter):
        if str(row.id) == wanted:
            naming.strike(current_user, letter, row)


def _named_values(row: NamedPerson) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "ground": request.form.get(f"ground-{row.id}", row.ground),
        "standing": request.form.get(f"standing-{row.id}", row.standing),
        "reason": request.form.get(f"reason-{row.id}", row.reason),
    }
