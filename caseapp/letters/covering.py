"""Whether a letter and all that travels with it may go to its addressee."""

import uuid
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import Audience, Disclosure, Missing, Purpose, decide
from caseapp.documents.models import Document
from caseapp.letters.models import Enclosure, Letter
from caseapp.letters.parts import enclosures_of, named_in
from caseapp.statements.models import Statement
from caseapp.statements.queries import is_cleared_for, maker_ids
from caseapp.workflow import Block


def audience_of(letter: Letter) -> Audience:
    """Return who would learn what the letter says."""
    return Audience("authority", letter.authority_id)


def disclosure_of(letter: Letter) -> Disclosure:
    """Return what sending the letter tells: about whom, to whom, with which enclosures."""
    enclosures = enclosures_of(letter)
    subjects = [client_id(letter)]
    for enclosure in enclosures:
        subjects += subjects_of(letter, enclosure)
    subjects += [row.person_id for row in named_in(letter) if row.person_id and row.ground == "consent"]
    return Disclosure(
        subjects=tuple(dict.fromkeys(subjects)),
        purpose=Purpose.SHARE,
        audience=audience_of(letter),
        items=(("letter", letter.id), *((row.record_kind, row.record_id) for row in enclosures)),
        identified="named",
        day=today(),
    )


def subjects_of(letter: Letter, enclosure: Enclosure) -> list[uuid.UUID]:
    """Return the persons whose words or data an enclosure holds."""
    if enclosure.record_kind == "statement":
        statement = db.session.get(Statement, enclosure.record_id)
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
    """Yield which consent or clearance is missing for this addressee, with the way to record it."""
    for missing in decide(user, disclosure_of(letter)).missing:
        yield missing_block(missing)
    for enclosure in enclosures_of(letter):
        statement = _statement(enclosure)
        if statement is not None and not is_cleared_for(statement, "authority", letter.authority_id):
            yield Block(
                _("The statement %(title)s is not cleared for this addressee.", title=enclosure.title),
                url_for("statements.show", statement_id=statement.id),
                _("Look at the statement"),
            )


def missing_block(missing: Missing) -> Block:
    """Return what a disclosure of the letter lacks for one person, with the way to record it."""
    sheet = url_for("consents.sheet_of_person", person_id=missing.subject_id)
    return Block(missing.reason, missing.url or sheet, _("Record it"))


def _statement(enclosure: Enclosure) -> Statement | None:
    return db.session.get(Statement, enclosure.record_id) if enclosure.record_kind == "statement" else None
