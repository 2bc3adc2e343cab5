"""The page on which it is chosen who gets a copy of a letter."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.authorities.queries import get_authority, list_authorities
from caseapp.db import Conflict, check_version, write
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.letters import copying
from caseapp.letters.actions import Frozen
from caseapp.letters.blueprint import blueprint
from caseapp.letters.models import Letter, LetterCopy
from caseapp.letters.part_forms import CopiesForm, copies_form
from caseapp.letters.parts import copies_of, struck_part
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.queries import get_letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.letters.writing_views import changed_meanwhile
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires


@blueprint.route("/letters/<uuid:letter_id>/copies", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def copies(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Choose who gets a copy, and how the letter names them."""
    letter = get_letter(current_user, letter_id)
    back = url_for("letters.show", letter_id=letter_id)
    if LETTER_WORKFLOW.state(letter.status).frozen:
        return redirect(back)
    rows = copies_of(letter)
    names = _names(letter, rows)
    form = open_form(copies_form(rows), _values(letter, rows))
    form.authority.offer([("", _("nobody else")), *((str(each), name) for each, name in names[0].items())])
    if form.validate_on_submit():
        try:
            with write():
                check_version(letter, form.version)
                _save(letter, rows, form)
                discard_draft(current_user, request.path)
        except (Conflict, Frozen):
            form.form_errors.append(changed_meanwhile())
        else:
            stay = {"add", "strike", "put_back"} & set(request.form)
            here = url_for("letters.copies", letter_id=letter_id, struck=request.form.get("strike"))
            return redirect(here if stay else back + "#copies")
    struck = struck_part(LetterCopy, letter, request.args.get("struck", ""))
    body = render_template(
        "letters/copies.html",
        form=form,
        letter=letter,
        rows=rows,
        names=names[1],
        struck=struck,
        struck_name=_names_in_register().get(struck.authority_id, "") if struck is not None else "",
    )
    return body, 422 if form.is_submitted() else 200


def _names(letter: Letter, rows: list[LetterCopy]) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    """Return the authorities that can still be chosen, and those that get a copy already, with their names."""
    names = _names_in_register()
    taken = {row.authority_id for row in rows}
    free = {each: name for each, name in names.items() if each not in {*taken, letter.authority_id}}
    return free, {each: name for each, name in names.items() if each in taken}


def _names_in_register() -> dict[uuid.UUID, str]:
    return {each.id: each.name_in(locale_tag()) for each in list_authorities(current_user, locale_tag())}


def _save(letter: Letter, rows: list[LetterCopy], form: CopiesForm) -> None:
    copying.reword_copies(current_user, letter, {row.id: form.line_of(row.id) for row in rows})
    if form.authority.data:
        authority = get_authority(current_user, uuid.UUID(form.authority.data))
        copying.add_copy(current_user, letter, authority)
    for row in rows:
        if str(row.id) == request.form.get("strike"):
            copying.strike_copy(current_user, letter, row)
    struck = struck_part(LetterCopy, letter, request.form.get("put_back", ""))
    if struck is not None and struck.authority_id not in {row.authority_id for row in copies_of(letter)}:
        copying.unstrike_copy(current_user, letter, struck)


def _values(letter: Letter, rows: list[LetterCopy]) -> dict[str, Any]:
    return {"row_version": str(letter.row_version), **{f"line-{row.id}": row.line for row in rows}}
