"""Sixteen people save and view at once, two of them on one record: no error but honest conflicts, no lost word."""

import re
import shutil
import threading
import time
import uuid
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select

from caseapp.accounts.actions import activate_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.cases.models import Case
from caseapp.db import db, keyring, write
from caseapp.vault import hash_password
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import CHEAP, PASSPHRASE
from tests.deep.figures import figure
from tests.frame.found_again import everything_confirmed_is_there, opened
from tests.frame.saving import Confirmed, file_something, post, start_case, take_up, token_of
from tests.frame.served import Browser
from tests.frame.starts import serving_cheaply

PEOPLE = 16
EDITORS = ("amina", "clara")
"""Two of them write in one case again and again; both reach it."""


@dataclass
class Shared:
    """The case that two people write in, and what each was told."""

    case: str = ""
    words: list[str] = field(default_factory=list)
    """What was confirmed as saved."""
    conflicts: int = 0


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def add_staff(folder: Path, number: int) -> list[str]:
    names = [f"worker{index}" for index in range(number)]
    with opened(folder):
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


def do_a_days_work(browser: Browser, own: Confirmed, token: str) -> None:
    case = start_case(browser, own, token)
    assert case is not None
    own.answers += [browser.get(path).status for path in ("/", "/cases/", case)]
    file_something(browser, case, own)
    take_up(browser, case, own, token)


def add_a_word(browser: Browser, shared: Shared, token: str, word: str) -> None:
    """Add a word to what the case says; where a colleague was faster, both versions are shown and it is tried anew."""
    path = f"{shared.case}/edit"
    while True:
        page = browser.get(f"{path}?fresh=1").text
        version = re.search(r'name="row_version"[^>]*value="(\d+)"', page)
        written = re.search(r'<textarea[^>]*name="summary"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
        assert version
        assert written
        summary = f"{unescape(written.group(1)).strip()} {word}"
        sent = {**NIGHT, "left_where": "", "row_version": version.group(1), "summary": summary}
        answer = post(browser, path, sent, token)
        if answer.status == 302:
            shared.words.append(word)
            return
        assert answer.status == 409, answer.text[:2000]
        assert summary in unescape(answer.text), "what was typed is on the page of the conflict"
        shared.conflicts += 1


def save_and_view(folder: Path, rounds: int, seconds: float = 0) -> tuple[list[Confirmed], Shared]:
    """Let everybody work for so many rounds and so long; then look at what is there."""
    names = [*EDITORS, *add_staff(folder, PEOPLE - len(EDITORS))]
    confirmed = [Confirmed(name) for name in names]
    shared, failures = Shared(), list[str]()
    with serving_cheaply(folder) as served:
        first = served.browser().sign_in("amina", PASSPHRASE)
        shared.case = start_case(first, confirmed[0], token_of(first)) or ""
        assert shared.case
        start = threading.Barrier(PEOPLE)

        def one(name: str, own: Confirmed) -> None:
            try:
                browser = served.browser().sign_in(name, PASSPHRASE)
                token = token_of(browser)
                if name in EDITORS:  # whoever is not assigned has to ask for what is hidden first
                    show = f"/show/case/{shared.case.rpartition('/')[2]}"
                    shown = post(browser, show, {"back": "/"}, token)
                    assert shown.status == 302, shown.text[:2000]
                start.wait(60)
                end, done = time.monotonic() + seconds, 0
                while done < rounds or time.monotonic() < end:
                    if name in EDITORS:
                        add_a_word(browser, shared, token, f"{name}-{done}")
                    else:
                        do_a_days_work(browser, own, token)
                    done += 1
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
    for own in confirmed[len(EDITORS) :]:
        assert len(own.cases) == len(own.files) == len(own.steps) >= rounds
        assert set(own.answers) <= {200, 302}
    everything_confirmed_is_there(folder, *confirmed)
    with opened(folder):
        case = db.session.get_one(Case, uuid.UUID(shared.case.rpartition("/")[2]))
        assert sorted(case.summary.split()) == sorted(shared.words), "every word that was confirmed, once"
    return confirmed, shared


def test_sixteen_people_who_save_and_view_at_once_lose_nothing(folder: Path) -> None:
    save_and_view(folder, rounds=1)


@pytest.mark.deep
def test_sixteen_people_who_save_and_view_for_a_minute_lose_nothing(folder: Path) -> None:
    confirmed, shared = save_and_view(folder, rounds=1, seconds=60)
    assert shared.conflicts, "the two met"
    figure(
        "People saving and viewing at once for a minute",
        f"{PEOPLE}; {sum(len(own.answers) for own in confirmed) + len(shared.words)} answers, "
        f"{shared.conflicts} honest conflicts, no error, no lost word",
    )
