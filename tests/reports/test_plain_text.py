"""While records are exported by a running server, no word of them is written anywhere on the disk."""

import re
import shutil
import uuid
from pathlib import Path

from tests.conftest import PASSPHRASE
from tests.frame.served import serving_cheaply
from tests.frame.test_canaries import (
    HARMLESS,
    Canaries,
    open_files,
    start_with_canaries,
    tracer,
    written_paths,
)


def test_an_export_leaves_nothing_readable_on_the_disk(installed: Path, tmp_path: Path) -> None:
    folder, home, trace = tmp_path / "instance", tmp_path / "temporary", tmp_path / "trace.txt"
    shutil.copytree(installed, folder)
    home.mkdir()
    canaries, held = Canaries(), set()
    with serving_cheaply(folder, wrapped=tracer(trace), TMPDIR=str(home), HOME=str(home)) as served:
        start_with_canaries(served.browser().sign_in("amina", PASSPHRASE), canaries)
        clara = served.browser().sign_in("clara", PASSPHRASE)
        asked = {"identified": "pseudonymous", "audience": "", "columns": "status", "reason": canaries.pair()}
        answer = clara.post("/reports/rows/new/cases", {**asked, "new_id": str(uuid.uuid4())})
        assert answer.status == 302, answer.text[:3000]
        for file_format in ("csv", "xlsx"):
            found = re.search(r'name="passphrase"[^>]*value="([^"]+)"', clara.get(answer.location).text)
            assert found
            canaries.typed.append(found.group(1))
            sent = {"passphrase": found.group(1), "file_format": file_format}
            made = clara.post(f"{answer.location}/file", sent)
            assert made.status == 200
            assert made.headers["Content-Type"] == "application/zip"
        held |= open_files(served)
        assert served.stop() in {0, -15}
        output = served.output
    paths = written_paths(trace) if trace.exists() else held
    assert str(folder / "caseapp.db") in paths
    inside = (folder, served.out)
    outside = {path for path in paths if path.startswith(("/", "memfd:"))}
    outside = {path for path in outside if not any(Path(path).is_relative_to(place) for place in inside)}
    assert {path for path in outside if not HARMLESS.match(path)} == set()
    assert canaries.found_in(output.encode()) == []
    for place in (folder, home):
        for file in place.rglob("*"):
            if file.is_file():
                assert canaries.found_in(file.read_bytes()) == [], file
