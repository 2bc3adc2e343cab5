"""What was refused, noted so that nobody fills the log with it: one event stands for all of its sort in some time.

Whoever asks for a record that they do not reach is answered as if it were not there. So is what is noted: which of the
two it was, the event does not know. It keeps the ids that were asked for, sealed like all detail.
What was counted since the last event is in memory, of each worker for itself; what a restart forgets is no more than
how often. Of several workers one counts for all of them how many records somebody asked for in vain.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from caseapp.audit.recording import record
from caseapp.clock import now
from caseapp.db import Locked, memory, write
from caseapp.keeper import Ask, NoKeeper, at_keeper, bytes_of_ids, call, ids_of_bytes
from caseapp.web.gate import SAFE_METHODS, SAME_SITE, SignedOut

NOT_REACHED, MANY_NOT_REACHED, FORGED = (
    "access.not_reached",
    "access.many_not_reached",
    "account.forged_request",
)
EVERY, EVERY_OF_STRANGERS = timedelta(minutes=1), timedelta(hours=1)
"""After so long the next event of a sort is written: for an account, and for everybody who has not signed in."""
SCAN, SCAN_WITHIN, TOLD_EVERY = 20, timedelta(minutes=10), timedelta(hours=1)
"""So many records that are not there for somebody, in so long, are told; and again after an hour."""
MOST_KEPT = 50
"""So many ids an event keeps."""
MOST_SORTS = 5000
_PATIENCE = 0.5
"""Seconds that the answer waits where one worker takes the place of the one that counted."""
_SORTS, _SCANS = "refused-lately", "not-reached-lately"


@dataclass
class _Sort:
    """What was refused of one sort since its last event."""

    next_at: datetime
    times: int = 0
    asked: dict[str, None] = field(default_factory=dict)


@dataclass
class _Scan:
    """The records that somebody asked for in vain, and when."""

    asked: dict[uuid.UUID, datetime] = field(default_factory=dict)
    told_at: datetime | None = None


def install_refused(app: Flask) -> None:
    """Note, when a request ends, that it asked for what is not there for its reader or that no page had made it."""

    @app.after_request
    def note_refused(response: Response) -> Response:
        user = getattr(session, "user", None)
        try:
            if g.pop("caseapp_not_found", False) and user is not None:
                _note_not_reached(user)
            if (way := _forged_by(g.pop("caseapp_refused", None))) is not None:
                who = user or getattr(session, "halfway", None)
                _note(who, FORGED, way, way=way)
        except (Locked, SignedOut):
            pass  # there is nowhere to note it, and nothing was there to be had
        return response


def forget_refused() -> None:
    """Forget what was refused lately: whatever is refused next is the first of its sort."""
    for kept in (_SORTS, _SCANS):
        memory().pop(kept, None)


def _forged_by(error: HTTPException | None) -> str | None:
    elsewhere = request.headers.get("Sec-Fetch-Site", "none") not in SAME_SITE
    if (
        request.method not in SAFE_METHODS
        and error is not None
        and (elsewhere or isinstance(error, CSRFError))
    ):
        return "site" if elsewhere else "token"
    return "cookie" if getattr(session, "broken", False) else None


def _note_not_reached(user: Any) -> None:
    asked = [each for each in (request.view_args or {}).values() if isinstance(each, uuid.UUID)]
    if not asked:
        return
    page = request.endpoint or ""
    _note(user, NOT_REACHED, page, asked, page=page)
    many = _counted(user.id, asked)
    if many:
        with write(quiet=True):
            record(user, MANY_NOT_REACHED, user, asked=" ".join(_kept(many)), times=len(many))


def _counted(user_id: uuid.UUID, asked: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Count what somebody asked for in vain; return all of it where it is so much that it is told now."""
    try:
        _said, many = call("not-reached", bytes_of_ids(asked), patience=_PATIENCE, user=user_id.hex)
    except NoKeeper:
        return []  # whoever counted has just ended, and all that was counted with it
    return ids_of_bytes(many)


@at_keeper("not-reached")
def _count(said: dict[str, Any], asked: bytes, _ask: Ask) -> tuple[dict[str, Any], bytes]:
    scan, moment = _scans().setdefault(uuid.UUID(said["user"]), _Scan()), now()
    # Of one copy: another thread may count for the same account.
    known = {**scan.asked, **dict.fromkeys(ids_of_bytes(asked), moment)}
    scan.asked = {each: at for each, at in known.items() if moment - at <= SCAN_WITHIN}
    is_told = scan.told_at is not None and moment - scan.told_at < TOLD_EVERY
    if len(scan.asked) < SCAN or is_told:
        return {}, b""
    scan.told_at = moment
    return {}, bytes_of_ids(scan.asked)


def _note(user: Any, code: str, sort: str, asked: Collection[uuid.UUID] = (), **detail: Any) -> None:
    sorts, moment = _sorts(), now()
    if len(sorts) > MOST_SORTS:
        sorts.clear()
    found = sorts.setdefault((user.id if user is not None else None, code, sort), _Sort(moment))
    found.times += 1
    found.asked |= dict.fromkeys(_kept(asked)) if len(found.asked) < MOST_KEPT else {}
    if moment < found.next_at:
        return
    if asked:
        detail["asked"] = " ".join(
            found.asked
        )  # no list: of those, a reader is not told what they are kept out of
    # Quiet: what the refused request had reached before is not asked for again.
    with write(quiet=True):
        record(user, code, times=found.times, **detail)
    found.next_at = moment + (EVERY if user is not None else EVERY_OF_STRANGERS)
    found.times, found.asked = 0, {}


def _kept(asked: Collection[uuid.UUID]) -> list[str]:
    return [str(each) for each in list(asked)[:MOST_KEPT]]


def _sorts() -> dict[Any, _Sort]:
    found: dict[Any, _Sort] = memory().setdefault(_SORTS, {})
    return found


def _scans() -> dict[uuid.UUID, _Scan]:
    found: dict[uuid.UUID, _Scan] = memory().setdefault(_SCANS, {})
    return found
