"""Instance folders that tests begin with: made once by each process, kept for a while, and copied."""

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import time_machine
from flask import Flask

from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import keys_folder
from caseapp.vault import mark_of, open_file_root

WHILE = 120.0
"""Seconds for which tests begin with the sessions of the first of them: less than anything in a session lasts."""
TYPED = "typed about people"
"""Where the application of a test keeps what was typed about people, which no title and no address may tell."""
DOORWAY = "doorway"
"""Where the application of a test keeps the place that its instance came from."""


class AtWork(Protocol):
    """Somebody of the present test, with a browser."""

    name: str

    def take_up(self, cookie: str) -> None:
        """Go on in the session of this cookie."""


@dataclass
class Kept:
    """An instance as it was at some moment, and what browsers and tests knew of it."""

    folder: Path
    since: float
    """When its people signed in."""
    cookies: Mapping[str, str]
    typed: frozenset[str] = frozenset()
    result: str = ""
    """What the preparation returned."""


@dataclass
class Doorway:
    """Gives each test its instance. What is kept is made anew after a while, since sessions end, and what is asked
    for again after some minutes would be asked for sooner.
    """

    app: Flask
    installed: Path
    place: Path
    sign_in: Callable[[str], str]
    """Signs somebody in by name and returns their cookie."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """Of those who have signed in before the present test began."""
    at_work: list[AtWork] = field(default_factory=list)
    _since: float = 0.0
    _is_prepared: bool = False
    _kept: dict[tuple[str, ...], Kept] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the instance of the present test is."""
        folder: Path = self.app.config["SETTINGS"].instance_path
        return folder

    def let_in(self, names: tuple[str, ...]) -> None:
        """Begin a test: put the instance in its place, as it is after these have signed in."""
        self.at_work, self._is_prepared = [], False
        kept = self._of(names)
        if kept is None:
            self._open(self.installed)
            self.cookies, self._since = {name: self.sign_in(name) for name in names}, time.monotonic()
            if names:
                self._keep(names)
        else:
            self._take(kept)

    def once(self, what: str, make: Callable[[], str]) -> str:
        """Prepare something: in an instance in which nobody has done anything yet, one is taken in which it is done.

        Where somebody has, or lives on another day, ``make`` does it here and now. It returns text, as an address.
        """
        if not self._is_untouched() or time_machine.escape_hatch.is_travelling():
            return make()
        key = (*self.cookies, what)
        kept = self._of(key)
        if kept is None:
            kept = self._keep(key, make())
            self._is_prepared = True
            return kept.result
        self._take(kept)
        self._is_prepared = True
        for somebody in self.at_work:
            somebody.take_up(self.cookies[somebody.name])
        return kept.result

    def _is_untouched(self) -> bool:
        log = self.folder / "caseapp.db-wal"
        is_as_it_was = not self._is_prepared and (not log.exists() or log.stat().st_size == 0)
        return is_as_it_was and {each.name for each in self.at_work} <= set(self.cookies)

    def _of(self, key: tuple[str, ...]) -> Kept | None:
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() - kept.since >= WHILE:
            shutil.rmtree(kept.folder)
            del self._kept[key]
            return None
        return kept

    def _keep(self, key: tuple[str, ...], result: str = "") -> Kept:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        folder = self.place / f"kept-{hash(key)}"
        shutil.copytree(self.folder, folder)
        typed = frozenset(self.app.extensions[TYPED])
        self._kept[key] = Kept(folder, self._since, self.cookies, typed, result)
        return self._kept[key]

    def _take(self, kept: Kept) -> None:
        self._open(kept.folder)
        self.cookies, self._since = kept.cookies, kept.since
        self.app.extensions[TYPED] = set(kept.typed)

    def _open(self, source: Path) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(self.folder)
        shutil.copytree(source, self.folder)
        # As ``adopt_root`` does, without what it examines: that took longer than a sign-in, and has tests of its own.
        root = open_file_root(keys_folder(self.app))
        vault_of(self.app).keys = root.keyring()
        vault_of(self.app).opened_by(root, mark_of(root))
        self.app.config["DEMONSTRATION"] = False
        self.app.extensions[TYPED] = set()


def once(app: Flask, what: str, make: Callable[[], str]) -> str:
    """As ``Doorway.once``; an application that came through no doorway has it made."""
    doorway: Doorway | None = app.extensions.get(DOORWAY)
    return make() if doorway is None else doorway.once(what, make)
