"""The log as a file: encrypted, for a reason, narrowed down as its page was, and never more than its reader is told."""

import csv
import io
import re
from typing import Any

import pytest
import pyzipper
from openpyxl import load_workbook

from caseapp.reports import log_file
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.security.test_kept_out_of_the_log import berta  # noqa: F401 - a fixture

PAGE = "/reports/log"


def shown_passphrase(page: str) -> str:
    found = re.search(r'name="passphrase"[^>]*value="([^"]+)"', page)
    assert found
    return found.group(1)


def take(reader: Person, query: str = "", kind: str = "csv", **fields: Any) -> list[list[str]]:
    """The lines of the file, opened with the passphrase of the page by a reader of its own."""
    passphrase = shown_passphrase(reader.get(PAGE + query).text)
    sent = {"passphrase": passphrase, "file_format": kind, "reason": "A question of the board", **fields}
    there = reader.post(PAGE + query, sent).headers["Location"]
    assert reader.get(there).headers["Refresh"] == f"0; url={PAGE}/file"
    response = reader.get(f"{PAGE}/file")
    assert response.mimetype == "application/zip"
    assert "Refresh" not in reader.get(there).headers
    with pyzipper.AESZipFile(io.BytesIO(response.data)) as archive:
        with pytest.raises(RuntimeError):
            archive.read(archive.namelist()[0])
        archive.setpassword(passphrase.encode())
        content = archive.read(archive.namelist()[0])
    if kind == "xlsx":
        return [[str(cell.value) for cell in row] for row in load_workbook(io.BytesIO(content)).active]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_what_the_page_is_narrowed_down_to(
    amina: Person, edon: Person, drita: Person, kind: str
) -> None:
    start_case(amina)
    page = edon.get(f"/audit/?actor={amina.id}&code=case.started&code=account.signed_in").text
    query = re.search(r'href="/reports/log(\?[^"]+)"', page)
    assert query
    lines = take(edon, query.group(1).replace("&amp;", "&"), kind)
    assert lines[0] == ["When", "Who", "What", "Details", "Records"]
    assert {line[2] for line in lines[1:]} == {"Started a case", "Signed in"}
    assert {line[1] for line in lines[1:]} == {"Amina Test"}
    taken = next(line for line in lines_of(drita) if "Took the audit log out" in line)
    assert "What it is for A question of the board" in taken
    assert "Kinds of events Started a case, Signed in" in taken
    assert "Whose acts Amina Test" in taken
    assert "Lines of the file 2" in taken


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(edon: Person) -> None:
    passphrase = shown_passphrase(edon.get(PAGE).text)
    page = edon.post(PAGE, {"passphrase": passphrase, "file_format": "csv", "reason": " "}, 422).text
    assert shown_passphrase(page) == passphrase
    assert "has-error" in page
    sent = {"passphrase": "another one", "file_format": "csv", "reason": "A question of the board"}
    page = edon.post(PAGE, sent, 422).text
    assert "A question of the board" in page
    edon.get(f"{PAGE}/file", 404)
    assert not any("Took the audit log out" in line for line in lines_of(edon))


def test_who_may_not_is_refused_and_nobody_fetches_the_file_of_another(
    amina: Person, clara: Person, drita: Person, edon: Person
) -> None:
    for person in (amina, clara):
        person.get(PAGE, 403)
        person.get(f"{PAGE}/file", 403)
        assert "/reports/log" not in person.get("/").text
    take(edon, "?code=account.signed_in")
    drita.get(f"{PAGE}/file", 404)


def test_what_somebody_is_kept_out_of_is_not_in_their_file(
    amina: Person,
    clara: Person,
    edon: Person,
    berta: Person,  # noqa: F811 - the fixture
) -> None:
    case = start_case(amina)
    change(clara, case, berta, "keep_out")
    sign = case.rpartition("/")[2][:8]
    told, all_of_it = take(berta), take(edon)
    assert not any(sign in cell for line in told for cell in line)
    assert not any("Kept a colleague out" in cell for line in told for cell in line)
    assert any(sign in cell for line in all_of_it for cell in line)
    assert len(take(berta, f"?record={case.rpartition('/')[2]}")) == 1


def test_too_many_events_say_so_instead_of_leaving_some_out(
    edon: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "MOST_EVENTS", 2)
    sent = {
        "passphrase": shown_passphrase(edon.get(PAGE).text),
        "file_format": "csv",
        "reason": "For the board",
    }
    page = edon.post(PAGE, sent, 422).text
    assert "Narrow them down in the log" in page
    assert "For the board" in page


def test_more_than_a_page_of_events_is_in_the_file(edon: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(5):
        edon.get("/audit/")
    monkeypatch.setattr("caseapp.audit.reading.PAGE", 2)
    lines = take(edon, "?code=audit.read")
    assert len(lines) == 6
    assert [line[0] for line in lines[1:]] == sorted((line[0] for line in lines[1:]), reverse=True)
