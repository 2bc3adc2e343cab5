"""The scan of the signed paper, filed under its statement."""

from flask_login import current_user

from caseapp.accounts import User
from caseapp.documents.actions import store_document
from caseapp.documents.models import Document
from caseapp.documents.queries import documents_of
from caseapp.printing.raster import MEDIA_TYPES
from caseapp.statements.models import Statement
from caseapp.statements.parts import makers_of
from caseapp.web.forms import UploadField
from caseapp.web.sentences import Sentence

BEFORE_SIGNATURE = ("draft", "read_back")


KIND = "statement"
"""The kind under which the signed paper is filed."""


def signed_papers(user: User, statement: Statement) -> list[Document]:
    """Return the scans of the signed paper that ``user`` may see, oldest first: what travels with a letter.

    None of a statement that nobody signed, and none where a label stands for a maker's name on paper: a scan shows it.
    """
    if statement.status in BEFORE_SIGNATURE or any(maker.printed_as for maker in makers_of(statement)):
        return []
    papers = documents_of(user, statement)[::-1]
    return [
        paper
        for paper in papers
        if paper.kind == KIND and paper.media_type in MEDIA_TYPES and not paper.lists_people_inside
    ]


def file_scan(statement: Statement, field: UploadField, source: str) -> None:
    """File what arrived in ``field`` as the signed paper of ``statement``. Inside the write."""
    assert field.info is not None
    store_document(
        current_user,
        scope_id=statement.scope_id,
        record=statement,
        info=field.info,
        file_name=field.file_name,
        title=Sentence("statement.signed_paper", reference=statement.reference),
        kind=KIND,
        language=statement.language,
        source=source,
    )
