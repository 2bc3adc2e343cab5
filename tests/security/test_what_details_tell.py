"""The details of what colleagues did tell nobody of what they are kept out of: no count, no answer, no place."""

import re
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit.nightly import verify_once_a_day
from caseapp.web.roles import Role
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.people import walking
from tests.reports.test_row_exports import ask, fetch
from tests.security.test_the_log_itself import colleague, problems, raw

HIDDEN = "Reza Samplepour"


@pytest.fixture
def berta(app: Flask) -> Person:
    """She coordinates, and reads the log as an administrator."""
    return colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)


@pytest.fixture
def hidden(amina: Person, clara: Person, berta: Person) -> str:
    """A case that Berta is kept out of."""
    case = start_case(amina, name=HIDDEN)
    change(clara, case, berta, "keep_out")
    return case


def words_of(lines: list[str]) -> list[list[str]]:
    """The words of the lines without when it was and the signs of records, which stand in no order."""
    return [sorted(re.sub(r"^.*?\d\d:\d\d |\b[0-9a-f]{8}\b", "", line).split()) for line in lines]


def records_shown(reader: Person, code: str) -> list[str]:
    """How many records each event of a kind showed, newest first."""
    told = (re.search(r"Records shown (\d+)", line) for line in lines_of(reader, f"?code={code}"))
    return [found.group(1) for found in told if found]


@pytest.mark.usefixtures("hidden")
def test_a_call_of_the_hidden_client_leaves_the_same_lines_as_one_of_somebody_unknown(
    clara: Person, edon: Person, berta: Person
) -> None:
    told = []
    for caller in (HIDDEN, "Nobody Whatever"):
        contact = log_contact(berta, caller=caller, number="")
        for opens in (berta, clara):
            opens.get(contact)
        told.append(lines_of(berta, f"?record={contact.rpartition('/')[2]}"))
    assert words_of(told[0]) == words_of(told[1])
    assert sum("Looked up who a caller may be" in line for line in told[0]) == 2
    assert records_shown(edon, "incoming_contact.caller_looked_up") == ["0", "0", "1", "0"]


@pytest.mark.usefixtures("hidden")
def test_a_list_that_a_colleague_saw_counts_what_its_reader_may_know_of(
    amina: Person, clara: Person, edon: Person, berta: Person
) -> None:
    start_case(amina, name="Darya Visible")
    for sees in (clara, berta):
        sees.get("/cases/")
    assert records_shown(berta, "case.listed")[:2] == ["1", "1"]
    assert records_shown(edon, "case.listed")[:2] == ["1", "2"]


@pytest.mark.usefixtures("hidden")
def test_the_search_before_a_name_is_written_down_reads_the_same_for_a_hidden_name_and_for_none(
    clara: Person, edon: Person, berta: Person
) -> None:
    own = start_case(clara, name="Own Client")
    for name in (HIDDEN, "Zamira Quku"):
        walking.look_up(clara, "relative", own, name)
    code = "person.looked_up"
    assert records_shown(berta, code)[:2] == ["0", "0"]
    assert records_shown(edon, code)[:2] == ["0", "1"]


@pytest.mark.usefixtures("hidden")
def test_whether_a_name_is_known_elsewhere_is_told_to_whoever_asked_and_to_those_outside_the_work_on_cases(
    besnik: Person, clara: Person, edon: Person, berta: Person
) -> None:
    own = start_case(besnik, name="Own Client")
    asked = "?code=person.looked_up"
    walking.look_up(besnik, "relative", own, HIDDEN)  # Berta would read the question of it
    assert "Known in work that is not shared with them no" in lines_of(edon, asked)[0]
    clara.post(f"{own}/access/level", {"level": "members"})
    walking.look_up(besnik, "relative", own, HIDDEN)
    assert "Known in work that is not shared with them yes" in lines_of(edon, asked)[0]
    assert "Known in work" not in lines_of(berta, asked)[0]
    walking.look_up(berta, "relative", start_case(berta, name="Her Client"), HIDDEN)
    assert "Known in work that is not shared with them no" in lines_of(berta, asked)[0]


@pytest.mark.usefixtures("hidden")
def test_how_many_lines_an_export_has_is_for_whoever_asked_for_it_and_for_those_outside_the_work_on_cases(
    amina: Person, clara: Person, edon: Person, berta: Person
) -> None:
    start_case(amina, name="Darya Visible")
    export = ask(clara)
    assert len(fetch(clara, export)) == 3
    assert "Lines of the file 2" in clara.page(export).text
    assert "Lines of the file" not in berta.page(export).text
    asked = "?code=row_export.fetched"
    for told in ("Lines of the file", "Records left out"):
        assert told in lines_of(edon, asked)[0]
        assert told not in lines_of(berta, asked)[0]
    fetch(berta, own := ask(berta))
    assert "Lines of the file 1" in berta.page(own).text
    assert "Lines of the file 1" in lines_of(berta, asked)[0]


def test_what_does_not_fit_the_log_is_told_without_where(
    app: Flask, instance: Path, edon: Person, berta: Person, hidden: str
) -> None:
    with raw(instance) as database:
        database.execute("UPDATE \"case\" SET status = 'closed'")
        number = database.execute("SELECT max(number) FROM audit_event").fetchone()[0]
        database.execute("DELETE FROM audit_event WHERE number = ?", (number - 1,))
    with app.app_context():
        verify_once_a_day()
    for reader in (berta, edon):
        line = lines_of(reader, "?code=audit.verified")[0]
        assert "What does not fit missing" in line
        assert "was edited outside the application" in line
        assert hidden.rpartition("/")[2][:8] not in line
        assert str(number) not in line.partition("What does not fit")[2]
    assert any(hidden.rpartition("/")[2] in problem for problem in problems(app))
