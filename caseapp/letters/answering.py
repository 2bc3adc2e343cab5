"""What comes back from the authority, and the outcome of each point."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import db
from caseapp.documents.actions import store_document
from caseapp.documents.models import DocumentKind
from caseapp.letters.models import Letter, LetterAnswer
from caseapp.letters.parts import points_of
from caseapp.letters.sending import Attached
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.sentences import Sentence
from caseapp.workflow import StepDetails, advance

STEP_OF = {
    "acknowledgement": "acknowledge",
    "clarification": "ask_clarification",
    "forwarded": "forward",
    "reply": "receive_reply",
}
"""The step of the workflow that each kind of answer makes."""


@dataclass(frozen=True)
class Answer:
    """A paper from the authority, as it was read."""

    kind: str
    dated: date | None
    received_on: date
    their_reference: str
    signed_by: str
    summary: str


def record_answer(actor: User, letter: Letter, answer: Answer, scan: Attached | None) -> LetterAnswer:
    """File what came from the authority; the letter moves on with it.

    Raises:
        UnknownTransition: nothing can come before the letter was sent.
    """
    advance(LETTER_WORKFLOW, letter, actor, STEP_OF[answer.kind], StepDetails(happened_on=answer.received_on))
    file = None
    if scan is not None:
        file = store_document(
            actor,
            scope_id=letter.scope_id,
            record=letter,
            info=scan.info,
            file_name=scan.file_name,
            title=Sentence("letter.answer_to", reference=letter.reference),
            kind=DocumentKind.COURT,
            language=letter.language,
            source=answer.signed_by,
        )
    row = LetterAnswer(
        scope_id=letter.scope_id,
        letter_id=letter.id,
        kind=answer.kind,
        scan_id=file.id if file else None,
        dated=answer.dated,
        received_on=answer.received_on,
        their_reference=answer.their_reference,
        signed_by=answer.signed_by,
        summary=answer.summary,
    )
    db.session.add(row)
    record(actor, "letter.answered", letter, kind=answer.kind)
    return row


def set_outcomes(
    actor: User, letter: Letter, outcomes: Mapping[uuid.UUID, tuple[str, str, str, date | None]]
) -> None:
    """Write down what became of each point: point id to (subject, outcome, reason, day)."""
    for point in points_of(letter):
        if point.id in outcomes:
            point.subject, point.outcome, point.outcome_reason, point.outcome_on = outcomes[point.id]
    record(actor, "letter.outcomes_recorded", letter)
