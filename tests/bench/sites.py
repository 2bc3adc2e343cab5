"""An instance served three ways, side by side: as it is, without the events of page views, and as its floor."""

import re
import sqlite3
import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from caseapp.demo.making import PASSPHRASE
from tests.bench.opened import InProcess
from tests.frame.served import Answer, Browser, Served, serving, serving_cheaply

WHO = "coordinator"
"""Reaches every case of their team: the list has most to decide for them."""
CASE = re.compile(r'href="(/cases/[0-9a-f-]{36})"')
_TOKEN = re.compile(r'name="csrf[-_]token" (?:content|value)="([^"]+)"')
_OLDER = re.compile(r'href="(/cases/\?[^"]*after=[^"]+)"')
_REFERENCE = re.compile(r'class="reference" dir="ltr">(C-\d\d-[A-Z0-9]{4})<')
LARGEST = 500_000_000
"""Bytes of a file that is taken."""
OLDEST_FIRST = "/cases/?sort=-changed"
PAGE = 50
NUMBER = "+41 79 555 01 77"
"""Nobody else has it, in whatever demonstration."""
_EDGE = 'SELECT seq FROM "case" WHERE removed_on IS NULL ORDER BY seq LIMIT 1 OFFSET ?'


@dataclass(frozen=True)
class Site:
    """One instance, and what is asked of it."""

    cases: int
    served: Served
    unseen: Served
    floor: Served
    jar: object
    case: str
    filed_with: str
    """A case that files are added to: the other one is measured, and stays as it is however often."""
    reference: str
    deep: str
    """The address of the list's last page but one."""
    ahead_of: int
    """The change number ahead of which the floor's same page begins."""
    plans: dict[str, Path]
    """What the application opens for a page, by its name."""
    token: str

    def ours(self) -> Browser:
        """A browser of the application as it is."""
        return Browser(self.served.port, self.jar)  # type: ignore[arg-type]  # a jar

    def quiet(self) -> Browser:
        """A browser of the application without the events of page views."""
        return Browser(self.unseen.port, self.jar)  # type: ignore[arg-type]

    def bare(self) -> Browser:
        """A browser of the floor."""
        return Browser(self.floor.port, self.jar)  # type: ignore[arg-type]

    def search(self, browser: Browser, query: str) -> Answer:
        """Type into the search box of any page."""
        fields = urlencode({"csrf_token": self.token, "query": query}).encode()
        return browser.send("/search/find", fields)


def begin_site(stack: ExitStack, folder: Path, cases: int, work: Path) -> Site:
    """Serve an instance three ways until ``stack`` ends, signed in, with a case that has a number of its own."""
    served = stack.enter_context(serving_cheaply(folder, SERVED_FILE_BYTES=str(LARGEST)))
    unseen = stack.enter_context(serving(folder, (), module="tests.bench.unseen_server"))
    copy = work / f"copy-{cases}"
    floor = stack.enter_context(serving(folder, (), module="tests.bench.floor", FLOOR_COPY=str(copy)))
    browser = served.browser().sign_in(WHO, PASSPHRASE)
    page = browser.get("/cases/").text
    found = _TOKEN.search(page)
    assert found, "the page has no token"
    token = found.group(1)
    _have_number(browser, token)
    listed = browser.get("/cases/").text
    case = CASE.findall(browser.get("/cases/?sort=-created").text)[0]
    older = _OLDER.search(browser.get(OLDEST_FIRST).text)
    assert older, "the list has one page"
    plans = {name: work / f"{cases}-{name}.json" for name in ("case", "reference", "number")}
    reference = _REFERENCE.findall(listed)[5]
    for each in (served, unseen):  # the first search reads the index of names
        search = urlencode({"csrf_token": token, "query": NUMBER}).encode()
        other = Browser(each.port, browser.jar)
        other.send("/search/find", search)
        other.get("/search/")
    inside = InProcess(folder, WHO)
    try:
        inside.let_on(WHO)
        inside.note(plans["case"], lambda client: client.get(case))
        inside.note(plans["reference"], lambda client: _find(client, reference))
        inside.note(plans["number"], lambda client: _find(client, NUMBER))
    finally:
        inside.close()
    with sqlite3.connect(f"file:{folder / 'caseapp.db'}?mode=ro", uri=True) as connection:
        last = connection.execute(_EDGE, (PAGE - 1,)).fetchone()
    return Site(
        cases, served, unseen, floor, browser.jar, case, CASE.findall(listed)[0], reference,
        older.group(1).replace("&amp;", "&"), last[0], plans, token,
    )  # fmt: skip


def _have_number(browser: Browser, token: str) -> None:
    search = urlencode({"csrf_token": token, "query": NUMBER}).encode()
    browser.send("/search/find", search)
    if not CASE.search(browser.get("/search/").text):
        fields = {
            "csrf_token": token, "new_id": str(uuid.uuid4()), "name": "Mirela Numri", "language": "sq",
            "safe_now": "yes", "telephone": NUMBER,
        }  # fmt: skip
        assert browser.send("/cases/new", urlencode(fields).encode()).status == 302


def _find(client: object, query: str) -> None:
    token = _TOKEN.search(client.get("/search/").text)  # type: ignore[attr-defined]  # a client of Flask
    assert token is not None
    data = {"csrf_token": token.group(1), "query": query}
    answer = client.post("/search/find", data=data)  # type: ignore[attr-defined]
    assert answer.status_code == 302
    if answer.location.endswith("/search/"):
        client.get("/search/")  # type: ignore[attr-defined]
