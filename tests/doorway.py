"""Instance folders that tests begin with: made once by each process, kept for a while, and copied."""

import shutil
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, runtime_checkable

import time_machine
from flask import Flask

from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import keys_folder
from caseapp.vault import mark_of, open_file_root

Given = ParamSpec("Given")
Result = TypeVar("Result")

WHILE = 200.0
"""Seconds for which tests begin with the sessions of the first of them: less than anything in a session lasts."""
MOST = 48
"""So many instances are kept: each is two megabytes of memory."""
A_DAY = 24 * 60 * 60
TYPED = "typed about people"
"""Where the application of a test keeps what was typed about people, which no title and no address may tell."""
DOORWAY = "doorway"
"""Where the application of a test keeps the place that its instance came from."""


def since_midnight() -> float:
    """Seconds since the day began on which the tests are run, whatever day a test lives on."""
    hatch = time_machine.escape_hatch
    return (hatch.time.time() if hatch.is_travelling() else time.time()) % A_DAY


@runtime_checkable
class AtWork(Protocol):
    """Somebody of the present test, with a browser."""

    name: str
    app: Flask

    def cookie(self) -> str:
        """Return the cookie of their session."""

    def take_up(self, cookie: str) -> None:
        """Go on in the session of this cookie."""


@dataclass
class Kept:
    """An instance as it was at some moment, and what browsers and tests knew of it."""

    folder: Path
    since: float
    """When its people signed in."""
    cookies: Mapping[str, str]
    number: int
    """No other one has it: what was made anew is another one, with other ids in it."""
    typed: frozenset[str] = frozenset()
    result: Any = None
    """What the preparation returned."""


@dataclass
class Doorway:
    """Gives each test its instance. What is kept is made anew after a while, since sessions end, and what is asked
    for again after some minutes would be asked for sooner; and after midnight, since it was made on another day.
    """

    app: Flask
    installed: Path
    place: Path
    sign_in: Callable[[str], str]
    """Signs somebody in by name and returns their cookie."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """Of those who have signed in before the present test began."""
    at_work: list[AtWork] = field(default_factory=list)
    is_patched: Callable[[], bool] = bool
    """Whether the present test has replaced parts of the application by now."""
    _since: float = 0.0
    _at: Kept | None = None
    """What the instance of the present test was like last; None where it may be like no other one's."""
    _left: frozenset[object] = frozenset()
    """What its files looked like then."""
    _kept: dict[Hashable, Kept] = field(default_factory=dict)
    """By who signed in, or by what was prepared where; what was not asked for the longest stands first."""
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def folder(self) -> Path:
        """Where the instance of the present test is."""
        folder: Path = self.app.config["SETTINGS"].instance_path
        return folder

    def let_in(self, names: tuple[str, ...], is_patched: Callable[[], bool] = bool) -> None:
        """Begin a test: put the instance in its place, as it is after these have signed in.

        Once a test has replaced parts of the application nothing is prepared for another one, nor taken from there.
        """
        self.at_work, self.is_patched = [], is_patched
        kept = self._of(names)
        if kept is not None:
            self._take(kept)
        else:
            self._open(self.installed)
            self.cookies, self._since = {name: self.sign_in(name) for name in names}, time.monotonic()
            kept = self._keep(names) if names else None
        self._at = kept

    def join(self, somebody: AtWork, cookie: str) -> None:
        """Have somebody at work who came only now and signed in: preparations go on with them, too."""
        self.at_work.append(somebody)
        self.cookies = {**self.cookies, somebody.name: cookie}

    def once(self, what: str, make: Callable[[], Result]) -> Result:
        """Prepare something: in an instance to which nothing happened but preparations, one is taken in which it is
        done after those.

        Where somebody has done more, or lives on another day, ``make`` does it here and now. It returns text, as an
        address, or other values that are never changed.
        """
        at = self._at
        is_as_ever = not self.is_patched() and not time_machine.escape_hatch.is_travelling()
        if at is None or not is_as_ever or not self._is_untouched():
            return make()
        key = (at.number, what)
        kept = self._of(key)
        if kept is None:
            kept = self._keep(key, make())
            vault_of(self.app).memory = {}  # as where it is taken: a test never depends on which came before
        else:
            typed = self.app.extensions[TYPED]
            self._take(kept)
            self.app.extensions[TYPED] |= typed
        for somebody in self.at_work:
            somebody.take_up(self.cookies[somebody.name])
        self._at = kept
        result: Result = kept.result
        return result

    def _is_untouched(self) -> bool:
        if not {each.name for each in self.at_work} <= set(self.cookies):
            return False
        with self.app.app_context():
            is_open = db.engine.pool.checkedout()
        return not is_open and self._looks() == self._left

    def _looks(self) -> frozenset[object]:
        """All files but what SQLite keeps beside a database that is only read: nothing is in its log then."""
        found = ((str(each), each.stat()) for each in self.folder.rglob("*"))
        return frozenset(
            (name, of.st_size, of.st_mtime_ns)
            for name, of in found
            if not name.endswith("-shm") and (of.st_size or not name.endswith("-wal"))
        )

    def _of(self, key: Hashable) -> Kept | None:
        for each, old in list(self._kept.items()):
            if time.monotonic() - old.since >= min(WHILE, since_midnight()):
                self._drop(each)
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._kept[key] = kept
        return kept

    def _drop(self, key: Hashable) -> None:
        shutil.rmtree(self._kept.pop(key).folder)

    def _keep(self, key: Hashable, result: Any = None) -> Kept:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        if len(self._kept) >= MOST:
            self._drop(next(iter(self._kept)))
        number = next(self._numbers)
        folder = self.place / f"kept-{number}"
        shutil.copytree(self.folder, folder)
        self._left = self._looks()
        typed = frozenset(self.app.extensions[TYPED])
        self.cookies = {**self.cookies, **{each.name: each.cookie() for each in self.at_work}}
        kept = self._kept[key] = Kept(folder, self._since, self.cookies, number, typed, result)
        return kept

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
        self._left = self._looks()
        # As ``adopt_root`` does, without what it examines: that took longer than a sign-in, and has tests of its own.
        root = open_file_root(keys_folder(self.app))
        vault_of(self.app).keys = root.keyring()
        vault_of(self.app).opened_by(root, mark_of(root))
        self.app.config["DEMONSTRATION"] = False
        self.app.extensions[TYPED] = set()


def once(app: Flask, what: str, make: Callable[[], Result]) -> Result:
    """As ``Doorway.once``; an application that came through no doorway has it made."""
    doorway: Doorway | None = app.extensions.get(DOORWAY)
    return make() if doorway is None else doorway.once(what, make)


def prepared(
    make: Callable[Concatenate[Any, Given], Result],
) -> Callable[Concatenate[Any, Given], Result]:
    """Have what somebody does through their browser prepared by ``once``, each time with the same values."""

    @wraps(make)
    def prepare(somebody: AtWork, *given: Given.args, **named: Given.kwargs) -> Result:
        words = [_word(each) for each in (somebody, *given)]
        words += [f"{name}={_word(value)}" for name, value in named.items()]
        what = f"{make.__module__}.{make.__qualname__}({', '.join(words)})"
        if " at 0x" in what:  # a file, say: the next one may lie where this one lay
            return make(somebody, *given, **named)
        return once(somebody.app, what, lambda: make(somebody, *given, **named))

    return prepare


def _word(value: object) -> str:
    return value.name if isinstance(value, AtWork) else repr(value)
