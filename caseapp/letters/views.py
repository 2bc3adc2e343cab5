"""The pages of letters: the list, the letter itself, its printed pages, and what was told to whom."""

import uuid
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from caseapp.audit import seen
from caseapp.authorities.labels import COUNTED_FROM, COUNTED_IN
from caseapp.authorities.queries import get_authority
from caseapp.cases.queries import get_case
from caseapp.dates import localise_digits
from caseapp.documents.queries import get_document, read_content
from caseapp.i18n import LANGUAGES
from caseapp.letters import actions
from caseapp.letters.answering import STEP_OF
from caseapp.letters.approving import approval_of
from caseapp.letters.blueprint import blueprint
from caseapp.letters.labels import (
    ADVICE,
    AGREED,
    ANSWERS,
    CHANNELS,
    GROUNDS,
    OUTCOMES,
    STANDINGS,
    SUBJECTS,
    TOLD,
    VOICES,
)
from caseapp.letters.models import Letter
from caseapp.letters.parts import (
    answers_of,
    comments_of,
    dispatches_of,
    enclosures_of,
    named_in,
    points_of,
    read_backs_of,
    signatures_of,
)
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.previews import page_images
from caseapp.letters.printing_words import Unprintable, unprintable_sentence
from caseapp.letters.queries import PAGE, get_letter, list_letters
from caseapp.letters.reply_clock import ReplyDate, reply_date
from caseapp.letters.sheets import digest_of, letter_sheet, spoken_digest
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.people.queries import get_person, shown_name
from caseapp.printing.direction import Direction
from caseapp.printing.letter import print_letter
from caseapp.printing.markup import parse, to_html, word_count
from caseapp.printing.words import annex_label, point_label, words_for
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, requires
from caseapp.web.records import moments, panels_for, step_entries
from caseapp.web.steps import step_page
from caseapp.workflow import Offer, StepDetails, awaiting_confirmation, offered, steps_of

OWN_PAGES = {
    "read_back": "letters.read_back",
    "approve": "letters.approve",
    "approve_by_telephone": "letters.approve_by_telephone",
    "sign": "letters.sign",
    "dispatch": "letters.dispatch",
    "send_again": "letters.dispatch",
    "acknowledge": "letters.answer",
    "ask_clarification": "letters.answer",
    "forward": "letters.answer",
    "receive_reply": "letters.answer",
}
"""Steps that ask more than when and why."""
NOT_OFFERED = ("record_sent", "send_urgently")
"""Steps that are made on the page of another one."""
ANSWER_STEPS = tuple(STEP_OF.values())
RARE = ("approve_by_telephone", "withdraw", "give_up", "fail_delivery", "read_back")
"""Steps that are possible but never the next one to be expected."""


@blueprint.get("/letters/")
@requires(LetterPermission.READ)
def index() -> ResponseReturnValue:
    """List letters by phase."""
    phase, mine = request.args.get("phase", ""), request.args.get("mine") == "1"
    statuses = [state.code for state in LETTER_WORKFLOW.states if state.phase == phase]
    found = list_letters(
        current_user, statuses=statuses, mine=mine, before=request.args.get("before", type=int)
    )
    rows = found[:PAGE]
    older = (
        url_for("letters.index", phase=phase or None, mine=1 if mine else None, before=rows[-1].seq)
        if len(found) > PAGE
        else None
    )
    seen(current_user, "letter.listed", shown=[str(row.id) for row in rows])
    return render_template(
        "letters/index.html", rows=rows, older_url=older, workflow=LETTER_WORKFLOW, phase=phase, mine=mine
    )


@blueprint.get("/letters/<uuid:letter_id>")
@requires(LetterPermission.READ)
def show(letter_id: uuid.UUID) -> ResponseReturnValue:
    """Show a letter with everything that belongs to it."""
    user = current_user
    letter = get_letter(user, letter_id)
    case = get_case(user, letter.case_id)
    client = get_person(user, case.client_id)
    points, readings, steps = points_of(letter), read_backs_of(letter), steps_of(letter)
    offers = [
        offer
        for offer in offered(LETTER_WORKFLOW, letter, user, lambda permission: can(user, permission))
        if offer.transition.code not in NOT_OFFERED
    ]
    seen(user, "letter.viewed", letter, client)
    return render_template(
        "letters/show.html",
        letter=letter,
        case=case,
        name=shown_name(client),
        workflow=LETTER_WORKFLOW,
        user_id=user.id,
        offers=_expected_first(offers),
        rare=[] if _expected_first(offers) else _as_items(letter, offers),
        step_urls={offer.transition.code: step_url(letter, offer.transition.code) for offer in offers},
        is_written=not LETTER_WORKFLOW.state(letter.status).frozen,
        body=_as_html(letter.body, letter),
        word_count=word_count(letter.body),
        letter_direction=_direction(letter),
        is_out=LETTER_WORKFLOW.phase_of(letter.status).code in ("sent", "answered", "closed"),
        points=[
            (point, _as_html(point.text, letter), localise_digits(str(number), letter.language))
            for number, point in enumerate(points, 1)
        ],
        enclosures=[
            (annex_label(letter.language, number), row) for number, row in enumerate(enclosures_of(letter), 1)
        ],
        named=named_in(letter),
        readings=readings,
        reading_is_current=bool(readings) and readings[0].text_digest == spoken_digest(letter),
        approval=approval_of(letter),
        unconfirmed=awaiting_confirmation(steps),
        signatures=signatures_of(letter),
        dispatches=dispatches_of(letter),
        answers=answers_of(letter),
        can_answer=any(offer.transition.code in ANSWER_STEPS for offer in offers),
        afterwards=any(each.transition == "record_sent" for each in steps),
        languages_by_code={**LANGUAGES, "other": _("another one")},
        comments=comments_of(letter),
        returned=_last_return(steps),
        reply=_reply_date(letter),
        moments=moments(list(step_entries(LETTER_WORKFLOW, letter, "letter"))[::-1]),
        panels=panels_for(user, "letter", letter),
        words=labels(),
    )


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
    """Send one printed page as a picture. The page that shows it has noted who saw it."""
    letter = get_letter(current_user, letter_id)
    try:
        images = _images(letter)
    except Unprintable:
        raise NotFound from None
    if not 1 <= number <= len(images):
        raise NotFound
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
    return step_page(LETTER_WORKFLOW, letter, code, act, title=title, back=back) or redirect(back)


def step_url(letter: Letter, code: str) -> str:
    """Return the page on which the step ``code`` is made."""
    if code in OWN_PAGES:
        return url_for(OWN_PAGES[code], letter_id=letter.id)
    return url_for("letters.step", letter_id=letter.id, code=code)


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


def _expected_first(offers: list[Offer]) -> list[Offer]:
    """Return the offers with the expected ones first; none at all when only rare ones are left."""
    expected = [offer for offer in offers if offer.transition.code not in RARE]
    return [*expected, *(offer for offer in offers if offer not in expected)] if expected else []


def _as_items(letter: Letter, offers: list[Offer]) -> list[dict[str, Any]]:
    return [
        {"label": offer.transition.label, "url": step_url(letter, offer.transition.code)} for offer in offers
    ]


def labels() -> dict[str, Any]:
    """Return the words for the codes that the pages show."""
    return {
        "voices": VOICES,
        "grounds": GROUNDS,
        "standings": STANDINGS,
        "advice": ADVICE,
        "told": TOLD,
        "agreed": AGREED,
        "channels": CHANNELS,
        "subjects": SUBJECTS,
        "outcomes": OUTCOMES,
        "answers": ANSWERS,
        "counted_in": COUNTED_IN,
        "counted_from": COUNTED_FROM,
    }


def _images(letter: Letter) -> list[bytes]:
    if letter.approved_file_id is not None:
        document = get_document(current_user, letter.approved_file_id)
        return page_images((letter.id, str(document.id)), lambda: read_content(document))
    return page_images((letter.id, digest_of(letter)), lambda: print_letter(letter_sheet(letter)).pdf)


def _as_html(text: str, letter: Letter) -> Any:
    return to_html(
        parse(text, letter.body_format),
        lambda number: point_label(letter.language, number),
        _direction(letter),
    )


def _direction(letter: Letter) -> Direction:
    return words_for(letter.language).direction


def _last_return(steps: list[Any]) -> Any:
    """Return the last return, as long as the letter has not been sent for review again."""
    for step_made in reversed(steps):
        if step_made.transition == "return":
            return step_made
        if step_made.transition == "send_for_review":
            return None
    return None


def _reply_date(letter: Letter) -> ReplyDate | None:
    if letter.authority_id is None or LETTER_WORKFLOW.phase_of(letter.status).code != "sent":
        return None
    rule = get_authority(current_user, letter.authority_id).reply_rule
    happened = {
        row.target: row.happened_on or row.created_on
        for row in steps_of(letter)
        if row.target in ("dispatched", "delivered", "acknowledged")
    }
    return reply_date(rule, happened)
