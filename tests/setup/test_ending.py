"""A worker that was locked ends, and with it all that it had opened; the next one stays locked."""

import os
import re
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from caseapp.processes.local_socket import NobodyThere
from caseapp.setup.door import ask
from caseapp.vault import Provider
from tests.conftest import PASSPHRASE
from tests.frame.served import PATIENCE, Browser, Served, children_of
from tests.frame.starts import serving, serving_cheaply
from tests.keeper.workers import listens
from tests.setup.test_given_roots import KEY, ROOTS, keep_elsewhere

NAME = "Parwana Kanarienvogel"
SOON = 15.0
"""Seconds in which a worker that has two to end is gone on a busy machine; one that is not told stays for ever."""


def start_case(browser: Browser, name: str) -> None:
    started = browser.post("/cases/new", {"name": name, "language": "en", "telephone": "+355 69 000"})
    assert started.status == 302, started.text[-3000:]


def in_memory_of(served: Served, name: str) -> list[int]:
    """The processes of a server in whose memory a name stands, as typed or folded, however wide its letters are."""
    spellings = [
        spelling.encode(kind)
        for spelling in (name.split()[-1], name.split()[-1].lower())
        for kind in ("utf-8", "utf-16-le", "utf-32-le")
    ]
    return [process for process in served.processes() if _holds(process, spellings)]


def _holds(process: int, spellings: list[bytes]) -> bool:
    try:
        with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
            for line in Path(f"/proc/{process}/maps").read_text().splitlines():
                span, rights, *_rest = line.split()
                begin, end = (int(edge, 16) for edge in span.split("-"))
                if rights[0] != "r" or "[v" in line:  # what the system itself maps there cannot be read
                    continue
                memory.seek(begin)
                try:
                    held = memory.read(end - begin)
                except OSError:
                    continue
                if any(spelling in held for spelling in spellings):
                    return True
    except PermissionError:
        pytest.skip("this system lets this account read the memory of none of its processes")
    return False


def ended(served: Served, worker: int) -> float:
    """Seconds until this worker has ended."""
    began = time.monotonic()
    while worker in served.processes():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)  # polling another process: nothing here depends on how long it takes
    return time.monotonic() - began


def test_nothing_that_was_opened_is_left_in_the_memory_of_any_process(instance: Path) -> None:
    with serving_cheaply(instance) as served:
        amina = served.browser().sign_in("amina", PASSPHRASE)
        start_case(amina, NAME)
        found = amina.post("/search/find", {"query": NAME}, "/search/")
        assert "Parwana" in amina.get(found.location).text + found.text
        worker = served.worker()
        assert in_memory_of(served, NAME) == [worker], "the search in memories finds what is there"
        assert amina.post("/lock", {}, "/me").location == "/unlock"
        assert ended(served, worker) < SOON
        assert in_memory_of(served, NAME) == []
        assert ask(instance, {"act": "status"})["state"] == "locked"
        shown = amina.get("/cases/")
        assert (shown.status, "caseapp unlock" in shown.text) == (503, True)
        assert ask(instance, {"act": "unlock"})["state"] == "unlocked"
        assert "Parwana" in served.browser().sign_in("amina", PASSPHRASE).get("/cases/").text


@pytest.mark.parametrize("kind", [Provider.ENV, Provider.COMMAND])
def test_it_stays_locked_whoever_holds_the_root_and_a_terminal_is_heard_at_once(
    instance: Path, kind: Provider
) -> None:
    keep_elsewhere(instance, kind)
    given = {"root_key": KEY} if kind is Provider.ENV else {}
    with serving(instance, **ROOTS[kind][1]) as served:
        worker = served.worker()
        assert ask(instance, {"act": "lock"})["state"] == "locked"
        assert ask(instance, {"act": "status"})["state"] == "locked", "heard before there is another worker"
        assert ended(served, worker) < SOON
        served.kill_worker()  # nor does the end of the next one unlock anything
        assert ask(instance, {"act": "status"})["state"] == "locked"
        assert served.browser().get("/sign-in").status == 503
        assert ask(instance, {"act": "unlock", **given})["state"] == "unlocked"
        assert served.browser().get("/sign-in").status == 200
        assert served.stop() == 0
        assert "Traceback" not in served.output


def test_a_form_that_was_shown_before_is_taken_by_the_next_worker(instance: Path) -> None:
    with serving_cheaply(instance) as served:
        reader = served.browser()
        assert reader.get("/sign-in").status == 200
        ask(instance, {"act": "lock"})
        ask(instance, {"act": "unlock"})
        assert reader.sign_in("amina", PASSPHRASE).get("/").status == 200


def test_it_ends_in_time_although_somebody_writes_for_long(instance: Path) -> None:
    with serving_cheaply(instance) as served:
        amina = served.browser().sign_in("amina", PASSPHRASE)
        page = amina.get("/me")
        assert page.status == 200
        worker = served.worker()
        with closing(sqlite3.connect(instance / "caseapp.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(NobodyThere):
                ask(instance, {"act": "lock"}, patience=10)
            assert ended(served, worker) < SOON
            other.execute("ROLLBACK")
        assert ask(instance, {"act": "status"})["state"] == "locked"


def test_a_lock_reaches_the_worker_beside_the_only_one_while_that_is_made_anew(instance: Path) -> None:
    with (
        serving_cheaply(instance) as served,
        socket.create_connection(("127.0.0.1", served.port)) as slow,
    ):
        old = served.worker()
        ignored = int(re.search(r"SigIgn:\s*(\w+)", Path(f"/proc/{served.server}/status").read_text())[1], 16)
        for other_way in (signal.SIGTTIN, signal.SIGTTOU, signal.SIGUSR2):
            assert ignored >> (other_way - 1) & 1, "nobody sets a worker or a server beside it for good"
        slow.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
        )  # it waits for the rest
        os.kill(served.server, signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while len(both := children_of(served.server)) < 2 or not listens(both[1], served.port):
            assert time.monotonic() < deadline, served.output
            time.sleep(0.02)  # polling another process: nothing here depends on how long it takes
        assert both[0] == old
        assert ask(instance, {"act": "lock"})["state"] == "locked", "whichever of them is heard"
        assert max(ended(served, worker) for worker in both) < SOON
        assert served.browser().get("/sign-in").status == 503
        assert ask(instance, {"act": "status"})["state"] == "locked"
