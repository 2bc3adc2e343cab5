"""The daily backup: made at its time, or as soon as the machine is on and unlocked again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import current_app

from caseapp.backup.making import BackupFailed, make_backup
from caseapp.backup.standing import standing
from caseapp.clock import at_home, now
from caseapp.jobs import Job

AGAIN = timedelta(hours=1)
"""How long after a failure it is tried again."""


def make_daily_backup() -> bool:
    """Make the daily backup if it is due; returns whether one was made. A demonstration makes none by itself."""
    daily = current_app.config["SETTINGS"].daily_backup
    if daily is None or current_app.config["DEMONSTRATION"]:
        return False
    stands = standing()
    if stands.failed is not None and now() - stands.failed < AGAIN:
        return False
    if stands.made is not None and stands.made >= _last_due(daily):
        return False
    try:
        make_backup(None)
    except BackupFailed:  # it stands in the log and on the administrators' home page
        return False
    return True


def _last_due(daily: time) -> datetime:
    home = at_home(now())
    due = home.replace(hour=daily.hour, minute=daily.minute, second=0, microsecond=0)
    return due if due <= home else due - timedelta(days=1)


JOB = Job("make the daily backup", timedelta(minutes=1), make_daily_backup)
