"""Somebody comes in: the screen is emptied at once, in every tab, and nothing on the way back shows it again."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cases.test_starting_a_case import start_case
from tests.conftest import PASSPHRASE, Person
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.browser
NAME = "Reza from the camp"


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def signed_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#sign_in_name", "amina")
    page.fill("#passphrase", PASSPHRASE)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{address}/")
    return page


def open_case(page: Page, address: str, case: str) -> None:
    page.goto(f"{address}/cases/")
    page.goto(f"{address}{case}")
    expect(page.locator("main")).to_contain_text(NAME)


def test_after_hiding_the_way_back_leads_to_the_door(chromium: Browser, address: str, case: str) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = signed_in(context, address)
    open_case(page, address, case)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/static/away.html*")
    expect(page).to_have_title("Units")
    assert page.locator("link[rel=icon]").get_attribute("href") == "data:,"
    assert "caseapp" not in page.content()
    assert context.cookies() == [], "the browser keeps nothing"
    for _ in range(2):
        page.go_back()
        assert NAME not in page.content()
    page.goto(f"{address}{case}")
    expect(page).to_have_url(f"{address}/sign-in?next={case}")
    context.close()


def test_other_tabs_are_emptied_too(chromium: Browser, address: str, case: str) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = signed_in(context, address)
    other = context.new_page()
    open_case(other, address, case)
    page.get_by_role("button", name="Hide").click()
    for each in (page, other):
        each.wait_for_url("**/static/away.html*")
        assert NAME not in each.content()
    context.close()


def test_a_tab_from_before_the_last_sign_in_has_the_others_end_the_session(
    chromium: Browser, address: str, case: str
) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = signed_in(context, address)
    context.clear_cookies()  # the session of this tab ran out
    other = signed_in(context, address)
    (cookie,) = context.cookies()
    page.get_by_role("button", name="Hide").click()
    for each in (page, other):
        each.wait_for_url("**/static/away.html*")
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": address}])  # type: ignore[typeddict-item]  # as the browser gave it
    for _ in range(50):  # it ends while the tabs are leaving
        page.goto(f"{address}{case}")
        if page.url != f"{address}{case}":
            break
        page.wait_for_timeout(100)
    expect(page).to_have_url(f"{address}/sign-in?next={case}")
    context.close()


def test_without_a_connection_the_screen_is_emptied_all_the_same(
    chromium: Browser, address: str, case: str
) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = signed_in(context, address)
    open_case(page, address, case)
    context.set_offline(True)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function(f"!location.href.endsWith('{case}')")
    assert NAME not in page.content()
    assert page.title() != "Case"
    context.set_offline(False)
    context.close()


def test_without_scripts_the_button_does_the_same(chromium: Browser, address: str, case: str) -> None:
    context = chromium.new_context(viewport=DESK, java_script_enabled=False)  # type: ignore[arg-type]
    page = signed_in(context, address)
    open_case(page, address, case)
    page.get_by_role("button", name="Hide").click()
    page.wait_for_url("**/static/away.html*")
    expect(page).to_have_title("Units")
    page.go_back()
    assert NAME not in page.content()
    context.close()


def test_no_title_and_no_icon_of_a_page_names_anybody(chromium: Browser, address: str, case: str) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = signed_in(context, address)
    for path in ("/", "/cases/", case, f"{case}/edit", "/me", "/me/sessions", "/me/events"):
        page.goto(f"{address}{path}")
        assert "Reza" not in page.title()
        assert "Amina" not in page.title()
        assert str(page.locator("link[rel=icon]").get_attribute("href")).startswith("/static/mark.svg")
    context.close()
