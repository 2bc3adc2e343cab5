"""A gate before expensive derivations, so that many at once cannot exhaust memory or processors."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from caseapp.vault.derivation import PasswordCost
from caseapp.vault.errors import TooBusy

_SHARE_OF_MEMORY = 4


class Gate:
    """Lets `slots` callers through at a time and `waiting` more queue; refuses the next with `TooBusy`."""

    def __init__(self, slots: int, waiting: int) -> None:
        self._slot_count = slots
        self._slots = threading.BoundedSemaphore(slots)
        self._waiting = waiting
        self._inside = 0
        self._count = threading.Lock()

    def share(self, processes: int) -> None:
        """Let fewer through, because so many processes of this machine have such a gate; before anybody comes."""
        self._slot_count = max(1, self._slot_count // processes)
        self._slots = threading.BoundedSemaphore(self._slot_count)

    def leave_free(self, threads: int) -> None:
        """Let no more in and wait than half of the threads that answer requests, so that the others serve other pages.

        Before anybody comes.
        """
        most = max(1, threads // 2)
        if most < self._slot_count:
            self._slot_count = most
            self._slots = threading.BoundedSemaphore(most)
        self._waiting = min(self._waiting, most - self._slot_count)

    @property
    def _capacity(self) -> int:
        return self._slot_count + self._waiting

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Hold a slot for the block, waiting for one if need be."""
        self._arrive()
        try:
            with self._slots:
                yield
        finally:
            self._leave()

    def _arrive(self) -> None:
        with self._count:
            if self._inside >= self._capacity:
                raise TooBusy("Too many key derivations are under way at this moment.")
            self._inside += 1

    def _leave(self) -> None:
        with self._count:
            self._inside -= 1


def slots_for(cost: PasswordCost) -> int:
    """Return how many derivations of `cost` may run at once.

    One per processor, in a quarter of the memory.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory_kib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    return max(1, min(processors, memory_kib // _SHARE_OF_MEMORY // cost.memory_kib))
