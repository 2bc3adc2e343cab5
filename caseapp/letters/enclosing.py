"""What travels with a letter: choosing it, ordering it, and its pages for binding."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.db import db
from caseapp.documents.models import Document
from caseapp.documents.queries import documents_of, get_document, read_content
from caseapp.i18n.messages import gettext as _
from caseapp.letters.actions import check_editable, seal_text, take_out
from caseapp.letters.models import Enclosure, Letter
from caseapp.letters.parts import enclosures_of
from caseapp.people.queries import get_person
from caseapp.printing import enclosure as printed
from caseapp.printing.raster import MEDIA_TYPES, DocumentFault, InvalidDocument, RasterLimits
from caseapp.printing.words import annex_label
from caseapp.statements.models import Statement
from caseapp.statements.parts import present_version
from caseapp.statements.queries import annex_pdf, get_statement, statements_of_case
from caseapp.statements.scans import signed_papers

PDF = "application/pdf"


class NeverEnclosed(ValueError):
    """A list of people still inside was to be enclosed; ``title`` names it."""

    def __init__(self, title: str) -> None:
        super().__init__("a list of people inside is never enclosed")
        self.title = title


class NothingToBind(ValueError):
    """An enclosure has no pages: a statement without text or scan, a file that has none. ``title`` names it."""

    def __init__(self, title: str) -> None:
        super().__init__("an enclosure has no pages")
        self.title = title


@dataclass(frozen=True)
class Candidate:
    """A record that may be enclosed. ``note`` says what one should know before choosing it."""

    kind: str
    id: uuid.UUID
    title: str
    note: str


@dataclass(frozen=True)
class Chosen:
    """A record that is enclosed, with its title as the list of enclosures prints it."""

    kind: str
    id: uuid.UUID
    title: str


def candidates(user: User, case: Case) -> list[Candidate]:
    """Return the statements and documents of a case that a letter can carry: those that have pages."""
    found = [
        Candidate("statement", statement.id, statement.title, _note(user, statement))
        for statement in statements_of_case(user, case)
        if statement.status not in ("withdrawn", "superseded")
    ]
    client = get_person(user, case.client_id)
    for document in (*documents_of(user, case), *documents_of(user, client)):
        if document.media_type in MEDIA_TYPES and not document.lists_people_inside:
            found.append(Candidate("document", document.id, document.title, document.file_name))
    return found


def _note(user: User, statement: Statement) -> str:
    if signed_papers(user, statement):
        return _("%(reference)s, scan of the signed paper", reference=statement.reference)
    return statement.reference


def set_enclosures(actor: User, letter: Letter, chosen: Sequence[Chosen]) -> None:
    """Set what travels with the letter, in this order.

    Raises:
        Frozen: the letter is being checked or was approved.
        NeverEnclosed: a list of people still inside is among them.
    """
    check_editable(letter)
    for each in chosen:
        refuse_list_of_people(each.kind, each.id)
    rows = {(row.record_kind, row.record_id): row for row in enclosures_of(letter)}
    for number, each in enumerate(chosen, 1):
        row = rows.pop((each.kind, each.id), None)
        if row is None:
            db.session.add(
                Enclosure(
                    scope_id=letter.scope_id,
                    letter_id=letter.id,
                    record_kind=each.kind,
                    record_id=each.id,
                    number=number,
                    title=each.title,
                )
            )
        else:
            row.number, row.title = number, each.title
    for row in rows.values():
        take_out(actor, row)
    seal_text(letter)
    record(actor, "letter.enclosures_changed", letter, count=len(chosen))


def refuse_list_of_people(kind: str, record_id: uuid.UUID) -> None:
    """Keep a list of people still inside from being enclosed, whoever would read it.

    Raises:
        NeverEnclosed: the record is such a list.
    """
    document = db.session.get(Document, record_id) if kind == "document" else None
    if document is not None and document.lists_people_inside:
        raise NeverEnclosed(document.title)


def pages_of(user: User, letter: Letter) -> list[printed.Enclosure]:
    """Return the enclosures as they are bound behind the letter, with their annex labels.

    Raises:
        NothingToBind: an enclosure has no pages.
        NotFound: ``user`` may not see one of them.
        PrintingError: a statement cannot be printed.
    """
    return [
        part
        for number, enclosure in enumerate(enclosures_of(letter), 1)
        for part in _bound(user, enclosure, annex_label(letter.language, number))
    ]


def _bound(user: User, enclosure: Enclosure, label: str) -> list[printed.Enclosure]:
    """Return the files of one enclosure: a statement's signed paper where it was scanned, else its printed text."""
    if enclosure.record_kind == "document":
        return [_scan(enclosure, label, get_document(user, enclosure.record_id))]
    statement = get_statement(user, enclosure.record_id)
    papers = signed_papers(user, statement)
    if papers:
        return [_scan(enclosure, label, paper) for paper in papers]
    if present_version(statement) is not None:
        return [printed.Enclosure(label, enclosure.title, annex_pdf(statement), PDF, trusted=True)]
    for document in documents_of(user, statement):  # only a scan holds the words
        if document.media_type in MEDIA_TYPES and not document.lists_people_inside:
            return [_scan(enclosure, label, document)]
    raise NothingToBind(enclosure.title)


def _scan(enclosure: Enclosure, label: str, document: Document) -> printed.Enclosure:
    if document.media_type not in MEDIA_TYPES:
        raise NothingToBind(enclosure.title)
    if (
        document.size > RasterLimits().content_bytes
    ):  # it would be refused all the same, once it is all in memory
        raise InvalidDocument(DocumentFault.TOO_LARGE)
    return printed.Enclosure(label, enclosure.title, read_content(document), document.media_type)


def described(kind: str) -> str:
    """Return what an enclosure is, in the reader's language."""
    return _("Statement") if kind == "statement" else _("Document")
