"""Unlocking with a passphrase: wrong ones make the next try wait longer, and are counted for the audit log."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask

from caseapp.clock import now
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import WrongPassphrase, unlock_with_passphrase

FREE_TRIES = 3
LONGEST_WAIT = timedelta(seconds=60)
"""Short enough that somebody who keeps guessing from outside never locks out those who may unlock."""
EXTENSION = "caseapp-unlock-tries"


class TooSoon(Exception):
    """After wrong passphrases the next one is heard only in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__("the next unlock passphrase is heard later")
        self.seconds = seconds


@dataclass
class Tries:
    """Wrong passphrases since the start. In memory: while there are no keys, nothing can be written."""

    wrong: int = 0
    heard_from: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def require_patience(self) -> None:
        """Refuse a try that comes too soon.

        Raises:
            TooSoon: saying how long to wait.
        """
        if self.heard_from is not None and now() < self.heard_from:
            raise TooSoon(max(1, round((self.heard_from - now()).total_seconds())))

    def count_wrong(self) -> None:
        """Count a wrong passphrase and let the next one wait."""
        with self.lock:
            self.wrong += 1
            if self.wrong >= FREE_TRIES:
                wait = timedelta(seconds=2 ** min(self.wrong - FREE_TRIES + 1, 10))
                self.heard_from = now() + min(wait, LONGEST_WAIT)


def unlock_with(app: Flask, passphrase: str) -> int:
    """Unlock ``app``; returns how many wrong passphrases came before, which the audit log is told.

    Raises:
        TooSoon: a wrong passphrase was typed a moment ago.
        TooBusy: too many tries are being worked on.
        WrongPassphrase: it is nobody's.
    """
    tries: Tries = app.extensions.setdefault(EXTENSION, Tries())
    tries.require_patience()
    try:
        root = unlock_with_passphrase(keys_folder(app), passphrase, cost=app.config["SETTINGS"].unlock_cost)
    except WrongPassphrase:
        tries.count_wrong()
        raise
    adopt_root(app, root)
    wrong, tries.wrong, tries.heard_from = tries.wrong, 0, None
    return wrong
