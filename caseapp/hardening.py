"""Keeping key material in the process out of files: no core dumps, no reading by other processes of the
account.

Python cannot wipe memory reliably; plaintext is kept short-lived instead, and swap belongs switched off or
encrypted.
"""

from __future__ import annotations

import ctypes
import resource
from dataclasses import dataclass

_PR_SET_DUMPABLE = 4  # linux/prctl.h


@dataclass(frozen=True)
class Hardening:
    """What could be done on this system."""

    core_dumps_off: bool
    closed_to_other_processes: bool


def harden_process() -> Hardening:
    """Switch core dumps off and close the process's memory to others, where the system knows how.

    Never fail.
    """
    return Hardening(_without_core_dumps(), _not_dumpable())


def _without_core_dumps() -> bool:
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _not_dumpable() -> bool:
    try:
        outcome: int = ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, *[ctypes.c_ulong(0)] * 4)
    except (OSError, AttributeError, TypeError):  # not Linux
        return False
    return outcome == 0
