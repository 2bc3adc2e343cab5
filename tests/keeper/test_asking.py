"""What a worker asks of the one that keeps is answered as if it were at hand; a dead line is nobody's mistake."""

import re
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from caseapp.clock import now
from caseapp.db import Locked
from caseapp.db.unlocked import forget_memory, memory, vault_of
from caseapp.keeper import NoKeeper, at_keeper, calls
from caseapp.keeper.calls import AskingKeeper, call
from caseapp.people.kept_names import PeopleByNameElsewhere, people_by_name
from caseapp.processes.across_workers import Several
from caseapp.processes.local_socket import KEEPER, LocalSocket
from caseapp.reports import handing
from caseapp.setup import unlocking
from caseapp.setup.installing import adopt_root
from caseapp.setup.unlocking import authorising_root, locks_of, root_of_keeper
from caseapp.vault import Provider, WrongPassphrase
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.search.test_searching import search
from tests.setup.test_door import OFFICE, keep


@pytest.fixture
def cases(amina: Person) -> None:
    for name in ("Dafina Kelmendaj", "Zamira Hotaj", "داود پهلوان"):
        start_case(amina, name=name, telephone="+355 69 111 222")


def test_each_role_finds_the_same_over_a_line(
    app: Flask, cases: None, amina: Person, besnik: Person, clara: Person, request: pytest.FixtureRequest
) -> None:
    asked = ("Dafina Kelmendaj", "Davoud Pahlavan", "Dafi", "069 111222", "Nobody Atall")
    people = (amina, besnik, clara)
    at_hand = [(person.name, name, found(person, name)) for person in people for name in asked]
    assert {name for _person, name, there in at_hand if there} == set(asked[:2]) | {"069 111222", "Dafi"}
    request.getfixturevalue("asking")
    with app.app_context():
        assert isinstance(people_by_name(), PeopleByNameElsewhere)
    assert [(person.name, name, found(person, name)) for person in people for name in asked] == at_hand


def found(person: Person, query: str) -> list[str]:
    shown = search(person, query).partition("What was found")[2]
    return sorted(set(re.findall(r'href="(/people/[^"]+|/cases/[^"]+)"', shown)))


def test_nobody_is_told_whom_a_user_may_see_but_those_that_are_asked_about(
    app: Flask, cases: None, asking: AskingKeeper
) -> None:
    with app.test_request_context():
        index = people_by_name()
        asked_about: list[set[uuid.UUID]] = []

        def nobody(asked: Any) -> set[uuid.UUID]:
            asked_about.append(set(asked))
            return set()

        assert index.search("Dafina Kelmendaj", 5, nobody) == []
        assert len(asked_about[0]) >= 1
        (one,) = index.search("Dafina Kelmendaj", 1, set)
        assert index.search("Dafina Kelmendaj", 5, {one.person_id}) == [one]
        assert index.reading is None


def test_a_file_that_one_worker_made_another_one_hands_out(app: Flask, asking: AskingKeeper) -> None:
    export, content = uuid.uuid4(), bytes(range(256)) * 20_000
    with app.app_context():
        passphrase = handing.passphrase_for(export)
        assert handing.passphrase_for(export) == passphrase
        assert handing.waits_for_download(export)
        assert handing.held_file(export) is None
        handing.hand_over(export, passphrase, content)
        assert not handing.waits_for_download(export)
        assert handing.held_file(export) == handing.Held(passphrase, content)
        handing.note_taken(export)
        assert handing.held_file(export) == handing.Held(passphrase, content, taken=True)


def test_the_root_is_handed_to_workers_but_not_after_a_lock(app: Flask, asking: AskingKeeper) -> None:
    with app.app_context():
        root = root_of_keeper(app)
        assert root == vault_of(app).root
        locks = locks_of(app)
        locks.add()
        assert root_of_keeper(app) is None
        locks.undo(locks.count)
        vault_of(app).keys = None
        assert root_of_keeper(app) is None
        with pytest.raises(Locked):
            handing.passphrase_for(uuid.uuid4())


def test_wrong_unlock_passphrases_are_counted_where_all_of_them_are(app: Flask, asking: AskingKeeper) -> None:
    keep(app, Provider.PASSPHRASE)
    app.extensions.pop(unlocking.EXTENSION, None)
    with app.app_context():
        adopt_root(app, authorising_root(app, OFFICE))
        with time_machine.travel(now(), tick=False):  # two seconds are soon over
            for _try in range(3):
                with pytest.raises(WrongPassphrase):
                    authorising_root(app, "not the one")
            with pytest.raises(unlocking.TooSoon):
                authorising_root(app, "not the one")
    assert app.extensions.pop(unlocking.EXTENSION)[False].wrong == 3


@at_keeper("test-fails")
def fails(_said: dict[str, Any], _body: bytes, _ask: calls.Ask) -> tuple[dict[str, Any], bytes]:
    raise KeyError("of somebody")


def test_what_fails_there_is_no_failure_here_and_tells_nothing(
    app: Flask, asking: AskingKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        for name in ("test-fails", "there-is-no-such"):
            with pytest.raises(NoKeeper):
                call(name)
    assert "KeyError" in caplog.text
    assert "somebody" not in caplog.text


def test_what_fails_here_while_it_asks_back_is_raised_here(
    app: Flask, cases: None, asking: AskingKeeper
) -> None:
    def broken(_asked: Any) -> Any:
        raise ValueError("whom they may see cannot be told")

    with app.app_context():
        with pytest.raises(ValueError, match="cannot be told"):
            people_by_name().search("Dafina", 5, broken)
        assert people_by_name().search("Dafina", 5, set)


def test_where_nobody_keeps_a_page_asks_to_try_again(
    app: Flask, amina: Person, asking: AskingKeeper, several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "HANDED_ON", 0.0)
    token = amina.token()
    several.keeper.remove()
    answer = amina.client.post("/search/find", data={"csrf_token": token, "query": "Dafina"})
    shown = amina.client.get(answer.headers.get("Location", "/")) if answer.status_code == 302 else answer
    assert (shown.status_code, "try again" in shown.text) == (429, True)


def test_a_socket_that_somebody_has_put_in_its_place_is_told_nothing(
    app: Flask, instance: Path, several: Several, asking: AskingKeeper
) -> None:
    foreign = AskingKeeper(instance, Several(2, several.keeper, made_by=1))
    app.extensions[calls.EXTENSION] = foreign
    with app.app_context(), pytest.raises(NoKeeper):
        call("names-being-read", patience=0)
    app.extensions[calls.EXTENSION] = asking


def test_a_line_to_somebody_who_does_not_know_the_secret_is_closed(
    app: Flask, instance: Path, several: Several, asking: AskingKeeper
) -> None:
    app.extensions[calls.EXTENSION] = AskingKeeper(instance, Several(2, several.keeper))
    with app.app_context(), pytest.raises(NoKeeper):
        call("root", patience=0)
    app.extensions[calls.EXTENSION] = asking


def test_one_worker_needs_no_line(app: Flask, instance: Path) -> None:
    assert not (instance / KEEPER).exists()
    with app.app_context():
        memory()["something"] = 1
        forget_memory()
        assert "something" not in memory()
    with socket.socket(socket.AF_UNIX) as nobody, pytest.raises(FileNotFoundError):
        nobody.connect(str(instance / KEEPER))
    LocalSocket(instance, KEEPER).remove()
