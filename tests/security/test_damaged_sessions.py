"""A session, or its account, that was damaged with a database tool asks to sign in anew; it locks nobody out."""

import pytest

from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql

__all__ = ["raw_sql"]


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("web_session", "created_at = 'x'"),
        ("web_session", "last_seen_at = 5"),
        ("web_session", "expires_at = x'00'"),
        ("web_session", "user_id = 'x'"),
        ("web_session", "scope_id = 'x'"),
        ("web_session", "id = 'x'"),
        ("user", "created_on = 'x'"),
        ("user", "row_version = 1.5"),
        ("user", "row_mac = 'x'"),
        ("user", "row_mac = x''"),
    ],
)
def test_a_damaged_session_asks_to_sign_in(
    amina: Person, clara: Person, raw_sql: RawSql, table: str, edit: str
) -> None:
    amina.get("/cases/")
    owner = "id" if table == "user" else "user_id"
    raw_sql(f'UPDATE "{table}" SET {edit} WHERE {owner} = ?', amina.id.hex)
    assert amina.client.get("/cases/").status_code == 302
    amina.get("/sign-in")
    clara.get("/me")
