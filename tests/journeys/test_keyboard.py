"""By keyboard alone: what can be pressed is reached, in the order of the page, and shows that it has the focus."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.cases.test_starting_a_case import start_case
from tests.conftest import PASSPHRASE, Person
from tests.journeys.conftest import Desk
from tests.letters.preparing import prepare

pytestmark = pytest.mark.browser

# One radio button of a group takes the focus, the arrow keys move on from there. What is folded away is not reached.
REACHABLE = """
() => {
  const found = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
    (each) => !each.disabled && each.type !== 'hidden' && each.checkVisibility({visibilityProperty: true})
      && each.tabIndex >= 0 && !(each.type === 'radio' && each !== chosen(each)));
  found.forEach((each, place) => { each.dataset.place = place; });
  return found.length;
  function chosen(radio) {
    const group = [...radio.form.elements[radio.name]];
    return group.find((each) => each.checked) || group[0];
  }
}
"""
# A box may show it on its label or on what frames it.
FOCUSED = """
() => {
  const at = document.activeElement;
  const shown = [at, at.parentElement, ...(at.labels || [])].some(
    (each) => each && each !== document.body && getComputedStyle(each).outlineStyle !== 'none');
  return [at === document.body ? -1 : Number(at.dataset.place ?? -1), shown, at.outerHTML.slice(0, 120)];
}
"""


# A page that begins in a box of its own is walked from its top all the same.
TO_THE_TOP = (
    "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"
)


def tab_through(page: Page) -> None:
    """Press Tab from the top of the page to its end, and look at each stop."""
    page.evaluate(TO_THE_TOP)
    expected = page.evaluate(REACHABLE)
    assert expected > 10
    for place in range(expected):
        page.keyboard.press("Tab")
        reached, shown, what = page.evaluate(FOCUSED)
        assert reached == place, f"stop {place} of {expected} is {what}"
        assert shown, f"no sign of the focus on {what}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_of_a_record_and_of_a_form_is_reached_in_order(
    app: Flask, amina: Person, desk: Callable[..., Desk], language: str
) -> None:
    case = start_case(amina)
    letter = prepare(amina, case)
    at = desk("amina")
    if language != "en":
        at.speak(language)
    for path in ("/", case, letter, f"{letter}/edit", "/incoming/new", "/reports/"):
        at.open(path)
        tab_through(at.page)


def test_a_case_is_started_without_touching_the_mouse(desk: Callable[..., Desk]) -> None:
    at = desk()
    at.open("/sign-in")
    page = at.page
    tab_to(page, "#sign_in_name")
    page.keyboard.type("amina")
    tab_to(page, "#passphrase")
    page.keyboard.type(PASSPHRASE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "details.drop > summary")
    page.keyboard.press("Enter")
    tab_to(page, "a.drop-item[href='/cases/new']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "#name")
    page.keyboard.type("Reza from the coast road")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Reza from the coast road" in at.text()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")
