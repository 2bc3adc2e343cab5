"""The search box shows what it finds while somebody types, and the keyboard alone opens it."""

from collections.abc import Callable

import pytest

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.journeys.conftest import PHONE, Desk
from tests.people.walking import add_names

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_name_is_found_while_it_is_typed_and_opened_by_keys(
    amina: Person, desk: Callable[..., Desk], language: str
) -> None:
    person = add_names(amina, start_case(amina))
    at = desk("amina", viewport=PHONE)
    if language != "en":
        at.speak(language)
    at.open("/next-steps/")
    page = at.page
    page.keyboard.press("/")
    page.keyboard.type("behroo")
    page.wait_for_selector("[role=option]")
    assert page.locator("#top-search").get_attribute("aria-expanded") == "true"
    assert page.locator("[data-found-said]").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[role=option]").count() == 0
    page.keyboard.type("z")
    page.wait_for_selector("[role=option]")
    links = [link.get_attribute("href") for link in page.locator("[role=option] a").all()]
    for _each in range(links.index(person) + 1):
        page.keyboard.press("ArrowDown")
    chosen = page.locator("#top-search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(person))


def test_enter_shows_all_and_no_word_stands_in_an_address(amina: Person, desk: Callable[..., Desk]) -> None:
    add_names(amina, start_case(amina))
    at = desk("amina")
    at.open("/")
    asked: list[str] = []
    at.page.on("request", lambda request: asked.append(request.url))
    at.page.keyboard.press("/")
    at.page.keyboard.type("behroo")
    at.page.wait_for_selector("[role=option]")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url(lambda url: url.endswith("/search/"))
    assert "Behrouz" in at.text()
    assert not [url for url in asked if "behroo" in url]
