"""Parts of others: locked with hashes, compared with what is known of their versions, mended in the days promised."""

import json
import re
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKED = re.compile(
    r"^([\w.-]+)==([^\s;\\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
Known = dict[str, list[dict[str, Any]]]
"""Name of a package to what the database knows of it."""
Asked = list[dict[str, Any]]


@pytest.fixture(scope="module")
def command() -> ModuleType:
    """The command that a maintainer runs."""
    loader = SourceFileLoader("weaknesses", str(ROOT / ".ci/weaknesses"))
    spec = spec_from_loader("weaknesses", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def database() -> Iterator[Callable[[Known], tuple[str, Asked]]]:
    """A database of weaknesses on this machine, which answers as osv.dev does, one weakness of a part at a time."""
    running: list[ThreadingHTTPServer] = []

    def begin(known: Known) -> tuple[str, Asked]:
        asked: Asked = []

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.path == "/v1/querybatch"
                queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
                asked.extend(queries)
                self._say({"results": [self._result(query) for query in queries]})

            def do_GET(self) -> None:
                told = [each for some in known.values() for each in some]
                self._say(next(each for each in told if self.path == f"/v1/vulns/{each['id']}"))

            def _result(self, query: dict[str, Any]) -> dict[str, Any]:
                some, page = known.get(query["package"]["name"], []), int(query.get("page_token", 0))
                if not some:
                    return {}
                one = {"id": some[page]["id"], "modified": "2026-01-01T00:00:00Z"}
                return {"vulns": [one]} | ({"next_page_token": str(page + 1)} if some[page + 1 :] else {})

            def _say(self, answer: dict[str, Any]) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_arguments: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}", asked

    yield begin
    for server in running:
        server.shutdown()
        server.server_close()


def weakness(number: str, severity: str = "HIGH", **more: Any) -> dict[str, Any]:
    fixed = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}
    commit = {"type": "GIT", "events": [{"introduced": "0"}, {"fixed": "a1b2c3"}]}
    return {
        "id": number,
        "summary": "Something can be got round.",
        "published": "2026-03-01T10:20:30.123456Z",
        "database_specific": {"severity": severity} if severity else {},
        "affected": [{"package": {"ecosystem": "PyPI", "name": "Flask"}, "ranges": [commit, fixed]}],
        **more,
    }


def test_what_is_known_is_told_with_the_day_by_which_it_has_to_be_mended(
    command: ModuleType, database: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    known = [weakness("GHSA-1", "CRITICAL"), weakness("GHSA-2", "LOW"), weakness("PYSEC-3", "")]
    address, asked = database({"flask": known, "bootstrap": [weakness("GHSA-4", "MODERATE", affected=[])]})
    assert command.main(address) == 1
    said = capsys.readouterr().out
    version = next(part.version for part in command.parts() if part.name == "flask")
    assert f"flask {version}: GHSA-1, critical, by 2026-03-04 OVERDUE; mended in 99.1" in said
    assert f"flask {version}: GHSA-2, low, by 2026-05-30 OVERDUE; mended in 99.1" in said
    assert f"flask {version}: PYSEC-3, high, by 2026-03-08 OVERDUE; mended in 99.1" in said
    assert "bootstrap 5.3.9: GHSA-4, moderate, by 2026-03-31 OVERDUE; mended in no version yet" in said
    assert said.index("GHSA-1") < said.index("PYSEC-3") < said.index("GHSA-2")
    assert said.endswith(f"{len(command.parts())} parts, 4 known weaknesses.\n")
    assert {"package": {"name": "axe-core", "ecosystem": "npm"}, "version": "4.14.1"} in asked


def test_what_was_withdrawn_is_none(
    command: ModuleType, database: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    address, _asked = database({"flask": [weakness("GHSA-1", withdrawn="2026-03-02T00:00:00Z")]})
    assert command.main(address) == 0
    assert "0 known weaknesses." in capsys.readouterr().out


def test_a_weakness_that_became_known_in_time_to_come_is_not_overdue(
    command: ModuleType, database: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    address, _asked = database({"flask": [weakness("GHSA-1", published="2999-01-01T00:00:00Z")]})
    assert command.main(address) == 1
    assert "by 2999-01-08; mended" in capsys.readouterr().out


def test_where_nobody_can_be_asked_it_says_so_and_passes_for_no_comparison(
    command: ModuleType, database: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main("http://127.0.0.1:1") == 2
    told = capsys.readouterr()
    assert "Nothing was compared: http://127.0.0.1:1 could not be asked" in told.err
    assert "known weaknesses" not in told.out


def test_every_locked_part_and_every_vendored_package_is_asked_about(command: ModuleType) -> None:
    asked = {(part.name, part.version) for part in command.parts()}
    for lock in command.LOCKS:
        lines = (ROOT / lock).read_text("utf-8").splitlines()
        named = {line.split("==")[0] for line in lines if line and not line.startswith((" ", "#", "-"))}
        assert named <= {name for name, _version in asked}
    rows = (ROOT / "caseapp/static/vendor/README.md").read_text("utf-8").count("| npm `")
    assert len([part for part in command.parts() if part.ecosystem == "npm"]) == rows >= 5


def test_the_days_are_those_that_are_promised(command: ModuleType) -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promised = {
        name.upper(): int(days)
        for name, days in re.findall(r"^\| (\w+)[^|]* \| (\d+) \|$", text, re.MULTILINE)
    }
    assert promised == command.DAYS
    assert f"| {command.UNWEIGHED.lower()}, or not weighed yet |" in text


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_a_hash_for_every_part_and_the_versions_that_the_project_asks_for(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    locked = {name.lower(): version for name, version, _hashes in LOCKED.findall(text)}
    assert len(locked) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"]
    if lock == "requirements-dev.txt":
        asked = [*asked, *project["dependency-groups"]["dev"]]
    for each in map(Requirement, asked):
        assert each.specifier.contains(locked[each.name.lower()], prereleases=True), each


def test_both_locks_hold_the_same_version_of_what_both_have() -> None:
    served, developing = (
        {name: version for name, version, _hashes in LOCKED.findall((ROOT / lock).read_text("utf-8"))}
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert served.items() <= developing.items()
