"""Every page without parameters, in both directions, on a desk and on a phone: no axe finding, no sideways scroll."""

from collections.abc import Callable

import pytest
from flask import Flask

from caseapp.i18n import OFFERED
from caseapp.web.gate import PUBLIC, SIGNED_IN
from caseapp.web.permissions import holds, marked_routes
from tests.conftest import PEOPLE
from tests.journeys.axe import axe_findings
from tests.journeys.conftest import DESK, PHONE, Desk
from tests.look.boxes import outside

pytestmark = pytest.mark.browser
NOT_PAGES = {"static", "home.health"}
READERS = ("amina", "clara", "drita")


def pages_without_parameters(app: Flask) -> list[str]:
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint not in NOT_PAGES
    )


def pages_first_read_by(app: Flask, name: str) -> list[str]:
    """The home page, and each page that nobody before this reader may open: one look at each page is enough here."""
    marks = {rule.rule: mark for rule, method, mark in marked_routes(app) if method == "GET"}

    def may_open(reader: str, path: str) -> bool:
        return marks[path] in {PUBLIC, SIGNED_IN} or holds(app, PEOPLE[reader][0], marks[path])

    def first_reader(path: str) -> str | None:
        return next((reader for reader in READERS if may_open(reader, path)), None)

    return [path for path in pages_without_parameters(app) if path == "/" or first_reader(path) == name]


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("fa", PHONE)], ids=["desk-en", "phone-fa"])
@pytest.mark.parametrize("name", READERS)
def test_pages_keep_to_the_look(
    app: Flask, desk: Callable[..., Desk], name: str, language: str, viewport: dict[str, int]
) -> None:
    open_all(desk, name, language, viewport, pages_first_read_by(app, name))


@pytest.mark.parametrize("language", ["ar", "sq"])
@pytest.mark.parametrize("name", READERS)
def test_a_phone_shows_every_page_whole_in_arabic_and_albanian(
    app: Flask, desk: Callable[..., Desk], name: str, language: str
) -> None:
    """Axe looks at the same pages in the two other languages; what differs here is the length of the words."""
    open_all(desk, name, language, PHONE, pages_first_read_by(app, name), with_axe=False)


@pytest.mark.deep
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("name", list(PEOPLE))
def test_every_page_of_everybody_keeps_to_the_look(
    app: Flask, desk: Callable[..., Desk], name: str, language: str, viewport: dict[str, int]
) -> None:
    open_all(desk, name, language, viewport, pages_without_parameters(app))


def open_all(
    desk: Callable[..., Desk],
    name: str,
    language: str,
    viewport: dict[str, int],
    paths: list[str],
    *,
    with_axe: bool = True,
) -> None:
    at = desk(name, bypass_csp=True)
    if language != "en":
        at.speak(language)
    at.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
    for path in paths:
        at.open(path)
        if at.page.evaluate("document.contentType") != "text/html":
            continue
        assert not with_axe or axe_findings(at.page) == [], f"{path} for {name} in {language}"
        width = at.page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{path} scrolls sideways at {viewport['width']}: {width}"
        assert outside(at.page) == [], f"{path} for {name} in {language} at {viewport['width']}"
