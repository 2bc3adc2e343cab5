"""The rows in which sessions are kept: what is sealed in them, how long they last, and what becomes of many at once."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app, has_request_context
from flask import session as flask_session
from sqlalchemy import delete, select

from caseapp.accounts.models import WebSession
from caseapp.clock import now
from caseapp.db import db
from caseapp.vault import Tampered, VaultError, fingerprint
from caseapp.web.gate import Stage

KEEP_EXPIRED = timedelta(days=7)
LASTS = {Stage.HALF: timedelta(minutes=10), Stage.SETTING_UP: timedelta(minutes=30)}
"""How long a session lasts that is not whole."""
OF_THE_READER = frozenset({"csrf_token", "locale", "theme", "_flashes"})
"""What a session keeps about its reader alone; whatever else stands in it may tell of somebody."""
DAMAGED = (ValueError, TypeError, LookupError)
"""What a value that no code covers raises where it is decoded. No page at all could be shown for it, nor a sign-in."""


def hash_of(token: str) -> bytes:
    """Return what of a token is stored."""
    return hashlib.sha256(token.encode()).digest()


def naive(moment: datetime) -> datetime:
    """Return a moment in UTC without a zone, as rows hold it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def sealed(row: WebSession, kept: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Return what a row is to hold: what is ``kept``, what it is bound to, and what it says about itself."""
    return {**(row.data or {}), **about, "kept": kept, "bound_to": _binding(row)}


def keep_in(row: WebSession, kept: dict[str, Any]) -> None:
    """Let a row hold what its session is to keep, and say about itself what it said. Inside a write."""
    row.data = sealed(row, kept)


def kept_in(row: WebSession) -> dict[str, Any]:
    """Return what a session keeps.

    Raises:
        Tampered: its row was edited outside the application.
    """
    # The row has no code of its own: what it is bound to is sealed with its data under the user's key, so that
    # neither another user nor another token nor a later end can be written into it.
    data = row.data or {}
    if data.get("bound_to") != _binding(row):
        raise Tampered("a session was edited outside the application")
    kept: dict[str, Any] = data["kept"]
    return kept


def _binding(row: WebSession) -> str:
    times = f"{row.created_at.isoformat()} {row.expires_at.isoformat()}"
    return fingerprint(row.user_id.bytes, row.scope_id.bytes, row.token_hash, times.encode())


def of_the_reader(kept: dict[str, Any]) -> dict[str, Any]:
    """Return of what a session keeps that which is about its reader alone."""
    return {name: value for name, value in kept.items() if name in OF_THE_READER}


def stage_of(row: WebSession) -> Stage:
    """Return the stage of a session, which is sealed with its data; the least for one that cannot be read."""
    try:
        return Stage((row.data or {}).get("stage", Stage.WHOLE))
    except (VaultError, *DAMAGED):
        return Stage.NONE


def proven_at_of(row: WebSession) -> datetime | None:
    """Return when whoever has this session last proved who they are, in UTC without a zone."""
    found = (row.data or {}).get("proven_at")
    return datetime.fromisoformat(found) if found else None


def begun_of(row: WebSession) -> dict[str, str]:
    """Return where the session of a row was begun; nothing for one of an earlier version, or that has ended."""
    return dict((row.data or {}).get("begun", {}))


def ends_at(row: WebSession, *, is_narrowed: bool) -> datetime:
    """Return when a session is over: a setting that was made shorter since counts, too.

    Where a rule demands a second factor since, one is set up within the time that anybody has for it after giving their
    passphrase: whoever finds the screen open later sets up none of their own.
    """
    if is_narrowed:
        return min(row.expires_at, (proven_at_of(row) or row.created_at) + LASTS[Stage.SETTING_UP])
    hours = timedelta(hours=current_app.config["SETTINGS"].session_hours)
    return min(row.expires_at, row.created_at + hours)


def end_session_row(row: WebSession) -> None:
    """End the session of a row, whoever's it is. Inside a write."""
    row.ended_at = naive(now())
    row.data = {"kept": {}, "bound_to": ""}  # an end that is taken back with a database tool opens nothing


def forget_old_sessions() -> None:
    """Delete the rows of sessions that ran out long ago. Inside a write."""
    db.session.execute(delete(WebSession).where(WebSession.expires_at < naive(now() - KEEP_EXPIRED)))


def expire_all_sessions() -> None:
    """Let every session run out: everybody signs in again, and what they send late is kept for them. Inside a write."""
    moment = naive(now())
    running = select(WebSession).where(WebSession.ended_at.is_(None), WebSession.expires_at > moment)
    for row in db.session.scalars(running):
        try:
            kept = kept_in(row)
        except (VaultError, *DAMAGED):
            end_session_row(row)
            continue
        row.expires_at = moment
        keep_in(row, of_the_reader(kept))


def forget_what_was_looked_for() -> int:
    """Forget what anybody searched for and was shown in their session; returns of how many. Inside a write.

    Nobody is signed out by it. A session that was edited outside the application is ended.
    """
    forgotten = 0
    if has_request_context():
        for name in set(flask_session) - OF_THE_READER:
            flask_session.pop(name)
    for row in db.session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))):
        try:
            kept = kept_in(row)
        except (VaultError, *DAMAGED):
            end_session_row(row)
            continue
        if set(kept) - OF_THE_READER:
            keep_in(row, of_the_reader(kept))
            forgotten += 1
    return forgotten
