"""The root of the keys without a person: a key file, a key handed over in the environment, a program that prints it.

Each keyring was made for one of them, and the settings have to say the same: what does not fit stops the start.
"""

import os
from pathlib import Path

from flask import Flask

from caseapp.config import SettingError, Settings
from caseapp.vault import (
    NoKeyPrinted,
    Provider,
    Root,
    Tampered,
    VaultError,
    open_file_root,
    open_given_root,
    provider,
    root_key_by_command,
    root_key_from_text,
)

EXTENSION = "caseapp-handed-key"
HELD_BY = {
    Provider.FILE: "a key file",
    Provider.PASSPHRASE: "passphrases",
    Provider.ENV: "a key in the environment",
    Provider.COMMAND: "a program that prints the key",
}
"""What opens the keys, for sentences in a terminal."""


class RootNotToBeHad(SettingError):
    """What prints the root key did not: it may do so later, so that a start is worth another try."""


def take_handed_key(settings: Settings) -> str | None:
    """Take the root key out of the environment of this process, so that nothing it starts inherits it."""
    return os.environ.pop(settings.root_variable, None)


def keep_handed_key(app: Flask, handed: str | None) -> None:
    """Keep the root key that was handed over for as long as this process makes ready what is served."""
    app.extensions[EXTENSION] = handed


def handed_key(app: Flask) -> str | None:
    """Return the root key that was handed over to this process, None where none was."""
    found: str | None = app.extensions.get(EXTENSION)
    return found


def refuse_unfit_root(settings: Settings, kind: Provider | None, handed: str | None) -> None:
    """Refuse settings that say something else about the root of the keys than the keys do.

    ``kind`` is the provider of the keys, None where there are none yet.

    Raises:
        SettingError: naming the setting, or the variable.
    """
    if kind is None:
        return
    if kind is Provider.FILE and settings.seizure_risk == "high":
        raise SettingError(
            "seizure_risk",
            "is high, but these keys are opened by a key file: whoever takes the machine has both. Make an instance "
            "with `caseapp init --root passphrase`, or set it to normal",
        )
    if settings.root_command and kind is not Provider.COMMAND:
        raise SettingError(
            "root_command", f"is set, but these keys are opened by {HELD_BY[kind]}; take it out"
        )
    if handed is not None and kind is not Provider.ENV:
        raise SettingError(
            settings.root_variable,
            f"is in the environment, but these keys are opened by {HELD_BY[kind]}; take it out",
        )
    if kind is Provider.COMMAND and not settings.root_command:
        raise SettingError(
            "root_command",
            "is missing: these keys are opened by a program that prints the key, and it names that one",
        )
    if kind is Provider.ENV and not handed:
        raise SettingError(
            settings.root_variable,
            "is missing: these keys are opened by the key in this environment variable (setting: root_variable)",
        )


def root_without_asking(settings: Settings, folder: Path, handed: str | None) -> Root | None:
    """Return the root of the keys in ``folder``, None where only people with passphrases can open them.

    ``handed`` is the root key from the environment.

    Raises:
        SettingError: the variable or the program gave no key, or not the one of these keys.
        VaultError: the key file does not do.
    """
    kind = provider(folder)
    match kind:
        case Provider.FILE:
            return open_file_root(folder)
        case Provider.ENV:
            refuse_unfit_root(settings, kind, handed)
            return _opened(folder, kind, given_key(settings, handed), settings.root_variable)
        case Provider.COMMAND:
            refuse_unfit_root(settings, kind, handed)
            return _opened(folder, kind, printed_key(settings), "root_command")
        case _:
            return None


def given_key(settings: Settings, handed: str | None) -> bytes:
    """Return the root key that was handed over in the environment.

    Raises:
        SettingError: none was, or it is no key.
    """
    try:
        return root_key_from_text(handed or "")
    except VaultError:
        raise SettingError(
            settings.root_variable,
            "must hold the root key as 64 hexadecimal digits, which `openssl rand -hex 32` makes",
        ) from None


def printed_key(settings: Settings) -> bytes:
    """Return the root key that the program of the settings prints.

    Raises:
        SettingError: it printed none.
    """
    if not settings.root_command:
        raise SettingError("root_command", "is missing: it names the program that prints the root key")
    try:
        return root_key_by_command(settings.root_command)
    except NoKeyPrinted as error:
        raise RootNotToBeHad("root_command", str(error)) from None


def _opened(folder: Path, kind: Provider, root_key: bytes, setting: str) -> Root:
    try:
        return open_given_root(folder, kind, root_key)
    except Tampered:
        raise SettingError(
            setting, "gives another key than the one of these keys, or the file keyring.json was changed"
        ) from None
