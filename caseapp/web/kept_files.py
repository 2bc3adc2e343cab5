"""Files kept beside drafts: what was chosen in a form that came back, so that it need not be chosen again.

A kept file belongs to a draft, and through it to a user and to the address of their form. It lies in the store of
encrypted files; its key, its name and the field that it was chosen in are sealed under the user's own key. It goes
when its draft goes. What a record has taken over meanwhile stays in the store, as that record's file.
"""

import logging
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Locked, Scoped, blobs, current_act, db, file_columns, write
from caseapp.vault import HEAD_LENGTH, BlobInfo, Tampered, VaultError, fingerprint
from caseapp.web.forms import Kept, PageForm, UploadField

if TYPE_CHECKING:
    from caseapp.web.drafts import Draft

log = logging.getLogger("caseapp")
MOST = 20
MOST_BYTES = 250_000_000
"""Kept files of one user, and how much room they take. Beyond that the oldest make room, and who chose them is told."""


class KeptFile(Scoped):
    """One file of one form that is not saved yet."""

    __tablename__ = "kept_file"
    __kind__ = "kept_file"
    __lasting__ = False

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.id"), index=True)
    blob_ref: Mapped[uuid.UUID] = mapped_column(unique=True)
    """The random name of the file in the store."""
    file_key = Encrypted.raw("kept_file.file_key")
    described = Encrypted.json("kept_file.described")

    def field_of(self, draft: "Draft") -> str:
        """Return the field of the form of ``draft`` that the file was chosen in.

        Raises:
            Tampered: it was kept by somebody else or for another form, and moved here with a database tool.
        """
        told = self.described
        if not isinstance(told, dict) or told.get("bound_to") != _binding(draft, self.blob_ref):
            raise Tampered("a kept file was edited outside the application")
        return str(told["field"])

    @property
    def shown(self) -> Kept:
        """Return what a page shows of it."""
        return Kept(self.id, self.described["name"], self.described["size"])

    def info(self) -> BlobInfo:
        """Return the file as if it had just arrived.

        Raises:
            BlobNotFound: it is gone.
            Tampered: it is not the file that was kept.
        """
        ref, key, told = self.blob_ref, self.file_key, self.described
        with blobs().open(ref, key, stop=HEAD_LENGTH) as pieces:
            head = b"".join(pieces)
        return BlobInfo(ref, key, told["size"], bytes.fromhex(told["sha256"]), head)


def files_of(draft: "Draft") -> dict[str, tuple[Kept, BlobInfo]]:
    """Return the kept files of a draft by the field of the form that each was chosen in.

    One that was moved here with a database tool, or whose file is gone or changed, counts as not there.
    """
    found = {}
    for file_id in db.session.scalars(select(KeptFile.id).where(KeptFile.draft_id == draft.id)).all():
        try:
            row = db.session.get_one(KeptFile, file_id)
            found[row.field_of(draft)] = row.shown, row.info()
        except Locked:
            raise
        except VaultError:
            log.error("integrity error: a kept file is not what was kept")  # noqa: TRY400 - the text of the exception stays here
    return found


def uploads_of(form: PageForm) -> list[UploadField]:
    """Return the fields of a form that take a file."""
    return [field for field in form if isinstance(field, UploadField)]


def use_kept_files(form: PageForm, draft: "Draft | None", *, sent: bool) -> None:
    """Give the fields the files kept for them; of a form that was ``sent`` only those that its page had shown."""
    uploads = uploads_of(form)
    files = files_of(draft) if draft is not None and uploads else {}
    for field in uploads:
        kept, info = files.get(field.name, (None, None))
        if kept is not None and info is not None and (not sent or field.sent_kept == str(kept.id)):
            field.use_kept(kept, info)


def keep_file(draft: "Draft", field: str, info: BlobInfo, name: str) -> Kept:
    """Keep a welcome file that has just arrived, in the place of another of the same field. Inside a quiet write.

    Raises:
        BlobNotFound: it was swept meanwhile.
        OSError: the disk does not take it.
    """
    before = files_of(draft).get(field)
    if before is not None:
        drop_files(KeptFile.id == before[0].id)
    blobs().adopt(info.ref)
    row = KeptFile(scope_id=draft.scope_id, draft_id=draft.id, blob_ref=info.ref)
    row.file_key = info.key
    row.described = {
        "field": field,
        "name": name,
        "size": info.size,
        "sha256": info.sha256.hex(),
        "bound_to": _binding(draft, info.ref),
    }
    db.session.add(row)
    db.session.flush()
    return row.shown


def make_room(newest: list[uuid.UUID], theirs: list[uuid.UUID]) -> bool:
    """Drop the oldest kept files of a user who has too many or too large ones; tells whether it did.

    ``theirs`` are their drafts, the newest first; the files in ``newest`` stay in any case.
    """
    place = {draft_id: order for order, draft_id in enumerate(theirs)}
    query = select(KeptFile.id, KeptFile.blob_ref, KeptFile.draft_id).where(KeptFile.draft_id.in_(theirs))
    rows = sorted(db.session.execute(query), key=lambda row: (row.id not in newest, place[row.draft_id]))
    taken, dropped = 0, []
    for number, row in enumerate(rows, 1):
        taken += blobs().stored_size(row.blob_ref)
        if row.id not in newest and (number > MOST or taken > MOST_BYTES):
            dropped.append(row.id)
    drop_files(KeptFile.id.in_(dropped))
    return bool(dropped)


def drop_files(*which: ColumnElement[bool]) -> None:
    """Forget kept files; what no record has taken over leaves the store when this write has committed."""
    gone = db.session.execute(select(KeptFile.id, KeptFile.blob_ref).where(*which)).all()
    if not gone:
        return
    db.session.execute(delete(KeptFile).where(KeptFile.id.in_([file_id for file_id, _ref in gone])))
    left = [ref for _file_id, ref in gone if not _is_taken_over(ref)]
    if left:
        current_act().after_commit.append(partial(_destroy, left))


def _destroy(refs: list[uuid.UUID]) -> None:
    # Another window that had found a kept file may have saved it since; while this one writes, none does.
    with write(quiet=True):
        for ref in refs:
            if not _is_taken_over(ref):
                blobs().destroy(ref)


def _is_taken_over(ref: uuid.UUID) -> bool:
    return any(db.session.scalar(select(exists().where(column == ref))) for column in file_columns())


def _binding(draft: Any, ref: uuid.UUID) -> str:
    return fingerprint(draft.user_id.bytes, draft.scope_id.bytes, draft.form.encode(), ref.bytes)
