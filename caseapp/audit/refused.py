"""What was refused, noted so that nobody fills the log with it: one event stands for all of its sort in some time.

Whoever asks for a record that they do not reach is answered as if it were not there. So is what is noted: which of the
two it was, the event does not know. It keeps the ids that were asked for, sealed like all detail.
What was counted since the last event is in memory, of each worker for itself; what a restart forgets is no more than
how often.
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
from caseapp.web.gate import SAFE_METHODS, SAME_SITE

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
        except Locked:
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
    scan, moment = _scans().setdefault(user.id, _Scan()), now()
    scan.asked |= dict.fromkeys(asked, moment)
    scan.asked = {each: at for each, at in scan.asked.items() if moment - at <= SCAN_WITHIN}
    if len(scan.asked) >= SCAN and (scan.told_at is None or moment - scan.told_at >= TOLD_EVERY):
        scan.told_at = moment
        with write(quiet=True):
            record(user, MANY_NOT_REACHED, user, asked=" ".join(_kept(scan.asked)), times=len(scan.asked))


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
