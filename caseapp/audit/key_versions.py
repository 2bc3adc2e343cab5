"""Verifying that the keyring has every version that the log saw made: an older ring would give a number out twice."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db, keyring
from caseapp.vault import Purpose

ADDED = "keys.added"
"""The event that a new version of a key was made; its detail names purpose and version."""


def verify_key_versions() -> Iterator[tuple[str, str]]:
    """Compare the keyring with the log; yields for each version that is missing where it stood, and what follows."""
    ring = keyring()
    for event in db.session.scalars(
        select(AuditEvent).where(AuditEvent.code == ADDED).order_by(AuditEvent.number)
    ):
        detail = event.detail or {}
        purpose, version = Purpose(detail["purpose"]), int(detail["version"])
        if version not in ring.states(purpose):
            yield (
                f"keyring, version {version} of {purpose.value}",
                f"was made by event {event.number} and is not there: these keys are older than the database",
            )
