"""Keys are renewed where something was erased: what is left of it is no damage, and keeps no former key alive."""

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access.erasing import erase_scopes
from caseapp.audit import record
from caseapp.audit.chain import ERASED_AGAIN
from caseapp.audit.ledger import add_to_ledger
from caseapp.db import Scope, ScopeKey, db, write
from caseapp.db.carried import codes_by_version
from caseapp.db.scopes import AUDIT, system_scope_id
from caseapp.keys.changing import rotate
from caseapp.keys.destroying import destroy
from caseapp.keys.renewing import renew_scopes, scopes_older_than
from caseapp.vault import Purpose
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.keys.test_renewing import fill, renew_all
from tests.keys.turning import problems


def erase_every(app: Flask, kind: str) -> int:
    """Erase every scope of a kind, as a restore does; returns how many rows are left because others point to them."""
    with app.app_context():
        with write():
            scopes = set(db.session.scalars(select(Scope.id).where(Scope.kind == kind)))
            done = erase_scopes(scopes)
            record(None, ERASED_AGAIN, *done.records(), scopes=len(scopes))
            add_to_ledger(scopes)
        db.session.remove()
        return len(done.shells)


@pytest.mark.parametrize("kind", ["case", "person"])
def test_what_an_erasure_left_is_no_damage_and_keeps_no_former_key(
    people: dict[str, Person], kind: str
) -> None:
    amina = people["amina"]
    case = start_case(amina, name="Dara Sample")
    start_case(amina, name="Somebody Else")
    fill(amina, case)
    assert erase_every(amina.app, kind)
    with amina.app.app_context():
        for purpose in (Purpose.TOKEN, Purpose.ROW_MAC):
            rotate(None, purpose)
        db.session.remove()
    for generation in (2, 3):
        assert not renew_all(amina).damaged
        assert problems(amina.app) == []
        with amina.app.app_context():
            lasting = select(ScopeKey.generation).where(ScopeKey.scope_id != system_scope_id(AUDIT))
            assert set(db.session.scalars(lasting)) == {generation}
            assert set(codes_by_version()) == {2}
            db.session.remove()
    with amina.app.app_context():
        destroy(None, Purpose.ROW_MAC, 1)
        db.session.remove()
    assert problems(amina.app) == []


def test_a_case_that_is_erased_while_others_are_renewed_stops_nothing(people: dict[str, Person]) -> None:
    amina = people["amina"]
    start_case(amina, name="Dara Sample")
    with amina.app.app_context():
        wanted = scopes_older_than(0)
        db.session.remove()
    erase_every(amina.app, "case")
    with amina.app.app_context():
        assert not renew_scopes(None, wanted).damaged
        db.session.remove()
    assert problems(amina.app) == []
