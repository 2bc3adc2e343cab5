"""What belongs to others is answered as what is not there: in the same bytes, with the same work, leaving the same."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, select
from werkzeug.routing import Rule

from caseapp.accounts.models import User
from caseapp.audit.refused import NOT_REACHED, forget_refused
from caseapp.cases.actions import start_case
from caseapp.db import db, write
from caseapp.db.engine import Base
from caseapp.web.gate import PUBLIC
from caseapp.web.permissions import holds
from tests.frame.conftest import behind
from tests.frame.counted import undisturbed
from tests.frame.inhabited import COMPLETE, ORGANISATION_WIDE, House, add_everything
from tests.frame.routes import OUTSIDE_THE_CASE, ROUTES, address, ask, bare, ids_for, named, table_of
from tests.frame.standing import PRINCIPALS

TWO_CASES = "complete, with a case of the other team"
WORKS_MORE = {
    "disclosures.alert": "the review tells who is to answer it; nobody else hears its random id",
    "emergency_access.review": "the access tells who was told of it; nobody else hears its random id",
}
"""Routes that ask more of the database for what is hidden than for what is not there, with the reason."""
KEPT_OUT = ("luan", "hana")
"""A support worker and a coordinator who are kept out of Amina's case; who may call a route, is asked."""


class Rows(NamedTuple):
    """A row of each table in the other team's case, and that case."""

    first: dict[str, dict[str, Any]]
    case_id: uuid.UUID


def _of_a_case(rule: Rule, mark: str) -> bool:
    tables = {table_of(rule, name) for name in re.findall(r"<uuid:(\w+)>", rule.rule)}
    return mark != PUBLIC and bool(tables) and not tables <= ORGANISATION_WIDE


OF_CASES = [(rule, method, mark) for rule, method, mark in ROUTES if _of_a_case(rule, mark)]


@pytest.fixture(scope="session")
def others(surroundings: House) -> Rows:
    """Something of everything in a case of Jeta's, of the other team; the house keeps it as a state of its own."""
    house = surroundings
    house.restore(COMPLETE)
    with house.app.app_context():
        known = {
            table: set(db.session.scalars(select(columns.c.id)))
            for table, columns in Base.metadata.tables.items()
            if "id" in columns.c
        }
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        with write():
            facts = {"safe_now": "unsure", "tonight": "", "telephone": "+355 69 000 2222", "may_ring": "no"}
            case = start_case(users["jeta"], name="Bahram Kian", language="fa", facts=facts)
            add_everything({"amina": users["jeta"], "clara": users["elira"]}, case, seed=2)
        case_id = case.id
        db.session.remove()
    house.keep(TWO_CASES)
    first = {}
    for table, ids in known.items():
        new = [row for row in house.rows(table) if row["id"] not in ids]
        first |= dict.fromkeys([table] if new else [], new[0] if new else {})
    return Rows(first, case_id)


class Trace(NamedTuple):
    """What a request left and took."""

    status: int
    body: str
    statements: Counter[str]
    left: list[Any]


@contextmanager
def _statements(house: House) -> Iterator[list[str]]:
    with house.app.app_context():
        engine = db.engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with undisturbed():
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _left(house: House, after: int) -> list[Any]:
    """Events since that number, with how many records each names; and how much was written elsewhere."""
    with behind(house.database) as raw, closing(raw.cursor()) as cursor:
        events = cursor.execute(
            "SELECT code, (SELECT count(*) FROM audit_touch WHERE event_id = audit_event.id) "
            "FROM audit_event WHERE number > ? ORDER BY number",
            (after,),
        ).fetchall()
        return [events, *cursor.execute("SELECT change_seq FROM installation").fetchall()]


def _last_event(house: House) -> int:
    with behind(house.database) as raw:
        return int(raw.execute("SELECT max(number) FROM audit_event").fetchone()[0])


def _trace(house: House, name: str, method: str, path: str) -> Trace:
    client, token = house.browsers[name]
    with house.app.app_context():
        forget_refused()  # each of these requests is the first of its minute
    last = _last_event(house)
    with _statements(house) as sent:
        response = ask(client, method, path, token)
    return Trace(response.status_code, bare(response), Counter(sent), _left(house, last))


@pytest.mark.parametrize(("rule", "method", "mark"), OF_CASES, ids=named)
def test_what_is_kept_from_somebody_is_as_if_it_were_not_there(
    surroundings: House, others: Rows, rule: Rule, method: str, mark: str
) -> None:
    house = surroundings
    who = [name for name in KEPT_OUT if holds(house.app, PRINCIPALS[name] or "", mark)]
    kept_from = ids_for(rule, house.first, house.case_id)
    shown = set().union(*(OUTSIDE_THE_CASE.get(table_of(rule, argument), set()) for argument in kept_from))
    who = [name for name in who if name not in shown]
    if not who:
        pytest.skip("nobody who works on cases and is kept from it may call it")
    of_others = {**house.first, **others.first}
    elsewhere = ids_for(rule, of_others, others.case_id)
    if any(table_of(rule, argument) not in others.first for argument in kept_from):
        elsewhere = dict.fromkeys(kept_from, uuid.uuid4())  # no demonstration makes such a row
    house.restore(TWO_CASES)
    for name in who:
        ask(*_asked(house, name, method, address(rule, dict.fromkeys(kept_from, uuid.uuid4()))))  # warm
        nothing = _trace(house, name, method, address(rule, dict.fromkeys(kept_from, uuid.uuid4())))
        assert nothing.status == 404
        # That a record was asked for in vain is noted, by the ids that were asked for and under no kind of record.
        assert nothing.left[0] == [(NOT_REACHED, 0)], f"{name}: {nothing.left[0]}"
        for what, ids in (("kept out", kept_from), ("other team", elsewhere)):
            found = _trace(house, name, method, address(rule, ids))
            assert found.status == 404, f"{what}: {found.status}"
            assert found.body == nothing.body, f"{name}, {what}: another page"
            assert found.left == nothing.left, f"{name}, {what}: {found.left} and not {nothing.left}"
            assert found.statements == nothing.statements or rule.endpoint in WORKS_MORE, (
                f"{name}, {what}: {found.statements - nothing.statements} {nothing.statements - found.statements}"
            )


def _asked(house: House, name: str, method: str, path: str) -> tuple[Any, str, str, str]:
    client, token = house.browsers[name]
    return client, method, path, token


def test_there_are_routes_enough_to_ask() -> None:
    assert 3 * len(OF_CASES) >= 400


def test_opening_pages_changes_no_record(surroundings: House) -> None:
    house = surroundings
    house.restore(COMPLETE)
    with behind(house.database) as raw:
        before = raw.execute("SELECT change_seq FROM installation").fetchall()
    for rule, method, _mark in ROUTES:
        if method != "GET":
            continue
        path = address(rule, ids_for(rule, house.first, house.case_id))
        for name in ("amina", "clara", "drita"):
            client, token = house.browsers[name]
            if ask(client, method, path, token).status_code == 200:
                break
    with behind(house.database) as raw:
        assert raw.execute("SELECT change_seq FROM installation").fetchall() == before
