"""The last chapters: numbers for the board, the log of every step, and the colleague who sees none of it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from caseapp.web.installed import all_events
from tests.journeys.colleague import Colleague
from tests.journeys.texts import ALIAS, BROTHER, FRIEND, LATIN_NAME, PERSIAN_NAME, Texts

LOGGED = (
    "case.started", "person.looked_up", "person.name_added", "consent.recorded", "note.written",
    "statement.written", "letter.prepared", "letter.read_back", "letter.moved", "letter.approved", "letter.signed",
    "letter.dispatched", "letter.sent_recorded", "contact_request.opened", "search.moved", "report.exported",
)  # fmt: skip
"""A step of each chapter."""


def start_a_case_of_ones_own(besnik: Colleague, texts: Texts) -> None:
    """Another worker has a case too."""
    besnik.open("/cases/new")
    besnik.fill("Working name", texts["other_case"])
    besnik.press("Save the case")


def export_the_numbers(drita: Colleague, texts: Texts) -> None:
    """Counts of cases, searches and letters by status and quarter, as CSV."""
    drita.open("/reports/")
    drita.answer("Who will read the file?", "the board or the staff: exact numbers")
    drita.answer("Which kind of file?", "CSV, for other programs")
    drita.fill("What is it for?", texts["purpose"])
    with drita.page.expect_download() as waiting:
        drita.main.get_by_role("button", name=drita.word("Download the file"), exact=True).click()
    content = Path(waiting.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    counted = {row[0] for row in rows}
    for kind in ("Cases", "Searches", "Letters"):
        assert drita.word(kind) in counted, counted
    for secret in (LATIN_NAME, PERSIAN_NAME, ALIAS, BROTHER):
        assert secret not in content


def the_log_shows_each_step(drita: Colleague, app: Flask) -> None:
    """The audit log names each step of the journey in words."""
    with app.app_context():
        labels = {event.code: str(event.label) for event in all_events()}
    for code in LOGGED:
        drita.open(f"/audit/?code={code}")
        drita.sees(drita.word(labels[code]), drita.main.locator("tbody"))


def sees_nothing_of_it(besnik: Colleague, addresses: Sequence[str], texts: Texts) -> None:
    """The other worker finds his own case, and nothing else: in lists, counts, charts, search, or by address."""
    secrets = (
        LATIN_NAME,
        PERSIAN_NAME,
        BROTHER,
        FRIEND,
        texts["working_name"],
        texts["subject"],
        texts["next_step"],
    )
    for path in ("/", "/cases/", "/letters/", "/requests/", "/reports/"):
        besnik.open(path)
        assert besnik.page.evaluate("document.contentType") == "text/html"
        for secret in secrets:
            besnik.does_not_see(secret)
    besnik.open("/cases/")
    besnik.sees(texts["other_case"])
    assert besnik.main.locator("tbody tr").count() == 1
    besnik.open("/letters/")
    assert besnik.main.locator("tbody tr").count() == 0
    besnik.open("/reports/")
    assert (
        besnik.main.locator(".bar-number").all_inner_texts()
        == besnik.main.locator("#counts-cases .bar-number").all_inner_texts()
    )
    for name in (LATIN_NAME, PERSIAN_NAME, ALIAS):
        besnik.page.locator("#top-search").fill(name)
        with besnik.next_page():
            besnik.page.locator("#top-search").press("Enter")
        besnik.sees(besnik.word("Search"))
        assert besnik.main.locator("ul.plain-list a").count() == 0
    for address in addresses:
        answer = besnik.page.goto(besnik.desk.address + address)
        assert answer is not None
        assert answer.status == 404, address
