"""Several workers serve one instance: unlocked once, locked together, with one index that outlives whoever keeps it."""

import os
import signal
import socket
import stat
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.audit.refused import MANY_NOT_REACHED, SCAN
from caseapp.db import db
from caseapp.db.unlocked import forget_memory, vault_of
from caseapp.processes.across_workers import Several
from caseapp.processes.local_socket import KEEPER
from caseapp.serving.one_of_several import OneOfSeveral
from caseapp.serving.server import NO_ROOT_KEY
from caseapp.setup.door import ask
from caseapp.setup.ending import EXTENSION as ENDING
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.unlocking import locks_of
from caseapp.vault import Provider, open_file_root
from tests.conftest import settings_for
from tests.frame.served import PATIENCE, Browser
from tests.frame.starts import serving, serving_cheaply
from tests.keeper.workers import all_ready, browser_of, workers_of
from tests.setup.test_door import OFFICE, events, keep
from tests.setup.test_ending import NAME, SOON, ended, start_case
from tests.setup.test_given_roots import KEY, keep_elsewhere


def found(browser: Browser, query: str) -> bool:
    """Whether the search page shows somebody by this name."""
    answer = browser.post("/search/find", {"query": query}, "/search/")
    assert answer.status == 302, answer.text[-2000:]
    shown = browser.get(answer.location)
    assert shown.status == 200, shown.text[-2000:]
    return 'href="/people/' in shown.text.partition("What was found")[2]


def test_what_one_saves_another_finds_at_once_and_that_outlives_the_end_of_any_of_them(
    instance: Path,
) -> None:
    with serving_cheaply(instance, CASEAPP_WORKERS="3") as served:
        keeper, (one, other) = all_ready(served, instance, 3)
        strangers_are_told_nothing(instance)
        amina, besnik = browser_of(served, one, "amina"), browser_of(served, other, "besnik")
        assert not found(amina, NAME)
        start_case(amina, NAME)
        amina.worker = other
        assert found(amina, NAME), "at once, by another worker, which asks the one that keeps"
        amina.worker = keeper
        assert found(amina, "Parvana")
        assert not found(besnik, NAME), "who is not to see it finds nothing, whoever answers"
        assert found(browser_of(served, one, "clara"), NAME), "of whom a coordinator sees is asked back"
        os.kill(one, signal.SIGKILL)
        amina.worker = other
        assert found(amina, NAME), "nobody notices"
        os.kill(keeper, signal.SIGKILL)
        assert found(amina, NAME), "not even a moment without"
        assert ask(instance, {"act": "status"})["state"] == "unlocked", "it is heard at the door, too"
        keeper, others = all_ready(served, instance, 3)
        assert keeper == other, "who had the keys already"
        amina.worker = max(others)
        assert found(amina, NAME), "the new ones were given the keys"
        assert served.stop() == 0
        assert not (instance / KEEPER).exists()
        assert "Traceback" not in served.output


def test_whoever_asks_for_twenty_records_in_vain_is_told_of_whichever_of_them_they_asked(
    app: Flask, instance: Path
) -> None:
    with serving_cheaply(instance, CASEAPP_WORKERS="2") as served:
        keeper, (one,) = all_ready(served, instance, 2)
        besnik = browser_of(served, one, "besnik")
        for number in range(SCAN):
            assert events(app, MANY_NOT_REACHED) == []
            besnik.worker = (keeper, one)[number % 2]
            assert besnik.get(f"/cases/{uuid.uuid4()}").status == 404
        (told,) = events(app, MANY_NOT_REACHED)
        assert told["times"] == SCAN
        assert len(told["asked"].split()) == SCAN
        assert "Traceback" not in served.output


def strangers_are_told_nothing(instance: Path) -> None:
    assert stat.S_IMODE((instance / KEEPER).stat().st_mode) == 0o600
    for said in (b"", b"\x00\x00\x00\x0c{'call':'root'}", b"\xff" * 64, bytes(4) * 9):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.settimeout(10)
            stranger.connect(str(instance / KEEPER))
            assert b"#CHALLENGE#" in stranger.recv(256)
            stranger.sendall(said)
            stranger.shutdown(socket.SHUT_WR)
            rest = b""
            with suppress(ConnectionResetError):
                while piece := stranger.recv(256):
                    rest += piece
            assert b"provider" not in rest
            assert len(rest) < 64


def test_locking_in_any_of_them_ends_them_all_and_unlocking_once_has_them_all_answer(
    app: Flask, instance: Path
) -> None:
    with serving_cheaply(instance, CASEAPP_WORKERS="2") as served:
        _keeper, (one,) = all_ready(served, instance, 2)
        amina = browser_of(served, one, "amina")
        start_case(amina, NAME)
        assert found(amina, NAME)
        before = workers_of(served)
        assert amina.post("/lock", {}, "/me").location == "/unlock"
        assert max(ended(served, worker) for worker in before) < SOON
        assert ask(instance, {"act": "status"})["state"] == "locked"
        assert served.browser().get("/cases/").status == 503
        assert ask(instance, {"act": "unlock"})["state"] == "unlocked"
        keeper, (one,) = all_ready(served, instance, 2)
        for worker in (keeper, one):
            assert browser_of(served, worker).get("/sign-in").status == 200
        assert found(browser_of(served, one, "amina"), NAME)
        assert "Traceback" not in served.output
    assert events(app, "setup.locked") == [{}], "it was noted before the keys went"


def test_where_people_open_the_keys_one_worker_asks_for_a_passphrase_and_the_others_follow(
    app: Flask, instance: Path
) -> None:
    keep(app, Provider.PASSPHRASE)
    with serving_cheaply(instance, CASEAPP_WORKERS="2") as served:
        keeper, asking = all_ready(served, instance, 1)
        assert asking == [], "nobody else answers before it is unlocked"
        locked = served.browser()
        assert "passphrase" in locked.get("/cases/").text
        assert locked.post("/unlock", {"passphrase": "not the one"}).status == 422
        assert locked.post("/unlock", {"passphrase": OFFICE}).location == "/sign-in"
        keeper, (one,) = all_ready(served, instance, 2)
        amina = browser_of(served, one, "amina")
        os.kill(keeper, signal.SIGKILL)
        assert amina.get("/cases/").status == 200
        assert ask(instance, {"act": "status"})["state"] == "unlocked", "nobody has to be asked again"
        all_ready(served, instance, 2)
        for worker in workers_of(served):
            os.kill(worker, signal.SIGKILL)
        assert ask(instance, {"act": "status"})["state"] == "locked", (
            "with the last of them the keys are gone"
        )
        assert served.stop() == 0


def test_a_key_that_is_handed_over_goes_to_one_of_them_and_from_there_to_the_others(instance: Path) -> None:
    keep_elsewhere(instance, Provider.ENV)
    with serving(instance, CASEAPP_WORKERS="2", CASEAPP_ROOT_KEY=KEY) as served:
        keeper, (one,) = all_ready(served, instance, 2)
        os.kill(keeper, signal.SIGKILL)
        _keeper, (newest,) = all_ready(served, instance, 2)
        assert browser_of(served, one).get("/sign-in").status == 200
        assert browser_of(served, newest).get("/sign-in").status == 200
        for worker in workers_of(served):
            os.kill(worker, signal.SIGKILL)
        assert served.process.wait(PATIENCE) == NO_ROOT_KEY, served.output
        assert "Traceback" not in served.output


class Noted:
    """How a worker would end, only written down."""

    def __init__(self) -> None:
        self.within = 0.0
        self.has_begun = False
        self.done = threading.Event()

    def begin(self, within: float) -> None:
        self.within = within

    def answered(self) -> None:
        self.done.set()


def test_what_was_made_of_records_is_dropped_everywhere_when_somebody_is_erased_and_all_goes_with_a_lock(
    instance: Path, several: Several
) -> None:
    app = create_app(settings_for(instance))
    ending = app.extensions[ENDING] = Noted()
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    kept: list[str] = []
    OneOfSeveral(app, several, lambda: kept.append("kept")).begin(lambda: True)
    assert kept == ["kept"]
    vault = vault_of(app)
    with app.app_context():
        forget_memory()  # as the worker does in which the erasure ends
    assert several.forgetting.count == 1
    while "made of a record" in vault.memory or several.forgetting.count < 3:
        vault.memory["made of a record"] = 1
        several.forgetting.add()
        time.sleep(0.15)  # it looks more often than that; here it is asked until it has
    locks_of(app).add()
    assert ending.done.wait(10)
    assert ending.within < 2
    assert vault.keys is None
    with app.app_context():
        db.engine.dispose()
