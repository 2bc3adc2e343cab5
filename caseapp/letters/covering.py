"""Whether a letter and all that travels with it may go to its addressee and to everybody who gets a copy."""

import uuid
from collections.abc import Iterator
from datetime import date

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import Audience, Disclosure, Missing, Purpose, decide
from caseapp.disclosures.wording import audience_label
from caseapp.documents.models import Document
from caseapp.i18n.messages import gettext as _
from caseapp.letters.models import Enclosure, Letter
from caseapp.letters.parts import copies_of, enclosures_of, named_in
from caseapp.statements.models import Statement
from caseapp.statements.queries import is_cleared_for, maker_ids, open_concerns
from caseapp.web.sentences import Sentence
from caseapp.workflow import Block, way


def audience_of(letter: Letter) -> Audience:
    """Return the addressee, who would learn what the letter says."""
    return Audience("authority", letter.authority_id)


def audiences_of(letter: Letter) -> list[Audience]:
    """Return whom the next sending tells: the addressee, then everybody whose copy has not gone out yet."""
    waiting = [
        Audience("authority", copy.authority_id) for copy in copies_of(letter) if copy.disclosure_id is None
    ]
    return list(dict.fromkeys([audience_of(letter), *waiting]))


def disclosures_of(letter: Letter, day: date | None = None) -> list[Disclosure]:
    """Return what the next sending tells, for each of its recipients; the addressee's stands first."""
    subjects = subjects_of_letter(letter)
    enclosed = ((row.record_kind, row.record_id) for row in enclosures_of(letter))
    items = (("letter", letter.id), *enclosed)
    return [
        Disclosure(
            subjects=subjects,
            purpose=Purpose.SHARE,
            audience=audience,
            items=items,
            identified="named",
            day=day or today(),
        )
        for audience in audiences_of(letter)
    ]


def subjects_of_letter(letter: Letter) -> tuple[uuid.UUID, ...]:
    """Return everybody about whom sending the letter tells something: the client first."""
    subjects = [client_id(letter)]
    for enclosure in enclosures_of(letter):
        subjects += subjects_of(letter, enclosure)
    subjects += [row.person_id for row in named_in(letter) if row.person_id and row.ground == "consent"]
    return tuple(dict.fromkeys(subjects))


def subjects_of(letter: Letter, enclosure: Enclosure) -> list[uuid.UUID]:
    """Return the persons whose words or data an enclosure holds."""
    if enclosure.record_kind == "statement":
        statement = enclosed_statement(enclosure)
        return list(maker_ids(statement)) if statement is not None else []
    document = db.session.get(Document, enclosure.record_id)
    if document is not None and document.record_kind == "person":
        return [document.record_id]
    return [client_id(letter)]


def client_id(letter: Letter) -> uuid.UUID:
    """Return the person whose case the letter belongs to."""
    case = db.session.get(Case, letter.case_id)
    assert case is not None
    return case.client_id


def coverage_blocks(user: User, letter: Letter) -> Iterator[Block]:
    """Yield which consent or clearance is missing for which recipient, with the way to record it."""
    for told in disclosures_of(letter):
        for missing in decide(user, told).missing:
            yield missing_block(user, letter, missing)
    yield from uncleared_blocks(user, letter)


def uncleared_blocks(user: User, letter: Letter) -> Iterator[Block]:
    """Yield which enclosed statement is not cleared for which recipient, with the way to the statement."""
    for enclosure in enclosures_of(letter):
        statement = enclosed_statement(enclosure)
        if statement is not None:
            yield from clearance_blocks(user, letter, statement, enclosure.title)


def clearance_blocks(user: User, letter: Letter, statement: Statement, title: str) -> Iterator[Block]:
    """Yield for which recipients a statement that the letter encloses, or may enclose, is not cleared.

    Where a concern about voluntariness is open, nobody may have it: that is said once, not for each recipient.
    """
    there = way("statements.show", statement_id=statement.id)
    if open_concerns(statement):
        yield Block(
            Sentence("letter.perhaps_not_free", title=title),
            there,
            _("Look at the statement"),
        )
        return
    for audience in audiences_of(letter):
        if is_cleared_for(statement, "authority", audience.id):
            continue
        if audience == audience_of(letter):
            reason = Sentence("letter.not_cleared", title=title)
        else:
            reason = Sentence(
                "letter.not_cleared_for_copy", title=title, recipient=audience_label(user, audience)
            )
        yield Block(reason, there, _("Look at the statement"))


def missing_block(user: User, letter: Letter, missing: Missing) -> Block:
    """Return what a disclosure of the letter lacks for one person and recipient, with the way to record it."""
    sheet = way("consents.sheet_of_person", person_id=missing.subject_id)
    reason = missing.reason
    if missing.audience != audience_of(letter):
        recipient = audience_label(user, missing.audience)
        reason = Sentence("letter.for_the_copy", recipient=recipient, reason=reason)
    return Block(reason, (missing.way or sheet).coming_from(letter), _("Record it"))


def enclosed_statement(enclosure: Enclosure) -> Statement | None:
    """Return the statement that an enclosure is; None where it is a document."""
    return db.session.get(Statement, enclosure.record_id) if enclosure.record_kind == "statement" else None
