"""What goes on in one worker is seen by the others, is not begun twice, and ends with the process."""

import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask

from caseapp.jobs import background
from caseapp.jobs.background import BOARD, UnderWay, begin, under_way
from caseapp.processes.board import Board
from tests.frame.served import ROOT

TWO_PROCESSES = """
import os, signal
from caseapp.processes.board import Board

board = Board()
assert board.seen("backups") is None
said, saying = os.pipe()
child = os.fork()
if child == 0:
    slot = board.take("backups", {"done": 1})
    board.note(slot, "backups", {"done": 2})
    os.write(saying, b".")
    signal.pause()
os.read(said, 1)
assert board.seen("backups") == {"done": 2, "place": "backups"}
assert board.take("backups", {}) is None
own = board.take("keys", {"done": 7})
assert board.seen("keys") == {"done": 7, "place": "keys"}
assert board.take("keys", {}) is None
board.leave(own)
assert board.seen("keys") is None
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
assert board.seen("backups") is None
for number in range(16):
    assert board.take(f"place {number}", {}) is not None
assert board.take("one more", {}) is None
print("all of it")
"""


def test_a_slot_is_seen_by_other_processes_for_as_long_as_its_own_lives() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWO_PROCESSES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("all of it\n", "")


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    app.extensions[BOARD] = Board()
    yield app.extensions[BOARD]
    app.extensions.pop(BOARD)


def test_what_one_worker_does_shows_on_the_page_of_another_and_is_done_once(
    app: Flask, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "NOTED_EVERY", 0.0)
    about, seen = uuid.uuid4(), []

    def work(going: UnderWay) -> None:
        going.about = about
        going.advance(1, 4)
        known = app.extensions.pop(background.EXTENSION)  # what a worker beside it does not have
        seen.append(under_way(app, "a place"))
        seen.append(begin(app, "a place", "the same again", lambda _going: seen.append(None)))
        app.extensions[background.EXTENSION] = known

    begun = begin(app, "a place", "some work", work)
    assert begun.thread is not None
    begun.thread.join(60)
    assert [(each.kind, each.percent, each.about, each.thread) for each in seen if each] == [
        ("some work", 25, about, None)
    ] * 2
    assert len(seen) == 2
    assert under_way(app, "a place") is None
