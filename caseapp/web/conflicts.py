"""The page for two people who saved the same record: both versions, and the choice between them."""

from typing import Any

from flask import Response, render_template, request
from flask_login import current_user

from caseapp.db import Conflict, write
from caseapp.i18n.messages import gettext as _
from caseapp.web.drafts import keep_draft
from caseapp.web.forms import PageForm, shown

HIDDEN = frozenset({"csrf_token", "row_version"})


def conflict_page(
    conflict: Conflict, form: PageForm, stored: dict[str, Any], title: str, theirs_url: str
) -> Response:
    """Answer 409 with what was typed beside what is stored.

    ``stored`` are the values that the form would be opened with now. What was typed is kept as a draft too.
    """
    fields = list(request.form.items(multi=True))
    with write(quiet=True):
        keep_draft(current_user, request.path, fields)
    theirs = type(form)(formdata=None, data=stored)
    rows = [
        (field.label.text, shown(field), shown(theirs[field.name]))
        for field in form
        if field.name not in HIDDEN and field.type not in {"HiddenField", "CSRFTokenField", "SubmitField"}
    ]
    body = render_template(
        "errors/conflict.html",
        title=title,
        action=request.path,
        row_version=conflict.record.row_version,
        rows=[row for row in rows if row[1] != row[2]],
        hidden=[(name, value) for name, value in fields if name not in HIDDEN],
        theirs_url=theirs_url,
        changed_by=None,
        changed_on=None,
    )
    return Response(body, status=409)


def already_saved() -> str:
    """Return the sentence for a form that was sent twice."""
    return _("This was saved already, once. To change it, use the edit button.")
