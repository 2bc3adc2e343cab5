"""One of several workers: it keeps what is in memory once per host, or asks the one that does.

Whoever comes first keeps: has the door for terminals, the chores and the indexes, and alone answers while the system is
locked. The others are given the root key by it, begin to answer then, and wait for its place. None of them outlasts a
lock: each looks several times a second whether there was one.
"""

import logging
import sys
import threading
from collections.abc import Callable

from flask import Flask

from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.jobs.background import BOARD
from caseapp.keeper import NoKeeper
from caseapp.keeper.calls import EXTENSION, AskingKeeper
from caseapp.keeper.hearing import Hearing
from caseapp.keeper.place import Place
from caseapp.processes.across_workers import Several
from caseapp.setup.installing import adopt_root
from caseapp.setup.looking import LOOK, Looking
from caseapp.setup.unlocking import root_of_keeper

log = logging.getLogger("caseapp")


class OneOfSeveral:
    """What a worker is among others; ``keep`` has it do what the only one does that there is."""

    def __init__(self, app: Flask, several: Several, keep: Callable[[], None]) -> None:
        self._app, self._several, self._keep_alone = app, several, keep
        self._place = Place(app.config["SETTINGS"].instance_path)
        self._asking = AskingKeeper(app.config["SETTINGS"].instance_path, several)
        self._looking, self._forgotten = Looking(app), several.forgetting.count
        self._pause = threading.Event()
        self._still_wanted: Callable[[], bool] = lambda: True
        vault_of(app).forgetting = several.forgetting
        app.extensions[BOARD] = several.board

    def begin(self, still_wanted: Callable[[], bool]) -> None:
        """Keep, or wait until whoever does gives us the keys. Ends the process where nobody wants it any more."""
        self._still_wanted = still_wanted
        if self._place.take():
            self._keep()
        else:
            self._app.extensions[EXTENSION] = self._asking
            while not self._take_keys():
                if self._is_abandoned() or not still_wanted():
                    sys.exit(0)  # the next one finds the place free
                self._pause.wait(LOOK)
        self._looking.begin(self._must_end)

    def _is_abandoned(self) -> bool:
        """Tell whether nobody keeps, and nobody waits for it, either: who waits has keys, and we have none."""
        for _time in range(2):
            if not self._place.take():
                return False
            self._place.leave()
            self._pause.wait(LOOK)
        return True

    def _take_keys(self) -> bool:
        self._looking.begin_anew()
        with self._app.app_context():
            try:
                root = root_of_keeper(self._app)
                if root is not None:
                    adopt_root(self._app, root)
            except NoKeeper:  # whoever has the place is not ready yet
                return False
            finally:
                db.session.remove()
        if root is None:
            return False
        threading.Thread(target=self._wait_for_place, name="waiting", daemon=True).start()
        return True

    def _wait_for_place(self) -> None:
        self._place.wait()
        self._pause.wait(LOOK)
        if self._still_wanted():  # else all of them are ending, one after the other
            self._keep()

    def _keep(self) -> None:
        self._keep_alone()
        Hearing(self._app, self._several).begin()
        self._app.extensions[EXTENSION] = None
        self._asking.hang_up()

    def _must_end(self) -> bool:
        """Drop what somebody's erasure has others drop; tell whether we have no keys and do not keep, either."""
        vault, several = vault_of(self._app), self._several
        if self._forgotten != (forgotten := several.forgetting.count):
            self._forgotten, vault.memory = forgotten, {}
        return self._app.extensions[EXTENSION] is not None and vault.keys is None
