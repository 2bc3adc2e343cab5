"""The server is killed while people save, file, write and approve: every word it confirmed is there afterwards."""

import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from caseapp.application import create_app
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, settings_for
from tests.deep.figures import figure
from tests.frame.found_again import everything_confirmed_is_there, integrity
from tests.frame.saving import Confirmed, approve_until, work_until
from tests.frame.starts import serving_cheaply
from tests.letters.preparing import (
    consent_to_tell_authorities,
    prepare,
    read_back,
    settle_advice,
    step,
    write,
)
from tests.statements.writing import client_of

FEW, MANY = 4, 200
"""How often the server is killed in the short and in the long tier."""
AN_APPROVAL = 1.0
"""Seconds within which an approval prints and saves, more or less; the kill falls anywhere in them."""


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def letters_in_review(folder: Path, number: int) -> list[str]:
    """A case with so many letters of the person's own that wait for a coordinator; returns their addresses."""
    app = create_app(settings_for(folder))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    amina = Person("amina", app, app.test_client()).sign_in()
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    minister = add_minister(amina, add_authority(amina))
    letters = []
    for which in range(number):
        letter = prepare(amina, case, minister, subject=f"Protection, request {which}")
        write(amina, letter, body="I walked to the police station and asked for their protection.")
        read_back(amina, letter)
        settle_advice(amina, letter)
        step(amina, letter, "send_for_review")
        letters.append(letter)
    return letters


def kill_and_look(folder: Path, times: int, seed: int) -> Confirmed:
    """Kill the process that answers so many times, each time at a moment that nobody chose."""
    dice = random.Random(seed)
    confirmed, waiting = Confirmed(), letters_in_review(folder, times)
    with serving_cheaply(folder) as served:
        for kill in range(times):
            stop = threading.Event()
            workers = [
                *(threading.Thread(target=work_until, args=(stop, served, confirmed)) for _ in range(2)),
                threading.Thread(target=approve_until, args=(stop, served, confirmed, waiting)),
            ]
            for worker in workers:
                worker.start()
            if kill % 2 and waiting:
                assert confirmed.approving.acquire(timeout=60)
                time.sleep(dice.uniform(0, AN_APPROVAL))
            else:
                for _answer in range(dice.randint(1, 5)):
                    assert confirmed.told.acquire(timeout=60)
                time.sleep(dice.uniform(0, 0.05))
            served.kill_worker()
            stop.set()
            for worker in workers:
                worker.join()
            served.wait()
            assert integrity(folder) == "ok"
        served.kill()
    return confirmed


def test_what_was_confirmed_before_a_kill_is_there_and_the_log_verifies(folder: Path) -> None:
    confirmed = kill_and_look(folder, FEW, seed=1)
    assert confirmed.cases
    everything_confirmed_is_there(folder, confirmed)


@pytest.mark.deep
def test_two_hundred_kills_lose_nothing_that_was_confirmed(folder: Path) -> None:
    confirmed = kill_and_look(folder, MANY, seed=2)
    assert len(confirmed.cases) >= MANY // 2
    assert len(confirmed.approved) >= MANY // 10
    assert confirmed.drafts
    everything_confirmed_is_there(folder, confirmed)
    figure(
        "Processes killed (-9) while people save, file, write and approve",
        f"{MANY}; of what was confirmed ({len(confirmed.cases)} cases, {len(confirmed.files)} files, "
        f"{len(confirmed.approved)} approvals, {len(confirmed.drafts)} drafts) all is there, the log verifies",
    )
