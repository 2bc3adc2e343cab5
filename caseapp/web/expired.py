"""A form that arrives after its session has run out: kept as its writer's draft, never submitted."""

import logging
from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.vault import BlobInfo, BlobNotFound
from caseapp.web.coming_back import keep_with_files
from caseapp.web.drafts import has_page
from caseapp.web.gate import OPEN_AT, PUBLIC, SAFE_METHODS, Stage, mark_of
from caseapp.web.installed import welcome_file
from caseapp.web.scanning import Objection
from caseapp.web.uploads import RefusedUpload, upload_info

log = logging.getLogger("caseapp")
SAVES_ITSELF = "drafts.keep"


def keep_what_came_late() -> ResponseReturnValue | None:
    """Keep the fields of a late form. Its token was checked against the expired session before this runs."""
    user = getattr(session, "expired_user", None)
    if user is None or request.method in SAFE_METHODS or request.endpoint is None or _is_open_still():
        return None
    address = _address_of_the_form()
    is_kept = not hasattr(current_app.view_functions[request.endpoint], "caseapp_never_kept")
    if is_kept and has_page(address):
        files, why_not = _welcome_files(user)
        try:
            _keep(user, address, files)
        except (OSError, BlobNotFound) as error:
            log.error("a file could not be kept: %s", type(error).__name__)  # noqa: TRY400 - a trace would name values
            _keep(user, address, {})
            flash(_("This file could not be kept. Choose it again."))
        for sentence in why_not:
            flash(sentence)
    return redirect(url_for("accounts.sign_in"))


def _keep(user: Any, address: str, files: dict[str, tuple[BlobInfo, str]]) -> None:
    with write(quiet=True):
        keep_with_files(user, address, list(request.form.items(multi=True)), files, after_expiry=True)


def _welcome_files(user: Any) -> tuple[dict[str, tuple[BlobInfo, str]], set[str]]:
    """Return the files that came along and are taken, by their fields, and why others are not."""
    files, why_not = {}, set()
    for field, storage in request.files.items():
        info = upload_info(storage)
        if info is None:
            continue
        try:
            files[field] = info, welcome_file(user, info, str(storage.filename))
        except ValueError:
            why_not.add(_objection_to(info))
    return files, why_not


def _objection_to(info: BlobInfo) -> str:
    if isinstance(info, RefusedUpload) and info.finding.objection is Objection.SILENT:
        return _("This file could not be kept. Choose it again.")
    return _("The file that you chose was not kept, because it is not one that is taken. Choose another.")


def _is_open_still() -> bool:
    # Signing in, an invitation: these are not the work of whoever sat here before. Nor is setting up what is asked of
    # them since.
    mark = mark_of(current_app.view_functions[request.endpoint or ""])
    return mark == PUBLIC or getattr(session, "stage", Stage.NONE) in OPEN_AT.get(mark or "", ())


def _address_of_the_form() -> str:
    """Return where the form is opened: a form that saves itself names that place in the address it saves to."""
    if request.endpoint == SAVES_ITSELF:
        return f"/{(request.view_args or {})['form']}"
    return request.path
