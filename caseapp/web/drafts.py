"""Drafts: what somebody is writing in a form, kept encrypted on the server under their own key.

A draft belongs to a user and to the address of its form. It is written by the page's script while they type, and
when a form arrives after its session has run out. It is offered when they open the form again and dropped when the
form is saved. Files that were chosen in it are kept beside it (``kept_files``).
"""

import logging
import uuid
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Integer,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from caseapp.clock import now
from caseapp.db import Encrypted, Locked, db, write
from caseapp.db.records import Scoped
from caseapp.i18n.messages import gettext as _
from caseapp.vault import Tampered, VaultError, fingerprint
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import fragment, signed_in
from caseapp.web.kept_files import KeptFile, drop_files, uploads_of, use_kept_files

log = logging.getLogger("caseapp")
KEEP = timedelta(days=30)
MOST = 2000
MOST_BYTES = 200_000_000
"""Drafts of one user, and how much they take. Only beyond that, which nobody writes in the days they are kept, do the
oldest make room, and their writer is told."""
NOT_KEPT = frozenset({"csrf_token", "submit", "passphrase", "repeated", "present"})
F = TypeVar("F", bound=PageForm)
blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


class Draft(Scoped):
    """One form of one user, as far as they have written it."""

    __tablename__ = "draft"
    __kind__ = "draft"
    __lasting__ = False
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    form: Mapped[str]
    """The address of the form: names and ids of pages, nothing personal."""
    saved_at: Mapped[datetime]
    after_expiry: Mapped[bool]
    """It arrived when the session had run out, so it is offered right after signing in."""
    fields = Encrypted.json("draft.fields")

    def write(self, fields: list[tuple[str, str]]) -> None:
        """Put in what was written, bound to whose it is and to its form."""
        kept = [[name, value] for name, value in fields if name not in NOT_KEPT]
        self.fields = {"written": kept, "bound_to": self._binding()}

    def written(self) -> list[tuple[str, str]]:
        """Return names and values of the fields.

        Raises:
            Tampered: the draft was written by somebody else or in another form, and moved here with a database tool.
        """
        kept = self.fields
        if not isinstance(kept, dict) or kept.get("bound_to") != self._binding():
            raise Tampered("a draft was edited outside the application")
        return [(name, value) for name, value in kept["written"]]

    def _binding(self) -> str:
        return fingerprint(self.user_id.bytes, self.scope_id.bytes, self.form.encode())


def open_form(
    form_class: type[F], values: dict[str, Any] | None = None, *, address: str = "", **options: Any
) -> F:
    """Return the form of this request: what was sent, else the user's draft, else ``values``.

    ``values`` also carry ``row_version`` and, for new records, ``new_id``. ``address`` is that of the form's own page
    when another page shows the form too: its draft is the same.
    """
    if request.method == "POST":
        form = form_class(data=values, **options)
        if any(field.sent_kept for field in uploads_of(form)):
            use_kept_files(form, find_draft(current_user, request.path), sent=True)
        return form
    draft = find_draft(current_user, address or request.path) if request.args.get("fresh") is None else None
    if draft is None:
        return form_class(data=values, **options)
    form = form_class(formdata=MultiDict(draft.written()), data=values, **options)
    form.draft_saved_at = draft.saved_at.replace(tzinfo=UTC).isoformat()
    use_kept_files(form, draft, sent=False)
    return form


def find_draft(user: Any, form: str) -> Draft | None:
    """Return the draft that ``user`` has for the form at this address.

    One that was moved here with a database tool is somebody else's, or of another form: it counts as not there.
    """
    try:
        draft = db.session.scalar(_DRAFT, {"user": user.id, "of_scope": user.scope_id, "address": form})
        if draft is not None:
            draft.written()
    except Locked:
        raise
    except VaultError:
        log.error("integrity error: a draft was edited outside the application")  # noqa: TRY400 - the text of the exception stays here
        return None
    return draft


_DRAFT = select(Draft).where(
    Draft.user_id == bindparam("user"),
    Draft.scope_id == bindparam("of_scope"),
    Draft.form == bindparam("address"),
)


def keep_draft(user: Any, form: str, fields: list[tuple[str, str]], *, after_expiry: bool = False) -> Draft:
    """Keep what was written, and return the draft. Inside a quiet write."""
    draft = find_draft(user, form)
    if draft is None:
        discard_draft(user, form)  # one that is not theirs would stand in the way
        draft = Draft(scope_id=user.scope_id, user_id=user.id, form=form)
        db.session.add(draft)
    draft.saved_at = now().replace(tzinfo=None)
    draft.after_expiry = after_expiry
    draft.write(fields)
    db.session.flush()
    if _make_room(user, draft):
        flash(
            _(
                "So much unsaved text of yours was kept that the oldest of it had to make room. "
                "Save or drop what you are still writing."
            )
        )
    return draft


def has_page(address: str) -> bool:
    """Tell whether a draft can be offered at this address; the button of a list has no page of its own."""
    try:
        current_app.url_map.bind("").match(address, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def _make_room(user: Any, newest: Draft) -> bool:
    """Drop the oldest drafts of a user who has too many or too large ones, never the newest; tells whether it did."""
    size = func.length(Draft.__table__.c.fields, type_=Integer)
    others = select(Draft.id, size).where(Draft.user_id == user.id, Draft.id != newest.id)
    taken = db.session.scalar(select(size).where(Draft.id == newest.id)) or 0
    dropped = []
    for place, (draft_id, length) in enumerate(
        db.session.execute(others.order_by(Draft.saved_at.desc(), Draft.id)), 1
    ):
        taken += length
        if place >= MOST or taken > MOST_BYTES:
            dropped.append(draft_id)
    for draft_id in dropped:
        _drop(Draft.id == draft_id)
    return bool(dropped)


def discard_draft(user: Any, form: str) -> None:
    """Drop the draft of a form that was saved. Inside the write that saves it."""
    _drop(Draft.user_id == user.id, Draft.form == form)


def _drop(*which: ColumnElement[bool]) -> None:
    """Drop drafts, and the files beside them that no record has taken over."""
    drop_files(KeptFile.draft_id.in_(select(Draft.id).where(*which)))
    db.session.execute(delete(Draft).where(*which))


def take_draft_after_expiry(user: Any) -> str | None:
    """Return the address of the form that ``user`` sent when their session had run out, to go on with it.

    It is offered at one sign-in; from then on it waits, as every draft does, until its form is opened again.
    """
    late = select(Draft.form).where(Draft.user_id == user.id, Draft.after_expiry.is_(True))
    addresses = list(db.session.scalars(late.order_by(Draft.saved_at.desc())))
    if not addresses:
        return None
    theirs = [address for address in addresses if has_page(address) and find_draft(user, address)]
    with write(quiet=True):
        done = update(Draft).where(Draft.user_id == user.id, Draft.after_expiry.is_(True))
        db.session.execute(done.values(after_expiry=False))
    return theirs[0] if theirs else None


def forget_drafts_about(record_ids: Collection[uuid.UUID]) -> int:
    """Drop everybody's drafts of forms whose address names one of these records; returns how many. Inside a write."""
    named = {str(record_id) for record_id in record_ids}
    about = [
        draft_id
        for draft_id, form in db.session.execute(select(Draft.id, Draft.form))
        if not named.isdisjoint(form.split("/"))
    ]
    for draft_id in about:
        _drop(Draft.id == draft_id)
    return len(about)


def named_in_drafts() -> set[uuid.UUID]:
    """Return the ids of records that the addresses of all drafts name."""
    return set().union(*(records_named_in(form) for form in db.session.scalars(select(Draft.form))))


def records_named_in(form: str) -> set[uuid.UUID]:
    """Return the ids of records that the address of a form names."""
    found = set()
    for piece in form.split("/"):
        try:
            found.add(uuid.UUID(piece))
        except ValueError:
            continue
    return found


def forget_old_drafts() -> None:
    """Drop drafts that nobody came back to. Inside a quiet write."""
    _drop(Draft.saved_at < (now() - KEEP).replace(tzinfo=None))


@blueprint.post("/keep/<path:form>")
@signed_in
@fragment
def keep(form: str) -> ResponseReturnValue:
    """Keep the fields of a form while they are being written."""
    if not has_page(f"/{form}"):
        raise NotFound
    with write(quiet=True):
        keep_draft(current_user, f"/{form}", list(request.form.items(multi=True)))
    return Response(status=204)


@blueprint.post("/discard/<path:form>")
@signed_in
def discard(form: str) -> ResponseReturnValue:
    """Drop a draft on the user's own wish and open the form afresh."""
    if not has_page(f"/{form}"):
        raise NotFound
    with write(quiet=True):
        discard_draft(current_user, f"/{form}")
    flash(_("The unsaved text was dropped."))
    return redirect(request.root_path + f"/{form}")


def draft_url(form: str) -> str:
    """Return the address to which the form at ``form`` saves itself while it is written."""
    return url_for("drafts.keep", form=form.lstrip("/"))
