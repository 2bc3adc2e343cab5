"""An installed application per test, people with roles, and a browser's door that has opinions."""

import gc
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, session
from flask.ctx import RequestContext
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from caseapp.accounts.actions import activate_user, invite_user
from caseapp.accounts.factors.demanded import OFFERED, RULES
from caseapp.accounts.models import Team, User
from caseapp.accounts.rules import set_rule
from caseapp.application import create_app
from caseapp.config import Settings
from caseapp.db import db, keyring, write
from caseapp.serving.worker import LOOK_FOR_GARBAGE
from caseapp.setup.installing import (
    FirstAdministrator,
    adopt_root,
    create_keys,
    install,
    keys_folder,
)
from caseapp.setup.migrating import migrate
from caseapp.vault import PasswordCost, hash_password
from caseapp.web.roles import Role
from tests.doorway import A_DAY, DOORWAY, TYPED, Doorway, since_midnight
from tests.frame.compiled import compile_once
from tests.page_rules import Page, check_page, page_of, visible

PASSPHRASE = "four green windows and a lamp"
CHEAP = PasswordCost(memory_kib=1024, passes=1)
PEOPLE = {
    # Amina holds the case a test is about; Besnik holds another one and must see nothing of hers.
    "amina": (Role.SUPPORT,),
    "besnik": (Role.SUPPORT,),
    "clara": (Role.COORDINATOR,),
    "drita": (Role.ADMINISTRATOR,),
    "edon": (Role.AUDITOR,),
}


def pytest_configure(config: pytest.Config) -> None:
    """Invented input fails a test by what it does, never by how long a busy machine takes over it. And each template is
    compiled once.
    """
    config.add_cleanup(compile_once())
    from hypothesis import HealthCheck, settings  # here: the servers of the tests import this module, too

    unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("unhurried", unhurried)
    settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Look for garbage as the server does, and never again in what stays to the end: that took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOK_FOR_GARBAGE)
    # What chores and locks hand back is looked for in all that a process has: here, in what a whole run of tests has.
    gc.unfreeze = lambda: None


A_TEST = 30.0
"""Seconds within which nearly every test is over."""


def pytest_runtest_setup() -> None:
    """Begin no test just before midnight: what it writes down for today, it looks for on the same day."""
    left = A_DAY - since_midnight()
    if left < A_TEST:
        time.sleep(left)  # once a day, for whoever is still at work


def settings_for(folder: Path, **options: Any) -> Settings:
    return Settings(instance_path=folder, password_cost=CHEAP, unlock_cost=CHEAP, testing=True, **options)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with everybody in it, copied for each test."""
    return install_everybody(tmp_path_factory.mktemp("installed"))


def install_everybody(folder: Path) -> Path:
    """Make an instance in ``folder`` with an account for each of ``PEOPLE``."""
    app = create_app(settings_for(folder))
    with app.app_context():
        migrate()
        adopt_root(app, create_keys(keys_folder(app), None, None))
        install(
            organisation_name="Open Door",
            language="en",
            administrator=FirstAdministrator("Drita Test", "drita", PASSPHRASE),
            demonstration=False,
        )
        drita = db.session.scalars(select(User)).one()
        hashes = {}
        for name in PEOPLE:
            user_id = uuid.uuid4()
            hashes[name] = (user_id, hash_password(keyring(), PASSPHRASE, user_id, cost=CHEAP))
        with write():
            for (
                rule
            ) in RULES:  # a test about second factors demands them; the others sign in as quickly as can be
                set_rule(drita, rule, OFFERED, "Everybody signs in often here.")
            team = db.session.scalars(select(Team)).one()
            for name, roles in PEOPLE.items():
                if name == "drita":
                    continue
                user_id, hashed = hashes[name]
                user, _code = invite_user(
                    drita,
                    name=f"{name.title()} Test",
                    sign_in_name=name,
                    roles=roles,
                    team=team,
                    language="en",
                    user_id=user_id,
                )
                activate_user(user, hashed)
        db.session.remove()
        db.engine.dispose()
    return folder


MEMORY = Path("/dev/shm")  # every commit waits for its disk; in memory thousands of them cost nothing


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder for as long as the block lasts, in memory where the system has such a place."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="caseapp-") as place:
        yield Path(place)


@pytest.fixture(scope="session")
def shared_app(installed: Path) -> Iterator[Flask]:
    """One application per process: what it has compiled serves all tests. Each test gets the data anew."""
    with in_memory() as place:
        folder = place / "instance"
        shutil.copytree(installed, folder)
        yield create_app(settings_for(folder))


@pytest.fixture(scope="session")
def doorway(shared_app: Flask, installed: Path) -> Doorway:
    """What each test comes in through."""

    def sign_in(name: str) -> str:
        return Person(name, shared_app, shared_app.test_client()).sign_in().cookie()

    place = shared_app.config["SETTINGS"].instance_path.parent
    shared_app.extensions[DOORWAY] = Doorway(shared_app, installed, place, sign_in)
    return shared_app.extensions[DOORWAY]


REPLACING = pytest.StashKey[bool]()
"""Set where a test has begun to replace parts of the application."""


@dataclass
class Noticed:
    """pytest's ``monkeypatch``, of which is known whether it was made use of: up to then things are as in any test."""

    stash: pytest.Stash
    patching: pytest.MonkeyPatch

    def __getattr__(self, name: str) -> Any:
        self.stash[REPLACING] = True
        return getattr(self.patching, name)


@pytest.fixture
def monkeypatch(request: pytest.FixtureRequest) -> Iterator[Noticed]:
    """As pytest's own; what a test prepares before it makes use of it is prepared for other tests, too."""
    with pytest.MonkeyPatch.context() as patching:
        yield Noticed(request.node.stash, patching)


@pytest.fixture
def app(doorway: Doorway, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a fresh copy of the instance, unlocked; who is in the test has signed in there."""
    asked, app = request.fixturenames, doorway.app
    wanted = tuple(name for name in PEOPLE if name in asked or "people" in asked)
    if "clock" in asked:
        request.getfixturevalue("clock")  # before they sign in, whatever the hour at which the tests are run
    another_day = time_machine.escape_hatch.is_travelling()
    stash, is_listening = request.node.stash, "caplog" in asked
    doorway.let_in(() if another_day else wanted, lambda: is_listening or stash.get(REPLACING, False))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of the test's instance."""
    folder: Path = app.config["SETTINGS"].instance_path
    return folder


ABOUT_PEOPLE = ("/cases", "/people", "/requests", "/searches", "/incoming")
PERSONAL = ("name", "second", "third", "sought_name", "enquirer_name", "caller", "telephone", "value")
"""Under these addresses, fields of these names hold words about people."""


@dataclass
class Person:
    """A named member of staff with a browser. Every page they open is checked for the house's rules."""

    name: str
    app: Flask
    client: FlaskClient
    known_token: str = ""

    @property
    def id(self) -> uuid.UUID:
        with self.app.app_context():
            found = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == self.name)
            return found.id

    def get(self, path: str, status: int = 200, **options: Any) -> TestResponse:
        response = self.client.get(path, **options)
        assert response.status_code == status, (
            f"{self.name} GET {path}: {response.status_code}\n{response.text[:3000]}"
        )
        check_page(response, self.app.extensions.setdefault(TYPED, set()))
        return response

    def page(self, path: str, status: int = 200) -> Page:
        return page_of(self.get(path, status))

    def token(self) -> str:
        """The token of the pages, made once as they make it: it belongs to the session."""
        if not self.known_token:
            with self._as_in_their_browser("/me"):
                assert session.get("csrf_token"), "no token in the session: not signed in?"
                self.known_token = generate_csrf()
        return self.known_token

    def _as_in_their_browser(self, path: str) -> RequestContext:
        found = self.client.get_cookie("caseapp")
        return self.app.test_request_context(
            path, headers={"Cookie": f"caseapp={found.value}"} if found else {}
        )

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 302, **options: Any
    ) -> TestResponse:
        """Send a form as the browser would, with the page's token."""
        sent = {"csrf_token": self.token(), **(data or {})}
        response = self.client.post(path, data=sent, **options)
        assert response.status_code == status, (
            f"{self.name} POST {path}: {response.status_code}\n{visible(response)}"
        )
        self._remember(path, sent)
        check_page(response, self.app.extensions.setdefault(TYPED, set()))
        return response

    def _remember(self, path: str, sent: Mapping[str, Any]) -> None:
        if path.startswith(ABOUT_PEOPLE):
            said = (str(sent.get(name, "")).strip() for name in PERSONAL)
            self.app.extensions.setdefault(TYPED, set()).update(one for one in said if len(one) > 3)

    def cookie(self) -> str:
        """The cookie of their session."""
        found = self.client.get_cookie("caseapp")
        assert found is not None
        return found.value

    def take_up(self, cookie: str) -> None:
        """Go on in the session of this cookie."""
        self.known_token = ""
        self.client.set_cookie("caseapp", cookie)

    def sign_in(self) -> "Person":
        self.known_token = ""
        with self._as_in_their_browser("/sign-in"):
            token, answer = generate_csrf(), self.app.response_class()
            self.app.session_interface.save_session(self.app, session, answer)  # type: ignore[arg-type]  # a proxy
        for cookie in answer.headers.getlist("Set-Cookie"):
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.client.set_cookie(name, value)
        response = self.client.post(
            "/sign-in",
            data={"csrf_token": token, "sign_in_name": self.name, "passphrase": PASSPHRASE},
        )
        assert response.status_code == 302, visible(response)
        return self


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    """Everybody, signed in, each with a browser of their own."""
    return {name: _signed_in(name, app) for name in PEOPLE}


def _signed_in(name: str, app: Flask) -> Person:
    person, doorway = Person(name, app, app.test_client()), app.extensions[DOORWAY]
    doorway.at_work.append(person)
    if name not in doorway.cookies:
        return person.sign_in()
    person.take_up(doorway.cookies[name])
    return person


def _person(name: str) -> Any:
    @pytest.fixture(name=name)
    def person(app: Flask) -> Person:
        return _signed_in(name, app)

    return person


amina, besnik, clara, drita, edon = (_person(name) for name in PEOPLE)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()
