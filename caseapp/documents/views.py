"""The pages of documents: file one, correct what is said about it, download it, take it out."""

import unicodedata
import uuid
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_visible, shown_first
from caseapp.accounts.streams import while_signed_in
from caseapp.audit import seen
from caseapp.db import Conflict, Record, check_version, db, write
from caseapp.documents import actions
from caseapp.documents.forms import ACCEPT, AddDocumentForm, EditDocumentForm, RemoveDocumentForm
from caseapp.documents.models import Document
from caseapp.documents.others import SAID, said_of
from caseapp.documents.permissions import DocumentPermission
from caseapp.documents.places import PLACES
from caseapp.documents.queries import get_document, is_rested_on, open_content
from caseapp.i18n.messages import gettext as _
from caseapp.web.coming_back import keep_files
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires
from caseapp.web.installed import describe, model_of

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@blueprint.route("/add/<kind>/<uuid:record_id>", methods=["GET", "POST"])
@requires(DocumentPermission.ADD)
def add(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """File a document under a record."""
    record = _record(kind, record_id)
    back = _page_of(kind, record_id)
    form = open_form(AddDocumentForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        assert form.file.info is not None
        if db.session.get(Document, form.record_id) is not None:
            flash(already_saved())
            return redirect(back)
        with write():
            actions.store_document(
                current_user,
                scope_id=record.scope_id,
                record=record,
                info=form.file.info,
                file_name=form.file.file_name,
                title=form.title.data or "",
                kind=form.kind.data,
                language=form.language.data,
                source=form.source.data or "",
                dated=form.dated.value,
                names_others=form.names_others.data or "",
                others=form.others.data or "",
                document_id=form.record_id,
            )
            discard_draft(current_user, request.path)
        flash(_("The document is filed, encrypted."))
        return redirect(back)
    keep_files(form)
    body = render_template("documents/add.html", form=form, record=record, back=back, accept=ACCEPT)
    return body, 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:document_id>")
@requires(DocumentPermission.READ)
def download(document_id: uuid.UUID) -> ResponseReturnValue:
    """Send a document's file, to be saved and never shown by the browser itself."""
    document = get_document(current_user, document_id)
    page = _page_of(document.record_kind, document.record_id)
    if hidden := shown_first(document, _("Document"), page, then=page):
        return hidden
    name, size = document.file_name, document.size
    seen(current_user, "document.downloaded", document)
    content = open_content(document)
    sent = stream_with_context(while_signed_in(content))
    response = Response(sent, mimetype="application/octet-stream")
    response.call_on_close(content.close)
    response.content_length = size
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers.set("Content-Disposition", _attachment(name))
    return response


@blueprint.route("/<uuid:document_id>/edit", methods=["GET", "POST"])
@requires(DocumentPermission.ADD)
def edit(document_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what is said about a document."""
    document = get_document(current_user, document_id)
    back = _page_of(document.record_kind, document.record_id)
    if hidden := shown_first(document, _("Correct what is said about a document"), back):
        return hidden  # otherwise whoever says that it names nobody opens the file unseen
    form = open_form(EditDocumentForm, _values(document))
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in (*actions.DESCRIBED, *SAID) if name != "dated"}
        try:
            with write():
                check_version(document, form.version)
                actions.change_document(current_user, document, {**values, "dated": form.dated.value})
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(document), _("Document"), back)
        except actions.StaysAList:
            form.kind.errors = [
                *form.kind.errors,
                _(
                    "A list of people still inside stays one. If it never was one, take the document out and file "
                    "it anew."
                ),
            ]
        else:
            flash(_("Saved."))
            return redirect(back)
    body = render_template("documents/edit.html", form=form, document=document, back=back)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:document_id>/remove", methods=["GET", "POST"])
@requires(DocumentPermission.REMOVE)
def remove(document_id: uuid.UUID) -> ResponseReturnValue:
    """Take a document out, with a reason."""
    document = get_document(current_user, document_id)
    back = _page_of(document.record_kind, document.record_id)
    form = open_form(RemoveDocumentForm, {"row_version": str(document.row_version)})
    rested_on = is_rested_on(document)
    if rested_on and form.is_submitted():
        form.form_errors.append(_("A letter or another record rests on this file as it stands, so it stays."))
    elif form.validate_on_submit():
        try:
            with write():
                check_version(document, form.version)
                actions.remove_document(current_user, document, form.reason.data or "")
        except Conflict as conflict:
            stored = {"row_version": str(document.row_version)}
            return conflict_page(conflict, form, stored, _("Document"), back)
        flash(_("The document was taken out. It stays in the history."))
        return redirect(back)
    body = render_template("documents/remove.html", form=form, document=document, back=back)
    return body, 422 if form.is_submitted() else 200


def _record(kind: str, record_id: uuid.UUID) -> Record:
    if kind not in PLACES:
        raise NotFound
    try:
        model: type[Record] = model_of(kind)
    except KeyError:
        raise NotFound from None
    return get_visible(current_user, model, record_id)


def _page_of(kind: str, record_id: uuid.UUID) -> str:
    found = describe(current_user, kind, record_id)
    return (found.url if found else None) or url_for("home.show")


def _values(document: Document) -> dict[str, object]:
    return {
        "row_version": str(document.row_version),
        **{name: getattr(document, name) for name in actions.DESCRIBED},
        **said_of(document),
    }


def _attachment(name: str) -> str:
    """Return the header for a file's name (RFC 6266): plain letters for old programs, the true name beside it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in plain if sign not in '"\\/;%').strip()
    if plain.startswith(".") or not plain:
        plain = f"document{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
