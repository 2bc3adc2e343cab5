"""Verifying the log once a day, so that somebody hears of what does not fit without having to ask for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from caseapp.audit.chain import verify
from caseapp.audit.models import AuditEvent
from caseapp.audit.recording import record
from caseapp.clock import now
from caseapp.db import db, write
from caseapp.web.templating import part

VERIFIED = "audit.verified"
NAMED = 5
"""So many places are named in the log; ``caseapp audit verify`` names all."""


@dataclass(frozen=True)
class Verification:
    """When everything was last compared with the log, and in how many places it did not fit."""

    at: datetime
    problems: int


def verify_once_a_day() -> None:
    """Verify everything if nobody has today, and write down what came of it."""
    last = _last_event()
    if last is not None and last.day >= now().date():
        return
    problems = list(verify())
    where = [f"{problem.where}: {problem.sentence}" for problem in problems[:NAMED]]
    db.session.remove()
    with write():
        record(None, VERIFIED, problems=len(problems), where=where)


def last_verification() -> Verification | None:
    """Return what came of the last verification, None before the first."""
    event = _last_event()
    return Verification(event.at, int((event.detail or {})["problems"])) if event is not None else None


def alarm_tile(_user: Any) -> Markup:
    """Return the block of the home page that tells of what did not fit; nothing while everything does."""
    last = last_verification()
    return part("audit/alarm.html", last=last) if last is not None and last.problems else Markup()


def _last_event() -> AuditEvent | None:
    query = select(AuditEvent).where(AuditEvent.code == VERIFIED).order_by(AuditEvent.number.desc()).limit(1)
    return db.session.scalar(query)
