"""What a feature declares as masked stands on no page of a coordinator who is not assigned, until they look at it."""

import secrets
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.access import is_assigned
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.audit.models import AuditEvent
from caseapp.audit.recording import touched_record
from caseapp.db import Record, db, write
from caseapp.features import FEATURES
from caseapp.web.gate import PUBLIC, SIGNED_IN
from caseapp.web.masked import Masked
from caseapp.web.permissions import holds
from caseapp.web.roles import Role
from tests.frame.inhabited import COMPLETE, House, inhabited
from tests.frame.routes import ROUTES, TABLE_OF_ARGUMENT, address, ids_for, table_of

MASKS = [mask for feature in FEATURES for mask in feature.masked if mask.columns]


@pytest.fixture(scope="module")
def sown(installed: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, dict[str, Any]]]:
    """The house, and the canary of each masked column of each masked record, with the record and its mask."""
    with inhabited(installed, tmp_path_factory.mktemp("masked") / "instance") as house:
        house.restore(COMPLETE)
        canaries: dict[str, Any] = {}
        with house.app.app_context():
            amina = _user("amina")
            with write():
                for mask in MASKS:
                    for row in db.session.scalars(select(mask.model).where(mask.model.removed_on.is_(None))):
                        if not is_assigned(amina, row.scope_id):
                            continue
                        for column in mask.columns:
                            word = f"canary{secrets.token_hex(6)}"
                            setattr(row, column, word)
                            canaries[word] = (mask, row.__kind__, row.id, column)
                record(amina, "case.changed", db.session.get(_case_model(), house.case_id), fields=[])
            db.session.remove()
        yield house, canaries


def _case_model() -> type[Record]:
    from caseapp.cases import Case

    return Case


def _user(name: str) -> User:
    return next(user for user in db.session.scalars(select(User)) if user.sign_in_name == name)


def pages(house: House, canaries: dict[str, Any]) -> list[str]:
    """The addresses of all pages that a coordinator opens: of each route, and of each masked record once more."""
    found = []
    for rule, method, mark in ROUTES:
        if method != "GET" or mark == PUBLIC:
            continue
        if mark != SIGNED_IN and not holds(house.app, Role.COORDINATOR, mark):
            continue
        ids = ids_for(rule, house.first, house.case_id)
        found.append(address(rule, ids))
        for _mask, kind, record_id, _column in canaries.values():
            for argument in ids:
                if argument != "record_id" and table_of(rule, argument) == kind:
                    found.append(address(rule, _fitting(house, rule, argument, kind, record_id)))
    kinds = {(kind, record_id) for _mask, kind, record_id, _column in canaries.values()}
    found += [f"/history/{kind}/{record_id}" for kind, record_id in kinds]
    return list(dict.fromkeys(found))


def first_those_that_show(addresses: list[str], canaries: dict[str, Any]) -> list[str]:
    """The same addresses, those of the masked records themselves first."""
    ids = {str(record_id) for _mask, _kind, record_id, _column in canaries.values()}
    return sorted(addresses, key=lambda path: ids.isdisjoint(path.split("/")))


def _fitting(house: House, rule: Any, argument: str, kind: str, record_id: uuid.UUID) -> dict[str, uuid.UUID]:
    row = next(row for row in house.rows(kind) if row["id"] == record_id)
    ids = {**ids_for(rule, house.first, house.case_id), argument: record_id}
    return {name: row.get(name) or value if name != argument else value for name, value in ids.items()}


def seen_once(house: House, name: str, addresses: list[str], canaries: dict[str, Any]) -> set[str]:
    """Which canaries somebody reads, page after page until there is none left; then once more where they stood."""
    places: set[str] = set()
    found: set[str] = set()
    for path in addresses:
        here = set(seen_on(house, name, [path], canaries))
        places |= {path} if here - found else set()
        found |= here
        if found == set(canaries):
            break
    seen_on(house, name, sorted(places), canaries)
    return found


def seen_on(house: House, name: str, addresses: list[str], canaries: dict[str, Any]) -> dict[str, set[str]]:
    """Where somebody reads which canaries."""
    client, _token = house.browsers[name]
    found: dict[str, set[str]] = {}
    for path in addresses:
        response = client.get(path, buffered=True)
        for word in canaries:
            if word.encode() in response.data:
                found.setdefault(word, set()).add(path)
    return found


def test_no_page_shows_what_is_hidden_before_it_was_asked_for_and_a_member_sees_it_at_once(
    sown: tuple[House, dict[str, Any]],
) -> None:
    house, canaries = sown
    assert {(mask.model.__kind__, column) for mask, _kind, _id, column in canaries.values()} == {
        (mask.model.__kind__, column) for mask in MASKS for column in mask.columns
    }, "a row of each masked model lies in the case"
    addresses = pages(house, canaries)
    assert len(addresses) > len(TABLE_OF_ARGUMENT)
    before = seen_on(house, "clara", addresses, canaries)
    assert before == {}, {
        word: (canaries[word][1], canaries[word][3], where) for word, where in before.items()
    }
    addresses = first_those_that_show(addresses, canaries)
    at_once = seen_once(house, "amina", addresses, canaries)
    unseen = [(kind, column) for word, (_m, kind, _id, column) in canaries.items() if word not in at_once]
    assert unseen == []
    client, token = house.browsers["clara"]
    for kind, record_id in dict.fromkeys((kind, record_id) for _m, kind, record_id, _c in canaries.values()):
        for _click in range(2):
            sent = {"csrf_token": token, "back": "/"}
            assert client.post(f"/show/{kind}/{record_id}", data=sent).status_code == 302
    after = seen_once(house, "clara", addresses, canaries)
    assert [(kind, column) for word, (_m, kind, _id, column) in canaries.items() if word not in after] == []
    assert _told_once(house, canaries)


def _told_once(house: House, canaries: dict[str, Any]) -> bool:
    """Whether the log has each record once for whoever looked, and once for whoever is assigned."""
    ids = {record_id for _mask, _kind, record_id, _column in canaries.values()}
    with house.app.app_context():
        for code, name in (("access.revealed", "clara"), ("access.shown_to_assigned", "amina")):
            events = db.session.scalars(select(AuditEvent).where(AuditEvent.code == code)).all()
            assert {event.actor_id for event in events} == {_user(name).id}
            touched = [
                touch.record_id
                for event in events
                for touch in touched_record(event)
                if touch.record_kind == event.detail["kind"]
            ]
            assert sorted(each for each in touched if each in ids) == sorted(ids), code
    return True


def test_every_masked_column_is_an_encrypted_one_of_its_model() -> None:
    from caseapp.db.encrypted import encrypted_columns

    for mask in MASKS:
        assert set(mask.columns) <= {column.name for column in encrypted_columns(mask.model)}, mask.model


def test_whatever_is_masked_says_where_it_stands() -> None:
    masks: list[Masked] = [mask for feature in FEATURES for mask in feature.masked]
    named = {kind.model for feature in FEATURES for kind in feature.kinds if kind.describe is not None}
    for mask in masks:
        assert mask.of is not None or mask.model in named or mask.model.__kind__ == "passed_on"
