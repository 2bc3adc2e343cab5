"""The root key in the heads of people: unlockers with a passphrase each, and a recovery code on paper.

The process starts locked, and a machine that is switched off stays closed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from caseapp.vault.derivation import PASSPHRASE_COST, PasswordCost
from caseapp.vault.errors import UnlockerError, WrongPassphrase
from caseapp.vault.keyring import KEY_LENGTH, Keyring
from caseapp.vault.keyring_file import (
    KeyringFile,
    Provider,
    read_keyring_file,
    refuse_a_second_keyring,
    write_keyring_file,
)
from caseapp.vault.private_files import sole_writer
from caseapp.vault.root_wraps import (
    RootWrap,
    WrapKind,
    open_with_passphrase,
    open_with_recovery_code,
    require_sound_name,
    wrap_for_passphrase,
    wrap_for_recovery_code,
)
from caseapp.vault.roots import Root, proven_root


def create_passphrase_root(
    folder: Path,
    keyring: Keyring,
    unlockers: Mapping[str, str],
    recovery_code: str | None,
    *,
    cost: PasswordCost = PASSPHRASE_COST,
) -> Root:
    """Write `keyring.json`, opened by each of `unlockers` (name to passphrase) and by the recovery code.

    Raises `UnlockerError` without any unlocker, `KeyringExists` rather than replace a keyring.
    """
    if not unlockers:
        raise UnlockerError("A keyring needs at least one unlocker.")
    with sole_writer(folder):
        refuse_a_second_keyring(folder)
        root_key = os.urandom(KEY_LENGTH)
        wraps: tuple[RootWrap, ...] = ()
        for name, passphrase in unlockers.items():
            _refuse_a_taken_name(wraps, name)
            wraps += (wrap_for_passphrase(root_key, name, passphrase, cost),)
        if recovery_code is not None:
            wraps += (wrap_for_recovery_code(root_key, recovery_code),)
        write_keyring_file(folder, KeyringFile.sealing(Provider.PASSPHRASE, root_key, keyring, wraps))
        return Root(folder, Provider.PASSPHRASE, root_key)


def unlock_with_passphrase(
    folder: Path, passphrase: str, name: str | None = None, *, cost: PasswordCost = PASSPHRASE_COST
) -> Root:
    """Return the root of the keyring, trying the unlocker `name` or all of them.

    Raise `WrongPassphrase` if none opens.
    """
    closed = read_keyring_file(folder, Provider.PASSPHRASE)
    return proven_root(folder, closed, _root_key_by_passphrase(closed, passphrase, cost, name))


def unlock_with_recovery_code(folder: Path, code: str) -> Root:
    """Return the root of the keyring, whoever else holds its key.

    Raises `RecoveryCodeError` naming a mistyped line, `WrongPassphrase` for the code of another keyring.
    """
    closed = read_keyring_file(folder)
    return proven_root(folder, closed, root_key_by_recovery_code(closed, code))


def unlocker_names(folder: Path) -> list[str]:
    """Return the names of those who can unlock, in the order of joining; empty with another root."""
    return [wrap.name for wrap in _passphrase_wraps(read_keyring_file(folder))]


def has_recovery_code(folder: Path) -> bool:
    """Tell whether a recovery code opens the keyring."""
    return any(wrap.kind is WrapKind.RECOVERY_CODE for wrap in read_keyring_file(folder).wraps)


def new_unlocker(root: Root, name: str, passphrase: str, *, cost: PasswordCost = PASSPHRASE_COST) -> RootWrap:
    """Return what lets one more person unlock, to be added: making it takes seconds.

    Raises `UnlockerError` for a name that is taken or none.
    """
    require_free_name(root.folder, name)
    return wrap_for_passphrase(root.key, name, passphrase, cost)


def add_unlocker(root: Root, added: RootWrap) -> None:
    """Let one more person unlock the keyring that `root` opens; raise `UnlockerError` if the name is taken by now."""
    with sole_writer(root.folder):
        closed = _still_opened_by(root)
        require_free_name(root.folder, added.name)
        write_keyring_file(root.folder, KeyringFile(closed.provider, closed.body, (*closed.wraps, added)))


def remove_unlocker(root: Root, name: str) -> None:
    """Let `name` unlock no longer; raise `UnlockerError` for an unknown name and for the last unlocker.

    A copy of the file from before still opens with the removed passphrase, and gives the root key, which opens every
    later file and sheet, rotated keys or not: destroy such copies, or make a new root (`hand_to_unlocker`).
    """
    with sole_writer(root.folder):
        closed = _still_opened_by(root)
        require_removable(root.folder, name)
        kept = tuple(wrap for wrap in closed.wraps if not _is_unlocker(wrap, name))
        write_keyring_file(root.folder, KeyringFile(closed.provider, closed.body, kept))


def set_recovery_code(root: Root, code: str) -> None:
    """Make `code` the one recovery code, in place of an earlier one. A backup made before keeps its own sheet."""
    with sole_writer(root.folder):
        closed = _still_opened_by(root)
        wraps = (*_passphrase_wraps(closed), wrap_for_recovery_code(root.key, code))
        write_keyring_file(root.folder, KeyringFile(closed.provider, closed.body, wraps))


def hand_to_unlocker(
    folder: Path, code: str, name: str, passphrase: str, *, cost: PasswordCost = PASSPHRASE_COST
) -> None:
    """Close a keyring under a new root key and one passphrase: the former key is lost, or may be in other hands.

    The recovery code, which proves the right to do so, opens it as before. Whoever still has the former root key, by a
    passphrase and an old copy of the file or otherwise, opens nothing that is closed from then on. Raises as
    `unlock_with_recovery_code`, and `UnlockerError` for no name.
    """
    with sole_writer(folder):
        root = unlock_with_recovery_code(folder, code)
        write_keyring_file(folder, closed_for(root.keyring(), code, name, passphrase, cost))


def closed_for(
    keyring: Keyring, code: str, name: str, passphrase: str, cost: PasswordCost = PASSPHRASE_COST
) -> KeyringFile:
    """Return `keyring` closed under a new root key, for one unlocker and a recovery code."""
    root_key = os.urandom(KEY_LENGTH)
    wraps = (wrap_for_passphrase(root_key, name, passphrase, cost), wrap_for_recovery_code(root_key, code))
    return KeyringFile.sealing(Provider.PASSPHRASE, root_key, keyring, wraps)


def require_free_name(folder: Path, name: str) -> None:
    """Raise `UnlockerError` unless one more person can unlock under `name`."""
    closed = read_keyring_file(folder)
    if closed.provider is not Provider.PASSPHRASE:
        raise UnlockerError("Nobody unlocks these keys with a passphrase.")
    _refuse_a_taken_name(closed.wraps, name)
    require_sound_name(name)


def require_removable(folder: Path, name: str) -> None:
    """Raise `UnlockerError` unless `name` can unlock, and somebody besides."""
    wraps = _passphrase_wraps(read_keyring_file(folder))
    if not any(_is_unlocker(wrap, name) for wrap in wraps):
        raise UnlockerError("Nobody of this name can unlock.")
    if len(wraps) == 1:
        raise UnlockerError("The last unlocker cannot be removed.")


def _root_key_by_passphrase(
    closed: KeyringFile, passphrase: str, cost: PasswordCost, name: str | None = None
) -> bytes:
    for wrap in _passphrase_wraps(closed):
        if name is not None and not _is_unlocker(wrap, name):
            continue
        try:
            return open_with_passphrase(wrap, passphrase, cost)
        except WrongPassphrase:
            continue
    raise WrongPassphrase("This passphrase does not open the keyring.")


def root_key_by_recovery_code(closed: KeyringFile, code: str) -> bytes:
    """Return the root key of a closed keyring; raise `RecoveryCodeError` or `WrongPassphrase`."""
    for wrap in closed.wraps:
        if wrap.kind is WrapKind.RECOVERY_CODE:
            return open_with_recovery_code(wrap, code)
    raise WrongPassphrase("This keyring was made without a recovery code.")


def _still_opened_by(root: Root) -> KeyringFile:
    """Return the file as it is now; raise `Tampered` if it was put under another root key meanwhile."""
    closed = read_keyring_file(root.folder, root.provider)
    closed.open(root.key)
    return closed


def _passphrase_wraps(closed: KeyringFile) -> tuple[RootWrap, ...]:
    return tuple(wrap for wrap in closed.wraps if wrap.kind is WrapKind.PASSPHRASE)


def _is_unlocker(wrap: RootWrap, name: str) -> bool:
    return wrap.kind is WrapKind.PASSPHRASE and wrap.name.casefold() == name.casefold()


def _refuse_a_taken_name(wraps: tuple[RootWrap, ...], name: str) -> None:
    if any(_is_unlocker(wrap, name) for wrap in wraps):
        raise UnlockerError("Somebody of this name can unlock already.")
