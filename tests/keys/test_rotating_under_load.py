"""Eight people save and view while keys are rotated, wrapped anew and renewed beside them: nobody meets an error."""

import shutil
import threading
import time
from pathlib import Path

import pytest

from caseapp.db.carried import wraps_by_version
from caseapp.keys.destroying import destroy
from caseapp.vault import KeyState, Purpose
from tests.conftest import PASSPHRASE
from tests.deep.figures import figure
from tests.frame.found_again import everything_confirmed_is_there, opened
from tests.frame.saving import Confirmed, token_of
from tests.frame.served import Browser
from tests.frame.starts import caseapp, serving_cheaply
from tests.frame.test_load import add_staff, do_a_days_work
from tests.keys.turning import ring_on_disk, states

PEOPLE = 8
ONCE = (("keys", "rotate"),)
EVERYTHING = (("keys", "rotate", "--all"), ("keys", "renew", "--older-than", "0"))
Commands = tuple[tuple[str, ...], ...]


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def work(browser: Browser, own: Confirmed, over: threading.Event) -> None:
    token = token_of(browser)
    while not over.is_set():
        do_a_days_work(browser, own, token)


def turn_keys(folder: Path, commands: Commands, seconds: float) -> int:
    """Give the commands, each in a process of its own, for so long and at least once."""
    turns, end = 0, time.monotonic() + seconds
    while turns == 0 or time.monotonic() < end:
        for arguments in commands:
            done = caseapp(folder, *arguments)
            assert done.returncode == 0, done.stdout + done.stderr
        turns += 1
    return turns


def save_and_view_while_keys_turn(
    folder: Path, commands: Commands, seconds: float = 0
) -> tuple[list[Confirmed], int]:
    names = add_staff(folder, PEOPLE)
    confirmed, failures, over = [Confirmed(name) for name in names], list[str](), threading.Event()
    # Without the daily backup, which would hold the database still while eight people write, and puts itself off.
    with serving_cheaply(folder, SERVED_BACKUP_AT="") as served:

        def one(name: str, own: Confirmed) -> None:
            try:
                work(served.browser().sign_in(name, PASSPHRASE), own, over)
            except Exception as error:  # shown below, with whose it was
                failures.append(f"{name}: {error!r}")

        threads = [threading.Thread(target=one, args=pair) for pair in zip(names, confirmed, strict=True)]
        for thread in threads:
            thread.start()
        try:
            turns = turn_keys(folder, commands, seconds)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert failures == []
        assert "error" not in served.output.lower(), served.output
        assert served.stop() == 0
    assert all(set(own.answers) <= {200, 302} for own in confirmed)
    assert sum(len(own.cases) for own in confirmed)
    newest = turns + 1
    with opened(folder):
        assert set(wraps_by_version()) == {newest}
        for version in range(1, newest):
            destroy(None, Purpose.SCOPE_WRAP, version)
    assert states(ring_on_disk(folder)) == [*[KeyState.DESTROYED] * turns, KeyState.ACTIVE]
    everything_confirmed_is_there(folder, *confirmed)
    return confirmed, turns


def test_eight_people_work_on_while_a_key_is_rotated(folder: Path) -> None:
    save_and_view_while_keys_turn(folder, ONCE)


@pytest.mark.deep
def test_eight_people_work_on_for_a_minute_while_keys_are_rotated_and_renewed(folder: Path) -> None:
    confirmed, turns = save_and_view_while_keys_turn(folder, EVERYTHING, seconds=60)
    figure(
        "Keys rotated and renewed while eight people save and view for a minute",
        f"{turns} times; {sum(len(own.answers) for own in confirmed)} answers, no error; nothing by a former key,"
        " which was destroyed; everything confirmed is there and the log verifies",
    )
