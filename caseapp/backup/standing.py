"""How things stand: when the last backup was made and the last one tried out, as the audit log has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from caseapp.audit import AuditEvent, check_events
from caseapp.backup.making import Reason
from caseapp.clock import now
from caseapp.db import db
from caseapp.vault import VaultError

BACKUP_WITHIN = timedelta(days=7)
TRIAL_WITHIN = timedelta(days=90)
"""What is older is told as a warning."""


@dataclass(frozen=True)
class Standing:
    """The last backup, the last one tried out, and a failure that came after the last success.

    An event that is not the one that was written counts for nothing; ``doubted`` tells that there is one.
    """

    made: datetime | None
    failed: datetime | None
    reason: Reason | None
    tried_out: datetime | None
    trial_problems: int
    doubted: bool

    @property
    def made_long_ago(self) -> bool:
        """Tell whether there is no backup of the last days."""
        return self.made is None or now() - self.made > BACKUP_WITHIN

    @property
    def tried_out_long_ago(self) -> bool:
        """Tell whether no backup was tried out in the last months."""
        return self.tried_out is None or now() - self.tried_out > TRIAL_WITHIN

    @property
    def is_well(self) -> bool:
        """Tell whether there is nothing to warn of."""
        return not (
            self.made_long_ago
            or self.failed
            or self.tried_out_long_ago
            or self.trial_problems
            or self.doubted
        )


def standing() -> Standing:
    """Return how backups stand now."""
    found = [_last(code) for code in ("backup.made", "backup.failed", "backup.tried_out")]
    made, failed, tried = (event for event, _doubted in found)
    if failed is not None and made is not None and failed.number < made.number:
        failed = None
    return Standing(
        made.at if made else None,
        failed.at if failed else None,
        Reason((failed.detail or {})["reason"]) if failed else None,
        tried.at if tried else None,
        int((tried.detail or {}).get("problems", 0)) if tried else 0,
        any(doubted for _event, doubted in found),
    )


def _last(code: str) -> tuple[AuditEvent | None, bool]:
    """Return the last event of a kind that is the one that was written, and whether a later one is not."""
    query = select(AuditEvent).where(AuditEvent.code == code).order_by(AuditEvent.number.desc()).limit(1)
    passed_over = 0
    while True:
        event = db.session.scalar(query.offset(passed_over))
        try:
            check_events([event] if event is not None else [])
        except VaultError:
            passed_over += 1
        else:
            return event, passed_over > 0
