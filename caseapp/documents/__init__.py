"""Documents: files that are encrypted while they arrive, and hang on any record."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select

from caseapp.access import named_by
from caseapp.accounts import User
from caseapp.db import Record, db
from caseapp.documents.arriving import FOUND, NOT_SCANNED, welcome_name
from caseapp.documents.commands import documents
from caseapp.documents.demo import add_papers
from caseapp.documents.forms import EditDocumentForm
from caseapp.documents.labels import DOCUMENT_KINDS, kind_label
from caseapp.documents.models import Document, DocumentKind, DocumentOthers
from caseapp.documents.others import names_others, others_said
from caseapp.documents.permissions import GRANTS, DocumentPermission
from caseapp.documents.places import PLACES
from caseapp.documents.queries import documents_of, named_files
from caseapp.documents.topics import TOPICS
from caseapp.documents.views import blueprint
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import SCOPES_OF_WORK, lying_in
from caseapp.web.feature import Feature, Invention, Panel, TextSource, TimelineEntry
from caseapp.web.kind import Kind
from caseapp.web.masked import Masked
from caseapp.web.templating import part


def _panel(user: User, record: Record) -> Markup:
    documents = documents_of(user, record)
    return part(
        "documents/panel.html",
        record=record,
        documents=documents,
        others={document_id: said.others for document_id, said in others_said(documents).items()},
        kind_label=kind_label,
    )


def _timeline(user: User, case: Any) -> Iterator[TimelineEntry]:
    for document in documents_of(user, case):
        yield TimelineEntry(
            document.created_on,
            document.created_on,
            "document",
            "document",
            _("Document filed: %(title)s", title=document.title),
            document.source,
            url_for("documents.download", document_id=document.id),
            None,
        )


def _merge(actor: Any, person: Person, known: Person) -> None:
    query = select(Document).where(Document.record_kind == person.__kind__, Document.record_id == person.id)
    let_mean(actor, person, known, db.session.scalars(query), "record_id")


feature = Feature(
    name="documents",
    topics=TOPICS,
    demo=Invention(40, add_papers),
    blueprint=blueprint,
    terms=(DOCUMENT_KINDS,),
    grants=GRANTS,
    kinds=(
        Kind(
            Document,
            _l("Document"),
            lying_in(*SCOPES_OF_WORK),
            describe=named_by(
                Document,
                lambda document: document.title,
                lambda each: url_for("documents.download", document_id=each.id),
            ),
            form=EditDocumentForm,
        ),
        Kind(DocumentOthers, _l("Whom a document names"), lying_in(*SCOPES_OF_WORK)),
    ),
    masked=(
        Masked(
            Document,
            _l("a file that names other people"),
            DocumentPermission.READ,
            of=("", "record_id"),
            hides=names_others,
        ),
    ),
    texts=(
        TextSource(Document, ("title", "source"), DocumentPermission.READ, of=("", "record_id")),
        TextSource(DocumentOthers, ("others",), DocumentPermission.READ, of=("document", "document_id")),
    ),
    panels=tuple(Panel(place, "documents", 70, DocumentPermission.READ, _panel) for place in PLACES),
    timeline=_timeline,
    consequences=Consequences(merged=_merge),
    events_about=_l("Documents"),
    details={"malware": Detail(_l("What the scanner found"))},
    events=(
        Event("document.filed", _l("Filed a document")),
        Event("document.changed", _l("Corrected what is said about a document"), keeps=Keeps("fields")),
        Event("document.removed", _l("Took a document out"), looked_at_again=True),
        Event("document.downloaded", _l("Downloaded a document")),
        Event(FOUND, _l("Sent a file in which malware was found"), keeps=Keeps("malware"), watched=True),
        Event(NOT_SCANNED, _l("Sent a file that could not be scanned for malware"), watched=True),
    ),
    commands=(documents,),
    answers=Answers(welcome_file=welcome_name, files=named_files),
)

__all__ = ["Document", "DocumentKind", "DocumentPermission", "feature"]
