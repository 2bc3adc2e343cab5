"""Who saw a case: people, days and kinds of pages, for those who share it and those who read the log; nothing else."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask

from caseapp.cases import who_saw
from caseapp.clock import now
from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.people import walking
from tests.security.test_the_log_itself import colleague


def rows(page: str) -> list[str]:
    """The lines of the tables of a page, as text."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    found = [row for body in bodies for row in body.split("<tr>")[1:]]
    return [unescape(" ".join(re.sub("<[^>]+>", " ", row).split())) for row in found]


def told(reader: Person, case: str) -> list[str]:
    return rows(reader.get(f"{case}/seen-by").text)


def test_whoever_opened_it_or_had_it_in_a_list_or_a_search_is_named(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name="Reza Samplepour")
    change(clara, case, besnik, "add")
    besnik.get("/cases/")
    lines = told(clara, case)
    seen_in_list = next(line for line in lines if "Saw a list of cases" in line)
    assert "Besnik Test" in seen_in_list
    assert "the case was in it" in seen_in_list
    assert not any("Besnik Test" in line and "Opened a case" in line for line in lines)
    besnik.get(case)
    besnik.post("/search/find", {"query": "Reza Samplepour"})
    besnik.get("/search/")
    lines = told(clara, case)
    assert any("Besnik Test" in line and "Opened a case" in line for line in lines)
    assert any("Besnik Test" in line and "Searched" in line for line in lines)
    assert any("Amina Test" in line and "Started a case" in line for line in lines)


def test_only_those_who_share_it_are_told_and_that_they_looked_is_told_too(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    amina.get(f"{case}/seen-by", 403)
    besnik.get(f"{case}/seen-by", 403)
    clara.get(f"{case}/seen-by")
    clara.get(f"/cases/{uuid.uuid4()}/seen-by", 404)
    assert any("Clara Test" in line and "Looked at who saw a case" in line for line in told(clara, case))


def test_whoever_reads_the_log_types_the_reference_and_opens_no_case(
    amina: Person, edon: Person, drita: Person, clara: Person
) -> None:
    case = start_case(amina, name="Reza Samplepour")
    reference = reference_of(amina, case)
    for reader in (edon, drita):
        there = reader.post("/cases/seen-by", {"reference": reference.lower()}).headers["Location"]
        assert reference not in there
        page = reader.get(there).text
        assert any("Amina Test" in line and "Opened a case" in line for line in rows(page))
        in_log = case.rpartition("/")[2][:8]
        titles = re.findall(r"<(?:title|h1)[^>]*>(.*?)</(?:title|h1)>", page, re.DOTALL)
        assert len(titles) == 2
        assert all("Who saw this case" in title and in_log not in title for title in titles)
        assert f"?record={case.rpartition('/')[2]}" in page
        assert "Samplepour" not in page
        assert reference not in page
        reader.get(case, 403)
    for nothing in ("C-26-ZZZZ", "Reza Samplepour", " "):
        page = edon.post("/cases/seen-by", {"reference": nothing}, 422).text
        assert "has-error" in page
    clara.get("/cases/seen-by", 403)
    edon.get(f"/cases/seen-by?case={uuid.uuid4()}", 404)


def test_a_reader_of_the_log_who_is_kept_out_finds_no_such_case(
    app: Flask, amina: Person, clara: Person
) -> None:
    berta = colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)
    case = start_case(amina)
    reference, case_id = reference_of(amina, case), case.rpartition("/")[2]
    change(clara, case, berta, "keep_out")
    kept = berta.post("/cases/seen-by", {"reference": reference}, 422).text
    nothing = berta.post("/cases/seen-by", {"reference": "C-26-ZZZZ"}, 422).text
    assert "No case has this reference." in kept
    assert "No case has this reference." in nothing
    away = {berta.get(f"/cases/seen-by?case={each}", 404).text for each in (case_id, uuid.uuid4())}
    assert len({re.sub(r"[0-9a-f-]{36}|csrf[^>]+>", "", page) for page in away}) == 1
    berta.get(f"{case}/seen-by", 404)


def test_whoever_sees_the_client_in_another_case_alone_is_not_given_away(
    app: Flask, amina: Person, clara: Person, besnik: Person, edon: Person
) -> None:
    """Besnik works with the same person in a case that Clara must not hear of."""
    case, own = start_case(amina), start_case(besnik, name="Somebody else")
    change(clara, case, besnik, "add")
    client = walking.client_of(amina, case)
    errand = walking.errand("relative", own, walking.client_of(besnik, own))
    walking.look_up(besnik, "relative", own, "Reza from the camp")
    besnik.post(f"/people/check/{errand}/pick", {"picked": client})
    relation = {"new_id": str(uuid.uuid4()), "kind": "brother", "said_by": "The client", "note": ""}
    besnik.post(f"/people/{errand}", relation)
    dunja = colleague(app, "dunja", Role.SUPPORT)
    change(clara, own, dunja, "add")
    clara.post(f"{own}/access/level", {"level": "members"})
    dunja.get(f"/people/{client}")
    assert not any("Dunja Test" in line for line in told(clara, case))
    in_log = rows(edon.get(f"/cases/seen-by?case={case.rpartition('/')[2]}").text)
    assert any("Dunja Test" in line and "Opened a person" in line for line in in_log)


def test_other_days_are_asked_for_and_nonsense_is_explained(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina)
    with time_machine.travel(now() + timedelta(days=40), tick=False):
        later = Person("clara", app, app.test_client()).sign_in()
        assert not any("Started a case" in line for line in told(later, case))
        page = later.get(f"{case}/seen-by?first-day=1&first-month=1&first-year=2020").text
        assert any("Started a case" in line for line in rows(page))
    page = clara.get(f"{case}/seen-by?first-day=31&first-month=4&first-year=2026", 422).text
    assert "The list was not narrowed down" in page


def test_more_than_is_opened_at_once_says_so(
    amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina)
    for _each in range(3):
        amina.get(case)
    monkeypatch.setattr(who_saw, "MOST_ACTS", 2)
    assert "Only the newest" in clara.get(f"{case}/seen-by").text
