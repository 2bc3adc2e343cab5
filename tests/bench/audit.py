"""Whether a log of a million events is verified in a minute and read without waiting: ``python -m tests.bench.audit``.

The log of a demonstration is lengthened to ``--entries`` events in the format of the application: sealed, linked and
anchored, mostly views, lists and searches of the cases that are there. Then everything is verified as ``caseapp audit
verify`` does it, beside a floor: the same rows read with raw sqlite3, and as many codes made as there are events. The
pages of the log are asked for by an auditor. ``--folder`` keeps the log for the next run.
"""

import argparse
import hmac
import re
import resource
import shutil
import sqlite3
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseapp.application import create_app
from caseapp.audit import AuditEvent, verify
from caseapp.db import db
from caseapp.demo.making import PASSPHRASE
from caseapp.setup.installing import adopt_root, is_newest_schema, keys_folder
from caseapp.setup.migrating import migrate
from caseapp.vault import open_file_root
from tests.bench.demonstrations import FEW, demonstration_of
from tests.bench.long_log import lengthen
from tests.conftest import settings_for
from tests.deep.figures import figure

ENTRIES = 1_000_000
SECONDS, PAGE_SECONDS = 60.0, 0.3
"""How long verifying a million events may take, fewer in proportion, and a page of the log, by the processor's time."""
MOST_MEMORY = 200
"""Megabytes that verifying may take beside what the application has taken before."""
ROUNDS = 7
_MEGABYTE = 1024


def unlocked(folder: Path) -> Flask:
    """The application on an instance, with its keys."""
    app = create_app(settings_for(folder))
    with app.app_context():
        if not is_newest_schema():
            migrate()
        adopt_root(app, open_file_root(keys_folder(app)))
        db.session.remove()
    return app


def log_of(folder: Path, entries: int) -> Path:
    """Return an instance in ``folder`` with a log of so many events; made unless it is there already."""
    made = folder / f"{entries}-entries"
    if not made.exists():
        unfinished = folder / f"{made.name}-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(demonstration_of(folder, FEW), unfinished)
        with unlocked(unfinished).app_context():
            lengthen(entries)
            db.session.remove()
            db.engine.dispose()
        unfinished.rename(made)
    return made


def floor(database: Path) -> float:
    """Read the rows in the order of the log and make a code for each event; returns the seconds that it took."""
    start, previous = time.perf_counter(), b"\0" * 32
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for row in connection.execute(
        "SELECT id, scope_id, number, day, actor_id, code, act_id, key_version, chain, detail "
        "FROM audit_event ORDER BY number"
    ):
        previous = hmac.digest(previous, row[-1], "sha256")
    for _row in connection.execute(
        "SELECT e.number, t.record_kind, t.record_id, t.row_version, t.mac_prefix "
        "FROM audit_touch AS t JOIN audit_event AS e ON e.id = t.event_id ORDER BY e.number"
    ):
        pass
    connection.close()
    return time.perf_counter() - start


def measure_verifying(folder: Path, entries: int) -> bool:
    """Verify everything once; returns whether it kept what is promised."""
    bare = floor(folder / "caseapp.db")
    with unlocked(folder).app_context():
        before = _memory()
        start = time.perf_counter()
        problems = list(verify())
        took, grown = time.perf_counter() - start, _memory() - before
        db.session.remove()
    kept = not problems and took <= SECONDS * entries / ENTRIES and grown <= MOST_MEMORY
    figure(
        f"A log of {entries:,} events verified with every record, beside its floor",
        f"{took:.1f} s, {took / bare:.1f} times (floor {bare:.1f} s), {grown} MB of memory, {len(problems)} problems; "
        f"promised {SECONDS:.0f} s for a million, {MOST_MEMORY} MB: {'kept' if kept else 'BROKEN'}",
    )
    return kept


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MEGABYTE


def measure_pages(folder: Path, entries: int) -> bool:
    """Ask for each page of the log several times; returns whether each kept what is promised, by its median."""
    kept = True
    app = unlocked(folder)
    with time_machine.travel(_last_day(app) + timedelta(days=1), tick=True):
        auditor = _signed_in(app)
        for name, path in _pages(auditor).items():
            taken: list[tuple[float, float]] = []
            for _round in range(ROUNDS):
                start, used = time.perf_counter(), time.process_time()
                status = auditor.get(path).status_code
                taken.append((time.perf_counter() - start, time.process_time() - used))
                assert status == HTTPStatus.OK, f"{path}: {status}"
            clock, processor = (statistics.median(each) * 1000 for each in zip(*taken, strict=True))
            kept = kept and processor <= PAGE_SECONDS * 1000
            figure(
                f"The log of {entries:,} events, {name}",
                f"{processor:.0f} ms of the processor, {clock:.0f} by the clock; promised "
                f"{PAGE_SECONDS * 1000:.0f}: {'kept' if processor <= PAGE_SECONDS * 1000 else 'BROKEN'}",
            )
    return kept


def _last_day(app: Flask) -> datetime:
    # The invented log goes on for years, and the application opens none that is ahead of its clock.
    with app.app_context():
        found = db.session.scalar(select(func.max(AuditEvent.day)))
        db.session.remove()
    assert found is not None
    return datetime(found.year, found.month, found.day, 12, tzinfo=UTC)


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    fields = {"csrf_token": token.group(1), "sign_in_name": "auditor", "passphrase": PASSPHRASE}
    assert client.post("/sign-in", data=fields).status_code == HTTPStatus.FOUND
    return client


def _pages(browser: FlaskClient) -> dict[str, str]:
    first = browser.get("/audit/").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    record = re.search(
        r'/audit/\?record=([0-9a-f-]{36})" class="audit-record"><bdi>Case',
        browser.get("/audit/?code=case.viewed").text,
    )
    actors = re.findall(r'<option value="([0-9a-f-]{36})">', first)
    assert older
    assert record
    assert actors
    return {
        "its newest page": "/audit/",
        "an older page": older.group(1).replace("&amp;", "&"),
        "one frequent kind": "/audit/?code=case.listed",
        "one rare kind": "/audit/?code=report.exported",
        "a person": f"/audit/?actor={actors[0]}",
        "a person and a kind": f"/audit/?actor={actors[-1]}&code=account.signed_in",
        "a record": f"/audit/?record={record.group(1)}",
        "a day": "/audit/?day-day=26&day-month=11&day-year=2026",
        "the days of a person": f"/audit/person/{actors[0]}",
        "who saw a case": f"/cases/seen-by?case={record.group(1)}",
        "the home page of an auditor": "/",
        "an anchor": "/audit/anchor/",
    }


def main() -> None:
    """Make the log, verify it, read its pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--folder", type=Path, help="where the log is kept for the next run")
    asked = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = log_of(asked.folder or Path(temporary), asked.entries)
        verified = measure_verifying(folder, asked.entries)
        read = measure_pages(folder, asked.entries)
    sys.exit(0 if verified and read else 1)


if __name__ == "__main__":
    main()
