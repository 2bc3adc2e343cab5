"""A former state of a row, put back with a database tool, gives nobody back what was taken from them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.actions import change_roles
from caseapp.accounts.models import User
from caseapp.db import db, write
from caseapp.web.roles import Role
from tests.accounts.second_factors import set_up_app
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.security.test_invitations import invite, link_on, use
from tests.security.test_the_log_itself import problems, raw


def keep(instance: Path, *tables: str) -> Callable[[], None]:
    """Keep tables as they are now; what comes back puts them back."""
    with raw(instance) as database:
        kept = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in tables}

    def put_back() -> None:
        with raw(instance) as database:
            for table, rows in kept.items():
                database.execute(f"DELETE FROM {table}")
                for row in rows:
                    database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    return put_back


def test_whoever_is_kept_out_stays_out_when_who_reached_the_case_before_is_put_back(
    app: Flask, instance: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    put_back = keep(instance, "scope", "scope_member", "scope_exclusion")
    change(clara, case, besnik, "keep_out")
    assert besnik.client.get(case).status_code == 404
    put_back()
    answer = besnik.client.get(case)
    assert answer.status_code == 500
    assert "Reza" not in answer.text
    assert "Reza" not in besnik.client.get("/cases/").text
    assert problems(app)


def test_nobody_signs_in_with_roles_that_were_taken_from_them(
    app: Flask, instance: Path, amina: Person
) -> None:
    put_back = keep(instance, "user")
    with app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        with write():
            change_roles(users["drita"], users["amina"], [Role.AUDITOR])
        db.session.remove()
    put_back()
    with pytest.raises(AssertionError, match="assert 500 == 302"):
        amina.sign_in()
    assert amina.client.get("/cases/").status_code != 200


def test_whoever_is_signed_in_gets_no_roles_back_that_were_taken_from_them(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    start_case(amina)
    assert "Reza" in clara.get("/cases/").text
    account, both = keep(instance, "user"), keep(instance, "user", "web_session")
    before = clara.client
    with app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        with write():
            change_roles(users["drita"], users["clara"], [Role.AUDITOR])
        db.session.remove()
    clara.client = app.test_client()
    clara.sign_in()
    assert clara.client.get("/cases/").status_code == 403
    for browser, put_back in ((clara.client, account), (before, both)):
        put_back()
        answer = browser.get("/cases/")
        assert answer.status_code == 302
        assert "Reza" not in answer.text


def test_a_membership_of_a_team_that_ended_opens_nothing_when_it_is_put_back(
    app: Flask, instance: Path, amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    put_back = keep(instance, "team_member")
    drita.post(f"/staff/{clara.id}/teams", {"teams": []})
    assert clara.client.get(case).status_code == 404
    put_back()
    assert clara.client.get(case).status_code == 500


def test_an_invitation_that_was_used_opens_nothing_when_the_account_is_put_back(
    app: Flask, instance: Path, drita: Person
) -> None:
    link = invite(drita)
    put_back = keep(instance, "user")
    assert use(app, link) == 302
    put_back()
    assert use(app, link) == 404
    assert problems(app)


def test_a_link_for_another_second_factor_opens_nothing_when_the_account_is_put_back(
    app: Flask, instance: Path, amina: Person, drita: Person
) -> None:
    set_up_app(amina)
    link = link_on(drita.post(f"/staff/{amina.id}/factors", status=200).text)
    put_back = keep(instance, "user")
    drita.post(f"/staff/{amina.id}/disable", {"reason": "She left"})
    put_back()
    assert app.test_client().get(link).status_code == 404
    assert problems(app)
