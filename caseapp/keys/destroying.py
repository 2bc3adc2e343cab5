"""Destroying a key that nothing needs any more."""

from typing import Any

from caseapp.db.checkpoint import empty_the_log
from caseapp.keys.changing import DESTROYED, change_keyring
from caseapp.keys.standing import Obstacle, carried_by_version, obstacle_of
from caseapp.vault import Purpose


class StillNeeded(Exception):
    """The key is not destroyed; ``obstacle`` says what needs it."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(f"the key is still needed: {obstacle}")
        self.obstacle = obstacle


def destroy(actor: Any, purpose: Purpose, version: int) -> None:
    """Take a key out of the ring for good; what it closed never opens again.

    Copies of the keyring's file from before undo it: the backups of the key folder, and the sheets in older backups.

    Raises:
        StillNeeded: something carries its version, or it is in use.
    """
    refuse_needed(purpose, version)
    change_keyring(
        actor,
        DESTROYED,
        purpose,
        lambda ring: ring.with_destroyed_key(purpose, version),
        version=version,
        require=lambda: refuse_needed(purpose, version),
    )
    empty_the_log()


def refuse_needed(purpose: Purpose, version: int) -> None:
    """Raise ``StillNeeded`` where something needs a key."""
    obstacle = obstacle_of(purpose, version, carried_by_version(purpose))
    if obstacle is not None:
        raise StillNeeded(obstacle)
