"""From asking to the certificate: two people, two weeks, one decision for each mention, and then nothing is left."""

import sqlite3
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import keep_out
from caseapp.accounts.models import WebSession
from caseapp.audit import verify
from caseapp.db import db
from caseapp.web.drafts import Draft
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.disclosures.test_alerting import change_access
from tests.documents.test_filing_documents import file_document
from tests.erasures.erasing import (
    after_the_hold,
    approve,
    ask,
    carry_out,
    erase,
    everything_on_disk,
    held_case,
    look,
    rows,
    send,
)
from tests.notes.test_notes import write_note
from tests.people.walking import add_relative, client_of


def problems(app: Flask) -> list[str]:
    with app.app_context():
        found = [f"{each.where}: {each.sentence}" for each in verify()]
        db.session.remove()
    return found


def test_a_support_worker_asks_and_a_coordinator_approves(amina: Person, clara: Person) -> None:
    erasure = ask(amina, start_case(amina))
    assert "asked for" in amina.page(erasure).text
    assert "Erasures" in clara.page("/").text
    approve(clara, erasure)
    assert "approved, held back" in clara.page(erasure).text
    assert "It is held back until" in clara.page(erasure).text


def test_who_asked_does_not_approve(clara: Person) -> None:
    erasure = ask(clara, start_case(clara))
    page = approve(clara, erasure, 422)
    assert "You asked for it, so a colleague decides." in visible(page)
    assert "asked for" in clara.page(erasure).text


def test_a_support_worker_neither_approves_nor_carries_out(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    erasure = ask(amina, case)
    besnik.post(f"{erasure}/approve", {"answer": "yes", "words": "Yes."}, 403)
    besnik.post(f"{erasure}/carry-out", {"sure": "y"}, 403)
    assert "asked for" in besnik.page(erasure).text


def test_administrator_auditor_and_strangers_to_the_case_find_nothing(
    amina: Person, besnik: Person, drita: Person, edon: Person
) -> None:
    case = start_case(amina)
    erasure = ask(amina, case)
    besnik.get(erasure, 404)
    besnik.get(f"/erasures/new/case/{case.rpartition('/')[2]}", 404)
    for person in (drita, edon):
        person.get(erasure, 403)
        person.get("/erasures/", 403)


def test_a_form_without_answers_comes_back_with_what_was_typed(amina: Person) -> None:
    page = ask(amina, start_case(amina), 422, wished_by="", basis="", words="Her own words.")
    assert "Her own words." in page
    page = ask(amina, start_case(amina), 422, words="")
    assert "What did they say" in page


def test_it_is_asked_for_once(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    first = ask(amina, case)
    answer = clara.get(f"/erasures/new/case/{case.rpartition('/')[2]}", 302)
    assert answer.headers["Location"] == first
    assert "Its erasure was asked for" in clara.page(case).text


def test_everybody_who_sees_it_may_stop_it_until_it_is_carried_out(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    erasure = ask(amina, case)
    approve(clara, erasure)
    send(besnik, f"{erasure}/stop", 422, words="")
    send(besnik, f"{erasure}/stop", words="Her lawyer still needs the file.")
    page = amina.page(erasure).text
    assert "stopped" in page
    assert "Her lawyer still needs the file." in page
    assert ask(amina, case) != erasure, "it may be asked for again"
    answer = clara.get(f"{erasure}/carry-out", 302)
    assert answer.headers["Location"] == erasure
    amina.get(case)


def test_a_refused_erasure_destroys_nothing(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    erasure = ask(amina, case)
    approve(clara, erasure, answer="no")
    assert "refused" in amina.page(erasure).text
    amina.get(case)


def test_nothing_is_carried_out_before_its_day_or_unseen_mentions(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    erasure = ask(amina, case)
    approve(clara, erasure)
    look(clara, erasure)
    clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": "9"}, 422)
    with after_the_hold(amina, clara):
        assert "waits to be carried out" in clara.page("/").text
        page = clara.page(f"{erasure}/carry-out").text
        assert "You have not looked through everything for mentions today." in page
        look(clara, erasure)
        page = visible(carry_out(clara, erasure, 422, sure=""))
        assert "Tick this if it is to be destroyed for good." in page
        clara.get(case)


def test_a_case_is_destroyed_with_all_that_hangs_on_it_and_its_people_stay(
    app: Flask, instance: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    other = start_case(besnik, name="Somebody else entirely")
    write_note(besnik, other)
    case = start_case(amina, name="Parvin the client")
    add_relative(amina, case)
    write_note(amina, case)
    file_document(amina, case)
    client = client_of(amina, case)
    ids = {case.rpartition("/")[2].replace("-", "")}
    before = rows(instance)
    scope = scope_of(instance, "case", *ids)
    secrets = secrets_of(instance, scope)
    assert files(instance)
    erasure = erase(amina, clara, case)
    after = rows(instance)
    for person in (amina, clara):
        person.get(case, 404)
    amina.get(f"/people/{client}")
    assert "carried out" in clara.page(erasure).text
    assert [row for rows_ in after.values() for row in rows_.values() if scope in row] == []
    on_disk = everything_on_disk(instance)
    assert secrets
    assert [secret for secret in secrets if secret in on_disk] == []
    assert files(instance) == []
    for table in ("person", "person_name", "contact_route", "note", "case"):
        for row_id, row in before[table].items():
            if scope not in row:
                assert after[table][row_id] == row, f"{table} {row_id} was touched"
    besnik.get(other)
    assert problems(app) == []


def test_a_person_goes_with_their_case_and_no_relative_or_other_case_is_touched(
    app: Flask, instance: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    other = start_case(besnik, name="Somebody else entirely")
    write_note(besnik, other)
    case = start_case(amina, name="Parvin the client")
    add_relative(amina, case)
    write_note(amina, case)
    client = client_of(amina, case)
    before = rows(instance)
    scopes = {
        scope_of(instance, "case", case.rpartition("/")[2].replace("-", "")),
        scope_of(instance, "person", client.replace("-", "")),
    }
    erasure = erase(amina, clara, f"/people/{client}")
    after = rows(instance)
    amina.get(case, 404)
    amina.get(f"/people/{client}", 404)
    assert after["relation"] == {}, "a relation goes when either end is erased"
    for table in set(before) - {
        "scope",
        "draft",
        "web_session",
        "user",
        "scope_link",
        "relation",
        "installation",
    }:
        for row_id, row in before[table].items():
            if not scopes & set(row) and row_id not in scopes:
                assert after[table].get(row_id) == row, f"{table} {row_id} was touched"
    assert "Kaveh" in clara.page("/people/").text
    assert "Parvin" not in clara.page("/people/").text + clara.page("/cases/").text + clara.page(erasure).text
    clara.post("/search/find", {"query": "Parvin"}, 302)
    assert "Parvin the client" not in clara.page("/search/").text
    assert problems(app) == []


def test_the_certificate_says_what_was_destroyed_and_nothing_about_whom(
    amina: Person, clara: Person, edon: Person
) -> None:
    case = start_case(amina, name="Parvin the client")
    erasure = erase(amina, clara, case)
    for language in ("en", "fa", "ar", "sq"):
        answer = clara.get(f"{erasure}/certificate?language={language}")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
    text = clara.page(erasure).text
    assert "Number of the entry in the log" in text
    assert "Carried out an erasure" in edon.page("/audit/").text
    assert "Parvin" not in edon.page("/audit/").text


def test_what_colleagues_were_writing_and_looking_for_is_forgotten(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name="Parvin the client")
    change(clara, case, besnik, "add")
    for form in (f"{case}/edit", "/cases/new"):
        sent = {"csrf_token": besnik.token(), "tonight": "With her aunt."}
        assert besnik.client.post(f"/drafts/keep{form}", data=sent).status_code == 204
    besnik.post("/search/find", {"query": "Parvin"})
    assert "searched-for" in _kept_in_sessions(app)
    erase(amina, clara, case)
    assert "searched-for" not in _kept_in_sessions(app)
    with app.app_context():
        assert [draft.form for draft in db.session.scalars(select(Draft))] == ["/cases/new"]
        db.session.remove()


def _kept_in_sessions(app: Flask) -> set[str]:
    with app.app_context():
        rows = db.session.scalars(select(WebSession)).all()
        found = {name for row in rows for name in (row.data or {}).get("kept", {})}
        db.session.remove()
    return found


def test_a_former_state_that_was_put_back_destroys_nothing(
    instance: Path, amina: Person, clara: Person
) -> None:
    case, erasure = held_case(amina, clara)
    look(clara, erasure)
    held = rows(instance)["erasure"]
    send(amina, f"{erasure}/stop", words="She changed her mind.")
    with sqlite3.connect(instance / "caseapp.db") as database:
        names = [each[1] for each in database.execute("PRAGMA table_info(erasure)")]
        values = ", ".join(f'"{name}" = ?' for name in names)
        (row,) = held.values()
        database.execute(f"UPDATE erasure SET {values}", row)
    database.close()
    sent = {"sure": "y", "row_version": str(row[names.index("row_version")])}
    clara.post(f"{erasure}/carry-out", sent, 500)
    amina.get(case)


def test_before_it_is_carried_out_there_is_no_certificate(amina: Person) -> None:
    amina.get(f"{ask(amina, start_case(amina))}/certificate", 404)


def test_what_is_open_keeps_it_back(amina: Person, clara: Person) -> None:
    from tests.letters.preparing import prepare

    case = start_case(amina)
    letter = prepare(amina, case)
    erasure = ask(amina, case)
    reference = amina.page(letter).h1[0].split()[-1]
    page = amina.get(erasure).text
    address = letter.removesuffix("/edit")
    assert f'This is still open (Letter):</span> <a href="{address}"><bdi>{reference}</bdi></a>' in page
    approve(clara, erasure)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        assert "This is still open" in clara.page(f"{erasure}/carry-out").text
        clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": "4"}, 422)
        amina.get(case)


def test_whoever_is_kept_out_hears_nothing_of_it_before_or_after(
    amina: Person, besnik: Person, clara: Person, edon: Person
) -> None:
    case = start_case(amina, name="Parvin the client")
    change(clara, case, besnik, "keep_out")
    erasure = ask(amina, case)
    besnik.get(erasure, 404)
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        carry_out(clara, erasure)
        besnik.get(erasure, 404)
        assert "rasure" not in besnik.page("/").text
        amina.get(erasure)


def test_a_reader_of_the_log_who_was_kept_out_hears_nothing_of_what_is_gone(
    amina: Person, clara: Person, edon: Person, drita: Person
) -> None:
    case = start_case(amina, name="Parvin the client")
    change_access(keep_out, amina, case, edon)
    write_note(amina, case)
    erase(amina, clara, case)
    told, untold = drita.page("/audit/").text, edon.page("/audit/").text
    for act in ("Carried out an erasure", "Asked for an erasure", "Wrote a note"):
        named_in_the_filters = untold.count(act)
        assert told.count(act) == named_in_the_filters + 1, act


@pytest.mark.parametrize("kind", ["letter", "user", "nothing"])
def test_only_a_person_or_a_case_is_erased(amina: Person, kind: str) -> None:
    amina.get(f"/erasures/new/{kind}/{uuid.uuid4()}", 404)


def scope_of(instance: Path, table: str, row_id: str) -> str:
    with sqlite3.connect(instance / "caseapp.db") as database:
        found = database.execute(f'SELECT scope_id FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    database.close()
    return str(found[0])


def secrets_of(instance: Path, scope: str) -> list[bytes]:
    """The wrapped keys of a scope and every ciphertext that lies in it."""
    with sqlite3.connect(instance / "caseapp.db") as database:
        found = [
            row[0] for row in database.execute("SELECT wrap FROM scope_key WHERE scope_id = ?", (scope,))
        ]
    database.close()
    for table in rows(instance).values():
        for row in table.values():
            if scope in row:
                found += [value for value in row if isinstance(value, bytes)]
    return [secret[8:40] for secret in found if len(secret) > 40]


def files(instance: Path) -> list[Path]:
    return [path for path in (instance / "files").rglob("*") if path.is_file() and len(path.name) == 32]
