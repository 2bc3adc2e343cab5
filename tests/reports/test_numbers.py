"""The numbers: whole for those who run the house, one's own for workers, out of the house only with a reason."""

import csv
import io
import re
import sqlite3
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from caseapp.access import keep_out
from caseapp.accounts import User
from caseapp.audit import AuditEvent, record, verify
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.dates import Calendar, PartialDate, quarter_of
from caseapp.db import Scope, db, write
from caseapp.db.scopes import add_generation
from caseapp.people.models import Person as Human
from caseapp.reports.counting import Counts
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.doorway import prepared
from tests.letters.preparing import prepare
from tests.statements.writing import write_statement

INSIDE = {"readers": "inside", "file_format": "csv", "reason": "Annual report to the board"}
OUTSIDE = {"readers": "outside", "file_format": "csv", "reason": "Report to a donor"}


def exported(person: Person, sent: dict[str, str]) -> list[list[str]]:
    """The rows of the file that this person gets."""
    response = person.post("/reports/export", sent, status=200)
    assert response.mimetype == "text/csv"
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(
        r'attachment; filename="counts-\d{4}-\d\d-\d\d\.csv"', response.headers["Content-Disposition"]
    )
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def cases_shown(person: Person) -> str:
    """The part of the page of numbers about cases."""
    return person.page("/reports/").text.partition("Where they stand today")[2].partition("The table")[0]


def test_an_administrator_reads_the_numbers_of_the_whole_organisation(
    amina: Person, besnik: Person, drita: Person
) -> None:
    for person in (amina, amina, besnik):
        start_case(person)
    text = drita.page("/reports/").text
    assert "Of the whole organisation, without names." in text
    assert re.search(r"Cases 3\b", text)


@pytest.mark.parametrize("reader", ["clara", "edon"])
def test_coordinators_and_auditors_read_them_too(people: dict[str, Person], reader: str) -> None:
    start_case(people["amina"])
    start_case(people["besnik"])
    assert re.search(r"Cases 2\b", people[reader].page("/reports/").text)


def test_a_worker_counts_only_what_they_may_see(amina: Person, besnik: Person) -> None:
    start_case(amina)
    start_case(amina)
    mine = start_case(besnik)
    assert re.search(r"Cases 2\b", amina.page("/reports/").text)
    text = besnik.page("/reports/").text
    assert "Only of what you may see yourself." in text
    assert re.search(r"Cases 1\b", text)
    besnik.post(f"{mine}/step/take_up", {"manner": "done_here", "reason": ""})
    assert "open 1" in cases_shown(besnik)
    assert "new" not in cases_shown(besnik)


def keep_out_of(actor: Person, address: str, kept_out: Person) -> None:
    """Keep a colleague out of a case."""
    with actor.app.app_context(), write():
        case = db.session.get_one(Case, UUID(address.rpartition("/")[2]))
        scope = db.session.get_one(Scope, case.scope_id)
        users = [db.session.get_one(User, person.id) for person in (actor, kept_out)]
        keep_out(users[0], scope, users[1], "A cousin of hers")


def test_a_worker_who_was_kept_out_counts_the_case_no_longer(amina: Person) -> None:
    keep_out_of(amina, start_case(amina), amina)
    assert "Where they stand today" not in amina.page("/reports/").text


@pytest.mark.parametrize("reader", ["clara", "drita", "edon"])
def test_no_total_of_the_whole_organisation_moves_with_a_case_that_its_reader_is_kept_out_of(
    people: dict[str, Person], reader: str
) -> None:
    amina, kept_out = people["amina"], people[reader]
    start_case(amina)
    address = start_case(amina)
    open_request(amina, address)
    prepare(amina, address)
    write_statement(amina, address)
    before = kept_out.page("/reports/").text
    assert re.search(r"Cases 2\b", before)
    assert re.search(r"Searches 1\b", before)
    keep_out_of(amina, address, kept_out)
    after = kept_out.page("/reports/").text
    assert re.search(r"Cases 1\b", after)
    assert "Where they stand today" not in after.partition("The table")[2]  # nothing else there is to count
    assert re.search(r"Cases 2\b", people["drita" if reader == "edon" else "edon"].page("/reports/").text)
    if reader == "edon":
        assert "Cases: 1" in kept_out.page("/").text
    else:
        assert ["Cases", "all quarters", "", "all", "1"] in exported(kept_out, INSIDE)


def test_the_page_holds_no_names(amina: Person, drita: Person) -> None:
    start_case(amina, name="Shirin Example")
    assert "Shirin" not in drita.get("/reports/").text


def test_bars_are_drawn_as_svg_with_their_number_beside(amina: Person, drita: Person) -> None:
    start_case(amina)
    html = drita.get("/reports/").text
    assert '<rect width="100.0" height="1"/>' in html
    assert "style=" not in html


def test_the_file_holds_status_quarter_and_number(amina: Person, drita: Person) -> None:
    for _time in range(6):
        start_case(amina)
    rows = exported(drita, INSIDE)
    assert rows[0] == ["What is counted", "Quarter", "Counted by", "Value", "Number"]
    assert ["Cases", quarter_of(today()), "Status", "new", "6"] in rows
    assert ["Cases", "all quarters", "", "all", "6"] in rows


def counted_by(rows: list[list[str]], dimension: str, quarter: str = "all quarters") -> dict[str, str]:
    """The numbers of cases by one dimension, from the rows of a file."""
    return {row[3]: row[4] for row in rows if row[:3] == ["Cases", quarter, dimension]}


def test_readers_inside_get_exact_numbers_and_readers_outside_none_under_five(
    amina: Person, drita: Person
) -> None:
    for _time in range(5):
        start_case(amina)
    first = start_case(amina)
    amina.post(f"{first}/step/take_up", {"manner": "done_here", "reason": ""})
    assert counted_by(exported(drita, INSIDE), "Status") == {"new": "5", "open": "1"}
    assert counted_by(exported(drita, OUTSIDE), "Status") == {"new + open": "6"}


def test_fewer_than_five_in_all_are_told_as_that_alone(amina: Person, drita: Person) -> None:
    start_case(amina)
    about_cases = [row for row in exported(drita, OUTSIDE) if row[0] == "Cases"]
    assert about_cases == [["Cases", "all quarters", "", "all", "under 5"]]


def test_cases_are_counted_by_sex_and_by_age_when_they_were_begun(amina: Person, drita: Person) -> None:
    for year in (1990, 1950):
        set_traits(amina, start_case(amina), "female", year)
    start_case(amina)
    rows = exported(drita, INSIDE)
    assert counted_by(rows, "Sex", quarter_of(today())) == {"female": "2", "not known": "1"}
    ages = counted_by(rows, "Age when the record was made", quarter_of(today()))
    assert ages == {"30 to 39": "1", "60 and over": "1", "not known": "1"}


@prepared
def set_traits(person: Person, case: str, sex: str, year: int) -> None:
    """Write sex and year of birth of the client of a case."""
    with person.app.app_context(), write():
        found = db.session.get(Case, UUID(case.rpartition("/")[2]))
        assert found is not None
        client = db.session.get(Human, found.client_id)
        assert client is not None
        client.sex, client.born = sex, PartialDate(Calendar.GREGORIAN, year)
        record(db.session.get(User, person.id), "person.changed", client, fields=["sex", "born"])


def test_what_a_former_key_of_a_person_sealed_is_counted(amina: Person, drita: Person) -> None:
    set_traits(amina, start_case(amina), "male", 1980)
    set_traits(amina, start_case(amina), "female", 1980)
    with amina.app.app_context(), write():
        for person in db.session.scalars(select(Human)):
            add_generation(db.session.get_one(Scope, person.scope_id))
            record(None, "keys.renewed", person, scope="person", number=1)
    assert counted_by(exported(drita, INSIDE), "Sex") == {"female": "1", "male": "1"}


def test_a_locked_person_counts_as_not_known(amina: Person, drita: Person) -> None:
    set_traits(amina, start_case(amina), "male", 1980)
    with amina.app.app_context():
        scopes = [scope_id.hex for (scope_id,) in db.session.query(Human.scope_id)]
        path = amina.app.config["SETTINGS"].database_path
        db.session.remove()
    with sqlite3.connect(path) as connection:
        connection.executemany("DELETE FROM scope_key WHERE scope_id = ?", [(scope,) for scope in scopes])
    connection.close()
    assert counted_by(exported(drita, INSIDE), "Sex") == {"not known": "1"}


def test_the_same_file_as_xlsx_has_a_fixed_heading_and_true_numbers(amina: Person, drita: Person) -> None:
    start_case(amina)
    response = drita.post("/reports/export", {**INSIDE, "file_format": "xlsx"}, status=200)
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(response.data)).active
    assert sheet.freeze_panes == "A2"
    assert next(cell.value for cell in sheet[1]) == "What is counted"
    assert ["Cases", "all quarters", "", "all", 1] in [[cell.value for cell in row] for row in sheet]


def test_in_persian_the_sheet_runs_from_the_right(amina: Person, drita: Person) -> None:
    start_case(amina)
    drita.post("/language", {"locale": "fa", "return_to": "/"})
    response = drita.post("/reports/export", {**INSIDE, "file_format": "xlsx"}, status=200)
    assert load_workbook(io.BytesIO(response.data)).active.sheet_view.rightToLeft


def test_the_reason_and_the_readers_stand_in_the_audit_log(drita: Person, edon: Person) -> None:
    exported(drita, OUTSIDE)
    assert "Exported the numbers" in edon.page("/audit/").text
    with drita.app.app_context():
        event = db.session.query(AuditEvent).filter_by(code="report.exported").one()
        assert event.actor_id == drita.id
        assert (event.detail["reason"], event.detail["readers"]) == ("Report to a donor", "outside")
        assert list(verify()) == []


@pytest.mark.parametrize(
    "missing",
    [
        {"readers": "inside", "file_format": "csv", "reason": " "},
        {"file_format": "csv", "reason": "For the board"},
        {"readers": "everybody", "file_format": "csv", "reason": "x"},
        {"readers": "inside", "file_format": "exe", "reason": "x"},
    ],
)
def test_nothing_leaves_without_a_reason_and_its_readers(drita: Person, missing: dict[str, str]) -> None:
    page = drita.post("/reports/export", missing, status=422)
    assert page.mimetype == "text/html"
    assert "No file was made" in page.text
    with drita.app.app_context():
        assert db.session.query(AuditEvent).filter_by(code="report.exported").count() == 0


def test_a_coordinator_may_export(clara: Person) -> None:
    assert exported(clara, INSIDE)


@pytest.mark.parametrize("reader", ["amina", "edon"])
def test_workers_and_auditors_take_nothing_out(people: dict[str, Person], reader: str) -> None:
    assert "/reports/export" not in people[reader].get("/reports/").text
    people[reader].post("/reports/export", INSIDE, status=403)


def test_in_persian_the_page_runs_from_the_right_and_its_digits_are_persian(
    amina: Person, drita: Person
) -> None:
    start_case(amina)
    drita.post("/language", {"locale": "fa", "return_to": "/"})
    page = drita.page("/reports/")
    assert page.html_attributes["dir"] == "rtl"
    assert "۱" in page.text


def test_quarters_without_a_record_are_shown_with_nought() -> None:
    counts = Counts(
        "cases", "Cases", {("new", "2025-Q4"): 2, ("open", "2026-Q2"): 1}, {"new": "new", "open": "open"}
    )
    quarters = counts.quarters("2026-Q3")
    assert quarters == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert [(bar.label, bar.number, bar.share) for bar in counts.by_quarter(quarters)] == [
        ("2025-Q4", 2, 100.0),
        ("2026-Q1", 0, 0.0),
        ("2026-Q2", 1, 50.0),
        ("2026-Q3", 0, 0.0),
    ]
    assert [(bar.label, bar.number) for bar in counts.by_status()] == [("new", 2), ("open", 1)]


def test_no_record_at_all_makes_no_quarter() -> None:
    assert Counts("cases", "Cases", {}, {}).quarters("2026-Q3") == []
