"""A form that comes back: its welcome files are kept beside its draft, so that nobody has to choose them again."""

import logging
from typing import Any

from flask import flash, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.db import db, write
from caseapp.i18n.messages import gettext as _
from caseapp.vault import BlobInfo, BlobNotFound
from caseapp.web.drafts import Draft, keep_draft
from caseapp.web.forms import Kept, PageForm
from caseapp.web.kept_files import KeptFile, drop_files, keep_file, make_room, uploads_of

log = logging.getLogger("caseapp")


def keep_files(form: PageForm) -> None:
    """Keep the welcome files of a form that comes back, and what was typed beside them, as a draft.

    To be called before its page is rendered, whatever the form comes back for. A kept file that was taken away, or is
    welcome no more, goes. Where the disk does not take a file, its field asks for it again.
    """
    uploads = uploads_of(form) if form.is_submitted() else []
    welcome = [field for field in uploads if field.look(form)]
    arrived = [field for field in welcome if field.has_arrived]
    gone = [field for field in uploads if field.kept and not field.has_arrived and field not in welcome]
    if not (arrived or any(field.kept for field in uploads)):
        return
    files = {field.name: (field.info, field.file_name) for field in arrived if field.info is not None}
    try:
        with write(quiet=True):
            drop_files(KeptFile.id.in_([field.kept.id for field in gone if field.kept]))
            kept = keep_with_files(current_user, request.path, list(request.form.items(multi=True)), files)
    except (OSError, SQLAlchemyError, BlobNotFound) as error:
        log.error("a file could not be kept: %s", type(error).__name__)  # noqa: TRY400 - a trace would name values
        for field in arrived:
            field.ask_again()
        return
    for field in gone:
        field.kept, field.taken_away = None, False
    for field in arrived:
        field.kept, field.taken_away = kept[field.name], False


def keep_with_files(
    user: Any,
    form: str,
    fields: list[tuple[str, str]],
    files: dict[str, tuple[BlobInfo, str]],
    *,
    after_expiry: bool = False,
) -> dict[str, Kept]:
    """Keep what was written and, by their fields, welcome files with their names. Inside a quiet write.

    Raises as ``keep_file``.
    """
    if files:
        # The box that takes a file away was meant for the one that these replace.
        fields = [(name, value) for name, value in fields if name.removesuffix("-away") not in files]
    draft = keep_draft(user, form, fields, after_expiry=after_expiry)
    kept = {field: keep_file(draft, field, info, name) for field, (info, name) in files.items()}
    theirs = select(Draft.id).where(Draft.user_id == user.id).order_by(Draft.saved_at.desc(), Draft.id)
    if kept and make_room([each.id for each in kept.values()], list(db.session.scalars(theirs))):
        flash(
            _(
                "So many files of forms that you have not saved were kept that the oldest had to make room. "
                "Save or drop what you are still writing."
            )
        )
    return kept
