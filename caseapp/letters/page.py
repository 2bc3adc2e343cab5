"""What the page of a letter shows."""

import uuid
from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_login import current_user

from caseapp.accounts import User
from caseapp.authorities.labels import COUNTED_FROM, COUNTED_IN
from caseapp.authorities.queries import get_authority
from caseapp.cases.queries import get_case
from caseapp.dates import localise_digits
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.letters.answering import STEP_OF
from caseapp.letters.approving import approval_of, possible_approvers
from caseapp.letters.covering import uncleared_blocks
from caseapp.letters.labels import (
    ADVICE,
    AGREED,
    ANSWERS,
    CHANNELS,
    GROUNDS,
    OUTCOME_TONES,
    OUTCOMES,
    STANDINGS,
    SUBJECTS,
    TOLD,
    VOICES,
)
from caseapp.letters.models import Letter, LetterPoint
from caseapp.letters.parts import (
    answers_of,
    comments_of,
    copies_of,
    copy_lines,
    dispatches_of,
    enclosures_of,
    points_of,
    read_backs_of,
    signatures_of,
)
from caseapp.letters.reply_clock import ReplyDate, reply_date
from caseapp.letters.sheets import spoken_digest
from caseapp.letters.standing import named_lines
from caseapp.letters.workflow import LETTER_WORKFLOW, NOT_SENT
from caseapp.people.queries import get_person, shown_name
from caseapp.printing.direction import Direction
from caseapp.printing.markup import parse, to_html, word_count
from caseapp.printing.words import annex_label, point_label, words_for
from caseapp.web.gate import can
from caseapp.web.records import moments, panels_for, step_entries
from caseapp.workflow import Offer, Tone, awaiting_confirmation, offered, read_steps_ahead, steps_of

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


def letter_page(user: User, letter: Letter) -> dict[str, Any]:
    """Return the context of the page of a letter."""
    case = get_case(user, letter.case_id)
    client = get_person(user, case.client_id)
    points, readings, steps = points_of(letter), read_backs_of(letter), steps_of(letter)
    offers = [
        offer
        for offer in offered(LETTER_WORKFLOW, letter, user, lambda permission: can(user, permission))
        if offer.transition.code not in NOT_OFFERED
    ]
    return {
        "letter": letter,
        "case": case,
        "client": client,
        "name": shown_name(client),
        "workflow": LETTER_WORKFLOW,
        "user_id": user.id,
        "offers": _expected_first(offers),
        "rare": [] if _expected_first(offers) else _as_items(letter, offers),
        "step_urls": {offer.transition.code: step_url(letter, offer.transition.code) for offer in offers},
        "is_written": not LETTER_WORKFLOW.state(letter.status).frozen,
        **shown_text(letter, points),
        "word_count": word_count(letter.body),
        "is_out": LETTER_WORKFLOW.phase_of(letter.status).code in ("sent", "answered", "closed"),
        "enclosures": [
            (annex_label(letter.language, number), row) for number, row in enumerate(enclosures_of(letter), 1)
        ],
        "uncleared": list(uncleared_blocks(user, letter)) if letter.status in NOT_SENT else [],
        "copies": list(zip(copies_of(letter), copy_lines(letter), strict=True)),
        "approvers": possible_approvers(letter) if letter.status == "in_review" else [],
        "named": named_lines(user, letter),
        "readings": readings,
        "reading_is_current": bool(readings) and readings[0].text_digest == spoken_digest(letter),
        "approval": approval_of(letter),
        "unconfirmed": awaiting_confirmation(steps),
        "signatures": signatures_of(letter),
        "dispatches": dispatches_of(letter),
        "answers": answers_of(letter),
        "can_answer": any(offer.transition.code in ANSWER_STEPS for offer in offers),
        "afterwards": any(each.transition == "record_sent" for each in steps),
        "languages_by_code": {**LANGUAGES_IN_WORDS, "other": _("another one")},
        "comments": comments_of(letter),
        "returned": last_return(steps),
        "status": shown_status(letter),
        "reply": _reply_date(letter),
        "moments": moments(list(step_entries(LETTER_WORKFLOW, letter, "letter"))[::-1]),
        "panels": panels_for(user, "letter", letter),
        "words": labels(),
    }


def shown_text(letter: Letter, points: list[LetterPoint]) -> dict[str, Any]:
    """Return the words of a letter as a page shows them: body, points and their direction."""
    return {
        "body": _as_html(letter.body, letter),
        "letter_direction": _direction(letter),
        "points": [
            (point, _as_html(point.text, letter), localise_digits(str(number), letter.language))
            for number, point in enumerate(points, 1)
        ],
    }


def step_url(letter: Letter, code: str) -> str:
    """Return the page on which the step ``code`` is made."""
    if code in OWN_PAGES:
        return url_for(OWN_PAGES[code], letter_id=letter.id)
    return url_for("letters.step", letter_id=letter.id, code=code)


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
        "outcome_tones": OUTCOME_TONES,
        "answers": ANSWERS,
        "counted_in": COUNTED_IN,
        "counted_from": COUNTED_FROM,
    }


def _as_html(text: str, letter: Letter) -> Any:
    return to_html(
        parse(text, letter.body_format),
        lambda number: point_label(letter.language, number),
        _direction(letter),
    )


def _direction(letter: Letter) -> Direction:
    return words_for(letter.language).direction


def last_return(steps: list[Any]) -> Any:
    """Return the step of the last return, as long as the letter has not been sent for review again; None otherwise."""
    for step_made in reversed(steps):
        if step_made.transition == "return":
            return step_made
        if step_made.transition == "send_for_review":
            return None
    return None


def shown_status(letter: Letter) -> tuple[Any, Any]:
    """Return the word for where a letter stands, and its tone: a draft that came back from the check is returned."""
    if letter.status == LETTER_WORKFLOW.start and last_return(steps_of(letter)) is not None:
        return _("returned"), Tone.ATTENTION
    return LETTER_WORKFLOW.state(letter.status).label, LETTER_WORKFLOW.phase_of(letter.status).tone


def shown_statuses(letters: Collection[Letter]) -> dict[uuid.UUID, tuple[Any, Any]]:
    """Return the words and tones of many letters by id; the steps of the drafts are read at once."""
    read_steps_ahead([letter for letter in letters if letter.status == LETTER_WORKFLOW.start])
    return {letter.id: shown_status(letter) for letter in letters}


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
