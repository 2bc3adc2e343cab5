"""The pages for checking a letter: approving it, confirming by telephone."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.db import Conflict, check_version, write
from caseapp.i18n.messages import gettext as _
from caseapp.letters import approving, sending
from caseapp.letters.blueprint import blueprint
from caseapp.letters.models import Letter
from caseapp.letters.page import labels
from caseapp.letters.parts import copy_lines, enclosures_of
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.printing_words import Unprintable, unprintable_sentence
from caseapp.letters.queries import get_letter
from caseapp.letters.standing import named_lines
from caseapp.letters.step_forms import ApproveForm, TelephoneForm
from caseapp.letters.views import printed_pages
from caseapp.letters.writing_views import changed_meanwhile
from caseapp.printing.words import annex_label
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import proven_to_send, recently_proven, requires
from caseapp.workflow import Block, Blocked, UnknownTransition, steps_of


@blueprint.route("/letters/<uuid:letter_id>/approve", methods=["GET", "POST"])
@requires(LetterPermission.APPROVE)
@proven_to_send
def approve(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Show the letter as it will be printed, and approve exactly that."""
    letter = get_letter(current_user, letter_id)
    if letter.status != "in_review":
        return _not_to_be_checked(letter)
    blocks = sending.blocks_before(current_user, letter, "approve")
    form = open_form(ApproveForm, {"row_version": str(letter.row_version)})
    if form.validate_on_submit():
        blocks = _approve(
            letter,
            form,
            lambda files: approving.approve_letter(current_user, letter, files, form.remark.data or ""),
        )
        if not blocks and not form.form_errors:
            flash(_("The letter is approved. Its text, date and files are frozen."))
            return redirect(_address(letter))
    return _approval_page("letters/approve.html", letter, form, blocks)


@blueprint.route("/letters/<uuid:letter_id>/approve-by-telephone", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def approve_by_telephone(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Record an approval that a colleague gave by telephone."""
    letter = get_letter(current_user, letter_id)
    if letter.status != "in_review":
        return _not_to_be_checked(letter)
    blocks = sending.blocks_before(current_user, letter, "approve_by_telephone")
    approvers = {
        str(user.id): user for user in approving.possible_approvers(letter) if user.id != current_user.id
    }
    form = open_form(TelephoneForm, {"row_version": str(letter.row_version)})
    form.approver.offer([(user_id, user.name) for user_id, user in approvers.items()])
    if form.validate_on_submit():
        blocks = _approve(
            letter,
            form,
            lambda files: approving.approve_by_telephone(
                current_user,
                letter,
                files,
                approvers[form.approver.data],
                form.at_time.data or "",
                form.remark.data or "",
            ),
        )
        if not blocks and not form.form_errors:
            return redirect(_address(letter))
    return _approval_page("letters/approve_by_telephone.html", letter, form, blocks)


@blueprint.post("/letters/<uuid:letter_id>/confirm/<uuid:step_id>")
@requires(LetterPermission.APPROVE)
@recently_proven
def confirm(letter_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm an approval that one gave by telephone."""
    letter = get_letter(current_user, letter_id)
    step = next((step for step in steps_of(letter) if step.id == step_id), None)
    if step is None:
        raise NotFound
    try:
        with write():
            approving.confirm_approval(current_user, letter, step)
    except ValueError:
        flash(_("Only the person who gave this approval can confirm it, once."))
    else:
        flash(_("The approval by telephone is confirmed."))
    return redirect(_address(letter))


def _approve(letter: Letter, form: PageForm, act: Callable[[approving.PrintedFiles], None]) -> list[Block]:
    """Print the files, then approve inside one write. Returns what stood in the way."""
    try:
        if letter.row_version != form.version:
            raise Conflict(letter)  # before the pages are printed for nothing
        files = approving.print_files(current_user, letter)
        with write():
            check_version(letter, form.version)
            act(files)
            discard_draft(current_user, request.path)
    except Unprintable as error:
        form.form_errors.append(unprintable_sentence(error))
    except Blocked as blocked:
        return blocked.blocks
    except (Conflict, UnknownTransition, ValueError):
        form.form_errors.append(changed_meanwhile())
    return []


def _not_to_be_checked(letter: Letter) -> ResponseReturnValue:
    flash(_("This letter does not wait for an approval."))
    return redirect(_address(letter))


def _approval_page(template: str, letter: Letter, form: PageForm, blocks: list[Block]) -> ResponseReturnValue:
    body = render_template(
        template,
        letter=letter,
        form=form,
        blocks=blocks,
        named=named_lines(current_user, letter),
        enclosures=[
            (annex_label(letter.language, number), row) for number, row in enumerate(enclosures_of(letter), 1)
        ],
        copies=copy_lines(letter),
        words=labels(),
        **printed_pages(letter),
    )
    return body, 422 if form.is_submitted() else 200


def _address(letter: Letter) -> str:
    return url_for("letters.show", letter_id=letter.id)
