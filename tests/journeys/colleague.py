"""A colleague at a desk, who finds things on a page by the words of their own language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Desk
from tests.journeys.texts import Day
from tests.journeys.words import word


class Colleague:
    """Somebody who uses the pages by their headings, labels, links and buttons, in one language.

    Everything is named by its English message, and looked for by what the catalog makes of it.
    """

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk, self.page, self.language = desk, desk.page, language
        self.main = desk.page.locator("main")
        if language != "en":
            desk.speak(language)

    def word(self, message: str, **values: object) -> str:
        """Return a message in the colleague's language."""
        return word(self.language, message, **values)

    def open(self, path: str) -> None:
        """Open an address."""
        self.desk.open(path)

    def path(self) -> str:
        """Return the path of the page that is open."""
        return self.page.url.removeprefix(self.desk.address).partition("#")[0]

    def fill(self, label: str, text: str, inside: Locator | None = None) -> None:
        """Type into a box, or paste into it."""
        (inside or self.main).get_by_label(self._named(label)).fill(text)

    def choose(self, label: str, option: str, inside: Locator | None = None) -> None:
        """Choose of a list, by the words shown."""
        (inside or self.main).get_by_label(self._named(label)).select_option(label=option)

    def answer(self, question: str, answer: str, inside: Locator | None = None) -> None:
        """Choose one of the answers to a question."""
        self.question(question, inside).get_by_label(self.word(answer), exact=True).check()

    def tick(self, question: str, shown: str) -> None:
        """Tick a box of a question whose label contains ``shown``."""
        self.question(question).get_by_label(shown).check()

    def date(self, question: str, day: Day) -> None:
        """Fill in a date, saying its calendar."""
        boxes = self.question(question)
        for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(self.word(label), exact=True).fill(typed)
        boxes.get_by_label(self.word("Calendar"), exact=True).select_option(day.calendar.value)

    def question(self, legend: str, inside: Locator | None = None) -> Locator:
        """Return the group of boxes under a legend."""
        return (inside or self.main).get_by_role("group", name=self._named(legend))

    def question_with(self, shown: str) -> Locator:
        """Return the group of boxes whose legend is a text of the record, such as a name."""
        return self.main.locator("fieldset").filter(has=self.page.locator("legend", has_text=shown))

    def facts(self, title: str) -> Locator:
        """Return a panel of the facts beside the work."""
        return self.main.locator(".facts-column").get_by_role("region", name=self.word(title), exact=True)

    def section(self, heading: str) -> Locator:
        """Return a section of a form by its heading."""
        title = self.page.get_by_role("heading", name=self.word(heading), exact=True)
        return self.main.locator("section.form-section").filter(has=title)

    def unfold(self, summary: str) -> None:
        """Open what is folded away."""
        self.main.locator("summary").filter(has_text=self.word(summary)).click()

    def panel(self, title: str) -> Locator:
        """Return a panel of the work on a record's page by its title, whatever it counts."""
        title_and_count = re.compile(rf"^{re.escape(self.word(title))}( [0-9۰-۹]+)?$")
        return self.main.locator(".work-column").get_by_role("region", name=title_and_count)

    def press(self, button: str, inside: Locator | None = None, **values: object) -> None:
        """Press a button and wait for the page that comes; it must not say that something has to be put right."""
        with self.next_page():
            (inside or self.main).get_by_role("button", name=self.word(button, **values), exact=True).click()
        self.has_no_complaint()

    def follow(self, link: str, inside: Locator | None = None, **values: object) -> None:
        """Follow a link of the page by its words."""
        with self.next_page():
            (inside or self.main).get_by_role(
                "link", name=self.word(link, **values), exact=True
            ).first.click()

    def step(self, label: str, inside: Locator | None = None) -> None:
        """Take a step of the record's workflow, whether it is the next one or under "more"."""
        steps = inside or self.main.locator(".record-steps")
        link = steps.get_by_role("link", name=self.word(label), exact=True)
        if not link.first.is_visible():
            steps.locator("details.drop > summary").click()
        with self.next_page():
            link.first.click()

    def confirm(self) -> None:
        """Press the main button of the form."""
        with self.next_page():
            self.main.locator(".form-actions button[type=submit]").first.click()
        self.has_no_complaint()

    @contextmanager
    def next_page(self) -> Iterator[None]:
        """Wait until what is done inside has brought another page."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            yield

    def has_no_complaint(self) -> None:
        """Assert that the form was taken, or show what stood in its way."""
        summary = self.page.locator(".error-summary")
        assert summary.count() == 0, f"{self.path()}: {summary.first.inner_text()}"

    def sees(self, text: str, inside: Locator | None = None) -> None:
        """Assert that the page shows a text."""
        expect(inside or self.main).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        """Assert that the page, once there, does not show a text."""
        expect(self.main).not_to_contain_text(text)

    def _named(self, label: str) -> re.Pattern[str]:
        optional = re.escape(self.word("optional"))
        return re.compile(rf"^\s*{re.escape(self.word(label))}([\s(]*{optional})?[\s)]*$")
