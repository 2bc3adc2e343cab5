"""Unsaved text is read by whoever wrote it, on the form where they wrote it, and leads nowhere else."""

import pytest
from flask import Flask

from caseapp.audit import verify
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql
from tests.security.test_the_door import leads_to

__all__ = ["raw_sql"]
WRITTEN = "In the flat above the bakery."


def keep(person: Person, form: str, written: str, status: int = 204) -> None:
    """Let a form save itself, as the page's script does."""
    sent = {"csrf_token": person.token(), "tonight": written}
    assert person.client.post(f"/drafts/keep{form}", data=sent).status_code == status


@pytest.fixture
def case(amina: Person) -> str:
    """A case of Amina's, with unsaved text in its form."""
    address = start_case(amina)
    keep(amina, f"{address}/edit", WRITTEN)
    assert WRITTEN in amina.get(f"{address}/edit").text
    return address


@pytest.mark.parametrize("with_scope", [False, True])
def test_a_draft_moved_to_a_colleague_with_a_database_tool_shows_them_nothing(
    besnik: Person, case: str, raw_sql: RawSql, with_scope: bool
) -> None:
    own = start_case(besnik, name="Somebody else")
    raw_sql("UPDATE draft SET user_id = ?, form = ?", besnik.id.hex, f"{own}/edit")
    if with_scope:
        raw_sql('UPDATE draft SET scope_id = (SELECT scope_id FROM "user" WHERE id = ?)', besnik.id.hex)
    assert WRITTEN not in besnik.get(f"{own}/edit").text
    keep(besnik, f"{own}/edit", "With friends.")
    assert "With friends." in besnik.get(f"{own}/edit").text


def test_a_draft_moved_to_another_form_of_its_writer_is_not_offered_there(
    amina: Person, case: str, raw_sql: RawSql
) -> None:
    other = start_case(amina, name="Somebody else")
    raw_sql("UPDATE draft SET form = ?", f"{other}/edit")
    assert WRITTEN not in amina.get(f"{other}/edit").text


@pytest.mark.parametrize("edit", ["fields = x'c1'", "fields = 'plain'", "form = '//evil.example/'"])
def test_an_edited_draft_leads_nobody_anywhere_when_they_sign_in(
    app: Flask, amina: Person, case: str, raw_sql: RawSql, edit: str
) -> None:
    raw_sql(f"UPDATE draft SET after_expiry = 1, {edit}")
    amina.get(f"{case}/edit")
    assert leads_to(Person("amina", app, app.test_client())) == "/"
    with app.app_context():
        db.session.remove()
        assert list(verify()) == []


@pytest.mark.parametrize(
    "form", ["%09/evil.example", "/evil.example/x", "%5Cevil.example", "%0A/evil.example"]
)
def test_dropping_a_draft_leads_to_no_other_host(amina: Person, form: str) -> None:
    sent = {"csrf_token": amina.token()}
    response = amina.client.post(f"/drafts/discard/{form}", data=sent)
    assert response.status_code in {404, 308}
    assert "//evil" not in response.headers.get("Location", "").removeprefix("http://")
