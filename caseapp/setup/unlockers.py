"""Who can unlock: one more, one fewer, and a new recovery sheet. Each act stands in the log before it is done."""

from typing import Any

from caseapp.audit import record
from caseapp.db import write
from caseapp.vault import (
    PASSPHRASE_COST,
    PasswordCost,
    Root,
    add_unlocker,
    hand_to_unlocker,
    new_unlocker,
    remove_unlocker,
    require_removable,
    require_sound_name,
    set_recovery_code,
    unlocker_names,
)


def let_unlock(
    actor: Any, root: Root, name: str, passphrase: str, *, cost: PasswordCost = PASSPHRASE_COST, **how: Any
) -> None:
    """Let one more person unlock, under ``name``; ``how`` goes into the event.

    Raises:
        UnlockerError: the name is taken or none, or nobody unlocks these keys with a passphrase.
    """
    added = new_unlocker(root, name, passphrase, cost=cost)
    with write():
        record(actor, "setup.unlocker_added", unlocker=name, **how)
    add_unlocker(root, added)


def let_unlock_instead(
    root: Root, code: str, name: str, passphrase: str, *, cost: PasswordCost = PASSPHRASE_COST
) -> None:
    """Let ``name`` unlock keys from now on that something else, or others, have opened, who do so no more.

    The root key is a new one. ``code`` of the recovery sheet opened ``root``, and opens the keys as before.

    Raises:
        UnlockerError: the name is none.
    """
    require_sound_name(name)
    how = {"in_terminal": True, "by_sheet": True}
    with write():
        for former in unlocker_names(root.folder):
            record(None, "setup.unlocker_removed", unlocker=former, **how)
        record(None, "setup.unlocker_added", unlocker=name, **how)
    hand_to_unlocker(root.folder, code, name, passphrase, cost=cost)


def let_unlock_no_more(actor: Any, root: Root, name: str, **how: Any) -> None:
    """Take from ``name`` that they unlock.

    Raises:
        UnlockerError: nobody of this name can, or nobody else.
    """
    require_removable(root.folder, name)
    with write():
        record(actor, "setup.unlocker_removed", unlocker=name, **how)
    remove_unlocker(root, name)


def replace_sheet(actor: Any, root: Root, code: str, **how: Any) -> None:
    """Let ``code`` be the recovery sheet of the keys, and the former one no more."""
    with write():
        record(actor, "setup.sheet_replaced", **how)
    set_recovery_code(root, code)
