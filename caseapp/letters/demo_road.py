"""The road of an invented letter: each step as people take it, with what has to be there before it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import disclose
from caseapp.documents.demo import invented_scan
from caseapp.documents.queries import documents_of
from caseapp.letters import demo_words as words
from caseapp.letters.actions import Reading, move_letter, read_back, settle_advice
from caseapp.letters.actions import comment as comment_on
from caseapp.letters.answering import Answer, record_answer, set_outcomes
from caseapp.letters.approving import approve_by_telephone, approve_letter, print_files
from caseapp.letters.covering import disclosures_of
from caseapp.letters.enclosing import Chosen, set_enclosures
from caseapp.letters.models import Letter
from caseapp.letters.naming import add_named, look_at
from caseapp.letters.parts import points_of
from caseapp.letters.sending import Attached, Sending, Signed, dispatch_letter, sign_letter
from caseapp.statements.queries import statements_of_case
from caseapp.workflow import StepDetails

IN_THE_POST = timedelta(days=4)


def enclose(demo: Any, letter: Letter) -> None:
    """Let the statement that is cleared travel with the letter, and the client's identity card."""
    chosen = [
        Chosen("statement", statement.id, words.ENCLOSED["statement"][demo.language])
        for statement in statements_of_case(demo.support, demo.case)
        if statement.status == "cleared"
    ]
    chosen += [
        Chosen("document", paper.id, words.ENCLOSED["document"][demo.language])
        for paper in documents_of(demo.support, demo.client)
    ]
    set_enclosures(demo.support, letter, chosen)


def name_the_minister(demo: Any, letter: Letter, name: str) -> None:
    """Write down that the letter names somebody in a public office, and comment on it."""
    row = add_named(demo.support, letter, name)
    db.session.flush()
    look_at(demo.support, letter, {row.id: ("public_office", "none", "")})
    comment_on(demo.coordinator, letter, words.COMMENTS[demo.language])


def approve_on_the_telephone(demo: Any, letter: Letter) -> None:
    """Write down that the coordinator approved the letter by telephone; they have not confirmed it yet."""
    files = print_files(demo.support, letter)
    remark = words.ON_THE_TELEPHONE[demo.language]
    approve_by_telephone(demo.support, letter, files, demo.coordinator, words.EVENING, remark)


def take(demo: Any, letter: Letter, target: str, begun: float) -> Iterator[float]:
    """Take a letter as far as ``target``, a name on the road; yields when, as ``Invention.add`` does.

    ``begun`` is the share of the case's time at which it was begun; what is left is as long as the road.
    """
    for name, share, step in ROAD:
        yield begun + share * (1 - begun)
        step(demo, letter)
        db.session.flush()
        if name == target:
            return


def _read(demo: Any, letter: Letter) -> None:
    read_back(demo.support, letter, Reading(today(), "fa", demo.support.name, "", "yes", ""))
    settle_advice(demo.support, letter, "taken", "yes", "")


def _send_for_review(demo: Any, letter: Letter) -> None:
    move_letter(demo.support, letter, "send_for_review", StepDetails())


def _approve(demo: Any, letter: Letter) -> None:
    approve_letter(demo.coordinator, letter, print_files(demo.coordinator, letter))


def _sign(demo: Any, letter: Letter) -> None:
    signed = Signed(letter.person_signs, "", words.PLACE[demo.language], today())
    sign_letter(demo.support, letter, signed, None)


def _dispatch(demo: Any, letter: Letter) -> None:
    sent_on = today()
    tokens = [disclose(demo.support, told) for told in disclosures_of(letter, sent_on)]
    sending = Sending("registered_post", sent_on, tracking=words.TRACKING)
    scan = Attached(invented_scan("PROOF OF POSTING", letter.reference, "png"), "proof.png")
    dispatch_letter(demo.support, letter, tokens, sending, scan)


def _acknowledge(demo: Any, letter: Letter) -> None:
    _answer(demo, letter, "acknowledgement")


def _reply(demo: Any, letter: Letter) -> None:
    _answer(demo, letter, "reply")


def _answer(demo: Any, letter: Letter, kind: str) -> None:
    came = Answer(
        kind,
        max(today() - IN_THE_POST, demo.case.created_on),
        today(),
        words.THEIR_REFERENCE,
        words.THEIR_REGISTRY[demo.language],
        words.SUMMARIES[kind][demo.language],
    )
    record_answer(demo.support, letter, came, None)


def _set_outcomes(demo: Any, letter: Letter) -> None:
    outcomes = {
        point.id: ("documents", outcome, reason[demo.language], today())
        for point, (outcome, reason) in zip(points_of(letter), words.OUTCOMES, strict=True)
    }
    set_outcomes(demo.support, letter, outcomes)


def _settle(demo: Any, letter: Letter) -> None:
    move_letter(demo.coordinator, letter, "set_outcome", StepDetails())


def _close(demo: Any, letter: Letter) -> None:
    reason = words.CLOSED[demo.language]
    move_letter(demo.coordinator, letter, "close", StepDetails(reason=reason))


ROAD: tuple[tuple[str, float, Callable[[Any, Letter], None]], ...] = (
    ("read_back", 0.08, _read),
    ("in_review", 0.15, _send_for_review),
    ("approved", 0.2, _approve),
    ("signed", 0.25, _sign),
    ("sent", 0.33, _dispatch),
    ("acknowledged", 0.5, _acknowledge),
    ("replied", 0.75, _reply),
    ("outcomes", 0.8, _set_outcomes),
    ("settled", 0.85, _settle),
    ("closed", 0.92, _close),
)
"""How far a letter can come, at which share of its road, and what leads there."""
