"""Writing letters: preparing, changing, reading back, commenting."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.access import open_scope
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import Record, db
from caseapp.letters.models import Letter, LetterComment, LetterPoint, ReadBack
from caseapp.letters.parts import points_of
from caseapp.letters.sheets import digest_of, spoken_digest
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.printing.markup import BODY_FORMAT
from caseapp.workflow import StepDetails, advance, record_start

TEXT = (
    "addressee", "place", "written_on", "salutation", "subject", "body", "points_lead", "closing", "sender",
    "person_signs", "person_capacity", "organisation_signs", "organisation_capacity", "cover_remarks",
)  # fmt: skip
ADDRESS = ("kind", "language", "authority_id", "holder_id")


class Frozen(ValueError):
    """The letter is no longer written: it is being checked, or approved."""


@dataclass(frozen=True)
class Reading:
    """One reading back, as it was told."""

    happened_on: date
    language: str
    read_by: str
    interpreter: str
    agreed: str
    remark: str


def prepare_letter(
    actor: User, case: Case, values: dict[str, Any], letter_id: uuid.UUID | None = None
) -> Letter:
    """Begin a letter of a case. ``values`` has the names of ``ADDRESS`` and ``TEXT``."""
    letter = _new_letter(actor, case, values, letter_id)
    record_start(LETTER_WORKFLOW, letter, actor)
    record(actor, "letter.prepared", letter, case)
    return letter


def new_sent_letter(
    actor: User, case: Case, values: dict[str, Any], letter_id: uuid.UUID | None = None
) -> Letter:
    """Begin a letter that has gone out already; ``sending.record_sent`` goes on with it."""
    letter = _new_letter(actor, case, values, letter_id)
    record_start(LETTER_WORKFLOW, letter, actor)
    record(actor, "letter.sent_recorded", letter, case)
    return letter


def change_letter(actor: User, letter: Letter, values: dict[str, Any], points: Sequence[str]) -> None:
    """Change the text, the addressee and the numbered points.

    Raises:
        Frozen: the letter is being checked or was approved.
    """
    check_editable(letter)
    changed = [name for name in (*ADDRESS, *TEXT) if name in values and getattr(letter, name) != values[name]]
    for name in changed:
        setattr(letter, name, values[name])
    if _set_points(actor, letter, points):
        changed.append("points")
    seal_text(letter)
    record(actor, "letter.text_changed", letter, fields=changed)


def read_back(actor: User, letter: Letter, reading: Reading) -> ReadBack:
    """Record that the person heard or read the present text. Another text needs another reading.

    Raises:
        Frozen: the letter is being checked or was approved.
    """
    check_editable(letter)
    row = ReadBack(
        scope_id=letter.scope_id,
        letter_id=letter.id,
        happened_on=reading.happened_on,
        language=reading.language,
        read_by=reading.read_by,
        interpreter=reading.interpreter,
        agreed=reading.agreed,
        remark=reading.remark,
        text_digest=spoken_digest(letter),
    )
    db.session.add(row)
    if letter.status == "draft":
        advance(LETTER_WORKFLOW, letter, actor, "read_back", StepDetails(happened_on=reading.happened_on))
    record(actor, "letter.read_back", letter, agreed=reading.agreed)
    return row


def settle_advice(actor: User, letter: Letter, advice: str, told: str, note: str) -> None:
    """Record what was settled before the person's words go out."""
    letter.advice, letter.told, letter.advice_note = advice, told, note
    record(actor, "letter.advice_settled", letter)


def comment(actor: User, letter: Letter, text: str) -> LetterComment:
    """Say something about a letter without changing it."""
    row = LetterComment(scope_id=letter.scope_id, letter_id=letter.id, author_id=actor.id, text=text)
    db.session.add(row)
    record(actor, "letter.commented", letter)
    return row


def move_letter(actor: User, letter: Letter, transition: str, details: StepDetails) -> None:
    """Move a letter along its workflow, where nothing but the step is to be written.

    Raises:
        UnknownTransition, Blocked, ValueError: as ``caseapp.workflow.advance``.
    """
    advance(LETTER_WORKFLOW, letter, actor, transition, details)
    record(actor, "letter.moved", letter, transition=transition)


def check_editable(letter: Letter) -> None:
    """Refuse to change a letter that is no longer written.

    Raises:
        Frozen: it is being checked or was approved.
    """
    if LETTER_WORKFLOW.state(letter.status).frozen:
        raise Frozen("this letter is no longer written")


def take_out(actor: User, row: Record, reason: str = "") -> None:
    """Take a part out of a letter; it stays in the history."""
    row.removed_on, row.removed_by, row.removed_reason = today(), actor.id, reason


def put_back(row: Record) -> None:
    """Put a part that was taken out of a letter back to where it was."""
    row.removed_on, row.removed_by, row.removed_reason = None, None, ""


def seal_text(letter: Letter) -> None:
    """Keep the digest of what the letter prints now; called after every change of it or of its parts."""
    db.session.flush()
    letter.text_digest = digest_of(letter)


def _new_letter(actor: User, case: Case, values: dict[str, Any], letter_id: uuid.UUID | None) -> Letter:
    scope = open_scope(actor, "letter", through=(case.scope_id,))
    letter = Letter(
        id=letter_id or uuid.uuid4(),
        scope_id=scope.id,
        case_id=case.id,
        author_id=actor.id,
        status=LETTER_WORKFLOW.start,
        body_format=BODY_FORMAT,
        advice="not_asked",
        told="no",
        **{name: values[name] for name in (*ADDRESS, *TEXT) if name in values},
    )
    letter.give_reference()
    db.session.add(letter)
    seal_text(letter)
    return letter


def _set_points(actor: User, letter: Letter, texts: Sequence[str]) -> bool:
    """Bring the points to ``texts``: rows are kept where they are, added or taken out at the end."""
    rows = points_of(letter)
    changed = len(rows) != len(texts)
    for number, text in enumerate(texts, 1):
        if number <= len(rows):
            row = rows[number - 1]
            changed = changed or row.text != text
            row.text, row.number = text, number
        else:
            db.session.add(
                LetterPoint(
                    scope_id=letter.scope_id,
                    letter_id=letter.id,
                    number=number,
                    text=text,
                    subject="",
                    outcome="",
                )
            )
    for row in rows[len(texts) :]:
        take_out(actor, row)
    return changed
