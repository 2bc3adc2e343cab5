"""A real browser on a real server, for the journeys. Without Chromium they are skipped, in CI they fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.conftest import PASSPHRASE
from tests.look.chromium import PATIENCE, served, the_browser

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """Headless Chromium, one for the whole process."""
    return the_browser()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of a server with the test's application."""
    with served(app) as found:
        yield found


@dataclass
class Desk:
    """A colleague at their browser. What the console reports as an error fails the test."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path if path.startswith("/") else path)

    def sign_in(self, name: str) -> "Desk":
        self.open("/sign-in")
        self.page.fill("#sign_in_name", name)
        self.page.fill("#passphrase", PASSPHRASE)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        return self

    def speak(self, tag: str) -> None:
        """Read in another language from now on, through the page's own menu."""
        self.page.locator("details.drop-person > summary").click()
        self.page.locator(f"button[name=locale][value={tag}]").first.click()
        self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") == tag

    def send(self) -> None:
        """Press the form's main button."""
        self.page.locator(".form-actions button[type=submit]").first.click()
        self.page.wait_for_load_state()
        summary = self.page.locator(".error-summary")
        assert summary.count() == 0, summary.inner_text()

    def text(self) -> str:
        return self.page.inner_text("main")


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Callable[..., Desk]]:
    """Make a desk: ``desk("amina")``, ``desk("amina", viewport=PHONE)``."""
    desks: list[Desk] = []

    def make(name: str | None = None, **options: Any) -> Desk:
        context = chromium.new_context(viewport=options.pop("viewport", DESK), **options)
        context.set_default_timeout(PATIENCE)
        made = Desk(context.new_page(), address)
        made.page.on(
            "console",
            lambda message: made.complaints.append(message.text) if message.type == "error" else None,
        )
        desks.append(made)
        return made.sign_in(name) if name else made

    yield make
    for made in desks:
        made.page.context.close()
    complaints = [text for made in desks for text in made.complaints if "status of 4" not in text]
    assert not complaints, f"the browser complained: {complaints[:3]}"
