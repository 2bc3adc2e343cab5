"""A form that arrives after its session has run out: kept as its writer's draft, never submitted."""

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import write
from caseapp.web.drafts import has_page, keep_draft
from caseapp.web.gate import PUBLIC, SAFE_METHODS, mark_of

SAVES_ITSELF = "drafts.keep"


def keep_what_came_late() -> ResponseReturnValue | None:
    """Keep the fields of a late form. Its token was checked against the expired session before this runs."""
    user = getattr(session, "expired_user", None)
    if user is None or request.method in SAFE_METHODS or request.endpoint is None or _is_for_everybody():
        return None
    address = _address_of_the_form()
    if has_page(address):
        with write(quiet=True):
            keep_draft(user, address, list(request.form.items(multi=True)), after_expiry=True)
    return redirect(url_for("accounts.sign_in"))


def _is_for_everybody() -> bool:
    # Signing in, an invitation: these are not the work of whoever sat here before.
    return mark_of(current_app.view_functions[request.endpoint or ""]) == PUBLIC


def _address_of_the_form() -> str:
    """Return where the form is opened: a form that saves itself names that place in the address it saves to."""
    if request.endpoint == SAVES_ITSELF:
        return f"/{(request.view_args or {})['form']}"
    return request.path
