"""Fetching the file of an export: what was agreed to, with one passphrase for each file, by whoever asked."""

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from caseapp.access import Level, set_level
from caseapp.accounts import User
from caseapp.accounts.actions import change_roles
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import now, today
from caseapp.db import Scope, blobs, db, write
from caseapp.db.unlocked import vault_of
from caseapp.reports import fetch_views, handing, making
from caseapp.reports.container import new_passphrase
from caseapp.reports.holding import kept_exports
from caseapp.reports.keeping import HEAD
from caseapp.reports.models import ExportFile, ExportStatus, RowExport
from caseapp.vault import BlobInfo
from caseapp.web.reported import ExportRow
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import consent_to_tell_authorities
from tests.letters.test_sending import withdraw_consent
from tests.reports.test_export_files import codes
from tests.reports.test_row_exports import (
    COLUMNS,
    WITHOUT,
    agree,
    ask,
    ask_with_names,
    fetch,
    shown_passphrase,
)
from tests.statements.writing import client_of

AGAIN = "Fetch again, with a new passphrase"


def test_what_is_recorded_after_the_agreement_is_not_in_the_file(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    assert len(fetch(clara, export)) == 2
    consent_to_tell_authorities(amina, told["other"], client_of(amina, told["other"]))
    assert len(fetch(clara, export)) == 2
    assert len(fetch(clara, _agreed(clara, drita, told))) == 3


def _agreed(clara: Person, drita: Person, told: dict[str, str]) -> str:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    return export


def test_a_passphrase_stays_until_its_file_is_made_and_is_never_shown_over_another_file(
    clara: Person,
) -> None:
    export = ask(clara)
    passphrase = shown_passphrase(clara, export)
    assert shown_passphrase(clara, export) == passphrase
    sent = {"passphrase": passphrase, "file_format": "csv"}
    clara.post(f"{export}/file", sent)
    page = clara.get(export).text
    assert "It opens with the passphrase that you saw when you downloaded it." in page
    assert "made-passphrase" not in page
    assert passphrase not in page
    clara.post(f"{export}/file", sent)  # pressed twice
    assert AGAIN in clara.get(export).text
    assert codes(clara.app).count("fetched") == 1
    first = clara.get(f"{export}/file").data
    assert "Refresh" not in clara.get(export).headers, "the download begins by itself once"
    clara.post(f"{export}/passphrase")
    assert shown_passphrase(clara, export) != passphrase
    assert "keeps the passphrase that you saw then" in clara.get(export).text
    clara.get(f"{export}/file", 404)
    assert len(fetch(clara, export)) == 1
    assert clara.get(f"{export}/file").data != first


def test_a_passphrase_of_another_page_makes_no_file(clara: Person) -> None:
    export = ask(clara)
    shown = shown_passphrase(clara, export)
    page = clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422).text
    assert "The passphrase was changed on its way" in page
    assert shown in page
    clara.get(f"{export}/file", 404)


def test_a_file_can_be_downloaded_for_ten_minutes_and_is_gone_when_the_system_is_locked(
    clara: Person,
) -> None:
    export = ask(clara)
    begun = now()
    with time_machine.travel(begun, tick=False) as clock:
        fetch(clara, export)
        clock.shift(timedelta(minutes=9))
        clara.get(f"{export}/file")
        clock.shift(timedelta(minutes=2))
        clara.get(f"{export}/file", 404)
    fetch(clara, export)
    vault = vault_of(clara.app)
    vault.keys = vault.keys
    clara.get(f"{export}/file", 404)
    assert AGAIN in clara.get(export).text


def test_only_whoever_asked_downloads(amina: Person, besnik: Person, clara: Person, drita: Person) -> None:
    export = ask(clara)
    fetch(clara, export)
    drita.get(f"{export}/file", 403)
    drita.post(f"{export}/passphrase", status=403)
    with clara.app.app_context(), write():
        administrator, user = db.session.get(User, drita.id), db.session.get(User, besnik.id)
        assert user is not None
        change_roles(administrator, user, [Role.COORDINATOR])
    besnik = Person("besnik", besnik.app, besnik.app.test_client()).sign_in()
    assert "passphrase" not in besnik.page(export).text
    page = besnik.get(export).text
    assert 'name="passphrase"' not in page
    assert "begin it here" not in page
    besnik.get(f"{export}/file", 404)
    assert "There is nothing to make again here." in _followed(besnik, f"{export}/make")
    assert "There is nothing to fetch here" in _followed(besnik, f"{export}/passphrase")


def _followed(person: Person, path: str) -> str:
    return person.get(person.post(path).headers["Location"]).text


def test_an_export_that_is_ready_stands_on_the_home_page_with_its_term(clara: Person) -> None:
    assert "Your export is ready" not in clara.get("/").text
    with time_machine.travel("2026-11-25T10:00:00+00:00", tick=False):
        clara = Person("clara", clara.app, clara.app.test_client()).sign_in()
        export = ask(clara)
        home = clara.get("/").text
        assert "Your export is ready" in home
        assert export in home
        assert "to be fetched until the end of 26 November 2026" in clara.page("/").text
        fetch(clara, export)
        assert "Your export is ready" not in clara.get("/").text


def hide(person: Person, case: str) -> None:
    """Leave a case to its members alone."""
    with person.app.app_context(), write():
        found = db.session.get(Case, uuid.UUID(case.rpartition("/")[2]))
        assert found is not None
        scope, user = db.session.get(Scope, found.scope_id), db.session.get(User, person.id)
        assert scope is not None
        assert user is not None
        set_level(user, scope, Level.ONLY_MEMBERS)


def test_a_case_that_whoever_asked_was_kept_out_of_meanwhile_is_taken_out(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    start_case(amina)
    export = ask(clara)
    hide(amina, case)
    sent = {"passphrase": shown_passphrase(clara, export), "file_format": "csv"}
    assert "1 record was taken out" in clara.get(clara.post(f"{export}/file", sent).headers["Location"]).text
    assert len(fetch(clara, export)) == 2


def test_a_file_that_was_not_downloaded_yet_is_not_handed_out_once_a_case_in_it_was_hidden(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    start_case(amina)
    export = ask(clara)
    clara.post(f"{export}/file", {"passphrase": shown_passphrase(clara, export), "file_format": "csv"})
    start_case(amina)  # what has nothing to do with it
    clara.get(f"{export}/file")
    hide(amina, case)
    assert clara.get(f"{export}/file", 302).headers["Location"] == export
    assert "has changed just now" in clara.get(export).text
    clara.get(f"{export}/file", 404)
    assert len(fetch(clara, export)) == 2


def test_a_file_with_names_is_not_handed_out_once_somebody_in_it_has_withdrawn(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = _agreed(clara, drita, told)
    clara.post(f"{export}/file", {"passphrase": shown_passphrase(clara, export), "file_format": "csv"})
    withdraw_consent(amina, told["free"])
    clara.get(f"{export}/file", 302)
    assert len(fetch(clara, export)) == 1


def test_an_export_from_before_files_were_kept_is_over_and_fetches_nothing(clara: Person) -> None:
    export = ask(clara)
    with clara.app.app_context():
        with write():
            file = db.session.scalars(select(ExportFile)).one()
            record(None, "row_export.let_go", file)
            db.session.execute(ExportFile.__table__.delete())
        assert db.session.scalars(select(RowExport)).one().status == ExportStatus.AGREED
    assert 'name="passphrase"' not in clara.get(export).text
    clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422)


def test_whoever_asked_need_not_look_again_where_the_file_is_made_in_a_moment(clara: Person) -> None:
    sent = {**WITHOUT, "columns": COLUMNS, "new_id": str(uuid.uuid4())}
    export = clara.post("/reports/rows/new/cases", sent).headers["Location"]
    answer = clara.get(export)
    assert "Refresh" not in answer.headers
    assert 'name="passphrase"' in answer.text


def test_both_kinds_of_file_tell_the_same_rows_by_the_same_numbers(amina: Person, clara: Person) -> None:
    for _time in range(6):
        start_case(amina)
    export = ask(clara)
    assert fetch(clara, export, "xlsx") == fetch(clara, export, "csv")


def test_who_sees_what_is_asked_again_as_soon_as_anything_was_changed_or_a_day_has_ended(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    really = fetch_views.still_allowed

    def allowed(*given: Any) -> Any:
        asked.append(given)
        return really(*given)

    monkeypatch.setattr(fetch_views, "still_allowed", allowed)
    fetch(clara, ask(clara))
    assert not asked
    export = ask(clara)
    start_case(amina)
    fetch(clara, export)
    assert len(asked) == 1
    export = ask(clara)
    with monkeypatch.context() as next_day:
        next_day.setattr(handing, "today", lambda: today() + timedelta(days=1))
        fetch(clara, export)
    assert len(asked) == 2


def test_a_file_with_fewer_rows_shares_no_number_with_the_one_before(amina: Person, clara: Person) -> None:
    cases = [start_case(amina) for _time in range(7)]
    export = ask(clara)
    before = {line[0] for line in fetch(clara, export)[1:]}
    hide(amina, cases[0])
    for file_format in ("csv", "xlsx"):
        after = {line[0] for line in fetch(clara, export, file_format)[1:]}
        assert len(after) == len(before) - 1
        assert not after & before, "compared with the other file they tell which row is gone"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_case_that_is_hidden_while_its_file_is_made_does_not_leave_with_it(
    file_format: str, amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [start_case(amina) for _time in range(6)]
    export = ask(clara)
    sent = {"passphrase": shown_passphrase(clara, export), "file_format": file_format}
    really = fetch_views.encrypted_zip

    def slowly(*given: Any) -> bytes:
        hide(amina, cases[0])
        return really(*given)

    with monkeypatch.context() as patched:
        patched.setattr(fetch_views, "encrypted_zip", slowly)
        clara.post(f"{export}/file", sent, 422)
    clara.get(f"{export}/file", 404)
    assert "fetched" not in codes(clara.app)
    assert len(fetch(clara, export, file_format)) == len(cases)


def test_what_was_read_before_midnight_is_asked_about_again_after_it(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(now().replace(hour=12), tick=False) as clock:
        clara.sign_in()  # at noon: in the morning her session would have ended by then
        really = making.rows_for

        def until_tomorrow(*given: Any) -> Any:
            taken = really(*given)
            clock.shift(timedelta(hours=14))
            return taken

        monkeypatch.setattr(making, "rows_for", until_tomorrow)
        export = ask(clara)
        with clara.app.app_context():
            assert not handing.holds_good(db.session.scalars(select(RowExport.id)).one())
        assert export


def test_a_file_that_the_version_before_has_kept_is_fetched_and_read_for_erasures(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [start_case(amina) for _time in range(2)]

    def as_before(rows: list[ExportRow], _key: bytes, written: Mapping[str, bytes]) -> BlobInfo:
        lines = [
            [
                row.record_id.hex,
                [each.hex for each in row.persons],
                {"status": "open", "begun_on": ["day", "2026-11-01"]},
            ]
            for row in rows
        ]
        parts = {"rows": "".join(f"{json.dumps(line)}\n" for line in lines).encode(), **written}
        with blobs().stage() as staged:
            staged.write(json.dumps({name: len(part) for name, part in parts.items()}).encode().ljust(HEAD))
            for part in parts.values():
                staged.write(part)
            return staged.finish()

    monkeypatch.setattr(making, "stage_rows", as_before)
    export = ask(clara)
    for file_format in ("csv", "xlsx"):
        assert len(fetch(clara, export, file_format)) == 1 + len(cases)
    with clara.app.app_context():
        persons = set(db.session.scalars(select(Case.client_id)))
        assert [each for _kind, each in kept_exports(persons, ())] == [uuid.UUID(export[-36:])]
