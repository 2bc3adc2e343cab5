"""Whoever shields a case sees what the colleague saw in it before: pages, lists that showed it, what they did."""

from collections.abc import Iterator

from flask import Flask

from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Page, Person
from tests.people import walking
from tests.reports.test_row_exports import ask, fetch
from tests.security.test_the_log_itself import colleague
from tests.ties.test_ties import bring


def shield(clara: Person, case: str, colleague: Person) -> Page:
    """Keep a colleague out; returns the page that says what they saw before."""
    sent = {"colleague": str(colleague.id), "act": "keep_out", "reason": "Is her brother"}
    response = clara.post(f"{case}/access/", sent)
    assert response.headers["Location"] == f"{case}/access/{colleague.id}/before"
    return clara.page(response.headers["Location"])


def lines_of(page: Page) -> Iterator[str]:
    text = page.text
    yield from (label for label in LABELS if label in text)


LABELS = ("Opened a case", "Saw a list of cases", "Opened a person", "Changed a case", "Searched")


def test_it_lists_the_pages_they_opened_and_the_lists_that_showed_it(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    besnik.get("/cases/")
    besnik.get(case)
    besnik.get(f"/people/{walking.client_of(amina, case)}")
    found = list(lines_of(shield(clara, case, besnik)))
    assert found == ["Opened a case", "Saw a list of cases", "Opened a person"]


def test_an_export_that_held_it_is_there_and_one_that_did_not_is_not(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    other = start_case(amina, name="Somebody else")
    zef = colleague(app, "zef", Role.COORDINATOR)
    fetch(zef, ask(zef))
    case = start_case(amina)
    assert "Exported records" not in shield(clara, case, zef).text
    vera = colleague(app, "vera", Role.COORDINATOR)
    fetch(vera, ask(vera))
    for each, who in ((case, {"Vera Test"}), (other, {"Vera Test", "Zef Test"})):
        text = clara.page(f"{each}/seen-by").text
        assert "Exported records" in text
        assert {name for name in ("Vera Test", "Zef Test") if name in text} == who
    assert "Exported records" in shield(clara, case, vera).text


def test_what_they_saw_of_other_cases_is_not_there(amina: Person, besnik: Person, clara: Person) -> None:
    case = start_case(amina)
    besnik.get(start_case(besnik, name="Somebody else"))
    besnik.get("/cases/")
    assert "They never opened anything of this case" in shield(clara, case, besnik).text


def test_it_is_only_there_for_who_is_kept_out_and_for_who_shares_the_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    clara.get(f"{case}/access/{besnik.id}/before", 404)
    shield(clara, case, besnik)
    amina.get(f"{case}/access/{besnik.id}/before", 403)
    besnik.get(f"{case}/access/{besnik.id}/before", 403)


def test_looking_at_it_is_recorded(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    shield(clara, start_case(amina), besnik)
    assert (
        "Looked at what a colleague who is kept out of a case saw in it before" in drita.page("/audit/").text
    )


def test_it_says_nothing_of_another_case_of_the_person_that_its_reader_is_kept_out_of(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case, other = start_case(amina), start_case(besnik, name="Omid Mesali")
    bring(besnik, walking.client_of(amina, case), other)
    ilir = colleague(app, "ilir", Role.COORDINATOR)
    assert "Brought a person" in shield(clara, case, besnik).text
    change(ilir, other, clara, "keep_out")
    assert "Brought a person" not in clara.page(f"{case}/access/{besnik.id}/before").text
    assert "Brought a person" in ilir.page(f"{case}/access/{besnik.id}/before").text
