"""Unlocking and locking the process that serves: wrong tries make the next one wait, and are counted for the log."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from caseapp.accounts.session_rows import expire_all_sessions
from caseapp.audit import record
from caseapp.clock import now
from caseapp.config import SettingError
from caseapp.db import Locked, write
from caseapp.db.unlocked import Unlocked, vault_of
from caseapp.jobs.housekeeping import give_back
from caseapp.keeper import Ask, at_keeper, call, is_keeper
from caseapp.processes.across_workers import Locks
from caseapp.setup.ending import ending_of
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.roots import RootNotToBeHad, root_without_asking
from caseapp.vault import Provider, Root, WrongPassphrase, unlock_with_passphrase, unlock_with_recovery_code
from caseapp.web.installed import this_app

FREE_TRIES = 3
LOCKED_WITHIN = 2.0
"""Seconds after which the keys are gone, whatever the event of locking still waits for."""
LONGEST_WAIT = timedelta(seconds=60)
"""Somebody who keeps guessing on the page can keep others waiting there without end, but not in a terminal of the
machine, where wrong tries are counted apart."""
EXTENSION = "caseapp-unlock-tries"
LOCKS = "caseapp-locks"
_SINCE = "unlocked-since"
_UNDER_WAY = "caseapp-unlocking"
_noting = threading.Lock()
"""Held until an unlocking stands in the log: no other worker is given keys before."""


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

    def forget(self) -> int:
        """Begin anew, because somebody knew a passphrase; returns how many wrong ones came before."""
        with self.lock:
            wrong, self.wrong, self.heard_from = self.wrong, 0, None
            return wrong


def unlock_with(app: Flask, passphrase: str, **how: Any) -> None:
    """Unlock ``app`` with the passphrase of somebody who may, and record it; ``how`` goes into the event.

    Raises:
        TooSoon: a wrong passphrase was typed a moment ago.
        TooBusy: too many tries are being worked on.
        WrongPassphrase: it is nobody's.
    """
    cost = app.config["SETTINGS"].unlock_cost
    _unlock(app, lambda: unlock_with_passphrase(keys_folder(app), passphrase, cost=cost), how)


def unlock_with_sheet(app: Flask, code: str, **how: Any) -> None:
    """Unlock ``app`` with the code of the recovery sheet, whoever else holds the root key, and record it.

    Raises:
        TooSoon: a wrong one was typed a moment ago.
        RecoveryCodeError: naming a mistyped line.
        WrongPassphrase: it is the sheet of other keys.
    """
    _unlock(app, lambda: unlock_with_recovery_code(keys_folder(app), code), {**how, "by_sheet": True})


def unlock_without_asking(app: Flask, root_key: str | None, **how: Any) -> None:
    """Unlock ``app`` again by its key file, its program, or a root key that is handed over, and record it.

    Raises:
        TooSoon: a wrong key was handed over a moment ago.
        SettingError: what gives the root key gave none, or another one.
        WrongPassphrase: only people can open these keys.
    """

    def opened() -> Root:
        root = root_without_asking(app.config["SETTINGS"], keys_folder(app), root_key)
        if root is None:
            raise WrongPassphrase("These keys are opened by passphrases.")
        return root

    _unlock(app, opened, how)


def authorising_root(app: Flask, passphrase: str) -> Root:
    """Return the root of the keys for somebody who can unlock and stands by while an administrator changes something.

    Wrong passphrases are slowed together with those of the page that unlocks.

    Raises:
        TooSoon: a wrong passphrase was typed a moment ago.
        TooBusy: too many tries are being worked on.
        WrongPassphrase: it is nobody's.
    """
    if is_keeper():
        return _authorising_root(app, passphrase)
    said, key = call("authorising-root", passphrase=passphrase)
    match said:
        case {"wrong": True}:
            raise WrongPassphrase("This does not open the keyring.")
        case {"seconds": int(seconds)}:
            raise TooSoon(seconds)
        case _:
            return Root(keys_folder(app), Provider.PASSPHRASE, key)


@at_keeper("authorising-root")
def _authorise(said: dict[str, Any], _body: bytes, _ask: Ask) -> tuple[dict[str, Any], bytes]:
    try:
        return {}, _authorising_root(this_app(), str(said["passphrase"])).key
    except WrongPassphrase:
        return {"wrong": True}, b""
    except TooSoon as early:
        return {"seconds": early.seconds}, b""


def _authorising_root(app: Flask, passphrase: str) -> Root:
    cost = app.config["SETTINGS"].unlock_cost
    return _proven(app, lambda: unlock_with_passphrase(keys_folder(app), passphrase, cost=cost))[0]


def root_of_keeper(app: Flask) -> Root | None:
    """Return the root with which the worker that keeps was unlocked; None while it is locked.

    Raises:
        NoKeeper: none answers.
    """
    said, key = call("root", patience=0)
    kind = said.get("provider")
    return Root(keys_folder(app), Provider(kind), key) if kind else None


@at_keeper("root")
def _hand_root(_said: dict[str, Any], _body: bytes, _ask: Ask) -> tuple[dict[str, Any], bytes]:
    with _noting:
        root = vault_of(this_app()).root
        if root is None or locks_of(this_app()).is_locked:
            return {}, b""
        return {"provider": root.provider.value}, root.key


def unlocked_since(app: Flask) -> datetime | None:
    """Return when the process was given its keys by somebody; None while it is locked, or open since its start."""
    since: datetime | None = vault_of(app).memory.get(_SINCE)
    return since


def lock_system(app: Flask, actor: Any, **how: Any) -> None:
    """Record that ``actor`` locks the system, then forget the keys and everything that was made with them.

    The keys go even if the event cannot be written, from a full disk, or has to wait for whoever is writing: whoever
    locks has a reason to. A worker of a server ends, and so that nothing that was opened is left in its memory; the
    next one stays locked.
    """
    vault, ending = vault_of(app), ending_of(app)
    if ending is not None:
        ending.begin(LOCKED_WITHIN)
    locks_of(app).add()
    late = threading.Timer(LOCKED_WITHIN, _forget_keys, [vault])
    late.daemon = True
    late.start()
    try:
        with write():
            record(actor, "setup.locked", **how)
    finally:
        late.cancel()
        _forget_keys(vault)
        if ending is None:
            give_back()


def locks_of(app: Flask) -> Locks:
    """Return the count of locks of the server that ``app`` is a worker of; its own where it is none."""
    if LOCKS not in app.extensions:
        app.extensions[LOCKS] = Locks()
    locks: Locks = app.extensions[LOCKS]
    return locks


def _forget_keys(vault: Unlocked) -> None:
    vault.keys = None


def stop_unlocking(app: Flask) -> None:
    """Let no unlocking come to its end that is under way: somebody locks a system that is not unlocked yet."""
    _under_way(app).clear()


def _under_way(app: Flask) -> set[object]:
    found: set[object] = app.extensions.setdefault(_UNDER_WAY, set())
    return found


def _unlock(app: Flask, opened: Callable[[], Root], how: dict[str, Any]) -> None:
    locks, mine = locks_of(app), object()
    found = locks.count
    _under_way(app).add(mine)
    try:
        root, wrong = _proven(app, opened, in_terminal=bool(how.get("in_terminal")))
        with _noting:
            if mine not in _under_way(app):
                raise Locked("somebody has locked the system meanwhile")
            _adopt_and_note(app, root, wrong, how)
            locks.undo(found)
    finally:
        _under_way(app).discard(mine)


def _adopt_and_note(app: Flask, root: Root, wrong: int, how: dict[str, Any]) -> None:
    was_locked = vault_of(app).keys is None
    try:
        adopt_root(app, root)
        vault_of(app).memory[_SINCE] = now()
        with write():
            if was_locked:
                expire_all_sessions()  # a browser that was left open opens nothing any more
            record(None, "setup.unlocked", wrong_before=wrong, **how)
    except BaseException:  # whatever it is: nobody reads anything by an unlocking that stands nowhere
        if was_locked:  # else that of somebody who was a moment faster does
            vault_of(app).keys = None
        raise


def _proven(app: Flask, opened: Callable[[], Root], *, in_terminal: bool = False) -> tuple[Root, int]:
    """Return the root, and how many wrong tries came before."""
    everywhere = app.extensions.setdefault(EXTENSION, {False: Tries(), True: Tries()})
    tries: Tries = everywhere[in_terminal]
    tries.require_patience()
    try:
        root = opened()
    except (WrongPassphrase, SettingError) as error:
        if not isinstance(error, RootNotToBeHad):  # which is no guess of anybody's
            tries.count_wrong()
        raise
    wrong = sum(each.forget() for each in everywhere.values())
    return root, wrong
