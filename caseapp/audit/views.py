"""The audit log to read: newest first, by code, person or record. It shows acts, never a case's content."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString
from flask_login import current_user
from sqlalchemy import select

from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.recording import seen
from caseapp.db import db
from caseapp.web.feature import event_label, features
from caseapp.web.gate import requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 100


@dataclass(frozen=True)
class Line:
    """One event as the page shows it."""

    number: int
    at: str
    actor_id: uuid.UUID | None
    label: LazyString | str
    code: str
    touched: list[AuditTouch]


@blueprint.get("/")
@requires(AuditPermission.READ)
def index() -> ResponseReturnValue:
    """Show the log, a page at a time."""
    code = request.args.get("code", "")
    before = request.args.get("before", type=int)
    record_id = _uuid(request.args.get("record", ""))
    query = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(AuditEvent.number < before)
    if code:
        query = query.where(AuditEvent.code == code)
    if record_id is not None:
        query = query.where(
            AuditEvent.id.in_(select(AuditTouch.event_id).where(AuditTouch.record_id == record_id))
        )
    events = list(db.session.scalars(query))
    older = events[PAGE - 1].number if len(events) > PAGE else None
    lines = _lines(events[:PAGE])
    seen(
        current_user,
        "audit.read",
        first=lines[-1].number if lines else 0,
        last=lines[0].number if lines else 0,
    )
    older_url = url_for("audit.index", before=older, code=code or None, record=record_id) if older else None
    return render_template(
        "audit/index.html", lines=lines, older_url=older_url, code=code, record_id=record_id, codes=_codes()
    )


def _lines(events: list[AuditEvent]) -> list[Line]:
    touches: dict[uuid.UUID, list[AuditTouch]] = {}
    for touch in db.session.scalars(
        select(AuditTouch).where(AuditTouch.event_id.in_([event.id for event in events]))
    ):
        touches.setdefault(touch.event_id, []).append(touch)
    return [
        Line(
            event.number,
            str((event.detail or {}).get("at", event.day.isoformat())),
            event.actor_id,
            event_label(event.code) or event.code,
            event.code,
            touches.get(event.id, []),
        )
        for event in events
    ]


def _codes() -> list[tuple[str, LazyString]]:
    found = [(code, label) for feature in features() for code, label in feature.events.items()]
    return sorted(found, key=lambda pair: str(pair[1]))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
