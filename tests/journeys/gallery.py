"""Pictures of the pages of a demonstration: ``make gallery`` writes them into ``gallery/``.

All languages, a desk and a phone, light and dark, and each record's page on paper, so that somebody looks at what no
test can judge. ``make gallery LANGUAGES="ar sq"`` takes those of some languages only.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Browser, Page

from caseapp.application import create_app
from caseapp.audit.nightly import verify_once_a_day
from caseapp.db import db
from caseapp.demo.making import FIRST_CASES, PASSPHRASE, add_cases, make_demonstration
from caseapp.i18n import OFFERED
from caseapp.setup.migrating import migrate
from tests.conftest import settings_for
from tests.journeys.conftest import DESK, PHONE
from tests.look.chromium import served, the_browser

FOLDER = Path(__file__).parents[2] / "gallery"
RECORD = r"/(?:cases|people|statements|letters|requests)/[0-9a-f-]{36}"
COORDINATOR = (
    "/",
    "/next-steps/",
    "/incoming/",
    "/incoming/new",
    "/cases/",
    "/cases/new",
    "/requests/",
    "/requests/new",
    "/statements/",
    "/letters/",
    "/people/",
    "/authorities/",
    "/authorities/new",
    "/reviews/",
    "/reports/",
    "/search/",
    "/saved-views/",
    "/me",
)
ADMINISTRATOR = ("/", "/staff", "/staff/invite", "/settings/", "/settings/backups/", "/reports/", "/audit/")
OF_A_RECORD = {
    "cases": ("", "/edit", "/statements/new", "/statements/given", "/letters/new", "/letters/already-sent"),
    "people": ("", "/edit"),
    "statements": ("", "/edit"),
    "letters": ("", "/edit", "/enclosures", "/named", "/read-back", "/approve", "/pages"),
    "requests": ("",),
}


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
    page.locator("details.drop-person > summary").click()
    page.locator(f"button[name=locale][value={language}]").first.click()
    page.wait_for_load_state()


def addresses(page: Page, address: str) -> Iterator[str]:
    """The pages to look at: lists, then one record of each kind with the forms that belong to it."""
    yield from COORDINATOR
    case = richest_case(page, address)
    for record in {
        found.split("/")[1]: found for found in reversed([case, *_linked(page, address, case)])
    }.values():
        yield from (record + form for form in OF_A_RECORD[record.split("/")[1]])


def richest_case(page: Page, address: str) -> str:
    """The case from whose page most other records are reached."""
    page.goto(f"{address}/cases/")
    return max(_records(page), key=lambda found: len(_linked(page, address, found)))


def _records(page: Page) -> list[str]:
    return list(dict.fromkeys(re.findall(f'href="({RECORD})[#"]', page.content())))


def _linked(page: Page, address: str, record: str) -> list[str]:
    page.goto(address + record)
    return [found for found in _records(page) if found != record]


def take(browser: Browser, address: str, name: str, language: str, width: str, theme: str) -> int:
    """Take all pictures of one reader, language, width and theme; returns how many."""
    folder = FOLDER / f"{language}-{width}-{theme}"
    folder.mkdir(parents=True, exist_ok=True)
    size = DESK if width == "desk" else PHONE
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, address, name, language)
    pages = list(addresses(page, address)) if name == "coordinator" else list(ADMINISTRATOR)
    taken = 0
    for path in pages:
        answer = page.goto(address + path)
        if answer is not None and answer.ok:
            short = re.sub(r"/[0-9a-f-]{36}", "/one", path).strip("/").replace("/", "-") or "home"
            page.screenshot(path=str(folder / f"{name}-{short}.png"), full_page=True)
            taken += 1
            if width == "desk" and theme == "light" and re.fullmatch(RECORD, path):
                print_page(page, language, short)
    context.close()
    return taken


def print_page(page: Page, language: str, short: str) -> None:
    """Print the page as a colleague would, to a PDF."""
    folder = FOLDER / f"{language}-paper"
    folder.mkdir(parents=True, exist_ok=True)
    page.pdf(path=str(folder / f"{short}.pdf"), prefer_css_page_size=True)


def main() -> int:
    """Take the pictures of everything."""
    with TemporaryDirectory() as folder:
        app = demonstration(Path(folder))
        with served(app) as address:
            browser = the_browser()
            for language in sys.argv[1:] or OFFERED:
                for width in ("desk", "phone"):
                    for theme in ("light", "dark"):
                        taken = sum(
                            take(browser, address, name, language, width, theme)
                            for name in ("coordinator", "administrator")
                        )
                        print(f"{taken} pictures in {FOLDER / f'{language}-{width}-{theme}'}")
        with app.app_context():
            db.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
