"""The guide as pages to read outside: ``make guide`` writes it into ``docs/guide/``, with pictures of a demonstration.

The text is that of the topics which the features bring, in the order of the work day, a page for each role in each
language that the pages are offered in; the pictures show the demonstration as a reader of that language sees it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_babel import force_locale
from PIL import Image
from playwright.sync_api import Browser, Page

from caseapp.db import db
from caseapp.guide.chapters import TITLES, chapter_of
from caseapp.i18n import OFFERED, direction
from caseapp.web.installed import all_topics
from caseapp.web.roles import Role
from caseapp.web.topic import Topic
from tests.journeys.conftest import DESK
from tests.journeys.gallery import demonstration, richest_case, sign_in
from tests.look.chromium import served, the_browser

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
COLOURS = 64
"""So many are enough for pages of this kind, and a picture takes a third of the room."""


@dataclass(frozen=True)
class View:
    """What the picture of a topic shows: who opens which page, and which link they follow from there."""

    login: str
    path: str
    follow: str = ""
    name: str = ""
    """What they look for there."""


IN_THE_CASE = "the case"
VIEWS = {
    "day-of-support": View("support", "/"),
    "log-a-contact": View("support", "/incoming/new"),
    "start-a-case": View("support", "/cases/new"),
    "search-first": View("coordinator", IN_THE_CASE, "a[href*='/people/check/']", "Parvin Sakhtegi"),
    "consent-sheet": View("coordinator", IN_THE_CASE, "a[href*='/consents/']"),
    "work-in-a-case": View("coordinator", IN_THE_CASE),
    "family-contact-request": View(
        "coordinator", IN_THE_CASE, "main a[href^='/requests/']:not([href$='/new'])"
    ),
    "overview-of-searches": View("coordinator", "/requests/"),
    "statements": View("coordinator", "/statements/", "main a.row-link"),
    "write-a-letter": View("support", "/letters/", "main a.row-link"),
    "lists": View("coordinator", "/cases/"),
    "day-of-coordinators": View("coordinator", "/"),
    "who-sees-a-case": View("coordinator", IN_THE_CASE, "a[href$='/access/']"),
    "approve-a-letter": View("coordinator", "/", "main li:has(> a[href^='/letters/']):not(:has(.tag)) > a"),
    "numbers": View("auditor", "/reports/"),
    "staff-and-roles": View("administrator", "/staff"),
    "settings": View("administrator", "/settings/"),
    "audit-log": View("auditor", "/audit/"),
}


def pages(app: Flask) -> Iterator[tuple[Path, str]]:
    """Yield each page of the guide: its place and its text."""
    for language in OFFERED:
        for role in Role:
            yield FOLDER / language / f"{role}.md", _page(app, role, language)


def _page(app: Flask, role: Role, language: str) -> str:
    with app.test_request_context(), force_locale(language):
        blocks = [f"# {TITLES[role]}"]
        for topic in chapter_of(role, all_topics()).topics:
            blocks += [f"## {topic.title}", _steps(topic)]
            if topic.code in VIEWS:
                blocks.append(f"![{topic.title}]({topic.code}.png)")
        if direction(language) == "rtl":
            blocks = ['<div dir="rtl">', *blocks, "</div>"]
    return "\n\n".join(blocks) + "\n"


def _steps(topic: Topic) -> str:
    return "\n".join(
        f"{number}. " + "".join(f"**{words}**" if is_label else words for words, is_label in step.pieces)
        for number, step in enumerate(topic.steps, start=1)
    )


def take(browser: Browser, address: str, login: str, language: str) -> int:
    """Take the pictures of what one person opens; returns how many."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, address, login, language)
    mine = {code: view for code, view in VIEWS.items() if view.login == login}
    case = richest_case(page, address) if any(view.path == IN_THE_CASE for view in mine.values()) else ""
    for code, view in mine.items():
        page.goto(address + (case if view.path == IN_THE_CASE else view.path))
        if view.follow:
            page.goto(address + str(page.locator(view.follow).first.get_attribute("href")))
        if view.name:
            page.fill("#name", view.name)
            page.locator("main form button[type=submit]:visible").first.click()
            page.wait_for_load_state()
        _keep(page, FOLDER / language / f"{code}.png")
    context.close()
    return len(mine)


def _keep(page: Page, place: Path) -> None:
    page.evaluate("window.scrollTo(0, 0)")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)


def main() -> int:
    """Write the guide of every role in every language, and take its pictures."""
    with TemporaryDirectory() as folder:
        app = demonstration(Path(folder))
        for place, text in pages(app):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        with served(app) as address:
            browser = the_browser()
            for language in OFFERED:
                taken = sum(take(browser, address, role, language) for role in Role)
                print(f"{taken} pictures in {FOLDER / language}")
        with app.app_context():
            db.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
