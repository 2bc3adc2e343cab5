"""Who opened what: a page that reached one record and named nothing itself still leaves its line in the audit log.

A form shows what is already written, too. Without this, somebody could read whole records on the pages that change
them, and nobody could ever tell.
"""

import uuid
from types import SimpleNamespace

from flask import Flask, Response, g, has_request_context
from flask_login import current_user

from caseapp.audit import SHOWING, seen
from caseapp.db import Record, db
from caseapp.web.installed import event_label

_REACHED = "caseapp_reached"


def note_reached(record: Record) -> None:
    """Remember that this request reached ``record``; the first one is what its page is about."""
    if has_request_context():
        g.setdefault(_REACHED, []).append((type(record), record.id))


def reached() -> list[tuple[type[Record], uuid.UUID]]:
    """Return the model and id of each record that this request reached."""
    found: list[tuple[type[Record], uuid.UUID]] = g.get(_REACHED, []) if has_request_context() else []
    return found


def reached_scopes() -> set[uuid.UUID]:
    """Return the scopes in which the records lie that this request reached."""
    found = (db.session.get(model, record_id) for model, record_id in reached())
    return {record.scope_id for record in found if record is not None}


def install_opening(app: Flask) -> None:
    """Add what a page opened to the views that are written when the request ends; installed after the audit log."""

    @app.after_request
    def add_opened(response: Response) -> Response:
        found = reached()
        g.pop(_REACHED, None)
        if found and response.mimetype == "text/html" and response.status_code in SHOWING:
            kinds = ((model.__kind__, record_id) for model, record_id in found)
            opened = next((each for each in kinds if event_label(f"{each[0]}.viewed") is not None), None)
            if opened is not None and not g.get("caseapp_seen") and current_user.is_authenticated:
                kind, record_id = opened
                seen(current_user, f"{kind}.viewed", SimpleNamespace(__kind__=kind, id=record_id))
        return response
