"""The chores that belong to no feature: drafts that nobody came back to, files that no record names, statistics."""

import uuid
from datetime import timedelta

from caseapp.clock import now
from caseapp.db import blobs, write
from caseapp.db.statistics import renew_statistics
from caseapp.jobs.job import Job
from caseapp.web.drafts import forget_old_drafts
from caseapp.web.installed import features

YOUNGEST = timedelta(days=2)
"""Files younger than this are left alone: they may belong to an upload or a transaction under way."""


def forget_drafts() -> None:
    """Drop drafts that nobody came back to."""
    with write(quiet=True):
        forget_old_drafts()


def sweep_files() -> list[uuid.UUID]:
    """Remove the files that no record of any feature names; returns what was removed."""
    older_than = now() - YOUNGEST
    named = {ref for feature in features() for ref in feature.answers.files()}
    return blobs().sweep(named, older_than)


CHORES = (
    Job("forget old drafts", timedelta(hours=6), forget_drafts),
    Job("sweep files without a record", timedelta(days=1), sweep_files),
    Job("renew the statistics of the database", timedelta(days=1), renew_statistics),
)
