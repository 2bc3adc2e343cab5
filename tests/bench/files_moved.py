"""A file uploaded and downloaded, beside a plain copy of it in the same way."""

import os
import re
import shutil
import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from tests.bench.bulk import Taken, fetched, filed, invented_file, sent
from tests.bench.floor import COPY
from tests.bench.memory_held import growth_of
from tests.bench.sites import LARGEST, Site

_DOCUMENT = re.compile(r'href="(/documents/[0-9a-f-]{36})"')
SHARE, MEMORY = 0.6, 32.0
"""Of the speed of a plain copy; megabytes that count as flat."""
SIZES = {60 * 1024 * 1024: 5, LARGEST: 2}
"""Bytes of a file, the largest by default and a larger one, and how often each goes there and back."""


def measure_files(site: Site, work: Path, say: Callable[..., None]) -> None:
    """Upload and download in turn with the floor, which keeps a plain copy; say how both went."""
    for size, rounds in SIZES.items():
        _measure(site, work, say, size, rounds)


def _measure(site: Site, work: Path, say: Callable[..., None], size: int, rounds: int) -> None:
    file = invented_file(work / "measured.pdf", size)
    page, worker = site.filed_with.replace("/cases/", "/documents/add/case/"), site.served.worker()
    up: list[tuple[Taken, Taken]] = []
    down: list[tuple[Taken, Taken]] = []
    with growth_of(worker) as growth:
        for _round in range(rounds + 1):
            before = _documents(site)
            fields = {
                "csrf_token": site.token,
                "new_id": str(uuid.uuid4()),
                "kind": "other",
                "language": "none",
            }
            ours, bare = filed(site.ours(), page, fields, file), sent(site.bare(), COPY, file)
            assert (ours.status, bare.status) == (302, 200), ours
            up.append((ours, bare))
            (document,) = _documents(site) - before
            ours, bare = fetched(site.ours(), document), fetched(site.bare(), COPY)
            assert (ours.size, bare.size) == (size, size)
            down.append((ours, bare))
    start = time.perf_counter()
    shutil.copyfile(file, copy := work / "copied")
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    copied = time.perf_counter() - start
    for name, pairs in (("upload", up), ("download", down)):
        ours, bare = (statistics.median(each[side].whole for each in pairs[1:]) for side in (0, 1))
        say(
            f"{name} of {size // 1_000_000} MB",
            f"{ours:.2f} s, {bare / ours:.0%} of the speed of a plain copy over HTTP ({bare:.2f} s; "
            f"{copied:.2f} s from folder to folder, to the disk); promised {SHARE:.0%}",
            kept=bare >= SHARE * ours,
        )
    say(
        f"upload and download of {size // 1_000_000} MB, memory",
        f"{growth.megabytes:.0f} MB more; promised {MEMORY:.0f} MB at most",
        kept=growth.megabytes <= MEMORY,
    )


def _documents(site: Site) -> set[str]:
    return set(_DOCUMENT.findall(site.ours().get(site.filed_with).text))
