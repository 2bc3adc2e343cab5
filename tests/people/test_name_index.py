"""The index of names in memory: fresh, filtered before it is cut, and gone when the process is locked."""

import threading
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import open_scope
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.db import Locked, ScopeKey, db, write
from caseapp.db.unlocked import vault_of
from caseapp.jobs.housekeeping import done_since_unlocking, run_due
from caseapp.people.actions import add_name, add_route, change_name, create_person, remove_name
from caseapp.people.kept_names import people_by_name
from caseapp.people.models import NameKind, Person
from caseapp.people.name_index import find_people, known_elsewhere
from caseapp.people.number_book import folded, is_number, people_by_route, same_route
from tests.conftest import Person as Worker


@pytest.fixture
def user(app: Flask, amina: Worker) -> Iterator[User]:
    with app.app_context():
        yield db.session.get_one(User, amina.id)


def person_called(user: User, *names: str) -> uuid.UUID:
    with write():
        scope = open_scope(user, "case")
        person = create_person(user, through=scope.id, name=names[0], kind=NameKind.LEGAL)
        for name in names[1:]:
            add_name(user, person, name, NameKind.ALIAS)
        return person.id


def test_a_name_is_found_as_soon_as_it_is_written(user: User) -> None:
    assert find_people(user, "Shirin Sakhtegi") == []
    shirin = person_called(user, "Shirin Sakhtegi")
    assert find_people(user, "Shirin Sakhtegi") == [shirin]
    assert find_people(user, "شیرین ساختگی") == [shirin]


def test_a_corrected_name_is_found_and_the_former_is_not(user: User) -> None:
    shirin = person_called(user, "Shirin Sakhtegi")
    find_people(user, "Shirin")
    person = db.session.get_one(Person, shirin)
    with write():
        name = add_name(user, person, "Gholam Emtehani", NameKind.ALIAS)
    assert find_people(user, "Gholam Emtehani") == [shirin]
    with write():
        change_name(user, person, name, "Farhad Tamrini", NameKind.ALIAS)
    assert find_people(user, "Farhad Tamrini") == [shirin]
    assert find_people(user, "Gholam Emtehani") == []
    with write():
        remove_name(user, person, name, "a mistake")
    assert find_people(user, "Farhad Tamrini") == []
    assert find_people(user, "Shirin Sakhtegi") == [shirin]


class Interrupted(Exception):
    """Something goes wrong after the name was written and before the commit."""


def _write_and_fail(user: User) -> None:
    with write():
        scope = open_scope(user, "case")
        create_person(user, through=scope.id, name="Shirin Sakhtegi", kind=NameKind.LEGAL)
        db.session.flush()
        assert find_people(user, "Shirin Sakhtegi") == []
        raise Interrupted


def test_what_was_rolled_back_is_not_found(user: User) -> None:
    find_people(user, "anybody")
    with pytest.raises(Interrupted):
        _write_and_fail(user)
    assert find_people(user, "Shirin Sakhtegi") == []
    shirin = person_called(user, "Shirin Sakhtegi")
    assert find_people(user, "Shirin Sakhtegi") == [shirin]


def test_names_that_may_not_be_seen_take_no_place_from_those_that_may(
    user: User, besnik: Worker, app: Flask
) -> None:
    other = db.session.get_one(User, besnik.id)
    for _number in range(25):
        person_called(other, "Shirin Sakhtegi")
    mine = person_called(user, "Shirine Sakhtegi")
    assert find_people(user, "Shirin Sakhtegi", limit=3) == [mine]
    assert known_elsewhere(user, "Shirin Sakhtegi")
    assert not known_elsewhere(user, "Jaleh Emtehani")


def test_a_name_whose_key_is_not_to_be_had_is_left_out_and_nothing_fails(user: User) -> None:
    sealed = person_called(user, "Shirin Sakhtegi")
    scope_id = db.session.get_one(Person, sealed).scope_id
    with write():
        for key in db.session.scalars(select(ScopeKey).where(ScopeKey.scope_id == scope_id)):
            db.session.delete(key)
        record(user, "person.viewed")
    shirin = person_called(user, "Shirin Sakhtegi")
    assert find_people(user, "Shirin Sakhtegi") == [shirin]


def test_locking_drops_the_index(user: User, app: Flask) -> None:
    person_called(user, "Shirin Sakhtegi")
    find_people(user, "Shirin")
    vault = vault_of(app)
    keys = vault.keys
    assert vault.memory
    vault.keys = None
    assert vault.memory == {}
    with pytest.raises(Locked):
        known_elsewhere(user, "Shirin")
    vault.keys = keys


def test_many_threads_search_while_names_are_written(user: User, app: Flask) -> None:
    user_id, wrong = user.id, []

    def ask() -> None:
        with app.app_context():
            asker = db.session.get_one(User, user_id)
            for _turn in range(5):
                found = find_people(asker, "Shirin Sakhtegi")
                if len(found) != len(set(found)):
                    wrong.append(found)
                db.session.rollback()
            db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    made = [person_called(user, "Shirin Sakhtegi") for _ in range(5)]
    for thread in threads:
        thread.join()
    assert not wrong
    assert set(find_people(user, "Shirin Sakhtegi")) == set(made)


def test_a_number_is_found_with_and_without_the_prefix_of_the_country(user: User) -> None:
    shirin = person_called(user, "Shirin Sakhtegi")
    with write():
        add_route(
            user,
            db.session.get_one(Person, shirin),
            kind="telephone",
            value="+355 69 222 3333",
            whose="",
            may_we="yes",
            safety="",
        )
    for asked in ("+355692223333", "0692223333", "069 222 33 33", "۰۶۹۲۲۲۳۳۳۳"):
        assert people_by_route(user, asked) == [shirin], asked
    assert people_by_route(user, "069 222 33 34") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("+355 69 222", True), ("12345", False), ("C-26-7734", False), ("flat 123456", False)],
)
def test_only_numbers_are_taken_for_numbers(text: str, expected: bool) -> None:
    assert is_number(text) is expected


def test_an_address_is_compared_without_regard_to_capitals_and_never_as_a_number() -> None:
    assert same_route(folded("A.B@Example.org"), folded("a.b@example.org"))
    assert not same_route(folded("123456@example.org"), folded("123456"))


def test_the_names_are_read_after_unlocking_before_anybody_searches(app: Flask, user: User) -> None:
    person_called(user, "Shirin Sakhtegi")
    keys = vault_of(app).keys
    for _unlocked in range(2):
        vault_of(app).keys = None
        vault_of(app).keys = keys
        assert len(people_by_name()) == 0
        run_due(app, done_since_unlocking(app))
        assert len(people_by_name()) == 1
