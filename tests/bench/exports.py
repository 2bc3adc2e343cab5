"""An export of rows from the question to the last byte, beside the floor's."""

import re
import statistics
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from tests.bench.bulk import Taken, fetched
from tests.bench.floor import EXPORT
from tests.bench.memory_held import Growth, growth_of
from tests.bench.sites import Site

AT_MOST, FIRST_BYTE, MEMORY = 1.5, 0.1, 64.0
"""Times its floor; seconds until the first byte of the download; megabytes that count as flat."""
COLUMNS = ("status", "language", "sex", "age", "begun_on", "changed_on")
ROUNDS = 3
_PASSPHRASE = re.compile(r'name="passphrase"[^>]*value="([^"]+)"')
_LOOK = 0.02
PATIENCE = 300.0


class NotMade(RuntimeError):
    """The application could not make the file."""


def exported(site: Site) -> tuple[float, Taken]:
    """Ask, wait for the file, encrypt and take it: seconds for all of it, and how the download went."""
    browser, start = site.ours(), time.perf_counter()
    asked = [
        ("csrf_token", site.token), ("new_id", str(uuid.uuid4())), ("identified", "pseudonymous"), ("audience", ""),
        *(("columns", column) for column in COLUMNS), ("reason", "A measurement"),
    ]  # fmt: skip
    answer = browser.send("/reports/rows/new/cases", urlencode(asked).encode())
    assert answer.status == 302, answer.text[:2000]
    page = answer.location
    while (found := _PASSPHRASE.search((shown := browser.get(page)).text)) is None:
        if "Refresh" not in shown.headers:
            raise NotMade
        assert time.perf_counter() - start < PATIENCE, "the file was not made"
        time.sleep(_LOOK)
    fetch = [("csrf_token", site.token), ("passphrase", found.group(1)), ("file_format", "csv")]
    assert browser.send(f"{page}/file", urlencode(fetch).encode()).status == 302
    download = fetched(browser, f"{page}/file")
    assert download.status == 200
    return time.perf_counter() - start, download


def measure_exports(site: Site, say: Callable[..., None]) -> None:
    """Export all cases without names, and say how it went."""
    name = f"export of rows, {site.cases:,} cases"
    bare = statistics.median(fetched(site.bare(), EXPORT).whole for _round in range(ROUNDS))
    growth = Growth()
    try:
        with growth_of(site.served.worker()) as growth:
            taken = [exported(site) for _round in range(ROUNDS)]
    except NotMade:
        say(name, "not made", kept=False)
        return
    whole = statistics.median(each[0] for each in taken)
    first = statistics.median(each[1].first for each in taken)
    say(
        name,
        f"{whole:.2f} s from the question to the last byte, {whole / bare:.2f} times its floor of {bare:.2f} s; "
        f"promised {AT_MOST} times at most",
        kept=whole <= AT_MOST * bare,
    )
    say(
        f"{name}, first byte",
        f"{first * 1000:.0f} ms; promised {FIRST_BYTE * 1000:.0f} ms",
        kept=first <= FIRST_BYTE,
    )
    say(
        f"{name}, memory",
        f"{growth.megabytes:.0f} MB more; promised {MEMORY:.0f} MB at most",
        kept=growth.megabytes <= MEMORY,
    )
