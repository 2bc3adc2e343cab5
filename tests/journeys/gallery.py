"""Pictures of the pages of a demonstration: ``make gallery`` writes them into ``gallery/``.

Every page that somebody can reach, in all languages, on a desk and on a phone, light and dark, and on paper, so that
somebody looks at what no test can judge. ``make gallery LANGUAGES="ar sq"`` takes those of some languages only. What
the walk along the links did not find is told at the end.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from caseapp.accounts import step_up
from caseapp.application import create_app
from caseapp.audit.nightly import verify_once_a_day
from caseapp.db import db
from caseapp.demo.making import FIRST_CASES, PASSPHRASE, add_cases, make_demonstration
from caseapp.i18n import OFFERED
from caseapp.setup.migrating import migrate
from tests.conftest import settings_for
from tests.journeys.before_sign_in import before_there_are_keys, locked
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.every_page import Walk, page_routes
from tests.journeys.openings import open_more
from tests.look.chromium import served, the_browser

FOLDER = Path(__file__).parents[2] / "gallery"
RECORD = r"/(?:cases|people|statements|letters|requests)/[0-9a-f-]{36}"
READERS = ("coordinator", "support", "administrator", "auditor")
BESIDES = {"coordinator": ("/not-there",)}
"""Pages without a route of their own: the answer that there is nothing."""
BEFORE_SIGN_IN = {
    "/sign-in",
    "/sign-in/second",
    "/sign-in/arrived",
    "/activate/factor/<code>",
    "/unlock",
    "/set-up/<token>",
    "/set-up/<token>/recovery",
}
"""Pages of other installations and of nobody, to which no reader's links lead."""
SIZES = {"desk": DESK, "phone": PHONE}
THEMES = ("light", "dark")
HIGHEST = 12_000
"""Pixels; a longer page is cut there."""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Kept once two frames are drawn: before, parts of a page may still be missing from its picture."""


@dataclass(frozen=True)
class Sight:
    """What one reader's pictures show: their window, and the paths by the names of the pictures."""

    address: str
    reader: str
    page: Page
    paths: dict[str, str]


def demonstration(folder: Path) -> Flask:
    """A demonstration like the one of ``make demo``."""
    app = create_app(settings_for(folder))
    with app.app_context():
        migrate()
        make_demonstration(app)
        add_cases(FIRST_CASES, seed=1)
        db.session.remove()
        verify_once_a_day()  # as the served one has done before anybody opens a page
        db.session.remove()
    return app


def sign_in(page: Page, address: str, name: str, language: str) -> None:
    """Sign in to the demonstration and read in a language."""
    page.goto(f"{address}/sign-in")
    page.fill("#sign_in_name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    speak(page, address, language)


def speak(page: Page, address: str, language: str) -> None:
    """Read in another language from now on."""
    page.goto(address)
    page.locator("details.drop-person > summary").click()
    page.locator(f"button[name=locale][value={language}]").first.click()
    page.wait_for_load_state()


def richest_case(page: Page, address: str) -> str:
    """The case from whose page most other records are reached."""
    page.goto(f"{address}/cases/")
    return max(_records(page), key=lambda found: len(_linked(page, address, found)))


def _records(page: Page) -> list[str]:
    return list(dict.fromkeys(re.findall(f'href="({RECORD})[#"]', page.content())))


def _linked(page: Page, address: str, record: str) -> list[str]:
    page.goto(address + record)
    return [found for found in _records(page) if found != record]


def name_of(route: str) -> str:
    """What a picture of the route is called."""
    return (
        re.sub(r"<(?:\w+:)?(\w+)>|\W+", lambda found: f"-{found.group(1) or ''}-", route).strip("-") or "home"
    )


def sights(app: Flask, address: str, browser: Browser) -> list[Sight]:
    """Let each reader walk along the links; a page is pictured for the first of them who reaches it."""
    found: list[Sight] = []
    reached = {"/"}
    for reader in READERS:
        page = window(browser).new_page()
        sign_in(page, address, reader, "en")
        walk = Walk(app, address, page.request)
        open_more(page, walk, reader)
        paths = {
            route: paths[0] for route, paths in walk.found.items() if route == "/" or route not in reached
        }
        reached.update(paths)
        paths.update((path, path) for path in BESIDES.get(reader, ()))
        found.append(Sight(address, reader, page, {name_of(route): path for route, path in paths.items()}))
    stranger = Sight(address, "stranger", window(browser).new_page(), {"sign-in": "/sign-in"})
    missed = page_routes(app) - reached - BEFORE_SIGN_IN
    if missed:
        print("No link led to:", *sorted(missed), sep="\n  ")
    return [*found, stranger]


def window(browser: Browser) -> BrowserContext:
    """A window in which nothing moves: a picture shows how things are in the end."""
    return browser.new_context(viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]


def take(sight: Sight, language: str) -> int:
    """Take all pictures of what one reader sees in one language; returns how many."""
    if sight.reader == "stranger":
        sight.page.set_extra_http_headers({"Accept-Language": language})
    else:
        sight.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        speak(sight.page, sight.address, language)
    for name, path in sight.paths.items():
        sight.page.goto(sight.address + path)
        take_page(sight.page, language, f"{sight.reader}-{name}")
    return len(sight.paths) * len(SIZES) * len(THEMES)


def take_page(page: Page, language: str, name: str) -> None:
    """Take one page wide and narrow, light and dark, each in a window as high as the page; and print it."""
    for width, size in SIZES.items():
        for theme in THEMES:
            folder = FOLDER / f"{language}-{width}-{theme}"
            folder.mkdir(parents=True, exist_ok=True)
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.set_viewport_size(size)  # type: ignore[arg-type]
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size(
                {"width": size["width"], "height": min(max(height, size["height"]), HIGHEST)}
            )
            page.evaluate(PAINTED)
            page.screenshot(path=str(folder / f"{name}.png"))
    folder = FOLDER / f"{language}-paper"
    folder.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme="light")
    page.pdf(path=str(folder / f"{name}.pdf"), format="A4", prefer_css_page_size=True)


def main(languages: Sequence[str]) -> int:
    """Take the pictures of everything."""
    step_up.PROOF_HOLDS = timedelta(days=1)  # nobody is asked again in the middle of them
    with TemporaryDirectory() as folder:
        app = demonstration(Path(folder, "demonstration"))
        empty, token = before_there_are_keys(Path(folder, "empty"))
        shut = locked(Path(folder, "locked"))
        with served(app) as address, served(empty) as begun, served(shut) as closed:
            browser = the_browser()
            paths = {"set-up": f"/set-up/{token}", "recovery-sheet": f"/set-up/{token}/recovery"}
            begins = Sight(begun, "stranger", window(browser).new_page(), paths)
            unlocks = Sight(closed, "stranger", window(browser).new_page(), {"unlock": "/unlock"})
            seen = [*sights(app, address, browser), begins, unlocks]
            for language in languages:
                taken = sum(take(sight, language) for sight in seen)
                print(f"{taken} pictures in {language} are in {FOLDER}", flush=True)
        for each in (app, empty, shut):
            with each.app_context():
                db.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or OFFERED))
