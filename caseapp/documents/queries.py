"""Reading documents."""

import uuid
from collections.abc import Collection

from sqlalchemy import bindparam, exists, select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.db import Record, blobs, db, file_columns
from caseapp.db.engine import Base
from caseapp.documents.models import Document, DocumentOthers
from caseapp.vault import BlobReader


def get_document(user: User, document_id: uuid.UUID) -> Document:
    """Return a document that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Document, document_id)


def documents_of(user: User, record: Record) -> list[Document]:
    """Return the documents filed under ``record`` that ``user`` may see, newest first."""
    return list_visible(user, _OF_RECORD, {"kind": record.__kind__, "record_id": record.id})


_OF_RECORD = (
    select(Document)
    .where(Document.record_kind == bindparam("kind"), Document.record_id == bindparam("record_id"))
    .order_by(Document.seq.desc())
)


def documents_by_ids(user: User, document_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Document]:
    """Return documents by their ids; those that ``user`` may not see are left out."""
    query = select(Document).where(Document.id.in_(list(document_ids)))
    return {document.id: document for document in list_visible(user, query)}


def read_content(document: Document) -> bytes:
    """Return the whole content of a document's file, in memory.

    Raises:
        BlobNotFound: the file is gone.
        Tampered: it is not the file that was filed.
    """
    return blobs().read(document.blob_ref, document.file_key)


def open_content(document: Document) -> BlobReader:
    """Return the content of a document's file piece by piece. Raises as ``read_content``."""
    return blobs().open(document.blob_ref, document.file_key)


def named_files() -> set[uuid.UUID]:
    """Return the files that any row of any feature names.

    Rows that were removed count, because removing is no erasure.
    """
    found: set[uuid.UUID] = set()
    for column in file_columns():
        found.update(db.session.scalars(select(column).where(column.is_not(None))))
    return found


def is_rested_on(document: Document) -> bool:
    """Tell whether a row of any feature points to this document: an approved letter, a proof, a signed scan."""
    pointers = (
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is Document.__table__.c.id
        and table not in (Document.__table__, DocumentOthers.__table__)
    )
    return any(
        db.session.scalar(select(exists().where(column == document.id, table.c.removed_on.is_(None))))
        for table, column in pointers
    )
