"""What a colleague opens in a day is held back from a number on, before the page leaves and before it is noted.

Nobody is kept from an emergency by it: a new case, an incoming contact, and whatever somebody else let them into in
person, or they opened by emergency access, stay open. A form that comes back shows as much as a page that opens. What
is not there for somebody is answered as ever, so this tells of nothing.
"""

import uuid
from datetime import UTC
from typing import Any

from flask import Flask, Response, flash, g, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseapp.access.actions import MEMBER_ADDED
from caseapp.access.reach import members_near
from caseapp.access.visiting import is_visitor
from caseapp.accounts.days_reading import (
    REACHED,
    TOLD,
    DaysReading,
    is_counted,
    is_stopped,
    known_today,
    limit,
    lines_in,
    mark,
    read_today,
    was_let_on,
)
from caseapp.accounts.sessions import web_session
from caseapp.audit import SHOWING, AuditEvent, AuditTouch, record
from caseapp.audit.recording import PendingEvent
from caseapp.clock import now
from caseapp.dates import localise_digits
from caseapp.db import Locked, db, write
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.web.drafts import has_page, keep_draft
from caseapp.web.gate import SAFE_METHODS
from caseapp.web.installed import model_of
from caseapp.web.values import digits

TOO_MANY = 429
HOME = "home.show"
_PENDING, _COUNTED = "caseapp_seen", "caseapp_counted"


def install_holding_back(app: Flask) -> None:
    """Look at what a page shows once all of it is known; installed after the audit log, before what adds to it."""

    @app.after_request
    def hold_back(response: Response) -> Response:
        pending: list[PendingEvent] = g.get(_PENDING, [])
        if not pending or response.status_code not in SHOWING or not current_user.is_authenticated:
            return response
        try:
            instead = _instead_of(current_user._get_current_object(), pending)
        except Locked:
            return response  # whoever writes the views answers that
        if instead is not None:
            g.pop(_PENDING)
            g.pop(_COUNTED, None)
            response.close()
        return instead or response


def install_counting(app: Flask) -> None:
    """Remember which acts were counted as they were shown; installed before the audit log, so that it runs after it."""

    @app.after_request
    def note_counted(response: Response) -> Response:
        found: DaysReading | None = g.pop(_COUNTED, None)
        act_id = g.pop("caseapp_views_act", None)
        if found is not None and act_id is not None:
            found.own_acts.add(act_id)
        return response


def enough_for_today(user: Any) -> Response | None:
    """Return the page that says so to whoever waits for an administrator; None for everybody else.

    For a page whose records are not known when it begins to leave, and would not be held back.
    """
    return _stop(user, read_today(user.id)) if is_stopped(user.id) else None


def _instead_of(user: Any, pending: list[PendingEvent]) -> Response | None:
    seen = {each: kind for event in pending for kind, each in event.seen if is_counted(kind)}
    records, lines = set(seen), {each for event in pending for each in lines_in(event.detail)}
    known = known_today(user.id)
    g.caseapp_counted = known
    if records <= known.records and lines <= known.lines:
        return None
    known = read_today(user.id)
    after, most = known.with_page(records, lines), limit()
    instead = None
    if after > known.count and after > min(mark(), most):
        if known.told_at is None:
            known.told_at = now()
            _note(user, TOLD)
        new = {each: seen[each] for each in records - known.records}
        if not _stays_open(user, new) and not was_let_on(user.id):
            instead = _stop(user, known) if after > most else _ask_for_proof(known)
    if instead is None:
        known.add(records, lines)
    return instead


def _stays_open(user: Any, records: dict[uuid.UUID, str]) -> bool:
    """Tell whether a page is open however much was opened: what it shows anew is somebody's own work, or it is where
    work begins.
    """
    if not records:
        return request.endpoint == HOME
    found = (db.session.get(model_of(kind), each) for each, kind in records.items())
    scopes = {row.scope_id for row in found if row is not None}
    near = members_near(scopes, user.id)
    let_in_by_themselves = _let_in_by_themselves(user, set().union(*near.values()))
    return all(near.get(scope_id, set()) - let_in_by_themselves for scope_id in scopes)


def _let_in_by_themselves(user: Any, scope_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return those scopes into which ``user`` let themselves: whoever gives out a case could open all of them so.

    An emergency is none of these: somebody else is told of it at once.
    """
    themselves, scope = aliased(AuditTouch), aliased(AuditTouch)
    query = (
        select(scope.record_id)
        .join(AuditEvent, AuditEvent.id == scope.event_id)
        .join(themselves, themselves.event_id == AuditEvent.id)
        .where(
            AuditEvent.actor_id == user.id,
            AuditEvent.code == MEMBER_ADDED,
            scope.record_id.in_(scope_ids),
            themselves.record_id == user.id,
        )
    )
    found = set(db.session.scalars(query))
    return {each for each in found if not is_visitor(user, each)}


def _stop(user: Any, known: DaysReading) -> Response:
    if not known.was_stopped:
        known.was_stopped = True
        _note(user, REACHED)
    return _enough(known.count, is_kept=_kept_what_was_typed(user))


def _kept_what_was_typed(user: Any) -> bool:
    """Keep the words of a form that does not come back, and tell whether there were any: its page offers them again."""
    if request.method in SAFE_METHODS or not request.form or not has_page(request.path):
        return False
    with write(quiet=True):
        keep_draft(user, request.path, list(request.form.items(multi=True)))
    return True


def _ask_for_proof(known: DaysReading) -> Response | None:
    if known.told_at is None or request.method not in SAFE_METHODS:
        return None
    proven_at = web_session().proven_at
    if proven_at is not None and proven_at > known.told_at.astimezone(UTC).replace(
        tzinfo=None, microsecond=0
    ):
        return None
    flash(_("You have opened many records today. Please prove once more that it is you."))
    return Response(status=302, headers={"Location": url_for("accounts.prove_again", next=request.path)})


def _note(user: Any, code: str) -> None:
    with write(quiet=True):  # what the page had reached is not asked for again
        record(user, code, user)


def _enough(count: int, *, is_kept: bool) -> Response:
    title = ngettext(
        "You have opened %(count)s record today",
        "You have opened %(count)s records today",
        count,
        count=digits(count),
    )
    sentence = _(
        "So many are not opened in one day by one colleague without anybody asking. If you need more for your work, "
        "ask an administrator, who can let you go on today. Cases to which you are assigned, new cases and incoming "
        "contacts stay open."
    )
    if is_kept:
        sentence = " ".join((_("What you typed was kept."), sentence))
    body = render_template(
        "errors/error.html",
        code=localise_digits(str(TOO_MANY), locale_tag()),
        title=title,
        sentence=sentence,
        error_id=None,
    )
    return Response(body, status=TOO_MANY)
