"""Records taken out row by row: encrypted, of what one sees, with names only with a second person and a consent."""

import csv
import io
import re
import tempfile
import uuid
from typing import Any

import pytest
import pyzipper
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from caseapp.audit import AuditEvent, verify
from caseapp.db import db
from caseapp.disclosures import LedgerEntry
from caseapp.jobs.background import EXTENSION
from caseapp.reports.container import is_passphrase, new_passphrase
from caseapp.reports.making import PLACE
from caseapp.reports.rows import cells, chosen, table_named
from caseapp.web.reported import ExportRow
from tests.authorities.test_list_of_authorities import add_authority
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.letters.preparing import consent_to_tell_authorities
from tests.letters.test_sending import withdraw_consent
from tests.reports.test_spreadsheet import PAYLOADS
from tests.statements.writing import client_of

WITHOUT = {"identified": "pseudonymous", "audience": "", "reason": "Study of a university"}
COLUMNS = ["status", "language", "begun_on"]


def wait(app: Flask) -> None:
    """Until every file that was asked for is made, or has failed."""
    going = app.extensions.get(EXTENSION, {}).get(PLACE)
    if going is not None:
        going.thread.join(60)
        assert not going.thread.is_alive()


def ask(person: Person, table: str = "cases", status: int = 302, **changes: Any) -> str:
    """Ask for an export and await its file; returns the address of its page, or the text of the form that came back."""
    sent = {**WITHOUT, "columns": COLUMNS, "new_id": str(uuid.uuid4()), **changes}
    response = person.post(f"/reports/rows/new/{table}", sent, status)
    wait(person.app)
    return response.headers["Location"] if status == 302 else response.text


def ask_with_names(person: Person, authority: str, table: str = "cases", **changes: Any) -> str:
    audience = f"authority:{authority.rpartition('/')[2]}"
    columns = ["reference", "name", "status", "begun_on"]
    return ask(person, table, **{"identified": "named", "audience": audience, "columns": columns, **changes})


def agree(person: Person, export: str, answer: str = "yes", status: int = 302) -> Any:
    version = re.search(r'name="row_version" value="(\d+)"', person.get(export).text)
    sent = {
        "answer": answer,
        "reason": "Agreed on the telephone",
        "row_version": version and version.group(1),
    }
    return person.post(export, sent, status)


def fetch(person: Person, export: str, file_format: str = "csv") -> list[list[str]]:
    """The rows of the file, opened with the passphrase of the page by a reader of its own."""
    if f"{export}/passphrase" in person.get(export).text:
        person.post(f"{export}/passphrase")
    passphrase = shown_passphrase(person, export)
    person.post(f"{export}/file", {"passphrase": passphrase, "file_format": file_format})
    begins = person.get(export).headers["Refresh"]
    assert begins == f"0; url={export}/file"
    response = person.get(f"{export}/file")
    assert response.mimetype == "application/zip"
    with pyzipper.AESZipFile(io.BytesIO(response.data)) as archive:
        assert archive.namelist() == [f"rows.{file_format}"]
        with pytest.raises(RuntimeError):
            archive.read(archive.namelist()[0])
        archive.setpassword(passphrase.encode())
        content = archive.read(archive.namelist()[0])
    if file_format == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
        return [[str(cell.value) for cell in row] for row in sheet]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def shown_passphrase(person: Person, export: str) -> str:
    found = re.search(r'name="passphrase"[^>]*value="([^"]+)"', person.get(export).text)
    assert found
    return found.group(1)


def test_rows_without_names_have_random_numbers_months_and_no_reference(amina: Person, clara: Person) -> None:
    for _time in range(5):
        start_case(amina, name="Dara Sample")
    export = ask(clara)
    first, second = fetch(clara, export), fetch(clara, ask(clara))
    assert fetch(clara, export) == first, "the same file again"
    assert first[0] == ["Number in this file", "Status", "Language", "Begun on"]
    assert len(first) == 6
    assert {row[1] for row in first[1:]} == {"new"}
    assert all(re.fullmatch(r"[0-9a-f]{16}", row[0]) for row in first[1:])
    assert all(re.fullmatch(r"\d{4}-\d\d", row[3]) for row in first[1:])
    assert [row[0] for row in first[1:]] == sorted(row[0] for row in first[1:])
    assert not {row[0] for row in first[1:]} & {row[0] for row in second[1:]}


def test_without_names_the_file_tells_nothing_that_fewer_than_five_people_have_in_common(
    amina: Person, clara: Person
) -> None:
    cases = [start_case(amina) for _time in range(6)]
    amina.post(f"{cases[0]}/step/take_up", {"manner": "done_here", "reason": ""})
    assert {row[1] for row in fetch(clara, ask(clara))[1:]} == {"withheld"}
    for case in cases[1:]:
        amina.post(f"{case}/step/take_up", {"manner": "done_here", "reason": ""})
    assert {row[1] for row in fetch(clara, ask(clara))[1:]} == {"open"}
    assert (
        "what fewer than five people have in common is withheld" in clara.get("/reports/rows/new/cases").text
    )


@pytest.mark.parametrize("column", ["reference", "name", "responsible"])
def test_what_tells_who_somebody_is_stays_out_of_it_without_names(clara: Person, column: str) -> None:
    """The page hides these columns without names; what was ticked before counts for nothing."""
    text = ask(clara, status=422, columns=[column])
    assert "Choose at least one." in text
    assert "Study of a university" in text
    assert re.search(rf'<input(?=[^>]*data-tells-who)[^>]*value="{column}"', text)
    assert fetch(clara, ask(clara, columns=["status", column]))[0] == ["Number in this file", "Status"]


@pytest.mark.parametrize(
    ("table", "column"), [("searches", "request"), ("letters", "case"), ("statements", "case")]
)
def test_without_names_no_number_tells_how_many_rows_belong_together(
    clara: Person, table: str, column: str
) -> None:
    # Seven searches of one enquirer are somebody, and whoever knows of them would read all the rest.
    text = ask(clara, table, status=422, columns=[column])
    assert "Choose at least one." in text


def test_with_names_the_searches_of_one_request_share_a_number_that_means_nothing_elsewhere(
    app: Flask,
) -> None:
    request = uuid.uuid4()
    rows = [ExportRow(uuid.uuid4(), (uuid.uuid4(),), {"request": request}) for _time in range(2)]
    with app.test_request_context():
        table = table_named("searches")
        assert table is not None
        assert chosen(table, ["request"], named=False) == []
        made = cells(rows, chosen(table, ["request"], named=True), named=True)
    assert made[1][1] == made[2][1]
    assert re.fullmatch(r"[0-9a-f]{16}", str(made[1][1]))


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"columns": []},
        {"columns": ["summary"]},
        {"identified": "somehow"},
        {"identified": "named"},
        {"identified": "named", "audience": "public"},
        {"identified": "named", "audience": "authority:x"},
    ],
)
def test_a_form_with_something_missing_comes_back(clara: Person, changes: dict[str, Any]) -> None:
    ask(clara, status=422, **changes)
    assert "Asked for by you" not in clara.get("/reports/").text


def test_a_double_click_asks_once(clara: Person) -> None:
    new_id = str(uuid.uuid4())
    export = ask(clara, new_id=new_id)
    assert ask(clara, new_id=new_id) == export
    assert clara.get("/reports/").text.count(export) == 1


def test_an_unknown_kind_of_record_is_not_there(clara: Person) -> None:
    clara.get("/reports/rows/new/users", 404)


def test_with_names_nothing_leaves_before_a_second_person_agrees(
    clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    assert "You asked for it, so a colleague decides." in clara.get(export).text
    sent = {"passphrase": new_passphrase(), "file_format": "csv"}
    assert "There is nothing to fetch here" in clara.post(f"{export}/file", sent, 422).text
    assert "Exports that wait for a second person" in drita.get("/").text
    page = drita.get(export).text
    assert "Study of a university" in page
    assert "Dara" not in page
    agree(drita, export)
    assert "Exports that wait for a second person" not in drita.get("/").text
    assert len(fetch(clara, export)) == 2


def test_who_asked_does_not_agree(clara: Person, told: dict[str, str]) -> None:
    export = ask_with_names(clara, told["authority"])
    sent = {"answer": "yes", "reason": "I say so", "row_version": "1"}
    clara.post(export, sent)
    assert clara.page(export).text.count("You asked for it, so a colleague decides.") == 2


def test_a_refused_export_cannot_be_fetched_nor_decided_again(
    clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export, "no")
    clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422)
    drita.post(export, {"answer": "yes", "reason": "Yes after all", "row_version": "2"})
    assert "Somebody has decided this in the meantime" in drita.page(export).text
    clara.post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 422)


def test_only_people_who_allowed_it_for_this_recipient_are_in_it_and_the_ledger_has_their_line(
    clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    assert "1 record is left out" in clara.page(export).text
    rows = fetch(clara, export)
    assert [row[2] for row in rows[1:]] == ["Dara Sample"]
    assert re.fullmatch(r"C-\d\d-\w{4}", rows[1][1])
    with clara.app.app_context():
        [entry] = db.session.scalars(select(LedgerEntry))
        assert entry.audience["kind"] == "authority"
        assert entry.items == [["row_export", export.rpartition("/")[2]]]
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "row_export.fetched")).one()
        assert (event.detail["rows"], event.detail["left_out"]) == (1, 1)
        assert list(verify()) == []


def test_a_consent_withdrawn_after_the_agreement_takes_the_person_out(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    export = ask_with_names(clara, told["authority"])
    agree(drita, export)
    withdraw_consent(amina, told["free"])
    assert len(fetch(clara, export)) == 1
    with clara.app.app_context():
        assert db.session.scalars(select(LedgerEntry)).all() == []


def test_a_search_is_left_out_unless_both_ends_allowed_it(
    amina: Person, clara: Person, drita: Person, told: dict[str, str]
) -> None:
    open_request(amina, told["free"])
    export = ask_with_names(clara, told["authority"], "searches", columns=["enquirer", "sought"])
    agree(drita, export)
    assert len(fetch(clara, export)) == 1


def test_a_case_kept_among_its_members_is_in_nobody_elses_file(amina: Person, clara: Person) -> None:
    from caseapp.access import Level, set_level
    from caseapp.accounts import User
    from caseapp.cases import Case
    from caseapp.db import Scope, write

    case = start_case(amina)
    start_case(amina)
    with amina.app.app_context(), write():
        found = db.session.get(Case, uuid.UUID(case.rpartition("/")[2]))
        assert found is not None
        scope = db.session.get(Scope, found.scope_id)
        user = db.session.get(User, amina.id)
        assert scope is not None
        assert user is not None
        set_level(user, scope, Level.ONLY_MEMBERS)
    assert len(fetch(clara, ask(clara))) == 2


@pytest.mark.parametrize("reader", ["amina", "drita", "edon"])
def test_others_take_no_records_out(people: dict[str, Person], reader: str) -> None:
    export = ask(people["clara"])
    people[reader].get("/reports/rows/new/cases", 403)
    people[reader].post(f"{export}/file", {"passphrase": new_passphrase(), "file_format": "csv"}, 403)


def test_a_weaker_passphrase_encrypts_nothing(clara: Person) -> None:
    export = ask(clara)
    for weak in ("", "1234", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"):
        page = clara.post(f"{export}/file", {"passphrase": weak, "file_format": "csv"}, 422)
        assert "The passphrase was changed on its way" in page.text


def test_passphrases_are_long_and_never_the_same() -> None:
    made = {new_passphrase() for _time in range(50)}
    assert len(made) == 50
    assert all(is_passphrase(each) for each in made)


def test_the_file_can_be_fetched_until_the_next_day(clara: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from caseapp.clock import today
    from caseapp.reports import row_actions

    export = ask(clara)
    sent = {"passphrase": shown_passphrase(clara, export), "file_format": "csv"}
    late = today() + timedelta(days=2)
    monkeypatch.setattr(row_actions, "today", lambda: late)
    assert "its day is over" in clara.post(f"{export}/file", sent, 422).text


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_name_becomes_a_formula_and_no_file_is_written_beside(
    amina: Person, clara: Person, drita: Person, file_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads = [payload for payload in PAYLOADS if payload.startswith(("=", "+", "-", "@"))]
    for payload in payloads:
        case = start_case(amina, name=payload)
        consent_to_tell_authorities(amina, case, client_of(amina, case))
    export = ask_with_names(clara, add_authority(amina), columns=["name"])
    agree(drita, export)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    names = {row[1] for row in fetch(clara, export, file_format)[1:]}
    assert names == ({f"'{each}" for each in payloads} if file_format == "csv" else set(payloads))


@pytest.mark.parametrize("table", ["cases", "searches", "letters", "statements"])
def test_every_kind_of_record_can_be_asked_for_in_persian(amina: Person, clara: Person, table: str) -> None:
    open_request(amina)
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    page = clara.page(f"/reports/rows/new/{table}")
    assert page.html_attributes["dir"] == "rtl"
    export = ask(clara, table, columns=["status" if table != "searches" else "phase"])
    assert fetch(clara, export, "xlsx")
