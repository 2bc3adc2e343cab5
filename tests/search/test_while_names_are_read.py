"""After unlocking the names are read block by block: who searches meanwhile is told so, and is not kept waiting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from caseapp.people import following
from caseapp.people.kept_names import people_by_name
from caseapp.people.names_in_memory import PeopleByName
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.people.walking import client_of, errand
from tests.search.test_searching import search

STILL = "The names are still being read"


@contextmanager
def half_read(person: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The names are being read by another thread, which stops after its first block until the block below ends."""
    monkeypatch.setattr(following, "_AT_ONCE", 1)
    first, go_on = threading.Event(), threading.Event()
    as_before = PeopleByName._next_block

    def one_block(index: PeopleByName) -> int:
        if threading.current_thread() is reader and first.is_set():
            go_on.wait(60)
        read = as_before(index)
        first.set()
        return read

    monkeypatch.setattr(PeopleByName, "_next_block", one_block)

    def read() -> None:
        with person.app.app_context():
            people_by_name().catch_up()

    reader = threading.Thread(target=read)
    reader.start()
    assert first.wait(60)
    try:
        yield
    finally:
        go_on.set()
        reader.join(60)
        assert not reader.is_alive()


def test_a_search_answers_with_what_was_read_and_says_so(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina, name="Dafina Kelmendaj")
    case = start_case(amina, name="Zamira Hotaj")
    reference = reference_of(amina, case)
    with half_read(amina, monkeypatch):
        text = search(amina, "Dafina Kelmendaj")
        assert STILL in text
        assert "50 percent" in text
        assert 'href="/people/' in text.partition("What was found")[2]
        assert STILL in amina.post("/search/as-typed", {"query": "Zamira"}, 200).text
        assert amina.post("/search/find", {"query": reference}).headers["Location"] == case
    text = search(amina, "Zamira Hotaj")
    assert STILL not in text
    assert f'href="{case}"' in text


def test_the_search_before_a_name_is_written_waits_for_all_of_them(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina, name="Dafina Kelmendaj")
    start_case(amina, name="Zamira Hotaj")
    case = start_case(amina, name="Somebody new")
    way = f"/people/check/{errand('relative', case, client_of(amina, case))}"
    with half_read(amina, monkeypatch):
        amina.post(way, {"name": "Zamira Hotaj"})
        assert "Zamira Hotaj" in amina.get(way).text.partition('id="found"')[2]
