"""Filing documents."""

import uuid
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.clock import today
from caseapp.dates import PartialDate
from caseapp.db import Record, blobs, db
from caseapp.documents.files import clean_file_name, sniff
from caseapp.documents.models import Document
from caseapp.documents.others import SAID, say_others
from caseapp.vault import BlobInfo

DESCRIBED = ("title", "kind", "language", "source", "dated")


class StaysAList(ValueError):
    """A list of people still inside stays one, so that nobody sends it by calling it something else."""


def store_document(
    actor: User,
    *,
    scope_id: uuid.UUID,
    record: Record,
    info: BlobInfo,
    file_name: str,
    title: str,
    kind: str,
    language: str,
    source: str,
    dated: PartialDate | None = None,
    names_others: str = "",
    others: str = "",
    document_id: uuid.UUID | None = None,
) -> Document:
    """File a staged file under ``record``; it is kept from here on, if the transaction commits.

    Raises:
        RefusedFile: the file is not welcome, or not what its name says.
        BlobNotFound: it was swept meanwhile.
    """
    name = clean_file_name(file_name)
    document = Document(
        id=document_id or uuid.uuid4(),
        scope_id=scope_id,
        record_kind=record.__kind__,
        record_id=record.id,
        kind=kind,
        language=language,
        blob_ref=info.ref,
        file_key=info.key,
        title=title or name,
        file_name=name,
        media_type=sniff(info, name),
        source=source,
        dated=dated,
        size=info.size,
        sha256=info.sha256,
    )
    blobs().adopt(info.ref)
    db.session.add(document)
    db.session.flush()  # before what rests on it
    say_others(document, {"names_others": names_others, "others": others})
    record_event(actor, "document.filed", document, record)
    return document


def change_document(actor: User, document: Document, values: dict[str, Any]) -> None:
    """Correct what is said about a document. ``values`` has the names of ``DESCRIBED`` and ``SAID``.

    The file never changes.

    Raises:
        StaysAList: a list of people still inside would be called something else.
    """
    if document.lists_people_inside and values.get("kind", document.kind) != document.kind:
        raise StaysAList
    changed = [name for name in DESCRIBED if name in values and getattr(document, name) != values[name]]
    for name in changed:
        setattr(document, name, values[name])
    changed += say_others(document, {name: values[name] for name in SAID if name in values})
    record_event(actor, "document.changed", document, fields=changed)


def remove_document(actor: User, document: Document, reason: str) -> None:
    """Take a document out of every page; it stays in the history with the reason, and its file in the store."""
    document.removed_on, document.removed_by, document.removed_reason = today(), actor.id, reason
    record_event(actor, "document.removed", document)
