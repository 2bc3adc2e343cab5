"""Canaries: words typed into every field of a running server are nowhere on the disk, in no encoding."""

import base64
import html
import json
import os
import random
import re
import shutil
import urllib.parse
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from caseapp.printing.direction import strip_isolates
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import PASSPHRASE
from tests.frame.served import Browser, Served, serving_cheaply

DICE = random.Random(20260302)
PERSIAN = "ابپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"
TEXT_TYPES = {"text", "search", "tel", "email", "url", None}
HARMLESS = re.compile(r"^/dev/(null|tty|shm/wgunicorn-|shm/sem\.)|^/proc/self/|^/sys/")
"""Where the server may write beside its instance folder: gunicorn's heartbeat is an empty file."""


@dataclass
class Canaries:
    """What was typed, and how it might turn up."""

    typed: list[str] = field(default_factory=list)

    def pair(self) -> str:
        """A Latin and a Persian word that stand nowhere else."""
        latin = "zq" + "".join(DICE.choices("bcdfghjkmnpqrstvwxz", k=12))
        persian = "ژظ" + "".join(DICE.choices(PERSIAN, k=12))
        self.typed += [latin, persian]
        return f"{latin} {persian}"

    def shapes(self) -> Iterator[tuple[str, str, bytes]]:
        for word in self.typed:
            plain = word.encode()
            yield word, "utf-8", plain
            yield word, "utf-16le", word.encode("utf-16-le")
            yield word, "utf-16be", word.encode("utf-16-be")
            yield word, "hex", plain.hex().encode()
            yield word, "percent", urllib.parse.quote(word).encode()
            if not word.isascii():
                yield word, "json", json.dumps(word)[1:-1].encode()
            for shift in range(3):
                # Signs at the edges depend on the neighbours; the middle does not.
                yield word, f"base64+{shift}", base64.b64encode(bytes(shift) + plain)[4:-4]

    def found_in(self, content: bytes) -> list[str]:
        return [f"{word} as {shape}" for word, shape, sought in self.shapes() if sought in content]


class Forms(HTMLParser):
    """The forms of a page and the fields in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str | None, dict[str, tuple[str | None, str]]]] = []
        self.links: list[str] = []
        self._select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "a" and (a.get("href") or "").startswith("/"):
            self.links.append((a["href"] or "").partition("#")[0])
        if tag == "form":
            self.forms.append((a.get("action"), {}))
        name = a.get("name")
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if tag == "input" and name and (a.get("type") not in {"checkbox", "radio"} or "checked" in a):
            fields[name] = (a.get("type"), a.get("value") or "")
        elif tag == "textarea" and name:
            fields[name] = (None, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in fields or "selected" in a):
            fields[self._select] = ("select", a.get("value") or "")


def fill_every_form(browser: Browser, path: str, canaries: Canaries) -> int:
    """Type canaries into every text field of a page's forms, keep them as a draft and send them; returns how many."""
    page = browser.get(path)
    if page.status != 200 or "text/html" not in page.headers["Content-Type"]:
        return 0
    filled = 0
    for action, fields in Forms(page.text).forms:
        target = action or path
        if target.startswith(("/sign-out", "/language", "/theme", "/lock", "/drafts/discard")):
            continue
        sent, typed = {}, 0
        for name, (kind, value) in fields.items():
            if kind in TEXT_TYPES and name not in {"row_version", "new_id"} and not _is_part_of_a_date(name):
                value, typed = canaries.pair(), typed + 1
            sent[name] = html.unescape(value)
        if typed:
            body = urllib.parse.urlencode(sent).encode()
            browser.send("/drafts/keep" + path, body)
            assert browser.send(target, body).status < 500, target
        filled += typed
    return filled


def _is_part_of_a_date(name: str) -> bool:
    return name.rpartition("-")[2] in {"day", "month", "year", "circa"}


def tracer(trace: Path) -> list[str]:
    """The command in front that notes every file opened, where that is possible here."""
    strace = shutil.which("strace")
    if strace is None:
        return []
    return [
        strace,
        "-f",
        "-qq",
        "-s",
        "256",
        "-e",
        "trace=open,openat,creat,memfd_create,rename",
        "-o",
        str(trace),
    ]


def written_paths(trace: Path) -> set[str]:
    """The files that the traced processes opened for writing."""
    text = trace.read_text("utf-8", "replace")
    opened = re.findall(r'open(?:at)?\((?:[^,"]+, )?"([^"]+)", ([A-Z_|]+)[^)]*\)\s+= \d+', text)
    paths = {path for path, flags in opened if re.search(r"O_(WRONLY|RDWR|CREAT|TMPFILE)", flags)}
    paths |= {f"memfd:{name}" for name in re.findall(r'memfd_create\("([^"]*)"', text)}
    return paths | set(re.findall(r'creat\("([^"]+)"', text))


def open_files(served: Served) -> set[str]:
    """Without a tracer: what the processes hold open at this moment."""
    found = set()
    for process in served.processes():
        try:
            found |= {os.readlink(fd) for fd in Path(f"/proc/{process}/fd").iterdir()}
        except OSError:
            continue
    return {path for path in found if path.startswith("/")}


def test_nothing_typed_or_uploaded_is_readable_anywhere_on_the_disk(installed: Path, tmp_path: Path) -> None:
    folder, home, trace = tmp_path / "instance", tmp_path / "temporary", tmp_path / "trace.txt"
    shutil.copytree(installed, folder)
    home.mkdir()
    canaries, held = Canaries(), set()
    with serving_cheaply(folder, wrapped=tracer(trace), TMPDIR=str(home), HOME=str(home)) as served:
        browser = served.browser().sign_in("amina", PASSPHRASE)
        case = start_with_canaries(browser, canaries)
        upload(browser, case, canaries.pair(), canaries)
        filled = fill_every_form(browser, f"{case}/edit", canaries)
        links = dict.fromkeys(Forms(browser.get(case).text).links)
        own = [link for link in links if re.search(r"[0-9a-f]{8}-|/new", link) and link != case]
        filled += sum(fill_every_form(browser, link, canaries) for link in own)
        fill_every_form(browser, "/search/", canaries)
        provoke_failures(browser, case, canaries)
        assert filled >= 30, "the crawl reached the forms of the case"
        assert browser.get(case).status == 200
        held |= open_files(served)
        assert served.stop() in {0, -15}
        output = served.output
    seen_on_pages(folder, canaries)
    paths = written_paths(trace) if trace.exists() else held
    assert str(folder / "caseapp.db") in paths, "the list of files written is a real one"
    outside = {
        path
        for path in paths
        if path.startswith(("/", "memfd:")) and not _is_inside(path, folder, served.out)
    }
    assert {path for path in outside if not HARMLESS.match(path)} == set(), "written outside the instance"
    assert canaries.found_in(output.encode()) == [], "in what the server says"
    for place in (folder, home):
        for file in place.rglob("*"):
            if file.is_file():
                assert canaries.found_in(file.read_bytes()) == [], file
                assert canaries.found_in(str(file).encode()) == [], "in the name of a file"


def _is_inside(path: str, *places: Path) -> bool:
    return any(Path(path).is_relative_to(place) for place in places)


def start_with_canaries(browser: Browser, canaries: Canaries) -> str:
    words = {name: canaries.pair() for name, value in NIGHT.items() if name not in _CODES}
    codes = {name: value for name, value in NIGHT.items() if name in _CODES}
    answer = browser.post("/cases/new", {**words, **codes, "new_id": str(uuid.uuid4())})
    assert answer.status == 302, answer.text[:3000]
    page = browser.get(answer.location).text
    assert words["tonight"] in strip_isolates(html.unescape(page)), "it was stored, and its reader reads it"
    return answer.location


_CODES = {"safe_now", "may_ring", "language"}


def upload(browser: Browser, case: str, content: str, canaries: Canaries) -> None:
    """A document with canaries in content, title and file name; one that is kept; one that is not what it claims."""
    path = f"/documents/add/case/{case.rpartition('/')[2]}"
    pdf = (
        b"%PDF-1.4\n% "
        + content.encode()
        + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    fields = {"title": canaries.pair(), "source": canaries.pair(), "kind": "other", "language": "fa"}
    fields["new_id"] = str(uuid.uuid4())
    accepted = browser.upload(path, fields, "file", f"{canaries.pair()}.pdf", pdf)
    assert accepted.status == 302, accepted.text[:3000]
    name, other = canaries.pair(), b"%PDF-1.4\n% " + canaries.pair().encode() * 3000
    kept = browser.upload(path, {**fields, "kind": "no such kind"}, "file", f"{name}.pdf", other)
    assert kept.status == 422
    assert name in strip_isolates(html.unescape(kept.text)), "it was kept beside the draft"
    refused = browser.upload(path, fields, "file", f"{canaries.pair()}.png", canaries.pair().encode() * 500)
    assert refused.status == 422
    large = canaries.pair().encode() * 60_000
    assert browser.upload(path, fields, "file", f"{canaries.pair()}.exe", large).status == 422


def provoke_failures(browser: Browser, case: str, canaries: Canaries) -> None:
    """What was typed into a wrong address, a wrong passphrase, a broken body must not be told to the log either."""
    quoted = urllib.parse.quote(canaries.pair())
    assert browser.get(f"{case}/{quoted}").status == 404
    assert browser.get(f"/search/?q={quoted}").status in {200, 404}
    stranger = Browser(browser.port)
    assert (
        stranger.post("/sign-in", {"sign_in_name": canaries.pair(), "passphrase": canaries.pair()}).status
        == 422
    )
    broken = f'--x\r\nContent-Disposition: form-data; name="a"; filename="{canaries.pair()}"\r\n\r\n{canaries.pair()}'
    assert browser.send(f"{case}/edit", broken.encode(), "multipart/form-data; boundary=x").status in {
        400,
        413,
    }
    assert browser.send(f"{case}/edit", canaries.pair().encode(), "application/json").status == 400


def seen_on_pages(folder: Path, canaries: Canaries) -> None:
    assert len(canaries.typed) == len(set(canaries.typed)) >= 120
    control = canaries.typed[7]
    for shape, content in {
        "utf-8": control.encode(),
        "utf-16le": f"x{control}".encode("utf-16-le"),
        "base64+1": base64.b64encode(b"\1" + control.encode() + b"\1\1"),
    }.items():
        assert f"{control} as {shape}" in canaries.found_in(content), "the search would find it"
    assert (folder / "caseapp.db").stat().st_size > 100_000


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_trace_notices_a_file_written_elsewhere(tmp_path: Path) -> None:
    import subprocess
    import sys

    trace, left = tmp_path / "trace.txt", tmp_path / "left.txt"
    code = (
        f"import tempfile; open({str(left)!r}, 'w').write('x'); tempfile.TemporaryFile(dir={str(tmp_path)!r})"
    )
    subprocess.run([*tracer(trace), sys.executable, "-c", code], check=True)
    written = written_paths(trace)
    assert str(left) in written
    assert str(tmp_path) in written or any(path.startswith(f"{tmp_path}/tmp") for path in written)
