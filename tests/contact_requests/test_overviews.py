"""The searches of many requests: by phase, as a table, and on the home page."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.conftest import Page, Person
from tests.contact_requests.requesting import open_request, searches, step
from tests.frame.test_query_counts import add_cases


def references(text: str) -> list[str]:
    """The addresses of the searches on a page, in their order."""
    return re.findall(r'href="(/requests/[0-9a-f-]{36}#search-[0-9a-f-]{36})"', text)


def test_a_phase_shows_its_first_searches_and_leads_to_the_table_of_all(
    app: Flask, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseapp.contact_requests.views.CARDS", 1)
    with app.app_context():
        add_cases(6)
    text = clara.get("/requests/").text
    found = re.findall(r'more-link"><a href="([^"]+)">(\d+) more', text)
    assert found
    for address, more in found:
        assert "view=table" in address
        assert len(references(clara.get(unescape(address)).text)) == int(more) + 1


def test_the_table_in_every_order_has_every_open_search_once(
    app: Flask, clara: Person, besnik: Person
) -> None:
    with app.app_context():
        add_cases(4)
    usual = references(clara.get("/requests/?view=table").text)
    assert len(usual) == len(set(usual)) > 3
    for order in ("-created", "changed", "name", "state", "responsible", "-responsible"):
        assert sorted(references(clara.get(f"/requests/?view=table&sort={order}").text)) == sorted(usual)
        assert references(besnik.get(f"/requests/?view=table&sort={order}").text) == []


def test_phases_together_hold_what_the_table_holds(app: Flask, clara: Person) -> None:
    with app.app_context():
        add_cases(6)
    ended = references(clara.get("/requests/?phase=ended").text)
    by_phase = [
        references(clara.get(f"/requests/?view=table&phase={code}").text)
        for code in ("new", "checking", "looking", "asking", "in_touch", "meeting")
    ]
    together = [one for phase in by_phase for one in phase]
    assert len(together) == len(set(together))
    assert set(together) | set(ended) >= set(references(clara.get("/requests/?view=table").text))


def test_the_home_page_names_a_few_and_says_how_many_more(app: Flask, clara: Person, amina: Person) -> None:
    with app.app_context():
        add_cases(12)
    for reader in (clara, amina):
        text = reader.get("/").text
        tiles = re.findall(r'<section class="panel.*?</section>', text, re.DOTALL)
        assert tiles
        for tile in tiles:
            assert len(re.findall(r"<li\b", tile)) <= 7, Page(tile).text
        for address in re.findall(r'more-link"><a href="([^"]+)"', text):
            reader.get(unescape(address))


def test_a_card_tells_what_blocks_it_first_and_unfolds_the_rest(clara: Person) -> None:
    request = open_request(clara)
    step(clara, searches(clara, request)[0], "start_screening")
    for view in ("", "?view=table"):
        text = clara.get(f"/requests/{view}").text
        folded = re.search(r'blocked-more"><summary>(\d+) more</summary>(.*?)</details>', text, re.DOTALL)
        assert folded
        assert folded[2].count("<li>") == int(folded[1])
