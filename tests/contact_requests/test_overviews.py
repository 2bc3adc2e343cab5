"""The searches of many requests: by phase, as a table, and on the home page."""

import re
import uuid
from collections import Counter
from html import unescape

import pytest
from flask import Flask

from caseapp.accounts.models import User
from caseapp.accounts.staff_views import CHANGES_ON_HOME
from caseapp.audit import record
from caseapp.contact_requests.models import Search
from caseapp.db import db, write
from tests.conftest import Person
from tests.contact_requests.requesting import in_days, open_request, request_of, searches, step
from tests.contact_requests.searching import search_in
from tests.frame.counted import questions
from tests.frame.test_query_counts import add_cases
from tests.page_rules import Page


def references(text: str) -> list[str]:
    """The addresses of the searches on a page, in their order."""
    return re.findall(r'href="(/requests/[0-9a-f-]{36}#search-[0-9a-f-]{36})"', text)


@pytest.fixture
def six_cases(app: Flask, clara: Person, amina: Person, besnik: Person) -> None:
    """Cases with all that belongs to them, made once for whoever reads the pages."""
    with app.app_context():
        add_cases(6)


@pytest.mark.usefixtures("six_cases")
def test_a_phase_shows_its_first_searches_and_leads_to_the_table_of_all(clara: Person) -> None:
    with pytest.MonkeyPatch.context() as few:  # once the cases are there: they are made for other tests, too
        few.setattr("caseapp.contact_requests.views.CARDS", 1)
        text = clara.get("/requests/").text
    found = re.findall(r'more-link"><a href="([^"]+)">(\d+) more', text)
    assert found
    for address, more in found:
        assert "view=table" in address
        assert len(references(clara.get(unescape(address)).text)) == int(more) + 1


@pytest.mark.usefixtures("six_cases")
def test_the_table_in_every_order_has_every_open_search_once(clara: Person, besnik: Person) -> None:
    usual = references(clara.get("/requests/?view=table").text)
    assert len(usual) == len(set(usual)) > 3
    for order in ("-created", "changed", "name", "state", "responsible", "-responsible"):
        assert sorted(references(clara.get(f"/requests/?view=table&sort={order}").text)) == sorted(usual)
        assert references(besnik.get(f"/requests/?view=table&sort={order}").text) == []


@pytest.mark.usefixtures("six_cases")
def test_phases_together_hold_what_the_table_holds(clara: Person) -> None:
    ended = references(clara.get("/requests/?phase=ended").text)
    by_phase = [
        references(clara.get(f"/requests/?view=table&phase={code}").text)
        for code in ("new", "checking", "looking", "asking", "in_touch", "meeting")
    ]
    together = [one for phase in by_phase for one in phase]
    assert len(together) == len(set(together))
    assert set(together) | set(ended) >= set(references(clara.get("/requests/?view=table").text))


@pytest.mark.usefixtures("six_cases")
def test_the_home_page_names_a_few_and_says_how_many_more(app: Flask, clara: Person, amina: Person) -> None:
    with app.app_context():
        add_cases(3)
    for reader in (clara, amina):
        text = reader.get("/").text
        tiles = re.findall(r'<section class="panel.*?</section>', text, re.DOTALL)
        assert tiles
        for tile in tiles:
            most = CHANGES_ON_HOME if 'id="account-changes"' in tile else 7
            assert len(re.findall(r"<li\b", tile)) <= most, Page(tile).text
        more = re.findall(r'more-link"><a href="([^"]+)"', text)
        assert more
        for address in more:
            reader.get(unescape(address))


def test_a_card_tells_what_blocks_it_first_and_unfolds_the_rest(clara: Person) -> None:
    request = open_request(clara)
    step(clara, searches(clara, request)[0], "start_screening")
    for view in ("", "?view=table"):
        text = clara.get(f"/requests/{view}").text
        folded = re.search(r'blocked-more"><summary>(\d+) more</summary>(.*?)</details>', text, re.DOTALL)
        assert folded
        assert folded[2].count("<li>") == int(folded[1])


CONSENTS_ASKED = ("screening", "asking", "contact_agreed")
"""States whose next step asks for consents, grounds and names."""


def open_searches(clara: Person) -> None:
    """A search in each of the states whose next step asks most."""
    for status in CONSENTS_ASKED:
        address = searches(clara, open_request(clara))[0]
        with clara.app.app_context(), write():
            search = db.session.get_one(Search, uuid.UUID(address.rpartition("/")[2]))
            search.status = status
            record(db.session.get_one(User, clara.id), "search.moved", search, transition="")


@pytest.mark.parametrize("path", ["/requests/", "/requests/?view=table"])
def test_what_guards_ask_about_persons_is_read_once_for_all_searches_of_a_page(
    clara: Person, path: str
) -> None:
    asked = []
    for _time in range(2):
        open_searches(clara)
        clara.get(path)
        with questions(clara.app) as sent:
            assert "has not been asked about" in clara.get(path).text
        asked.append(Counter(re.sub(r"\(\?[?, ]*\)", "(…)", one) for one in sent))
    few, many = asked
    assert many - few == Counter()


def test_of_many_the_overview_and_the_home_page_say_that_there_are_more(
    app: Flask, clara: Person, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("contact_requests.listing", "contact_requests.queries"):
        monkeypatch.setattr(f"caseapp.{module}.ON_A_TILE", 1)
    monkeypatch.setattr("caseapp.contact_requests.views.CARDS", 1)
    monkeypatch.setattr("caseapp.contact_requests.ON_HOME", 1)
    for _number in range(3):
        open_request(amina)
    for path in ("/requests/", "/"):
        text = clara.get(path).text
        assert "more than 1</span>" in text
        found = re.search(r'more-link"><a href="([^"]+)">See all of them', text)
        assert found
        assert len(references(clara.get(unescape(found.group(1))).text)) == 3


def test_a_resting_search_waits_on_every_page_however_good_its_phase_is(clara: Person) -> None:
    search = search_in(clara, "ask_to_meet")
    request = request_of(clara, search)
    case = re.search(r'href="(/cases/[0-9a-f-]{36})"', clara.get(request).text)
    assert case
    pages = (request, case.group(1), "/requests/", "/requests/?view=table")
    for page in pages:
        assert tone_of(clara, page, "in contact") == "done", page
    step(clara, search, "pause", reason="She is in hospital.", **in_days(30))
    for page in (*pages, "/"):
        assert tone_of(clara, page, "paused") == "waiting", page


def tone_of(person: Person, page: str, word: str) -> str:
    """The tone of the tag that shows ``word``."""
    tags = r'<span class="tag tag-(\w+)"><svg[^>]*>.*?</svg><span>(.*?)</span>'
    found = {shown: tone for tone, shown in re.findall(tags, person.get(page).text)}
    return found[word]
