"""What is hidden of a record, from whom, and that whoever sees it stands in the log.

Where somebody sleeps and how they are reached is hidden from colleagues who reach a record with their team and are not
assigned to it. They may look, by a click for each record, for as long as their session lasts. What was looked at stands
in the session on the server, sealed, and is forgotten with it.
"""

import uuid
from collections.abc import Collection
from typing import Any

from flask import Flask, Response, flash, g, has_request_context, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access.assigned import assigned_among, is_assigned
from caseapp.access.shown_today import SHOWN_TO_ASSIGNED, shown_today
from caseapp.accounts.models import User
from caseapp.audit import SHOWING, seen
from caseapp.audit import record as record_event
from caseapp.db import Record, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.web.drafts import keep_draft
from caseapp.web.gate import SAFE_METHODS, reader
from caseapp.web.installed import mask_of, model_of

REVEALED = "revealed"
"""What a session keeps the ids of records under that its reader asked to see."""
MOST = 1_000
"""So many are kept; of more, which nobody looks at in a day, the first are hidden again."""
_SHOWN = "caseapp_shown_to_assigned"


def is_hidden(user: User, record: Record, *, ever: bool = False) -> bool:
    """Tell whether the masked fields of ``record`` are to stay hidden from ``user``, who reaches it.

    What is empty hides nothing; ``ever`` asks for what stood there once, too. Where they are shown because ``user`` is
    assigned to it, the log is told that this page shows them, once a day.
    """
    mask = mask_of(type(record))
    if mask is None or not (ever or mask.hides_in(record)):
        return False
    if is_assigned(user, record.scope_id):
        if has_request_context() and mask.columns:  # of a file each download stands in the log by itself
            g.setdefault(_SHOWN, {})[record.id] = record
        return False
    return not has_request_context() or str(record.id) not in session.get(REVEALED, ())


def hidden_or(user: User, record: Record, value: Any) -> Any:
    """Return ``value``, which holds a masked field of ``record``, or the word that stands in its place for ``user``."""
    return _("hidden") if is_hidden(user, record) else value


def hidden_among(user: User, rows: Collection[Any]) -> set[uuid.UUID]:
    """Return the ids of those of some rows, each with its ``scope_id``, whose masked fields are hidden from ``user``.

    For rows that were not loaded. The log is not told of the others: whoever shows them tells it.
    """
    revealed = session.get(REVEALED, ()) if has_request_context() else ()
    others = [row for row in rows if str(row.id) not in revealed]
    assigned = assigned_among(user, {row.scope_id for row in others})
    return {row.id for row in others if row.scope_id not in assigned}


def reveal(user: User, record: Record) -> None:
    """Show ``user`` the masked fields of ``record`` for the rest of their session. Opens a write, unless it is so
    already.
    """
    if not is_hidden(user, record, ever=True):
        return
    with write():
        record_event(user, "access.revealed", record, *_owner(record), kind=record.__kind__)
    session[REVEALED] = [*session.get(REVEALED, ()), str(record.id)][-MOST:]


def shown_first(record: Record, title: str, back: str, *, then: str = "") -> ResponseReturnValue | None:
    """Return the page that asks to look before a form with masked fields of ``record`` opens; None where nothing is
    hidden. ``then`` is where the button leads, if not to the form: a file has no page of its own.

    A form that was sent all the same was opened in another session: what was typed is kept as its writer's draft.
    """
    if not is_hidden(current_user, record):
        return None
    if request.method not in SAFE_METHODS:
        with write(quiet=True):
            keep_draft(current_user, request.path, list(request.form.items(multi=True)))
        flash(_("What you typed was kept."))
        return redirect(request.path)
    mask = mask_of(type(record))
    assert mask is not None
    then = then or request.path
    return render_template(
        "access/shown_first.html", record=record, title=title, back=back, then=then, what=mask.what
    )


def _owner(record: Record) -> list[Record]:
    """Return the record on whose page one reads ``record``, so that who looked is found from there, too."""
    mask = mask_of(type(record))
    if mask is None or mask.of is None:
        return []
    kind, column = mask.of
    found = db.session.get(model_of(kind or getattr(record, "record_kind", "")), getattr(record, column))
    return [found] if found is not None else []


def install_masking(app: Flask) -> None:
    """Let templates ask what is hidden, and tell the log what pages showed to those assigned.

    Installed after the audit log and before what adds the opened record.
    """
    app.jinja_env.globals["is_hidden"] = lambda record: is_hidden(reader(), record)

    @app.after_request
    def add_shown(response: Response) -> Response:
        shown: dict[uuid.UUID, Record] = g.pop(_SHOWN, {})
        if shown and response.status_code in SHOWING and current_user.is_authenticated:
            today = shown_today(current_user.id, shown)
            for record_id, record in shown.items():
                if record_id not in today:
                    seen(current_user, SHOWN_TO_ASSIGNED, record, kind=record.__kind__)
        return response
