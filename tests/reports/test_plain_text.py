"""While records are exported by a running server, no word of them is written anywhere on the disk."""

import re
import shutil
import time
import uuid
from pathlib import Path

from tests.conftest import PASSPHRASE
from tests.frame.served import PATIENCE, Browser, serving_cheaply
from tests.frame.test_canaries import (
    HARMLESS,
    Canaries,
    Sought,
    at_home_in,
    open_files,
    start_with_canaries,
    tracer,
    written_paths,
)


def passphrase_when_made(browser: Browser, export: str) -> str:
    """Look again, as the page does by itself, until the file is made and its passphrase is shown."""
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r'name="passphrase"[^>]*value="([^"]+)"', browser.get(export).text)):
        assert time.monotonic() < deadline
        time.sleep(0.02)  # polling another process: nothing here depends on how long it takes
    return found.group(1)


def test_an_export_leaves_nothing_readable_on_the_disk(installed: Path, tmp_path: Path) -> None:
    folder, home, trace = tmp_path / "instance", tmp_path / "temporary", tmp_path / "trace.txt"
    shutil.copytree(installed, folder)
    home.mkdir()
    canaries, held = Canaries(), set()
    with serving_cheaply(folder, wrapped=tracer(trace), **at_home_in(home)) as served:
        start_with_canaries(served.browser().sign_in("amina", PASSPHRASE), canaries)
        clara = served.browser().sign_in("clara", PASSPHRASE)
        asked = {
            "identified": "pseudonymous",
            "audience": "",
            "columns": "status",
            "reason": canaries.words(),
        }
        answer = clara.post("/reports/rows/new/cases", {**asked, "new_id": str(uuid.uuid4())})
        assert answer.status == 302, answer.text[:3000]
        for file_format in ("csv", "xlsx"):
            passphrase = passphrase_when_made(clara, answer.location)
            canaries.typed.append(passphrase)
            sent = {"passphrase": passphrase, "file_format": file_format}
            assert clara.post(f"{answer.location}/file", sent, page=answer.location).status == 302
            made = clara.get(f"{answer.location}/file")
            assert made.status == 200
            assert made.headers["Content-Type"] == "application/zip"
            assert clara.post(f"{answer.location}/passphrase", {}, page=answer.location).status == 302
        held |= open_files(served)
        assert served.stop() in {0, -15}
        output = served.output
    paths = written_paths(trace) if trace.exists() else held
    assert str(folder / "caseapp.db") in paths
    inside = (folder, served.out)
    outside = {path for path in paths if path.startswith(("/", "memfd:"))}
    outside = {path for path in outside if not any(Path(path).is_relative_to(place) for place in inside)}
    assert {path for path in outside if not HARMLESS.match(path)} == set()
    sought = Sought(canaries)
    assert sought.found_in(output.encode()) == []
    for place in (folder, home):
        for file in place.rglob("*"):
            if file.is_file():
                assert sought.found_in(file.read_bytes()) == [], file
