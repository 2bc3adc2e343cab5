"""Approving a letter: its files are printed and sealed first, then text, date and files are frozen together."""

import uuid
from dataclasses import dataclass

from caseapp.access import only_visits, people_who_reach
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import blobs
from caseapp.documents.actions import store_document
from caseapp.documents.models import Document, DocumentKind
from caseapp.i18n.messages import gettext as _
from caseapp.letters.authorship import writers_of
from caseapp.letters.enclosing import pages_of
from caseapp.letters.models import Letter, Voice
from caseapp.letters.naming import accept_reasons
from caseapp.letters.permissions import LetterPermission
from caseapp.letters.sheets import cover_sheet, digest_of, letter_sheet
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.printing.letter import print_cover_letter, print_letter
from caseapp.vault import BlobInfo
from caseapp.web.gate import can
from caseapp.web.sentences import Sentence
from caseapp.workflow import (
    Block,
    Blocked,
    Manner,
    Step,
    StepDetails,
    advance,
    confirm_telephone_approval,
    steps_of,
)

APPROVALS = ("approve", "approve_by_telephone")


@dataclass(frozen=True)
class PrintedFiles:
    """The files of an approval, encrypted and waiting to be kept; ``digest`` says which text they show."""

    digest: str
    letter: BlobInfo
    bundle: BlobInfo
    cover: BlobInfo | None


def print_files(user: User, letter: Letter) -> PrintedFiles:
    """Print the letter, our cover letter where the person writes, and the bundle. Outside any write.

    Raises:
        PrintingError: a sheet cannot be printed.
        InvalidDocument: an enclosed file cannot be shown as pages.
        NothingToBind: an enclosure has no pages.
    """
    printed = print_letter(letter_sheet(letter)).pdf
    from caseapp.printing.bundle import bind  # here: a server that prints nothing does not carry it

    bound = bind(printed, pages_of(user, letter), letter.language, letter.reference).pdf
    cover = (
        print_cover_letter(cover_sheet(letter, letter.written_on or today())).pdf
        if letter.voice is Voice.PERSON
        else None
    )
    return PrintedFiles(
        digest_of(letter), _staged(printed), _staged(bound), _staged(cover) if cover is not None else None
    )


def approve_letter(actor: User, letter: Letter, files: PrintedFiles, remark: str = "") -> None:
    """Approve a letter: from here its text, date and files never change.

    Raises:
        Blocked: a guard stands in the way.
        ValueError: the files show another text than the letter has now.
    """
    advance(LETTER_WORKFLOW, letter, actor, "approve", StepDetails(reason=remark))
    _freeze(actor, letter, files, approver_id=actor.id)
    record(actor, "letter.approved", letter)


def approve_by_telephone(
    actor: User, letter: Letter, files: PrintedFiles, approver: User, at_time: str, remark: str
) -> None:
    """Record that ``approver`` approved the letter by telephone; it stays flagged until they confirm.

    Raises:
        Blocked: a guard stands in the way, or the approver wrote a part of the letter.
        ValueError: the files show another text than the letter has now.
    """
    if approver.id not in {user.id for user in possible_approvers(letter)}:
        raise Blocked([Block(_("This colleague cannot approve the letter: they wrote a part of it."))])
    details = StepDetails(manner=Manner.BY_TELEPHONE, approver_id=approver.id, at_time=at_time, reason=remark)
    advance(LETTER_WORKFLOW, letter, actor, "approve_by_telephone", details)
    _freeze(actor, letter, files, approver_id=approver.id)
    record(actor, "letter.approved_by_telephone", letter, approver, given_at=at_time)


def confirm_approval(actor: User, letter: Letter, step: Step) -> None:
    """Confirm an approval given by telephone.

    Raises:
        ValueError: somebody else gave it, or it is confirmed already.
    """
    confirm_telephone_approval(step, actor)
    record(actor, "letter.approval_confirmed", letter)


def possible_approvers(letter: Letter) -> list[User]:
    """Return the colleagues who may approve: they reach the letter, hold the permission and wrote no part of it."""
    writers = writers_of(letter)
    return [
        user
        for user in people_who_reach(letter.scope_id)
        if not stands_for(user) & writers
        and can(user, LetterPermission.APPROVE)
        and not only_visits(user, letter.scope_id)
    ]


def approval_of(letter: Letter) -> Step | None:
    """Return the approval that stands, None before it."""
    approvals = [step for step in steps_of(letter) if step.transition in APPROVALS]
    return approvals[-1] if approvals and letter.approved_file_id else None


def _freeze(actor: User, letter: Letter, files: PrintedFiles, *, approver_id: uuid.UUID) -> None:
    if files.digest != digest_of(letter):
        raise ValueError("these files show another text")
    accept_reasons(approver_id, letter)
    reference = letter.reference
    letter.approved_file_id = _keep(
        actor, letter, files.letter, reference, Sentence("letter.as_approved", reference=reference)
    ).id
    letter.bundle_file_id = _keep(
        actor,
        letter,
        files.bundle,
        f"{reference}-with-enclosures",
        Sentence("letter.with_enclosures", reference=reference),
    ).id
    if files.cover is not None:
        letter.cover_file_id = _keep(
            actor,
            letter,
            files.cover,
            f"{reference}-cover",
            Sentence("letter.our_cover", reference=reference),
        ).id


def _keep(actor: User, letter: Letter, info: BlobInfo, name: str, title: str) -> Document:
    return store_document(
        actor,
        scope_id=letter.scope_id,
        record=letter,
        info=info,
        file_name=f"{name}.pdf",
        title=title,
        kind=DocumentKind.LETTER,
        language=letter.language,
        source=Sentence("letter.printed_here"),
    )


def _staged(content: bytes) -> BlobInfo:
    with blobs().stage() as staged:
        staged.write(content)
        return staged.finish()
