"""Somebody with a database tool lets themselves in: every column that decides access notices, no page tells why."""

import logging
import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import Team, User, WebSession
from caseapp.audit import record
from caseapp.db import ORGANISATION, db, system_scope_id, write
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql
from tests.page_rules import check_page

SECRET = "At a friend's, one night only."


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def case_scope(raw_sql: RawSql) -> str:
    return raw_sql('SELECT scope_id FROM "case"')[0][0]


def refuses(person: Person, path: str, caplog: pytest.LogCaptureFixture) -> None:
    """The page answers 500 without a word of why, of what or of whom; the log names the place alone."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        response = person.client.get(path)
    assert response.status_code == 500, response.text[:500]
    check_page(response)
    assert "Something went wrong here" in response.text
    assert re.search(r"\b[0-9a-f]{8}\b", response.text), "a number to quote"
    for secret in (SECRET, "Reza", "SELECT", "sqlite"):
        assert secret not in response.text
        assert secret not in caplog.text
    assert "Tampered" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE \"case\" SET status = 'closed'",
        'UPDATE "case" SET responsible_id = (SELECT id FROM user WHERE id <> responsible_id LIMIT 1)',
        'UPDATE "case" SET row_version = row_version + 1',
        'UPDATE "case" SET scope_id = (SELECT organisation_scope_id FROM installation)',
        'UPDATE "case" SET tonight = summary',
        "UPDATE \"case\" SET tonight = x'416D696E61'",
        "UPDATE \"case\" SET tonight = ''",
        "UPDATE \"case\" SET created_on = '2001-01-01'",
        'UPDATE "case" SET row_mac = zeroblob(length(row_mac))',
        "UPDATE scope SET kind = 'organisation' WHERE kind = 'case'",
        "UPDATE scope SET level = 'everybody' WHERE kind = 'case'",
        "UPDATE scope SET row_version = 0 WHERE kind = 'case'",
        "UPDATE scope SET members_digest = zeroblob(32) WHERE kind = 'case'",
        "UPDATE scope SET mac = zeroblob(length(mac)) WHERE kind = 'case'",
        'UPDATE scope_key SET wrap = zeroblob(length(wrap)) WHERE scope_id = (SELECT scope_id FROM "case")',
    ],
)
def test_a_case_edited_with_a_database_tool_is_not_shown_even_to_its_holder(
    amina: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture, change: str
) -> None:
    raw_sql(change)
    refuses(amina, case, caplog)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE \"case\" SET status = 'closed'",
        'UPDATE "case" SET client_id = (SELECT id FROM user LIMIT 1)',
        'UPDATE "case" SET access_mac = zeroblob(length(access_mac))',
        'UPDATE "case" SET reference = tonight',
        "UPDATE person SET list_pack = about",
    ],
)
def test_a_list_refuses_rows_whose_deciding_columns_were_edited(
    amina: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture, change: str
) -> None:
    raw_sql(change)
    refuses(amina, "/cases/", caplog)


def test_a_removed_record_is_not_brought_back_by_emptying_its_removal(
    app: Flask, amina: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    from caseapp.cases.models import Case
    from caseapp.clock import today

    remover = amina.id
    with app.app_context(), write():
        row = db.session.scalars(select(Case)).one()
        row.removed_on, row.removed_by = today(), remover
        record(None, "setup.unlocked", row)
    assert "Reza" not in amina.get("/cases/").text
    raw_sql('UPDATE "case" SET removed_on = NULL, removed_by = NULL')
    refuses(amina, case, caplog)
    refuses(amina, "/cases/", caplog)


def insert_membership(raw_sql: RawSql, scope_id: str, user_id: uuid.UUID) -> None:
    """A membership copied from a genuine one and turned to another user."""
    columns = [row[1] for row in raw_sql("PRAGMA table_info(scope_member)")]
    rest = ", ".join(column for column in columns if column not in {"id", "user_id", "of_scope_id"})
    raw_sql(
        f"INSERT INTO scope_member (id, user_id, of_scope_id, {rest}) "
        f"SELECT ?, ?, ?, {rest} FROM scope_member LIMIT 1",
        uuid.uuid4().hex,
        user_id.hex,
        scope_id,
    )


def test_a_planted_membership_opens_neither_the_case_nor_what_is_reached_through_it(
    amina: Person, besnik: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    client = str(uuid.UUID(raw_sql('SELECT client_id FROM "case"')[0][0]))
    besnik.get(case, 404)
    besnik.get(f"/people/{client}", 404)
    insert_membership(raw_sql, case_scope(raw_sql), besnik.id)
    refuses(besnik, case, caplog)
    refuses(besnik, f"/people/{client}", caplog)
    refuses(besnik, "/cases/", caplog)


def test_a_membership_turned_to_somebody_else_opens_nothing(
    besnik: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    raw_sql("UPDATE scope_member SET user_id = ?", besnik.id.hex)
    refuses(besnik, case, caplog)


def test_a_membership_that_ended_is_not_prolonged(
    amina: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    raw_sql("UPDATE scope_member SET until = '2099-01-01'")
    refuses(amina, case, caplog)


def test_a_planted_link_opens_nothing(
    amina: Person, besnik: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    """Besnik has a case of his own and makes Amina's reachable through it."""
    start_case(besnik, name="Somebody else")
    other = raw_sql('SELECT scope_id FROM "case" WHERE scope_id <> ?', case_scope_of(raw_sql, case))[0][0]
    columns = [row[1] for row in raw_sql("PRAGMA table_info(scope_link)")]
    rest = ", ".join(c for c in columns if c not in {"id", "of_scope_id", "through_scope_id"})
    raw_sql(
        f"INSERT INTO scope_link (id, of_scope_id, through_scope_id, {rest}) "
        f"SELECT ?, ?, ?, {rest} FROM scope_link LIMIT 1",
        uuid.uuid4().hex,
        case_scope_of(raw_sql, case),
        other,
    )
    refuses(besnik, case, caplog)


def case_scope_of(raw_sql: RawSql, address: str) -> str:
    found: str = raw_sql(
        'SELECT scope_id FROM "case" WHERE id = ?', uuid.UUID(address.rpartition("/")[2]).hex
    )[0][0]
    return found


def test_a_colleague_kept_out_is_not_let_in_by_removing_the_row(
    app: Flask, amina: Person, clara: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    from caseapp.access import keep_out
    from caseapp.db import Scope

    with app.app_context(), write():
        scope = db.session.get(Scope, uuid.UUID(case_scope(raw_sql)))
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        assert scope is not None
        keep_out(users["amina"], scope, users["clara"], "Her brother is named in it.")
    clara.get(case, 404)
    raw_sql("DELETE FROM scope_exclusion")
    refuses(clara, case, caplog)


def test_a_coordinator_of_another_team_does_not_move_into_this_one(
    app: Flask, clara: Person, case: str, raw_sql: RawSql, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), write():
        other = Team(scope_id=system_scope_id(ORGANISATION), name="Other team")
        db.session.add(other)
        record(None, "account.team_created", other)
        other_id = other.id
    raw_sql("UPDATE team_member SET team_id = ? WHERE user_id = ?", other_id.hex, clara.id.hex)
    refuses(clara, case, caplog)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE user SET roles = 'administrator support' WHERE id = ?",
        "UPDATE user SET status = 'invited' WHERE id = ?",
        "UPDATE user SET sign_in_token = randomblob(32) WHERE id = ?",
        "UPDATE user SET row_mac = zeroblob(length(row_mac)) WHERE id = ?",
        "UPDATE user SET passphrase_hash = name WHERE id = ?",
    ],
)
def test_an_edited_account_is_nobody(amina: Person, raw_sql: RawSql, change: str) -> None:
    amina.get("/")
    raw_sql(change, amina.id.hex)
    response = amina.client.get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("with_scope", [False, True], ids=["the user alone", "the user and their scope"])
def test_a_session_turned_to_an_administrator_is_nobodys(
    amina: Person, drita: Person, raw_sql: RawSql, with_scope: bool
) -> None:
    scope = ", scope_id = (SELECT scope_id FROM user WHERE id = ?1)" if with_scope else ""
    raw_sql(
        f"UPDATE web_session SET user_id = ?1{scope} WHERE user_id = ?2",
        drita.id.hex,
        amina.id.hex,
    )
    assert amina.client.get("/staff").status_code == 302


def test_a_token_written_into_an_administrators_session_opens_nothing(
    amina: Person, drita: Person, raw_sql: RawSql
) -> None:
    own = raw_sql("SELECT token_hash FROM web_session WHERE user_id = ?", amina.id.hex)[0][0]
    raw_sql("DELETE FROM web_session WHERE user_id = ?", amina.id.hex)
    raw_sql("UPDATE web_session SET token_hash = ? WHERE user_id = ?", own, drita.id.hex)
    assert amina.client.get("/staff").status_code == 302


def test_an_ended_session_is_not_revived_and_a_short_one_not_prolonged(
    amina: Person, besnik: Person, raw_sql: RawSql
) -> None:
    cookie = amina.client.get_cookie("caseapp")
    assert cookie is not None
    user_id = amina.id.hex
    amina.post("/sign-out")
    raw_sql("UPDATE web_session SET ended_at = NULL WHERE user_id = ?", user_id)
    amina.client.set_cookie("caseapp", cookie.value)
    assert amina.client.get("/me").status_code == 302
    raw_sql("UPDATE web_session SET expires_at = '2099-01-01 00:00:00.000000'")
    assert besnik.client.get("/me").status_code == 302


def test_a_demonstration_flag_or_other_keys_in_the_installation_stop_the_unlocking(
    app: Flask, raw_sql: RawSql
) -> None:
    from caseapp.setup.installing import adopt_root, keys_folder
    from caseapp.vault import VaultError, open_file_root

    for change in (
        "UPDATE installation SET demonstration = 1 - demonstration",
        "UPDATE installation SET organisation_scope_id = audit_scope_id",
    ):
        raw_sql(change)
        with app.app_context(), pytest.raises(VaultError):
            adopt_root(app, open_file_root(keys_folder(app)))
        raw_sql("UPDATE installation SET demonstration = 0")


def test_the_test_looks_at_the_session_table_as_it_is() -> None:
    assert {"token_hash", "user_id", "expires_at", "ended_at", "data"} <= set(
        WebSession.__table__.columns.keys()
    )
