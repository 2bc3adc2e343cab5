"""Access that ends while its holder reads: no request that begins after the end is committed shows anything."""

import threading
import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from caseapp.access import add_member, remove_member
from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import Scope, db, write
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

READERS = 2
A_FEW, MANY = 12, 1000


@dataclass
class Door:
    """Counts how often access began and ended, and what the readers saw meanwhile."""

    opening: int = 0
    """How often letting in was begun."""
    closed: int = 0
    """How often the end was committed: as often as that, nothing may be shown."""
    over: bool = False
    shown: int = 0
    refused: int = 0
    shown_late: list[int] = field(default_factory=list)
    answered: threading.Condition = field(default_factory=threading.Condition)


def _read_on(besnik: Person, cookie: str, path: str, door: Door) -> None:
    browser = besnik.app.test_client()
    browser.set_cookie("caseapp", cookie)
    while not door.over:
        ends, begins = door.closed, door.opening
        closed_before = ends == begins  # every time that began has ended, and none has begun since
        status = browser.get(path).status_code
        with door.answered:
            if closed_before and door.opening == begins:
                door.refused += status == 404
                if status != 404:
                    door.shown_late.append(ends)
            door.shown += status == 200
            door.answered.notify_all()


def _end_and_begin(besnik: Person, clara: Person, case_id: uuid.UUID, door: Door, times: int) -> None:
    ids = clara.id, besnik.id
    with besnik.app.app_context():
        for _ in range(times):
            clara_, besnik_, scope = _loaded(ids, case_id)
            with door.answered:
                door.opening += 1
            with write():
                add_member(clara_, scope, besnik_, "Speaks the language")
            with door.answered:
                seen = door.shown
                door.answered.wait_for(lambda seen=seen: door.shown > seen, 60)
            clara_, besnik_, scope = _loaded(ids, case_id)
            with write():
                remove_member(clara_, scope, besnik_, "No longer needed")
            with door.answered:
                door.closed += 1
                refused = door.refused
                door.answered.wait_for(lambda refused=refused: door.refused > refused or door.shown_late, 60)
            assert door.shown_late == []


def _loaded(ids: tuple[uuid.UUID, uuid.UUID], case_id: uuid.UUID) -> tuple[User, User, Scope]:
    db.session.rollback()
    people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
    case = db.session.get_one(Case, case_id)
    return people[ids[0]], people[ids[1]], db.session.get_one(Scope, case.scope_id)


def nobody_reads_after_the_end(amina: Person, besnik: Person, clara: Person, times: int) -> None:
    path, door = start_case(amina), Door()
    cookie = besnik.client.get_cookie("caseapp")
    assert cookie is not None
    besnik.get(path, 404)
    readers = [
        threading.Thread(target=_read_on, args=(besnik, cookie.value, path, door)) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    try:
        _end_and_begin(besnik, clara, uuid.UUID(path.rpartition("/")[2]), door, times)
    finally:
        door.over = True
        for reader in readers:
            reader.join()
    assert door.closed == times
    assert door.refused >= times, "in each time that it was closed somebody asked"
    assert door.shown >= times, "in each time that it was open somebody read"
    assert door.shown_late == []


def test_nobody_reads_a_case_after_their_access_to_it_has_ended(
    amina: Person, besnik: Person, clara: Person
) -> None:
    nobody_reads_after_the_end(amina, besnik, clara, A_FEW)


@pytest.mark.deep
def test_a_thousand_times_nobody_reads_a_case_after_their_access_to_it_has_ended(
    amina: Person, besnik: Person, clara: Person
) -> None:
    nobody_reads_after_the_end(amina, besnik, clara, MANY)
