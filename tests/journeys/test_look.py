"""Every page without parameters, in both directions, on a desk and on a phone: no axe finding, no sideways scroll."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import PEOPLE
from tests.journeys.conftest import DESK, PHONE, Desk, axe_findings

pytestmark = pytest.mark.browser
NOT_PAGES = {"static", "home.health"}


def pages_without_parameters(app: Flask) -> list[str]:
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint not in NOT_PAGES
    )


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("fa", PHONE)], ids=["desk-en", "phone-fa"])
@pytest.mark.parametrize("name", ["amina", "clara", "drita"])
def test_pages_keep_to_the_look(
    app: Flask, desk: Callable[..., Desk], name: str, language: str, viewport: dict[str, int]
) -> None:
    open_everything(app, desk, name, language, viewport)


@pytest.mark.deep
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", list(PEOPLE))
def test_every_page_of_everybody_keeps_to_the_look(
    app: Flask, desk: Callable[..., Desk], name: str, language: str, viewport: dict[str, int]
) -> None:
    open_everything(app, desk, name, language, viewport)


def open_everything(
    app: Flask, desk: Callable[..., Desk], name: str, language: str, viewport: dict[str, int]
) -> None:
    at = desk(name, bypass_csp=True)
    if language != "en":
        at.speak(language)
    at.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
    for path in pages_without_parameters(app):
        at.open(path)
        if at.page.evaluate("document.contentType") != "text/html":
            continue
        assert axe_findings(at.page) == [], f"{path} for {name} in {language}"
        width = at.page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{path} scrolls sideways at {viewport['width']}: {width}"
