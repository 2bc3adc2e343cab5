"""The charts: bars drawn by the server with their number, mirrored as the page is, and their table one click away."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.contact_requests.models import Search
from caseapp.db import db, write
from caseapp.reports.drawing import draw
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request
from tests.letters.test_sending import dispatch, proof, ready_to_send


def section(page: str, name: str) -> str:
    """The part of the page of numbers that holds one chart."""
    found = re.search(rf'<section class="panel" id="chart-{name}".*?</section>', page, re.S)
    assert found
    return found.group(0)


def test_searches_under_way_are_drawn_by_phase_and_age(amina: Person, clara: Person) -> None:
    open_request(amina)
    chart = section(clara.get("/reports/").text, "search_ages")
    assert 'aria-label="new: 1' in chart.replace("\u2068", "").replace("\u2069", "")
    assert "up to a month" in chart
    assert "<summary>The table</summary>" in chart


def test_a_no_that_is_respected_is_an_outcome_of_its_own(amina: Person, clara: Person) -> None:
    open_request(amina)
    with amina.app.app_context(), write():
        for search in db.session.scalars(select(Search)):
            search.status = "declined"
            record(db.session.get(User, amina.id), "search.moved", search, transition="")
    chart = section(clara.get("/reports/").text, "search_endings")
    assert "The person sought wants no contact, and that is respected: 1" in chart


def test_a_search_that_ended_with_no_is_not_counted_as_under_way_too(amina: Person, clara: Person) -> None:
    open_request(amina)
    with amina.app.app_context(), write():
        for search in db.session.scalars(select(Search)):
            search.status = "declined"
            record(db.session.get(User, amina.id), "search.moved", search, transition="")
    assert "There is nothing to count yet." in section(clara.get("/reports/").text, "search_ages")


def test_statuses_stand_in_the_order_of_the_work_and_keep_their_shade(amina: Person, drita: Person) -> None:
    for _each in range(2):
        case = start_case(amina)
        amina.post(f"{case}/step/take_up", {"manner": "done_here", "reason": ""})
    page = drita.get("/reports/").text
    assert 'rect class="shade-1"' in page
    assert 'rect class="shade-0"' not in page.partition('id="counts-cases"')[2].partition("</section>")[0]
    start_case(amina)
    page = drita.get("/reports/").text
    assert re.search(r'aria-label="Q\d \d{4}: 3 \(new: 1, open: 2\)"', page)


def test_a_quarter_tells_its_months(amina: Person, drita: Person) -> None:
    start_case(amina)
    page = drita.get("/reports/").text
    assert re.search(r'<bdi title="\w+ to \w+ \d{4}">Q\d \d{4}</bdi>', page)


def test_a_worker_sees_charts_of_their_own_searches_alone(amina: Person, besnik: Person) -> None:
    open_request(amina)
    assert "There is nothing to count yet." in section(besnik.get("/reports/").text, "search_ages")


def test_a_letter_counts_by_its_points_and_by_how_long_the_reply_is_outstanding_once_it_is_sent(
    amina: Person, clara: Person
) -> None:
    letter = ready_to_send(amina, clara)
    page = clara.get("/reports/").text
    assert "There is nothing to count yet." in section(page, "points")
    assert "There is nothing to count yet." in section(page, "letters_awaiting")
    dispatch(amina, letter, proof=proof())
    page = clara.get("/reports/").text
    assert "not sorted yet: asked 2 times, answered 0" in section(page, "points")
    assert re.search(r"aria-label=\"sent: 1\b", section(page, "letters_awaiting"))


def test_cases_are_drawn_by_quarter_and_split_by_status(amina: Person, drita: Person) -> None:
    first = start_case(amina)
    start_case(amina)
    amina.post(f"{first}/step/take_up", {"manner": "done_here", "reason": ""})
    html = drita.get("/reports/").text
    assert "Made in each quarter, by where they stand today" in html
    assert re.search(r'aria-label="Q\d \d{4}: 2 \((new: 1, open: 1|open: 1, new: 1)\)"', html)


def test_bars_begin_at_the_right_where_the_page_does(app: Any) -> None:
    cells = {("a", "x"): 3, ("a", "y"): 1, ("b", "x"): 2}
    lines, parts = [("a", "A"), ("b", "B"), ("c", "C")], [("x", "X"), ("y", "Y"), ("z", "Z")]
    for language, starts in (("en", [0.0, 75.0]), ("fa", [25.0, 0.0])):
        with app.test_request_context(headers={"Accept-Language": language}):
            drawn = draw("n", "l", "h", lines, parts, cells)
        assert drawn.parts == ("X", "Y")
        assert [part.start for part in drawn.bars[0].parts] == starts
        assert [part.width for part in drawn.bars[0].parts] == [75.0, 25.0]
        assert drawn.rows == (("A", (3, 1)), ("B", (2, 0)))
        assert drawn.total == 6


@pytest.mark.parametrize("reader", ["amina", "drita", "edon"])
def test_the_page_opens_with_charts_for_every_reader(people: dict[str, Person], reader: str) -> None:
    open_request(people["amina"])
    assert "How searches ended" in people[reader].page("/reports/").text
