"""What whoever watches over the house sees first: whether the log fits, its anchor, what rarely happens for nothing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select

from caseapp.audit.addresses import log_of
from caseapp.audit.anchors import last_anchored
from caseapp.audit.models import AuditEvent
from caseapp.audit.nightly import last_verification
from caseapp.audit.reading import told_to
from caseapp.audit.wanted import Wanted, conditions_of
from caseapp.clock import today
from caseapp.db import db
from caseapp.web.installed import all_events, event_label
from caseapp.web.templating import part

LOOKED_BACK = timedelta(days=6)
"""Today and so many days before are counted."""
COUNTED = 100
"""So many are counted; more are more."""


@dataclass(frozen=True)
class Watched:
    """A kind of event to look at, how often it happened lately, and where the log shows it."""

    label: str
    number: int
    and_more: bool
    url: str


def watch_tile(user: Any) -> Markup:
    """Return the block of the home page of those who read the log."""
    return part(
        "audit/watch_tile.html",
        last=last_verification(),
        anchored=last_anchored(),
        watched=watched_of(user),
    )


def watched_of(reader: Any) -> list[Watched]:
    """Return what the features say is to be watched and happened in the last seven days, as far as it is told."""
    first, last = today() - LOOKED_BACK, today()
    codes = [event.code for event in all_events() if event.watched]
    lately = conditions_of(Wanted(codes=tuple(codes), first=first, last=last))
    some = select(AuditEvent.code).where(*told_to(reader), *lately).subquery()
    counted = select(some.c.code, func.count().label("number")).group_by(some.c.code)
    numbers = {row.code: row.number for row in db.session.execute(counted)}
    return [
        Watched(
            str(event_label(code)),
            min(numbers[code], COUNTED),
            numbers[code] > COUNTED,
            log_of(first, last, codes=(code,)),
        )
        for code in codes
        if code in numbers
    ]
