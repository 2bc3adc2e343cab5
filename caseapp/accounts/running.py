"""The sessions that run for an account: shown to its owner, ended by them or by an administrator."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from caseapp.accounts.models import User, WebSession
from caseapp.accounts.session_rows import begun_of, end_session_row, stage_of
from caseapp.accounts.sessions import end_sessions_of, web_session
from caseapp.audit import record
from caseapp.clock import now
from caseapp.db import db
from caseapp.web.gate import Stage


@dataclass(frozen=True)
class RunningSession:
    """A browser that is signed in. ``device`` and ``network`` are empty for one that an earlier version began."""

    id: uuid.UUID
    begun: datetime
    last_used: datetime
    """To the minute, more or less: not every page is noted."""
    device: str
    network: str
    is_this: bool


def running_sessions(user: User) -> list[RunningSession]:
    """Return the sessions of ``user`` that would be let in at this moment, the last used first."""
    moment = now().astimezone(UTC).replace(tzinfo=None)
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    query = select(WebSession).where(
        WebSession.user_id == user.id,
        WebSession.ended_at.is_(None),
        WebSession.expires_at > moment,
        WebSession.last_seen_at > moment - idle,
    )
    this = web_session().row_id
    return [
        RunningSession(
            row.id,
            row.created_at.replace(tzinfo=UTC),
            row.last_seen_at.replace(tzinfo=UTC),
            begun_of(row).get("device", ""),
            begun_of(row).get("network", ""),
            row.id == this,
        )
        for row in db.session.scalars(query.order_by(WebSession.last_seen_at.desc()))
        if stage_of(row) is Stage.WHOLE  # nobody is in who has given a passphrase alone
    ]


def is_session_of(user: User, session_id: uuid.UUID) -> bool:
    """Tell whether a session is, or was, one of ``user``."""
    row = db.session.get(WebSession, session_id)
    return row is not None and row.user_id == user.id


def end_own_session(user: User, session_id: uuid.UUID) -> None:
    """End a session of one's own. Inside a write."""
    row = db.session.get_one(WebSession, session_id)
    if row.ended_at is None:
        end_session_row(row)
    record(user, "account.session_closed", user)


def end_other_sessions(user: User) -> None:
    """End every session of ``user`` but the one that asks. Inside a write."""
    end_sessions_of(user, but_this=True)
    record(user, "account.session_closed", user)


def end_all_sessions(actor: User, user: User) -> None:
    """End every session of a colleague, who is told at their next sign-in. Inside a write."""
    end_sessions_of(user)
    record(actor, "account.sessions_ended", user)
