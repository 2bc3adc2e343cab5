"""Signing and sending a letter, and writing down what was sent before anybody wrote it here."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import db
from caseapp.disclosures import Audience, DisclosureToken
from caseapp.documents.actions import store_document
from caseapp.documents.models import Document, DocumentKind
from caseapp.letters.covering import audience_of, disclosures_of, enclosed_statement
from caseapp.letters.models import Dispatch, Letter, LetterSignature, Voice
from caseapp.letters.parts import copies_of, enclosures_of, signatures_of
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.statements.actions import record_use
from caseapp.vault import BlobInfo
from caseapp.web.sentences import Lines, Sentence
from caseapp.workflow import Block, Manner, StepDetails, advance, blocks_of


@dataclass(frozen=True)
class Attached:
    """A file that arrived with a form."""

    info: BlobInfo
    file_name: str


@dataclass(frozen=True)
class Sending:
    """How a letter was sent. ``receipt_pending``: it was given by hand and the receipt is still to come."""

    channel: str
    sent_on: date
    tracking: str = ""
    taken_by: str = ""
    receipt_pending: bool = False


@dataclass(frozen=True)
class Signed:
    """One signature under the printed letter."""

    name: str
    capacity: str
    place: str
    signed_on: date


def sign_letter(actor: User, letter: Letter, signed: Signed, scan: Attached | None) -> None:
    """Record who signed the printed letter; the scanned copy is a file of its own beside the approved one.

    A letter of both is signed when the second of the two has signed.

    Raises:
        UnknownTransition: it is not approved.
    """
    file = _keep(
        actor,
        letter,
        scan,
        DocumentKind.LETTER,
        Sentence("letter.signed_copy", reference=letter.reference),
    )
    db.session.add(
        LetterSignature(
            scope_id=letter.scope_id,
            letter_id=letter.id,
            scan_id=file.id if file else None,
            name=signed.name,
            capacity=signed.capacity,
            place=signed.place,
            signed_on=signed.signed_on,
        )
    )
    db.session.flush()
    if letter.status == "approved" and not lacks_signature(letter):
        last = max(row.signed_on or signed.signed_on for row in signatures_of(letter))
        advance(LETTER_WORKFLOW, letter, actor, "sign", StepDetails(happened_on=last))
    record(actor, "letter.signed", letter)


def lacks_signature(letter: Letter) -> bool:
    """Tell whether somebody in whose name the letter is written has still to sign it."""
    names = {row.name.casefold() for row in signatures_of(letter)}
    return len(names) < (2 if letter.voice is Voice.BOTH else 1)


def next_signatory(letter: Letter) -> tuple[str, str]:
    """Return name and capacity of whoever is to sign next, as the letter prints them."""
    person = (letter.person_signs, letter.person_capacity)
    organisation = (letter.organisation_signs, letter.organisation_capacity)
    awaited = {
        Voice.PERSON: [person],
        Voice.ORGANISATION: [organisation],
        Voice.BOTH: [person, organisation],
    }[letter.voice]
    signed = {row.name.casefold() for row in signatures_of(letter)}
    return next((each for each in awaited if each[0].casefold() not in signed), awaited[0])


def blocks_before(actor: User, letter: Letter, code: str) -> list[Block]:
    """Return what stands in the way of the step ``code``.

    Raises:
        UnknownTransition: there is no such step from the present state.
    """
    transition = LETTER_WORKFLOW.transition(code, letter.status)
    return blocks_of(transition, actor, letter)


def dispatch_step(letter: Letter) -> str:
    """Return the step by which the letter goes out: the first sending, or another after it did not arrive."""
    return "send_again" if letter.status == "delivery_failed" else "dispatch"


def dispatch_letter(
    actor: User,
    letter: Letter,
    tokens: Sequence[DisclosureToken],
    sending: Sending,
    proof: Attached | None,
    *,
    said_by: str = "",
    is_urgent: bool = False,
) -> Dispatch:
    """Send a letter. ``tokens`` are the lines of the ledger that allow or record it, one for each recipient.

    With ``said_by`` it has gone out already, whatever stands in the way; then a review opens. ``is_urgent`` goes with
    tokens for a vital interest.

    Raises:
        UnknownTransition, Blocked: as ``caseapp.workflow.advance``.
        ValueError: a recipient has no token, or a token was given for something else.
    """
    entered = _check_tokens(letter, tokens)
    code = "send_urgently" if is_urgent else dispatch_step(letter)
    _advance(actor, letter, code, sending, said_by)
    row = _add_dispatch(actor, letter, entered, sending, proof)
    _use_statements(actor, letter, sending, said_by or (actor.name if is_urgent else ""))
    record(actor, "letter.dispatched", letter)
    return row


def add_proof(actor: User, letter: Letter, dispatch: Dispatch, proof: Attached) -> None:
    """File the proof of a sending that waited for it."""
    file = _keep(actor, letter, proof, DocumentKind.PROOF, _proof_title(letter))
    assert file is not None
    dispatch.proof_id, dispatch.receipt_pending = file.id, ""
    record(actor, "letter.proof_added", letter)


def record_sent(
    actor: User,
    letter: Letter,
    tokens: Sequence[DisclosureToken],
    sending: Sending,
    said_by: str,
    scan: Attached | None,
) -> None:
    """Write down that a letter begun by ``actions.new_sent_letter`` has gone out already.

    No approval is made up: the step says "recorded afterwards", and where a guard would have refused it, a review
    opens.

    Raises:
        ValueError: a recipient has no token, or a token was given for something else.
    """
    entered = _check_tokens(letter, tokens)
    _advance(actor, letter, "record_sent", sending, said_by)
    _keep(
        actor,
        letter,
        scan,
        DocumentKind.LETTER,
        Sentence("letter.as_sent", reference=letter.reference),
    )
    _add_dispatch(actor, letter, entered, sending, None)
    _use_statements(actor, letter, sending, said_by)
    record(actor, "letter.sent_recorded", letter)


def _advance(actor: User, letter: Letter, code: str, sending: Sending, said_by: str) -> None:
    """Make the step; with ``said_by`` it is written down whatever stands in the way, and what does stands beside it."""
    reasons = [block.noted or block.reason for block in blocks_before(actor, letter, code)] if said_by else []
    manner = Manner.AFTERWARDS if said_by else Manner.DONE_HERE
    details = StepDetails(manner, sending.sent_on, said_by, Lines(reasons))
    advance(LETTER_WORKFLOW, letter, actor, code, details)


def _check_tokens(letter: Letter, tokens: Sequence[DisclosureToken]) -> dict[Audience, uuid.UUID]:
    """Return the line of the ledger of each recipient."""
    given = {token.disclosure.audience: token for token in tokens}
    for told in disclosures_of(letter):
        if told.audience not in given:
            raise ValueError("a recipient of this letter has no line in the ledger")
        given[told.audience].check(audience=told.audience, items=told.items, subjects=told.subjects)
    return {audience: token.id for audience, token in given.items()}


def _add_dispatch(
    actor: User,
    letter: Letter,
    entered: Mapping[Audience, uuid.UUID],
    sending: Sending,
    proof: Attached | None,
) -> Dispatch:
    for copy in copies_of(letter):
        if copy.disclosure_id is None:
            copy.disclosure_id = entered[Audience("authority", copy.authority_id)]
    file = _keep(actor, letter, proof, DocumentKind.PROOF, _proof_title(letter))
    row = Dispatch(
        scope_id=letter.scope_id,
        letter_id=letter.id,
        disclosure_id=entered[audience_of(letter)],
        proof_id=file.id if file else None,
        channel=sending.channel,
        sent_on=sending.sent_on,
        tracking=sending.tracking,
        taken_by=sending.taken_by,
        receipt_pending="yes" if sending.receipt_pending and file is None else "",
    )
    db.session.add(row)
    return row


def _use_statements(actor: User, letter: Letter, sending: Sending, said_by: str) -> None:
    """Let the enclosed statements tell that they went out; whatever sends a letter past a guard sends them past it."""
    for enclosure in enclosures_of(letter):
        statement = enclosed_statement(enclosure)
        if statement is not None:
            record_use(actor, statement, sending.sent_on, said_by)


def _proof_title(letter: Letter) -> str:
    return Sentence("letter.proof", reference=letter.reference)


def _keep(actor: User, letter: Letter, file: Attached | None, kind: str, title: str) -> Document | None:
    if file is None:
        return None
    return store_document(
        actor,
        scope_id=letter.scope_id,
        record=letter,
        info=file.info,
        file_name=file.file_name,
        title=title,
        kind=kind,
        language=letter.language,
        source="",
    )
