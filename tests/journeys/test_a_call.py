"""Somebody rings: logged from the home page with the keyboard alone, in few strokes besides the words themselves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import axe_findings
from tests.journeys.colleague import Colleague
from tests.journeys.conftest import PHONE, Desk

pytestmark = pytest.mark.browser
IN_TIME = 8
"""Seconds of typing: of the ten from the home page to the saved contact two are left to the pages."""
PACE = 5
"""Keys in a second: sixty words in a minute, as somebody types who does so every day."""


class Keyboard:
    """The keyboard of a page. It counts what is struck besides words, and how long a typist needs for all of it."""

    def __init__(self, page: Page) -> None:
        self.page, self.struck, self.written = page, 0, 0

    @property
    def seconds(self) -> float:
        """How long a typist needs for all keys; no clock, so that a busy machine changes nothing."""
        return (self.struck + self.written) / PACE

    def strike(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.struck += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.written += len(text)

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.name"))


def test_one_line_from_the_home_page_takes_two_strokes_and_the_words(desk: Callable[..., Desk]) -> None:
    amina = desk("amina")
    keys = Keyboard(amina.page)
    with amina.page.expect_navigation():
        keys.strike("Alt+i")
    assert keys.focused() == "caller"
    keys.write("A woman, hung up at once")
    with amina.page.expect_navigation():
        keys.strike("Enter")
    expect(amina.page.locator("main")).to_contain_text("A woman, hung up at once")
    assert keys.struck == 2
    assert keys.seconds < IN_TIME


def test_who_called_from_where_and_what_they_wanted_is_logged_in_time(desk: Callable[..., Desk]) -> None:
    amina = desk("amina")
    keys = Keyboard(amina.page)
    with amina.page.expect_navigation():
        keys.strike("Alt+i")
    keys.write("Her uncle")
    keys.strike("Tab")
    keys.write("0690002222")
    keys.strike("Tab", "Tab", "Tab")
    assert keys.focused() == "wanted"
    keys.write("Where is she?")
    with amina.page.expect_navigation():
        keys.strike("Control+Enter")
    expect(amina.page.locator("main")).to_contain_text("Where is she?")
    assert keys.struck == 6
    assert keys.seconds < IN_TIME


def test_a_whole_call_with_its_next_step_is_logged_without_a_mouse(desk: Callable[..., Desk]) -> None:
    amina = desk("amina")
    keys = Keyboard(amina.page)
    keys.strike(
        "Tab", "Enter"
    )  # over the menus; what follows is the help, which a new colleague is led to, and the call
    while amina.page.evaluate("document.activeElement.getAttribute('href')") != "/incoming/new":
        keys.strike("Tab")
    keys.strike("Enter")
    amina.page.wait_for_url("**/incoming/new")
    keys.strike("Shift+Tab", "ArrowDown", "ArrowDown")
    shown = amina.page.locator(".caller-language .said-aloud:visible")
    assert [each.get_attribute("lang") for each in shown.all()] == ["fa"]
    keys.strike("Tab")
    for box, words in (
        ("caller", "Her uncle"),
        ("number", "+355 69 000 2222"),
        ("about", "Shirin Example"),
        ("wanted", "Where she sleeps."),
        ("answered", "The sentence."),
        ("next_step", "Tell the coordinator"),
    ):
        while keys.focused() != box:
            keys.strike("Tab")
        keys.write(words)
    with amina.page.expect_navigation():
        keys.strike("Enter")
    main = amina.page.locator("main")
    for words in (
        "Her uncle",
        "+355 69 000 2222",
        "Persian",
        "Where she sleeps.",
        "Tell the coordinator",
        "call",
    ):
        expect(main).to_contain_text(words)
    assert keys.struck <= 18


def test_control_and_enter_save_from_a_long_box(desk: Callable[..., Desk]) -> None:
    amina = desk("amina")
    amina.open("/incoming/new")
    amina.page.locator("#wanted").focus()
    amina.page.keyboard.type("Two\nlines")
    with amina.page.expect_navigation():
        amina.page.keyboard.press("Control+Enter")
    expect(amina.page.locator("main")).to_contain_text("not filed yet")


def test_without_scripts_the_sentence_follows_the_language_and_the_caller_is_looked_up(
    desk: Callable[..., Desk],
) -> None:
    amina = desk("amina", java_script_enabled=False, viewport=PHONE)
    amina.open("/incoming/new")
    shown = amina.page.locator(".said-aloud:visible")
    assert shown.count() == 4
    amina.page.get_by_label("العربية").check()
    assert shown.count() == 1
    assert shown.get_attribute("dir") == "rtl"
    amina.page.get_by_label("Who do they say they are?").fill("Ardit Shembulli")
    amina.page.get_by_role("button", name="Look up the caller").click()
    expect(amina.page.locator(".look-up")).to_contain_text("Nobody with this number or name")
    assert amina.page.get_by_label("Who do they say they are?").input_value() == "Ardit Shembulli"
    assert shown.count() == 1
    amina.page.get_by_role("button", name="Save the contact").click()
    expect(amina.page.locator("main")).to_contain_text("Ardit Shembulli")


def test_a_double_click_and_the_back_button_make_one_contact(desk: Callable[..., Desk]) -> None:
    amina = Colleague(desk("amina"), "en")
    amina.open("/incoming/new")
    amina.fill("Who do they say they are?", "A woman, hung up at once")
    with amina.next_page():
        amina.main.get_by_role("button", name="Save the contact").dblclick()
    amina.page.wait_for_url(lambda url: not url.endswith("/new"))
    amina.page.go_back()
    button = amina.main.get_by_role("button", name="Save the contact")
    if button.count() and amina.main.get_by_label("Who do they say they are?").input_value():
        with amina.next_page():
            button.click()
    amina.open("/incoming/")
    assert amina.main.locator("tbody tr").count() == 1


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_pages_of_a_call_have_no_serious_finding(desk: Callable[..., Desk], language: str) -> None:
    amina = Colleague(desk("amina", bypass_csp=True), language)
    amina.open("/incoming/new")
    amina.page.locator("#caller").fill("Ardit Shembulli")
    with amina.next_page():
        amina.page.locator("button[name=look_up]").click()
    assert axe_findings(amina.page) == []
    with amina.next_page():
        amina.page.locator(".form-actions button[type=submit]").first.click()
    assert axe_findings(amina.page) == []
    amina.open(f"{amina.path()}/edit")
    assert axe_findings(amina.page) == []
