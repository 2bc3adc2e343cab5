"""What is prepared for several tests: each finds it as if it had been done there, and nothing of any other test."""

from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person
from tests.doorway import once

NAME = "Reza from the camp"


def cases(person: Person) -> int:
    """How many cases of this name their list shows."""
    return person.page("/cases/").text.count(NAME)


@pytest.mark.parametrize("_time", range(3))
def test_each_test_finds_what_was_prepared_and_nothing_of_another_one(amina: Person, _time: int) -> None:
    case = start_case(amina)
    assert (NAME in amina.page(case).text, cases(amina)) == (True, 1)
    amina.post("/cases/new", {**NIGHT, "new_id": "00000000-0000-4000-8000-000000000001"})
    assert cases(amina) == 2


@pytest.mark.parametrize("_time", range(2))
def test_what_is_prepared_twice_is_there_twice(amina: Person, _time: int) -> None:
    assert start_case(amina) != start_case(amina)
    assert cases(amina) == 2


@pytest.mark.parametrize("_time", range(2))
def test_what_a_test_has_done_itself_stays_whatever_is_prepared_after_it(amina: Person, _time: int) -> None:
    amina.post(
        "/cases/new", {**NIGHT, "name": "Shirin Example", "new_id": "00000000-0000-4000-8000-000000000001"}
    )
    start_case(amina)
    assert "Shirin Example" in amina.page("/cases/").text


@pytest.mark.parametrize("content", ["kept", ""])
def test_a_file_that_a_test_put_there_stays_and_no_other_test_finds_it(
    amina: Person, instance: Path, content: str
) -> None:
    start_case(amina)  # so that it is prepared
    amina.app.extensions["doorway"].let_in(("amina",))
    amina.take_up(amina.app.extensions["doorway"].cookies["amina"])
    assert not (instance / "note.txt").exists()
    (instance / "note.txt").write_text(content)
    start_case(amina)
    assert (instance / "note.txt").read_text() == content
    assert cases(amina) == 1


def test_it_is_made_once(amina: Person, besnik: Person) -> None:
    made = []

    def make() -> str:
        made.append(start_case(amina))
        return made[0]

    first = once(amina.app, "a case for this test", make)
    amina.app.extensions["doorway"].let_in(("amina", "besnik"))
    assert once(amina.app, "a case for this test", make) == first == made[0]
    assert len(made) == 1


def test_what_was_made_before_midnight_is_made_anew(amina: Person) -> None:
    doorway, made = amina.app.extensions["doorway"], []

    def make() -> str:
        made.append(start_case(amina))
        return made[-1]

    once(amina.app, "a case of yesterday", make)
    with patch("tests.doorway.since_midnight", lambda: 0.0):
        doorway.let_in(("amina",))
        amina.take_up(doorway.cookies["amina"])
        once(amina.app, "a case of yesterday", make)
    assert len(made) == 2
    assert cases(amina) == 1


@pytest.mark.parametrize("_time", range(2))
def test_where_parts_are_replaced_everything_is_done_there(
    amina: Person, monkeypatch: pytest.MonkeyPatch, _time: int
) -> None:
    monkeypatch.setitem(NIGHT, "tonight", f"At place {_time}.")
    assert f"At place {_time}." in amina.page(start_case(amina)).text


def test_what_comes_before_anything_is_replaced_is_prepared_once_and_what_comes_after_it_each_time(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    doorway, made = amina.app.extensions["doorway"], []

    def make() -> str:
        made.append(start_case(amina))
        return made[-1]

    def begin() -> None:
        doorway.let_in(("amina",), doorway.is_patched)
        amina.take_up(doorway.cookies["amina"])
        once(amina.app, "a case before a part is replaced", make)

    begin()
    begin()
    assert len(made) == 1
    monkeypatch.setitem(NIGHT, "tonight", "At another place.")
    begin()
    assert len(made) == 2
    assert "At another place." in amina.page(made[-1]).text
