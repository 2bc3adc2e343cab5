"""The root key from a program that prints it: of a key server, a cloud's key service, or the system's credentials.

The program is the operator's own and runs without a shell. What it prints goes into the memory of this process and
nowhere else: neither its output nor its complaints are shown or logged, since both may hold the key.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from caseapp.vault.errors import VaultError
from caseapp.vault.roots import root_key_from_text

PATIENCE = 30.0
"""Seconds until the program must have printed the key and ended."""
_MOST = 4096


class NoKeyPrinted(VaultError):
    """The program that prints the root key could not be started, failed, took too long or printed something else."""


def root_key_by_command(command: Sequence[str], patience: float = PATIENCE) -> bytes:
    """Return the root key that `command` prints as 64 hexadecimal digits, within `patience` seconds.

    Raises `NoKeyPrinted` with a sentence that holds nothing of what was printed.
    """
    try:
        program = subprocess.Popen(  # noqa: S603 - the operator's own words, and no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # so that what it starts ends with it
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name cannot be one"
        raise NoKeyPrinted(f"the program {command[0]} cannot be started: {reason}") from None
    try:
        printed = _printed(program, time.monotonic() + patience)
    finally:
        with suppress(OSError):  # it has ended, and so has what it started
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    if printed is None:
        raise NoKeyPrinted(f"the program {command[0]} did not end within {patience:g} seconds")
    if program.returncode and len(printed) <= _MOST:
        raise NoKeyPrinted(f"the program {command[0]} ended with the code {program.returncode}")
    try:
        return root_key_from_text(printed.decode("ascii", "replace"))
    except VaultError:
        raise NoKeyPrinted(
            f"the program {command[0]} printed something else than the 64 hexadecimal digits of a root key"
        ) from None


def _printed(program: subprocess.Popen[bytes], deadline: float) -> bytes | None:
    """Return what the program prints until it ends, cut to what no key is as long as; None if it takes too long."""
    assert program.stdout is not None
    printed = b""
    with program.stdout as stream, selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while len(printed) <= _MOST:
            if not waiting.select(max(0.0, deadline - time.monotonic())):
                return None
            piece = os.read(stream.fileno(), _MOST)
            if not piece:
                break
            printed += piece
    if len(printed) > _MOST:
        return printed
    try:
        program.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None
    return printed
