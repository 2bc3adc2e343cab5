"""Whether somebody sees a disclosure is not told by an account that was edited with a database tool."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from caseapp.access import add_member, remove_member
from caseapp.accounts.actions import disable_user
from caseapp.accounts.models import User
from caseapp.db import db, write
from caseapp.disclosures.queries import alerts_for
from caseapp.vault import Tampered
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import client_of
from tests.disclosures.test_alerting import alert_of, change_access
from tests.disclosures.test_disclosing import tell_now
from tests.security.test_the_log_itself import colleague


def test_an_account_opened_with_a_database_tool_takes_no_alert_away(
    app: Flask,
    amina: Person,
    clara: Person,
    drita: Person,
    instance: Path,
) -> None:
    case = start_case(amina, name="Nika Sazan")
    clara.post(f"{case}/access/level", {"level": "members"})
    change_access(remove_member, amina, case, clara)
    zef = colleague(app, "zef", Role.COORDINATOR)
    change_access(add_member, amina, case, zef)
    with app.app_context(), write():
        disable_user(db.session.get_one(User, drita.id), db.session.get_one(User, zef.id), "Left us.")
    tell_now(amina, client_of(amina, case))
    assert alert_of(clara)
    closed, reader = zef.id.hex, clara.id
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with closing(sqlite3.connect(instance / "caseapp.db")) as database:
        database.execute('UPDATE "user" SET status = ? WHERE id = ?', ("active", closed))
        database.commit()
    with app.app_context(), pytest.raises(Tampered):
        assert alerts_for(db.session.get_one(User, reader)), "nobody is told any more"
