"""Every route, every method, people who stand differently to one case: each is answered as the table says."""

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from caseapp.documents.views import SANDBOX
from caseapp.web.gate import PUBLIC
from caseapp.web.headers import ALWAYS
from caseapp.web.permissions import holds, names_a_record
from tests.frame.inhabited import ORGANISATION_WIDE, House
from tests.frame.reach import TABLE, Cell, cells, line, table, word
from tests.frame.routes import (
    FOR_THE_LOG,
    NEEDS_MORE,
    OF_A_FEW,
    OF_A_TEAM,
    OF_THE_RESPONSIBLE,
    OUTSIDE_THE_CASE,
    ROUTES,
    bare,
    ids_for,
    named,
    table_of,
)
from tests.frame.standing import PRINCIPALS, REACH_THE_CASE, RESTRICTED
from tests.page_rules import PARTS, check_page

LINES = TABLE.read_text("utf-8").splitlines()
OF_SOME = FOR_THE_LOG | OF_THE_RESPONSIBLE | OF_A_TEAM
OF_A_FILE = {"Content-Security-Policy": SANDBOX}
"""What stands over a file that somebody filed, instead of what stands over our own pages."""

RESTRICTED_AWAY = {f"{name}, restricted" for name, is_among_them in RESTRICTED.items() if not is_among_them}
"""Who reaches nothing while the case is restricted, but an alert: where nobody sees the case, it goes to somebody."""


def test_the_table_has_a_line_for_each_route_and_cells_enough() -> None:
    """After a change: `python -m tests.frame.reach > tests/frame/reach_matrix.txt`, and read what has changed."""
    lines = [one for one in LINES if one.startswith(("GET  /", "POST /"))]
    assert table(lines).splitlines() == LINES
    assert [one.split()[:2] for one in lines] == [[method, rule.rule] for rule, method, _mark in ROUTES]
    words = [found for one in lines for found in one.split()[2:] if found != "*"]
    assert set(words) == {"yes", "404", "403", "sign-in"}
    assert len(words) >= 1500


@pytest.mark.parametrize(("rule", "method", "mark"), ROUTES, ids=named)
def test_each_person_is_answered_as_the_table_says(
    surroundings: House, rule: Rule, method: str, mark: str
) -> None:
    ids = ids_for(rule, surroundings.first, surroundings.case_id)
    tables = [table_of(rule, argument) for argument in ids]
    of_a_case = bool(ids) and (not set(tables) <= ORGANISATION_WIDE or rule.endpoint in OF_A_TEAM)
    reached_by = _reached_by(rule, tables)
    words = {}
    for cell in cells(surroundings, rule, method):
        response, told = cell.response, f"{cell.who} {method} {rule.rule}: {cell.response.status_code}"
        _has_its_headers(rule, response, told)
        words[cell.who] = word(cell)
        role = PRINCIPALS[cell.name]
        if mark == PUBLIC:
            assert response.status_code < 500, told
            _keeps_the_rules(surroundings, response, told)
        elif role is None:
            assert words[cell.who] == "sign-in", told
        elif not holds(surroundings.app, role, mark):
            assert response.status_code == 403, told
        elif of_a_case and not _reaches(cell, rule, tables, reached_by):
            _is_not_there(cell, told)
        else:
            _is_served(surroundings, rule, response, tables, told)
    assert line(rule, method, words) in LINES


def _reached_by(rule: Rule, tables: list[str]) -> set[str]:
    if rule.endpoint in OF_SOME:
        return OF_SOME[rule.endpoint]
    return {**OF_A_FEW, **OUTSIDE_THE_CASE}.get(tables[0], REACH_THE_CASE) if tables else set()


def _reaches(cell: Cell, rule: Rule, tables: list[str], reached_by: set[str]) -> bool:
    if cell.who in RESTRICTED_AWAY and rule.endpoint not in OF_A_TEAM:
        return rule.endpoint == "disclosures.alert" or tables[0] in OUTSIDE_THE_CASE
    return cell.name in reached_by


def _has_its_headers(rule: Rule, response: TestResponse, told: str) -> None:
    is_file = rule.endpoint == "documents.download" and response.status_code == 200
    for header, value in {**ALWAYS, **(OF_A_FILE if is_file else {})}.items():
        assert response.headers[header] == value, told


def _is_not_there(cell: Cell, told: str) -> None:
    assert cell.response.status_code == 404, told
    if cell.missing is not None:
        assert cell.missing.status_code == 404, told
        assert bare(cell.missing) == bare(cell.response), f"{told}: foreign and missing differ"


def _is_served(house: House, rule: Rule, response: TestResponse, tables: list[str], told: str) -> None:
    assert response.status_code not in {400, 405}, told
    if response.status_code == 302:
        assert not response.headers["Location"].startswith("/sign-in") or rule.endpoint in {
            "accounts.sign_out",
            "accounts.roles",
        }, told
    words = set(rule.arguments) - {name for name in rule.arguments if name.endswith("_id")}
    if not words and names_a_record(rule) and rule.endpoint not in NEEDS_MORE:
        assert response.status_code not in {403, 404}, told
    # A record that a demonstration made is complete; one that this test made may be too empty for its page.
    if set(tables) <= house.real:
        assert response.status_code < 500, told
    _keeps_the_rules(house, response, told)
    if (
        response.status_code == 200
        and response.mimetype == "text/html"
        and response.request.path not in PARTS
    ):
        assert "/sign-out" in response.text, f"{told}: no way to sign out"


def _keeps_the_rules(house: House, response: TestResponse, told: str) -> None:
    assert len(house.personal) > 20, told
    if response.status_code == 200 and response.mimetype == "text/html":
        check_page(response, house.personal)
