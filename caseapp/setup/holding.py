"""The instance folder: for this account only. Many may use it at once; whoever replaces what is in it is alone."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caseapp.config import SettingError

_held: list[int] = []


def prepare_folder(folder: Path) -> None:
    """Make the instance folder, for this account alone.

    Raises:
        SettingError: it cannot be made or written to, or other accounts can look into it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            "instance_path", f"the folder {folder} cannot be made: {error.strerror} (CASEAPP_INSTANCE_PATH)"
        ) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SettingError(
            "instance_path",
            f"this account cannot write to the folder {folder}; give it to the account that runs caseapp, or "
            "choose another one (CASEAPP_INSTANCE_PATH)",
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise SettingError(
            "instance_path",
            f"other accounts of this machine can look into the folder {folder}; close it first: chmod 700 {folder}",
        )


def hold_instance(folder: Path, *, alone: bool = False) -> None:
    """Hold the folder until this process, and what it has forked, ends.

    Raises:
        SettingError: others use it, or somebody is alone with it.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise SettingError(
            "instance_path",
            f"caseapp is running on {folder}; stop it first"
            if alone
            else f"a backup is being restored into {folder}; wait until that has ended",
        ) from None
    os.set_inheritable(handle, True)  # a command that turns into the server goes on holding it
    _held.append(handle)


@contextmanager
def alone_for_now(folder: Path, what_is_first: str) -> Iterator[None]:
    """Be alone with the folder that this process holds together with others, for the time of a block.

    ``what_is_first`` says for whoever has to stop the others what cannot be done beside them.

    Raises:
        SettingError: others hold it too. Then this process holds it no longer, and should end.
    """
    handle = _held[-1]
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SettingError(
            "instance_path",
            f"{what_is_first} first, but caseapp is running on {folder} or being started twice; stop what runs and "
            "start once more",
        ) from None
    yield
    fcntl.flock(handle, fcntl.LOCK_SH)
