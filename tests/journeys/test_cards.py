"""Rows of lists on a phone, as cards: each says what is known, whole, at the page's own edge."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.journeys.conftest import PHONE, Desk
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
