"""How the keys stand: versions, states, since when, what still needs each, and what keeps one from being destroyed."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from caseapp.accounts.models import User
from caseapp.audit import AuditEvent, check_events
from caseapp.backup.making import backups_in
from caseapp.db import db, keyring
from caseapp.db.carried import codes_by_version, wraps_by_version
from caseapp.keys.changing import ADDED, DESTROYED, PROMOTED
from caseapp.keys.rewrapping import REWRAPPED
from caseapp.vault import KeyState, Purpose, VaultError, pepper_version, read_backup_head


class Obstacle(StrEnum):
    """What keeps a key from being destroyed."""

    IN_USE = "in-use"
    """Its state: only what is no longer written with can go."""
    WRAPS = "wraps"
    ROWS = "rows"
    LOG = "log"
    ACCOUNTS = "accounts"
    LOOK_UPS = "look-ups"


@dataclass(frozen=True)
class KeyStanding:
    """One version of a key."""

    purpose: Purpose
    version: int
    state: KeyState
    since: datetime | None
    """When it came into this state; None for the keys that the installation began with."""
    carried: int | None
    """How many wraps, rows, events or accounts carry it; None where nothing names the version that it was made by."""
    obstacle: Obstacle | None


def keys_now() -> list[KeyStanding]:
    """Return every version of every key, by purpose. What carries each is counted where there is more than one."""
    ring, since, found = keyring(), _since(), []
    for purpose in Purpose:
        carried = carried_by_version(purpose) if len(ring.readable(purpose)) > 1 else None
        for version, state in ring.states(purpose).items():
            number = None if carried is None else carried[version]
            obstacle = None if state is KeyState.DESTROYED else obstacle_of(purpose, version, carried)
            found.append(
                KeyStanding(purpose, version, state, since.get((purpose, version)), number, obstacle)
            )
    return found


def carried_by_version(purpose: Purpose) -> Counter[int] | None:
    """Return how much carries each version; None where what was made with a key does not name its version."""
    match purpose:
        case Purpose.SCOPE_WRAP:
            return wraps_by_version()
        case Purpose.ROW_MAC:
            return codes_by_version()
        case Purpose.AUDIT_MAC:
            question = select(AuditEvent.key_version, func.count()).group_by(AuditEvent.key_version)
            return Counter({version: number for version, number in db.session.execute(question)})  # noqa: C416 - rows, not pairs
        case Purpose.PEPPER:
            return Counter(_peppers())
        case _:
            return None


def obstacle_of(purpose: Purpose, version: int, carried: Counter[int] | None) -> Obstacle | None:
    """Return what keeps a key from being destroyed, None where nothing does."""
    if keyring().states(purpose).get(version) is not KeyState.DECRYPT_ONLY:
        return Obstacle.IN_USE
    match purpose:
        case Purpose.AUDIT_MAC:
            return Obstacle.LOG
        case Purpose.TOKEN:
            return Obstacle.LOOK_UPS
        case Purpose.SESSION:
            return None
    if carried is not None and carried[version]:
        return {
            Purpose.SCOPE_WRAP: Obstacle.WRAPS,
            Purpose.ROW_MAC: Obstacle.ROWS,
            Purpose.PEPPER: Obstacle.ACCOUNTS,
        }[purpose]
    return None


def backups_that_need(version: int) -> list[Path]:
    """Return the backups in the folder that never open again once a version of the wrapping key is destroyed.

    Those that it closes, and those whose database is from before everything had been wrapped anew.
    """
    rewrapped = _last_rewrapping()
    needing = []
    for path in backups_in(current_app.config["SETTINGS"].backup_path):
        head = read_backup_head(path)
        if head.key_version == version or (version < head.key_version and head.sequence < rewrapped):
            needing.append(path)
    return needing


def _last_rewrapping() -> int:
    """Return the number of the event since when nothing is wrapped by a former key; beyond all others without one."""
    active = keyring().active(Purpose.SCOPE_WRAP)[0]
    for event in reversed(_events([REWRAPPED])):
        if (event.detail or {}).get("version") == active and not (event.detail or {}).get("damaged"):
            return event.number
    return 1 << 62


def _since() -> dict[tuple[Purpose, int], datetime]:
    since: dict[tuple[Purpose, int], datetime] = {}
    for event in _events([ADDED, PROMOTED, DESTROYED]):
        detail = event.detail or {}
        purpose, version = Purpose(detail["purpose"]), int(detail["version"])
        since[(purpose, version)] = event.at
        if event.code == PROMOTED:
            since[(purpose, version - 1)] = event.at  # it took that one's place
    return since


def _events(codes: Collection[str]) -> list[AuditEvent]:
    """Return the events of these codes that are those that were written, oldest first."""
    found = []
    query = select(AuditEvent).where(AuditEvent.code.in_(codes)).order_by(AuditEvent.number)
    for event in db.session.scalars(query):
        try:
            check_events([event])
        except VaultError:
            continue  # the home page says that the log was changed
        found.append(event)
    return found


def _peppers() -> Iterator[int]:
    for user in db.session.scalars(select(User)):
        if user.passphrase_hash:
            yield pepper_version(user.passphrase_hash)
