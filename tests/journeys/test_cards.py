"""Rows of lists on a phone, as cards: each says what is known, whole, at the page's own edge."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.journeys.conftest import DESK, PHONE, Desk
from tests.people.test_list_of_people import start

pytestmark = pytest.mark.browser

LISTS = (
    "/cases/",
    "/requests/?view=table",
    "/letters/",
    "/statements/",
    "/people/",
    "/incoming/",
    "/authorities/",
)
EMPTY_OR_CUT = """() => [...document.querySelectorAll("main .data-table tbody td")]
  .filter(cell => cell.checkVisibility() && (!cell.innerText.trim() || cell.scrollWidth > cell.clientWidth))
  .map(cell => `${cell.dataset.label}: ${cell.innerText}`)"""
EDGES = """() => [...new Set([...document.querySelectorAll("main .data-table tbody td > bdi")]
  .map(cell => getComputedStyle(cell).textAlign))]"""


@pytest.mark.parametrize(("language", "edge"), [("en", "left"), ("ar", "right")])
def test_cards_leave_out_what_is_not_known_and_cut_nothing(
    app: Flask, desk: Callable[..., Desk], language: str, edge: str
) -> None:
    with app.app_context():
        start("amina", "Zana", "آرش", everything=True)
    at = desk("clara", viewport=PHONE)
    at.speak(language)
    for path in LISTS:
        at.open(path)
        assert at.page.evaluate(EMPTY_OR_CUT) == [], path
        assert at.page.evaluate(EDGES) in ([], [edge]), path
    at.open("/people/")
    assert at.page.locator("main .data-table td:has(> bdi:empty)").count()


def test_cards_of_the_audit_log_leave_out_the_records_of_an_event_that_has_none(
    desk: Callable[..., Desk],
) -> None:
    desk("clara").open("/cases/")
    at = desk("edon", viewport=PHONE)
    at.speak("ar")
    at.open("/audit/")
    assert at.page.locator("main .data-table td:has(> bdi:empty)").count()
    assert at.page.evaluate(EMPTY_OR_CUT) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_audit_log_stays_in_the_window_however_wide_that_is(
    desk: Callable[..., Desk], language: str
) -> None:
    desk("clara").open("/cases/")
    at = desk("edon")
    at.speak(language)
    at.open("/audit/")
    for width in (1280, 962, 780, 360):
        at.page.set_viewport_size({"width": width, "height": 780})
        assert at.page.evaluate("document.documentElement.scrollWidth") == width
    at.page.set_viewport_size(DESK)
    told, records = (at.page.locator(f".audit-log thead th:nth-child({number})") for number in (3, 4))
    assert told.evaluate("cell => cell.offsetWidth") > records.evaluate("cell => cell.offsetWidth")


def test_cards_stand_side_by_side_where_two_of_them_have_room(app: Flask, desk: Callable[..., Desk]) -> None:
    with app.app_context():
        start("amina", "Zana", "Arta")
    at = desk("amina", viewport={"width": 700, "height": 780})
    at.open("/people/")
    first, second = (at.page.locator("main .data-table tbody tr").nth(number) for number in (0, 1))
    tops = [card.evaluate("card => card.getBoundingClientRect().top") for card in (first, second)]
    assert tops[0] == tops[1]
    at.page.set_viewport_size(PHONE)
    assert first.evaluate("card => card.getBoundingClientRect().bottom") <= second.evaluate(
        "card => card.getBoundingClientRect().top"
    )
