"""Verifying the log once a day, so that somebody hears of what does not fit without having to ask for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from caseapp.audit.chain import check_events, verify
from caseapp.audit.copying import copied, is_overdue
from caseapp.audit.models import AuditEvent
from caseapp.audit.recording import record
from caseapp.clock import now
from caseapp.db import Locked, db, write
from caseapp.web.templating import part

VERIFIED = "audit.verified"
NAMED = 5
"""So many places are named in the log; ``caseapp audit verify`` names all."""
OVERDUE = timedelta(hours=36)
"""After so long without a verification the home page says so: something may keep it from being done."""


@dataclass(frozen=True)
class Verification:
    """When everything was last compared with the log, and in how many places it did not fit."""

    at: datetime
    problems: int


def verify_once_a_day() -> None:
    """Verify everything if nobody has today, and write down what came of it."""
    last = last_verification()
    if last is not None and last.at.date() >= now().date():
        return
    problems = list(verify())
    where = [f"{problem.where}: {problem.sentence}" for problem in problems[:NAMED]]
    db.session.remove()
    with write():
        record(None, VERIFIED, problems=len(problems), where=where)


def last_verification() -> Verification | None:
    """Return what came of the last verification; None before the first, or where what is told of it was edited."""
    return _look()[0]


def alarm_tile(_user: Any) -> Markup:
    """Return the block of the home page that tells of what did not fit; nothing while everything does."""
    last, edited = _look()
    since = last.at if last is not None else _first_instant()
    overdue = since is None or now() - since > OVERDUE
    told = []
    if edited or overdue or (last is not None and last.problems):
        told.append(part("audit/alarm.html", last=last, edited=edited, since=since))
    if is_overdue():
        told.append(part("audit/not_copied.html", at=copied()[1]))
    return Markup().join(told)


def _look() -> tuple[Verification | None, bool]:
    """Return the last verification, and whether its event was edited outside the application.

    Only what is sealed counts, and no instant still to come: it would be the last verification for good.
    """
    query = select(AuditEvent).where(AuditEvent.code == VERIFIED).order_by(AuditEvent.number.desc()).limit(1)
    try:
        event = db.session.scalar(query)
        if event is None:
            return None, False
        check_events([event])
        found = Verification(event.at, int((event.detail or {})["problems"]))
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        return None, True
    return (found if found.at <= now() else None), False


def _first_instant() -> datetime | None:
    """Return when the log begins, None where its first event cannot be read."""
    try:
        return db.session.scalars(select(AuditEvent).where(AuditEvent.number == 1)).one().at
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        return None
