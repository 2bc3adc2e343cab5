"""A colleague who looks at each kind of page once: what axe finds there, and whether a phone shows it whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.axe import axe_findings
from tests.journeys.colleague import Colleague
from tests.journeys.conftest import DESK, PHONE, Desk

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class CarefulColleague(Colleague):
    """Walks like a colleague and looks at the pages on the way. The desk must bypass the page's policy.

    Pages without a record in their address are left out: others look at each of them. ``seen`` is shared by those
    who walk together, so that nobody looks at a kind of page twice.
    """

    def __init__(self, desk: Desk, language: str, seen: set[str]) -> None:
        self.seen = seen
        super().__init__(desk, language)

    def open(self, path: str) -> None:
        super().open(path)
        self._look()

    @contextmanager
    def next_page(self) -> Iterator[None]:
        with super().next_page():
            yield
        self._look()

    def _look(self) -> None:
        kind = ID.sub("*", self.path().partition("?")[0])
        if "*" not in kind or kind in self.seen:
            return
        self.seen.add(kind)
        self.page.wait_for_load_state()
        assert axe_findings(self.page) == [], f"{kind} in {self.language}"
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{kind} in {self.language} scrolls sideways on a phone: {width}"
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
