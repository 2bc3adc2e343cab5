"""Whether documents name third persons: the file of such a one is hidden from whoever is not assigned."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from caseapp.db import Prepared, asked_of_each, db, while_unchanged
from caseapp.db.engine import among_given, given_ids
from caseapp.documents.models import OF_OTHERS, Document, DocumentOthers

SAID = ("names_others", "others")
"""What may be said of a document about it."""


def others_said(documents: Iterable[Document]) -> dict[uuid.UUID, DocumentOthers]:
    """Return what was said about whom documents name, by document; looked up once in a read for each of them."""

    def ask(ids: set[uuid.UUID]) -> dict[uuid.UUID, DocumentOthers]:
        # Of hardly any document it is said, so that a page asks no more than whether there are such.
        question = ("document-others", frozenset(ids))
        there = while_unchanged(question, lambda: [row.id for row in _THERE.rows(given_ids(ids))])
        found = db.session.scalars(_SAID, given_ids(there)) if there else ()
        return {said.document_id: said for said in found}

    return asked_of_each("document-others", (document.id for document in documents), ask)


_THERE = Prepared(
    select(DocumentOthers.id).where(
        among_given(DocumentOthers.document_id), DocumentOthers.removed_on.is_(None)
    )
)
_SAID = select(DocumentOthers).where(among_given(DocumentOthers.id))


def said_of(document: Document) -> dict[str, str]:
    """Return what was said about whom a document names, by the names of ``SAID``; empty where nobody said it."""
    said = others_said([document]).get(document.id)
    return {name: getattr(said, name) if said is not None else "" for name in SAID}


def names_others(document: Document) -> bool:
    """Tell whether a document names third persons. A list of people inside does, whatever was said of it."""
    said = said_of(document)["names_others"]
    return document.kind in OF_OTHERS if document.lists_people_inside or not said else said != "no"


def say_others(document: Document, said: dict[str, str]) -> list[str]:
    """Keep what is said about whom a document names, by the names of ``SAID``; returns the names of what changed.

    Inside a write, by an action that records it.
    """
    before = said_of(document)
    changed = [name for name in SAID if said.get(name, before[name]) != before[name]]
    if not changed:
        return []
    row = others_said([document]).get(document.id)
    if row is None:
        row = DocumentOthers(scope_id=document.scope_id, document_id=document.id, names_others="", others="")
        db.session.add(row)
    for name in changed:
        setattr(row, name, said[name])
    return changed
