"""Unsaved text is read by whoever wrote it, on the form where they wrote it, and leads nowhere else."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.audit import verify
from caseapp.db import db
from caseapp.web import drafts
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql
from tests.security.test_the_door import MORNING, leads_to

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


def forms_of(person: Person, count: int) -> list[str]:
    """Fill as many forms with about 4000 bytes each; returns their addresses."""
    addresses = [f"{start_case(person, name=f'Somebody {number}')}/edit" for number in range(count)]
    for number, address in enumerate(addresses):
        keep(person, address, f"Text {number}. " + "x" * 4000)
    return addresses


@pytest.mark.parametrize(("name", "most"), [("MOST", 2), ("MOST_BYTES", 10_000)])
def test_too_much_unsaved_text_makes_room_oldest_first_and_its_writer_is_told(
    amina: Person, besnik: Person, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    forms_of(besnik, 1)
    monkeypatch.setattr(drafts, name, most)
    addresses = forms_of(amina, 2)
    assert "had to make room" not in amina.page("/cases/").text
    addresses += forms_of(amina, 1)
    kept = [
        f"Text {number}." in amina.get(address).text
        for address, number in zip(addresses, (0, 1, 0), strict=True)
    ]
    assert kept == [False, True, True]


def test_the_writer_is_told_that_text_made_room_on_the_next_page(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST", 1)
    forms_of(amina, 2)
    assert "the oldest of it had to make room" in amina.page("/cases/").text


def test_the_newest_text_is_kept_however_long_it_is(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_BYTES", 100)
    address = forms_of(amina, 1)[0]
    assert "Text 0." in amina.get(address).text


def test_text_that_came_late_makes_room_too_and_the_sign_in_page_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        forms_of(amina, 1)
        monkeypatch.setattr(drafts, "MOST_BYTES", 100)
        clock.shift(timedelta(minutes=45))
        sent = {"tonight": WRITTEN, "csrf_token": amina.token()}
        assert amina.client.post("/cases/new", data=sent).headers["Location"] == "/sign-in"
        assert "the oldest of it had to make room" in amina.client.get("/sign-in").text
        amina.sign_in()
        assert WRITTEN in amina.get("/cases/new").text
