"""A process that rotates, wraps anew, renews and destroys keys is killed: the next one opens everything and goes on."""

import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from caseapp.db import db
from caseapp.db.carried import wraps_by_version
from caseapp.keys.changing import rotate
from caseapp.keys.renewing import renew_scopes, scopes_older_than
from caseapp.keys.rewrapping import rewrap
from caseapp.vault import Purpose
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.deep.figures import figure
from tests.frame.found_again import integrity
from tests.frame.starts import begun
from tests.keys.turning import another_process, in_memory, problems, ring_on_disk

FEW, MANY = 3, 200
"""How often the process is killed in the short and in the long tier."""
A_TURN = 0.6
"""Seconds within which the process has done everything once, more or less; the kill falls anywhere in them."""


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def kill_while_turning(folder: Path, after: float) -> None:
    out = folder.parent / "turning.txt"
    with begun(folder, module="tests.keys.turning_process", out=out) as process:
        while not (said := out.read_text() if out.exists() else ""):
            assert process.poll() is None, "it ended by itself"
            time.sleep(0.01)  # polling another process: nothing here depends on how long it takes
        assert said == "turning\n"
        time.sleep(after)
        assert process.kill() == -signal.SIGKILL
        assert out.read_text() == "turning\n", "nothing went wrong before"
    out.unlink()


def kill_and_look(folder: Path, times: int, seed: int) -> int:
    """Kill so many times, at moments that nobody chose; returns how many rings there have been."""
    dice = random.Random(seed)
    app = another_process(folder)
    amina = Person("amina", app, app.test_client()).sign_in()
    case = start_case(amina, name="Dara Sample")
    for kill in range(times):
        kill_while_turning(folder, dice.uniform(0, A_TURN))
        assert integrity(folder) == "ok"
        assert "Dara Sample" in amina.page(case).text, "whoever went on serving serves on"
        app = another_process(folder)
        assert in_memory(app).fingerprint() == ring_on_disk(folder).fingerprint()
        assert not (folder / "keys" / "keyring-next.json").exists()
        amina = Person("amina", app, app.test_client()).sign_in()
        assert "Dara Sample" in amina.page(case).text
        if kill % 20 == times % 20 or times == FEW:
            assert problems(app) == []
    with app.app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        rewrap(None)
        assert not renew_scopes(None, scopes_older_than(0)).damaged
        assert len(wraps_by_version()) == 1
        db.session.remove()
    assert problems(app) == []
    return len(in_memory(app).states(Purpose.SCOPE_WRAP))


def test_a_process_that_turns_keys_is_killed_and_the_next_one_goes_on(folder: Path) -> None:
    kill_and_look(folder, FEW, seed=1)


@pytest.mark.deep
def test_two_hundred_kills_while_keys_turn_lose_nothing(folder: Path) -> None:
    rings = kill_and_look(folder, MANY, seed=2)
    figure(
        "Processes killed (-9) while they rotate, wrap anew, renew and destroy keys",
        f"{MANY}; {rings} keys came into use, everything opens, the log verifies, nothing is left by a former key",
    )
