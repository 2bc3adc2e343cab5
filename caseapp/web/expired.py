"""A form that arrives after its session has run out: kept as its writer's draft, never submitted."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import write
from caseapp.web.drafts import keep_draft
from caseapp.web.gate import SAFE_METHODS


def keep_what_came_late() -> ResponseReturnValue | None:
    """Keep the fields of a late form. Its token was checked against the expired session before this runs."""
    user = getattr(session, "expired_user", None)
    if (
        user is None
        or request.method in SAFE_METHODS
        or request.endpoint in {None, "accounts.sign_in", "accounts.sign_out"}
    ):
        return None
    with write(quiet=True):
        keep_draft(user, request.path, list(request.form.items(multi=True)), after_expiry=True)
    return redirect(url_for("accounts.sign_in"))
