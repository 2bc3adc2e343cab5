"""The style guide in a real browser: accessibility, narrow screens, both directions, and what the scripts do."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from .boxes import outside
from .chromium import PATIENCE
from .sheet_app import ROOT
from .test_styles import contrast

pytestmark = pytest.mark.browser
AXE = ROOT / "tests/vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page under the product's security policy; an error in a script or a refused request fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert troubles == []


def findings(browser: Browser, url: str, width: int) -> list[str]:
    """The rules that axe finds broken, as sentences. Its script has to be let past the page's policy."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(url)
        page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
        page.add_script_tag(path=str(AXE))
        result: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
    finally:
        context.close()
    return [
        f"{broken['impact']} {broken['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for broken in result["violations"]
        for node in broken["nodes"]
    ]


def asked_of(sheet: Flask, endpoint: str) -> list[dict[str, str]]:
    """The fields of each request that a stub endpoint has had."""
    return [fields for asked, fields in sheet.extensions["asked"] if asked == endpoint]


def arrived(page: Page, look: Callable[[], list[dict[str, str]]]) -> list[dict[str, str]]:
    """What reached the server, once something has and the browser has been left alone for a moment.

    The browser does not report requests that outlive their page, so the server is asked.
    """
    for _ in range(PATIENCE // 100):
        if look():
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(200)
    return look()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "fa"])
def test_axe_finds_nothing_broken(
    browser: Browser, address: str, locale: str, theme: str, width: int
) -> None:
    assert findings(browser, f"{address}/?locale={locale}&theme={theme}", width) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_button_that_chooses_a_file_is_readable(page: Page, address: str, theme: str) -> None:
    """Axe looks at no part that the browser draws itself."""
    page.emulate_media(reduced_motion="reduce", color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{address}/?theme=auto")
    word, ground = page.evaluate(
        "() => { const look = getComputedStyle(document.querySelector('input[type=file]'), '::file-selector-button');"
        " return [look.color, look.backgroundColor].map((rgb) => '#' + rgb.match(/[0-9]+/g).slice(0, 3)"
        ".map((part) => Number(part).toString(16).padStart(2, '0')).join('')); }"
    )
    assert contrast(word, ground) >= 4.5


@pytest.mark.parametrize("path", ["/error", "/conflict"])
def test_axe_finds_nothing_broken_on_error_pages(browser: Browser, address: str, path: str) -> None:
    assert findings(browser, address + path, 1280) == []


def test_axe_would_find_a_planted_fault(browser: Browser, address: str, sheet: Flask) -> None:
    sheet.add_url_rule(
        "/planted", "planted", lambda: "<!doctype html><title>x</title><img src='/static/mark.svg'>"
    )
    assert any("image-alt" in finding for finding in findings(browser, f"{address}/planted", 1280))


@pytest.mark.parametrize("locale", ["en", "fa"])
def test_a_phone_of_360_pixels_never_scrolls_sideways(page: Page, address: str, locale: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/?locale={locale}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert outside(page) == []


@pytest.mark.parametrize("locale", ["en", "fa"])
def test_a_box_beside_the_window_would_be_found(page: Page, address: str, locale: str) -> None:
    page.goto(f"{address}/?locale={locale}")
    page.evaluate(
        "document.querySelector('h1').style.cssText = 'position: absolute; inset-inline-start: -50px'"
    )
    assert any("<h1" in found for found in outside(page))


@pytest.mark.parametrize(("locale", "menu_first"), [("en", True), ("fa", False)])
def test_the_menu_stands_where_reading_begins(
    page: Page, address: str, locale: str, menu_first: bool
) -> None:
    page.goto(f"{address}/?locale={locale}")
    menu = page.locator(".side-menu").bounding_box()
    main = page.locator("main").bounding_box()
    assert menu
    assert main
    assert (menu["x"] < main["x"]) == menu_first


def test_facts_come_first_on_a_phone_folded_and_unfold_without_scripts(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    facts = page.get_by_text("Safe to ring")
    expect(facts).to_be_hidden()
    page.get_by_text("Facts at a glance", exact=True).click()
    expect(facts).to_be_visible()
    timeline = page.locator("#timeline").bounding_box()
    unfolded = facts.bounding_box()
    assert timeline
    assert unfolded
    assert unfolded["y"] < timeline["y"]
    context.close()


def test_the_whole_menu_opens_on_a_phone_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("link", name="Reports")).to_be_hidden()
    page.locator(".menu-label").click()
    expect(page.get_by_role("link", name="Reports")).to_be_visible()
    context.close()


def test_typefaces_come_from_this_server_and_serve_both_scripts(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert any("inter-latin-wght" in url for url in asked)
    assert any("vazirmatn-arabic" in url for url in asked)


def test_slash_goes_to_the_search_box_but_not_while_writing(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.get_by_label("Telephone").first.fill("")
    page.get_by_label("Telephone").first.press("/")
    expect(page.get_by_label("Telephone").first).to_have_value("/")


@pytest.mark.parametrize("way", ["button", "escape twice"])
def test_quick_hide_leaves_for_a_neutral_page_and_signs_out(
    page: Page, address: str, sheet: Flask, way: str
) -> None:
    page.goto(f"{address}/error")
    page.goto(address)
    if way == "button":
        page.get_by_role("button", name="Hide").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("**/static/away.html")
    expect(page).to_have_title("Units")
    (asked,) = arrived(page, lambda: asked_of(sheet, "accounts.sign_out"))
    assert asked["csrf_token"]
    page.go_back()
    expect(page).to_have_url(f"{address}/error")


def test_a_page_does_not_glide_to_what_is_focused(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_appearance_changes_in_place_and_keeps_what_was_typed(page: Page, address: str, sheet: Flask) -> None:
    page.goto(f"{address}/?theme=light")
    page.get_by_label("Telephone").first.fill("0123")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_title("You, language and appearance").click()
    with page.expect_response(re.compile("/accounts/set_theme")):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    expect(page.get_by_label("Telephone").first).to_have_value("0123")
    assert [fields["theme"] for fields in asked_of(sheet, "accounts.set_theme")] == ["dark"]


def test_a_double_click_sends_a_form_once_with_the_value_of_its_button(
    page: Page, address: str, sheet: Flask
) -> None:
    page.goto(address)
    page.locator("#again").evaluate("form => { form.action = '/cases/new'; }")
    page.get_by_role("button", name="Erase this case").dblclick()
    assert [fields["erase"] for fields in arrived(page, lambda: asked_of(sheet, "cases.new"))] == ["1"]


def test_a_long_form_saves_itself_and_says_when(page: Page, address: str, sheet: Flask) -> None:
    page.goto(address)
    with page.expect_response(re.compile("/drafts/1")) as response:
        page.locator("#story").fill("She came alone.\nHe did not.")
    assert response.value.request.headers["x-csrftoken"]
    expect(page.locator("#intake [data-draft-status]")).to_have_text(
        re.compile(r"^Draft kept at \d\d:\d\d; not saved yet$")
    )
    (saved,) = sheet.extensions["saved_drafts"]
    assert saved["story"] == "She came alone.\nHe did not."
    assert "csrf_token" not in saved
    assert "scan" not in saved


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(409, "Someone else has saved this"), (401, "You are signed out"), (503, "No draft kept since")],
)
def test_a_draft_that_cannot_be_saved_says_so(
    browser: Browser, address: str, sheet: Flask, answer: int, sentence: str
) -> None:
    sheet.config["DRAFT_ANSWER"] = answer
    page = browser.new_page()
    page.goto(address)
    page.locator("#story").fill("She came alone.")
    expect(page.locator("#intake [data-draft-status]")).to_contain_text(sentence)
    page.close()


def test_leaving_the_page_saves_what_was_typed_last(page: Page, address: str, sheet: Flask) -> None:
    page.goto(address)
    page.locator("#story").fill("The last word.")
    page.goto(f"{address}/error")
    saved = arrived(page, lambda: sheet.extensions["saved_drafts"])
    assert [draft["story"] for draft in saved] == ["The last word."]


def test_a_row_can_be_added_and_taken_out_again(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Add a name").click()
    expect(page.locator("input[name='alias-1']")).to_be_focused()
    page.get_by_role("button", name="Add a name").click()
    expect(page.locator("input[name='alias-2']")).to_be_visible()
    page.get_by_role("button", name="Take this row out").nth(1).click()
    expect(page.locator("input[name='alias-1']")).to_have_count(0)
    expect(page.locator("input[name='alias-2']")).to_have_count(1)


def test_the_lines_that_somebody_wrote_stay_lines(page: Page, address: str) -> None:
    page.goto(address)
    one, two = page.evaluate(
        "() => ['came alone', 'came\\nalone'].map((words) => { const text = document.createElement('span');"
        " text.className = 'free-text'; text.textContent = words;"
        " document.querySelector('main').append(text); return text.offsetHeight; })"
    )
    assert two == 2 * one


def test_a_printed_record_holds_its_words_and_none_of_the_controls(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator(".side-menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Send for review")).to_be_hidden()
    expect(page.locator(".btn:visible")).to_have_count(0)
    expect(page.locator(".record-name")).to_be_visible()
    expect(page.locator(".print-line")).to_have_text(
        "Case C-26-7KQ3. Printed by Ilir Shembulli on 22 November 2026."
    )
    line, heading = (page.locator(place).bounding_box() for place in (".print-line", ".record-name"))
    assert line
    assert heading
    assert line["y"] + line["height"] <= heading["y"]
