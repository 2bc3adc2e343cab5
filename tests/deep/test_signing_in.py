"""Sign-in from outside: refusals alike in their words and their time, and many at once without shutting anybody out."""

import ipaddress
import random
import re
import shutil
import statistics
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import erf, sqrt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from caseapp.accounts.actions import activate_user, disable_user, invite_user
from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.config import Settings
from caseapp.db import db, keyring, write
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import PASSWORD_COST, PasswordCost, hash_password, keyed_token, open_file_root, passwords
from caseapp.web.roles import Role
from tests.conftest import PASSPHRASE
from tests.deep.figures import figure
from tests.frame.conftest import behind
from tests.frame.starts import serving_cheaply

FEW, MANY = 2, 200
"""Tries of each outcome."""
WRONG = "quite another passphrase"
WAITING = "made to wait"
OUTCOMES = {
    "unknown": ("nobody-of-us", PASSPHRASE),
    "wrong": ("gent", WRONG),
    "closed": ("hana", PASSPHRASE),
    "closed and wrong": ("hana", WRONG),
    "invited": ("farid", PASSPHRASE),
    WAITING: ("gent", PASSPHRASE),
}
APART, CHANCE = 0.05, 0.01
"""How far medians may lie apart, and how improbable ranks may be, by the clock and of the processor alike."""
ANSWER_WITHIN = 0.5
"""Seconds within which other pages answer while many sign in."""


@pytest.fixture
def door(installed: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation with the real cost of a passphrase, a closed account and one that waits for its owner."""
    folder = tmp_path / "instance"
    shutil.copytree(installed, folder)
    app = create_app(Settings(instance_path=folder, password_cost=PASSWORD_COST, testing=True))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    with app.app_context():
        drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
        ids = {name: uuid.uuid4() for name in ("gent", "hana", "farid")}
        hashes = {name: hash_password(keyring(), PASSPHRASE, ids[name]) for name in ("gent", "hana")}
        with write():
            for name, user_id in ids.items():
                user, _code = invite_user(
                    drita,
                    name=f"{name.title()} Test",
                    sign_in_name=name,
                    roles=[Role.SUPPORT],
                    team=None,
                    language="en",
                    user_id=user_id,
                )
                if name in hashes:
                    activate_user(user, hashes[name])
                if name == "hana":
                    disable_user(drita, user, "Left us.")
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def refused(app: Flask, outcome: str) -> tuple[float, float, str]:
    """Try once, as somebody whom nobody but one outcome makes wait.

    Returns the seconds by the clock and of the processor, which count no others at work on the machine, and the words
    of the answer.
    """
    name, passphrase = OUTCOMES[outcome]
    with app.app_context():
        address = keyed_token(keyring(), "sign_in.address", ipaddress.ip_address("127.0.0.1").packed)
    with behind(app.config["SETTINGS"].instance_path / "caseapp.db") as raw:
        raw.execute("DELETE FROM sign_in_throttle")
        if outcome == WAITING:
            raw.execute(
                "INSERT INTO sign_in_throttle (key, failures, heard_from) VALUES (?, 9, ?)",
                (address, f"{datetime.now(UTC) + timedelta(minutes=4):%Y-%m-%d %H:%M:%S.%f}"),
            )
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    sent = {"csrf_token": token.group(1), "sign_in_name": name, "passphrase": passphrase}
    clock, processor = time.perf_counter(), time.thread_time()
    response = client.post("/sign-in", data=sent)
    clock, processor = time.perf_counter() - clock, time.thread_time() - processor
    assert response.status_code == 422
    words = re.sub(r'(?<=[" ])[\w.-]{40,}(?=")', "token", response.text).replace(name, "name")
    return clock, processor, words


def rank_test(first: list[float], second: list[float]) -> float:
    """The probability of such ranks if both came from one distribution (Mann and Whitney, normal approximation)."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    of_first = sum(rank for rank, (_value, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(first), len(second)
    above = of_first - n * (n + 1) / 2 - n * m / 2
    return 1 - erf(abs(above) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


def times_of_refusals(app: Flask, tries: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Try every outcome so often, all mixed, so that whatever else the machine does falls on all alike.

    Returns the seconds by the clock and of the processor.
    """
    refused(app, "wrong")
    order = [outcome for outcome in OUTCOMES for _ in range(tries)]
    random.Random(tries).shuffle(order)
    clocks: dict[str, list[float]] = {outcome: [] for outcome in OUTCOMES}
    processors: dict[str, list[float]] = {outcome: [] for outcome in OUTCOMES}
    words = set()
    for outcome in order:
        clock, processor, answer = refused(app, outcome)
        clocks[outcome].append(clock)
        processors[outcome].append(processor)
        words.add(answer)
    assert len(words) == 1, "the words tell what was wrong"
    return clocks, processors


def differences(times: dict[str, list[float]]) -> tuple[float, float]:
    """How far the medians lie apart, as a share; the least probability of the ranks of an outcome beside "wrong"."""
    medians = [statistics.median(found) for found in times.values()]
    least = min(rank_test(times["wrong"], found) for outcome, found in times.items() if outcome != "wrong")
    return max(medians) / min(medians) - 1, least


def least_of_all_pairs(times: dict[str, list[float]]) -> float:
    """The least probability of the ranks of any two outcomes, as many times as there are pairs to find it in."""
    pairs = list(combinations(times.values(), 2))
    return min(1.0, len(pairs) * min(rank_test(one, other) for one, other in pairs))


def test_refusals_are_alike_in_their_words(door: Flask) -> None:
    times_of_refusals(door, FEW)


def test_refusals_ask_the_database_alike(door: Flask) -> None:
    asked: list[str] = []
    with door.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    refused(door, "wrong")  # what is asked once for all
    statements = {}
    event.listen(engine, "before_cursor_execute", note)
    for outcome in OUTCOMES.keys() - {WAITING}:
        asked.clear()
        refused(door, outcome)
        # Only the log says of which account it was, in one line.
        statements[outcome] = [each for each in asked if not each.startswith("INSERT INTO audit_touch")]
    event.remove(engine, "before_cursor_execute", note)
    for outcome, found in statements.items():
        assert found == statements["wrong"], outcome


def test_every_refusal_costs_one_slow_hash(door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly, costs = passwords.derive, list[PasswordCost]()

    def note(typed: bytes, salt: bytes, cost: PasswordCost, **named: Any) -> bytes:
        costs.append(cost)
        return slowly(typed, salt, cost, **named)

    monkeypatch.setattr(passwords, "derive", note)
    for outcome in OUTCOMES:
        costs.clear()
        refused(door, outcome)
        assert costs == [PASSWORD_COST], outcome


@pytest.mark.deep
def test_refusals_are_alike_in_their_time(door: Flask) -> None:
    clocks, processors = times_of_refusals(door, MANY)
    by_clock, least_by_clock = differences(clocks)
    apart, least = differences(processors)
    kept = "kept" if max(apart, by_clock) < APART and min(least, least_by_clock) > CHANCE else "BROKEN"
    figure(
        f"Refused sign-ins, {len(OUTCOMES)} outcomes, {MANY} tries each",
        f"same words; medians {100 * apart:.1f} % apart of the processor, {100 * by_clock:.1f} % by the clock; "
        f"least p of the rank test {least:.3f}, {least_by_clock:.3f} by the clock; "
        f"promised under {100 * APART:.0f} % and over {CHANCE}: {kept}",
    )
    assert by_clock < APART, clocks
    assert least_by_clock > CHANCE, clocks
    assert apart < APART, processors
    assert least > CHANCE, processors
    assert min(least_of_all_pairs(clocks), least_of_all_pairs(processors)) > CHANCE


def sign_in_at_once(folder: Path, number: int) -> tuple[list[int], float, float]:
    """Let so many sign in at once; returns their answers, the seconds it took, the slowest other page."""
    answers: list[int] = []
    waits: list[float] = []
    done = threading.Event()
    with serving_cheaply(folder) as served:
        start = threading.Barrier(number)

        def sign_in() -> None:
            browser = served.browser()
            start.wait(60)
            answers.append(
                browser.post("/sign-in", {"sign_in_name": "amina", "passphrase": PASSPHRASE}).status
            )

        def look_meanwhile() -> None:
            browser = served.browser()
            while not done.is_set():
                before = time.perf_counter()
                assert browser.get("/health").status == 200
                waits.append(time.perf_counter() - before)
                time.sleep(0.02)

        threads = [threading.Thread(target=sign_in) for _ in range(number)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        watcher = threading.Thread(target=look_meanwhile)
        watcher.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - begun
        done.set()
        watcher.join()
    return answers, seconds, max(waits)


@pytest.mark.parametrize("number", [8, pytest.param(32, marks=pytest.mark.deep)])
def test_many_who_sign_in_at_once_come_in_or_are_told_to_come_back(
    installed: Path, tmp_path: Path, number: int
) -> None:
    folder = tmp_path / "instance"
    shutil.copytree(installed, folder)
    answers, seconds, slowest = sign_in_at_once(folder, number)
    assert len(answers) == number
    assert set(answers) <= {302, 429}
    assert 302 in answers
    if number == 32:
        figure(
            f"{number} people signing in at once",
            f"{answers.count(302)} in, {answers.count(429)} asked to come back, in {seconds:.1f} s; "
            f"another page answered within {1000 * slowest:.0f} ms meanwhile, "
            f"promised under {1000 * ANSWER_WITHIN:.0f} ms: {'kept' if slowest < ANSWER_WITHIN else 'BROKEN'}",
        )
