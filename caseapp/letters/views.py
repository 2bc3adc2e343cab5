"""The pages of letters: the list, the letter itself, its printed pages, and what was told to whom."""

import uuid
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.days_reading import known_today
from caseapp.audit import seen
from caseapp.cases.queries import client_names
from caseapp.documents.queries import get_document, read_content
from caseapp.i18n.messages import gettext as _
from caseapp.letters import actions
from caseapp.letters.blueprint import blueprint
from caseapp.letters.covering import uncleared_blocks
from caseapp.letters.listing import LETTERS
from caseapp.letters.models import Letter
from caseapp.letters.page import NOT_OFFERED, OWN_PAGES, letter_page, shown_statuses
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.previews import page_images
from caseapp.letters.printing_words import Unprintable, unprintable_sentence
from caseapp.letters.queries import get_letter, list_letters
from caseapp.letters.sheets import digest_of, letter_sheet
from caseapp.letters.step_forms import SendForReviewForm
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.people.queries import NOBODY
from caseapp.printing.letter import print_letter
from caseapp.web.drafts import open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.listing import asked_state
from caseapp.web.steps import step_page, step_values
from caseapp.workflow import StepDetails


@blueprint.get("/letters/")
@requires(LetterPermission.READ)
def index() -> ResponseReturnValue:
    """List letters."""
    state = asked_state(LETTERS)
    page = list_letters(current_user, state)
    seen(current_user, "letter.listed", shown=[str(row.id) for row in page.rows])
    return render_template(
        "letters/index.html",
        state=state,
        page=page,
        names=client_names(current_user, (row.case_id for row in page.rows)),
        nobody=NOBODY,
        statuses=shown_statuses(page.rows),
    )


@blueprint.get("/letters/<uuid:letter_id>")
@requires(LetterPermission.READ)
def show(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Show a letter with everything that belongs to it."""
    letter = get_letter(current_user, letter_id)
    context = letter_page(current_user, letter)
    seen(current_user, "letter.viewed", letter, context["client"])
    return render_template("letters/show.html", **context)


@blueprint.get("/letters/<uuid:letter_id>/pages")
@requires(LetterPermission.READ)
def preview(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Show the letter as it is printed, page by page."""
    letter = get_letter(current_user, letter_id)
    seen(current_user, "letter.viewed", letter)
    return render_template("letters/preview.html", letter=letter, **printed_pages(letter))


@blueprint.get("/letters/<uuid:letter_id>/pages/<int:number>.png")
@requires(LetterPermission.READ)
def page_image(letter_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Send one printed page as a picture.

    Whoever asks for the pictures alone has seen the letter too: that is noted once for each view, with its first page,
    or with another one where nothing of the letter was seen today.
    """
    letter = get_letter(current_user, letter_id)
    try:
        images = _images(letter)
    except Unprintable:
        raise NotFound from None
    if not 1 <= number <= len(images):
        raise NotFound
    if number == 1 or letter.id not in known_today(current_user.id).records:
        seen(current_user, "letter.viewed", letter)
    return Response(images[number - 1], mimetype="image/png")


@blueprint.route("/letters/<uuid:letter_id>/step/<code>", methods=["GET", "POST"])
@requires(LetterPermission.WRITE)
def step(letter_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move a letter along its workflow."""
    letter = get_letter(current_user, letter_id)
    if code in OWN_PAGES or code in NOT_OFFERED:
        raise NotFound

    def act(details: StepDetails) -> None:
        actions.move_letter(current_user, letter, code, details)

    back = url_for("letters.show", letter_id=letter_id)
    title = _("Letter %(reference)s", reference=letter.reference)
    subject = letter.subject or ""
    if code != "send_for_review":
        plain = step_page(LETTER_WORKFLOW, letter, code, act, title=title, back=back, about=subject)
        return plain or redirect(back)
    form = open_form(SendForReviewForm, step_values(letter))
    form.uncleared = list(uncleared_blocks(current_user, letter))
    template = "letters/send_for_review.html"
    page = step_page(
        LETTER_WORKFLOW,
        letter,
        code,
        act,
        title=title,
        back=back,
        form=form,
        about=subject,
        template=template,
    )
    return page or redirect(back)


def printed_pages(letter: Letter) -> dict[str, Any]:
    """Return the addresses of the printed pages for a template, or why there are none."""
    try:
        images = _images(letter)
    except Unprintable as error:
        return {"page_urls": [], "unprintable": unprintable_sentence(error)}
    version = digest_of(letter)[:12]
    urls = [
        url_for("letters.page_image", letter_id=letter.id, number=number, v=version)
        for number in range(1, len(images) + 1)
    ]
    return {"page_urls": urls, "unprintable": ""}


def _images(letter: Letter) -> list[bytes]:
    if letter.approved_file_id is not None:
        document = get_document(current_user, letter.approved_file_id)
        return page_images((letter.id, str(document.id)), lambda: read_content(document))
    return page_images((letter.id, digest_of(letter)), lambda: print_letter(letter_sheet(letter)).pdf)
