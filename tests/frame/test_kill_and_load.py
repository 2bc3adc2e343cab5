"""The server is killed while people save, and used by sixteen at once: every word it confirmed is there afterwards."""

import random
import re
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp import create_app
from caseapp.accounts.actions import activate_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.audit import verify
from caseapp.db import blobs, db, keyring, write
from caseapp.documents.models import Document
from caseapp.setup.installing import adopt_keyring, keys_folder
from caseapp.vault import hash_password, open_file_root
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import CHEAP, PASSPHRASE, settings_for
from tests.frame.served import Answer, Browser, Served, serving_cheaply

FEW, MANY = 4, 200
"""How often the server is killed in the short and in the long tier."""
BROKEN_OFF = (OSError, HTTPException)


@dataclass
class Confirmed:
    """What the server said it had saved."""

    cases: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    answers: list[int] = field(default_factory=list)
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released at every answer."""

    def note(self, answer: Answer) -> bool:
        """Note an answer; returns whether it says that something was saved."""
        self.answers.append(answer.status)
        self.told.release()
        return answer.status == 302


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def opened(folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(folder))
    with app.app_context():
        adopt_keyring(app, open_file_root(keys_folder(app)))
        yield app
        db.session.remove()
        db.engine.dispose()


def start_case(browser: Browser, confirmed: Confirmed, token: str) -> str | None:
    name, case_id = f"Invented {uuid.uuid4().hex[:12]}", str(uuid.uuid4())
    answer = post(browser, "/cases/new", {**NIGHT, "name": name, "new_id": case_id}, token)
    if not confirmed.note(answer):
        return None
    confirmed.cases[answer.location] = name
    return answer.location


def post(browser: Browser, path: str, fields: dict[str, str], token: str) -> Answer:
    return browser.send(path, urlencode({**fields, "csrf_token": token}).encode())


def token_of(browser: Browser) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/me").text)
    assert found
    return found.group(1)


def file_something(browser: Browser, case: str, confirmed: Confirmed) -> None:
    content = b"%PDF-1.4\n" + uuid.uuid4().bytes.hex().encode() * random.Random(len(confirmed.files)).randint(
        1, 9000
    )
    content += b"\n%%EOF\n"
    path = f"/documents/add/case/{case.rpartition('/')[2]}"
    document_id = str(uuid.uuid4())
    fields = {"title": "Paper", "source": "", "kind": "other", "language": "fa", "new_id": document_id}
    answer = browser.upload(path, fields, "file", "paper.pdf", content)
    if confirmed.note(answer):
        confirmed.files[document_id] = content


def take_up(browser: Browser, case: str, confirmed: Confirmed, token: str) -> None:
    answer = post(
        browser, f"{case}/step/take_up", {"manner": "done_here", "reason": "Asked for help."}, token
    )
    if confirmed.note(answer):
        confirmed.steps.add(case)


def work_until(stop: threading.Event, served: Served, confirmed: Confirmed) -> None:
    """Save, file and move cases on, as one worker would, until told to stop or cut off."""
    browser = served.browser()
    try:
        browser.sign_in("amina", PASSPHRASE)
        token = token_of(browser)
        while not stop.is_set():
            case = start_case(browser, confirmed, token)
            if case is not None:
                file_something(browser, case, confirmed)
                take_up(browser, case, confirmed, token)
    except (*BROKEN_OFF, AssertionError):
        return  # cut off in the middle: what was not confirmed is not claimed


def kill_and_look(folder: Path, times: int, seed: int) -> Confirmed:
    dice = random.Random(seed)
    confirmed = Confirmed()
    with serving_cheaply(folder) as served:
        for _ in range(times):
            stop = threading.Event()
            workers = [threading.Thread(target=work_until, args=(stop, served, confirmed)) for _ in range(2)]
            for worker in workers:
                worker.start()
            for _answer in range(dice.randint(1, 5)):
                assert confirmed.told.acquire(timeout=60)
            time.sleep(dice.uniform(0, 0.05))  # a moment that nobody chose
            served.kill_worker()
            stop.set()
            for worker in workers:
                worker.join()
            served.wait()
            assert integrity(folder) == "ok"
        served.kill()
    return confirmed


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "caseapp.db")) as raw:
        found: str = raw.execute("PRAGMA integrity_check").fetchone()[0]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def everything_confirmed_is_there(folder: Path, confirmed: Confirmed) -> None:
    from caseapp.cases.models import Case
    from caseapp.people.models import Person

    for _app in opened(folder):
        assert list(verify()) == []
        for address, name in confirmed.cases.items():
            case = db.session.get(Case, uuid.UUID(address.rpartition("/")[2]))
            assert case is not None
            client = db.session.get(Person, case.client_id)
            assert client is not None
            assert name in str(client.list_pack)
            assert case.tonight == NIGHT["tonight"]
            if address in confirmed.steps:
                assert case.status != "new"
        for document_id, content in confirmed.files.items():
            document = db.session.get(Document, uuid.UUID(document_id))
            assert document is not None
            assert blobs().read(document.blob_ref, document.file_key) == content
        for document in db.session.scalars(select(Document)):
            assert blobs().read(document.blob_ref, document.file_key).endswith(b"%%EOF\n"), (
                "a row without its file"
            )
    assert 500 not in confirmed.answers


def test_what_was_confirmed_before_a_kill_is_there_and_the_log_verifies(folder: Path) -> None:
    confirmed = kill_and_look(folder, FEW, seed=1)
    assert confirmed.cases
    everything_confirmed_is_there(folder, confirmed)


@pytest.mark.deep
def test_two_hundred_kills_lose_nothing_that_was_confirmed(folder: Path) -> None:
    confirmed = kill_and_look(folder, MANY, seed=2)
    assert len(confirmed.cases) >= MANY // 2
    everything_confirmed_is_there(folder, confirmed)


def add_staff(folder: Path, number: int) -> list[str]:
    names = [f"worker{index}" for index in range(number)]
    for _app in opened(folder):
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        ids = [uuid.uuid4() for _ in names]
        hashes = [hash_password(keyring(), PASSPHRASE, user_id, cost=CHEAP) for user_id in ids]
        with write():
            team = db.session.scalars(select(Team)).one()
            for name, user_id, hashed in zip(names, ids, hashes, strict=True):
                user, _code = invite_user(
                    users["drita"],
                    name=name,
                    sign_in_name=name,
                    roles=[Role.SUPPORT],
                    team=team,
                    language="en",
                    user_id=user_id,
                )
                activate_user(user, hashed)
    return names


def save_and_view(folder: Path, people: int, rounds: int) -> None:
    names = add_staff(folder, people)
    confirmed = [Confirmed() for _ in names]
    failures: list[str] = []
    with serving_cheaply(folder) as served:
        start = threading.Barrier(people)

        def one(name: str, own: Confirmed) -> None:
            try:
                browser = served.browser().sign_in(name, PASSPHRASE)
                token = token_of(browser)
                start.wait(60)
                for _ in range(rounds):
                    case = start_case(browser, own, token)
                    assert case is not None
                    own.answers += [browser.get(path).status for path in ("/", "/cases/", case)]
                    file_something(browser, case, own)
                    take_up(browser, case, own, token)
            except Exception as error:  # shown below, with whose it was
                start.abort()
                failures.append(f"{name}: {error!r}")

        threads = [threading.Thread(target=one, args=pair) for pair in zip(names, confirmed, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert "error" not in served.output.lower()
        assert served.stop() == 0
    for own in confirmed:
        assert len(own.cases) == len(own.files) == len(own.steps) == rounds
        assert set(own.answers) <= {200, 302}
        everything_confirmed_is_there(folder, own)


def test_sixteen_people_who_save_and_view_at_once_lose_nothing(folder: Path) -> None:
    save_and_view(folder, people=16, rounds=1)


@pytest.mark.deep
def test_sixteen_people_who_save_and_view_for_a_while_lose_nothing(folder: Path) -> None:
    save_and_view(folder, people=16, rounds=12)
