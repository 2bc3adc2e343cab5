"""Canaries: words in every encrypted column and every file of a server that is killed stand nowhere on the disk.

They are written in four scripts and sought in eight encodings.
"""

import base64
import gzip
import html
import json
import os
import random
import re
import shutil
import signal
import socket
import urllib.parse
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from caseapp.accounts.organisation import Organisation
from caseapp.application import create_app
from caseapp.audit import AuditEvent, record
from caseapp.db import Encrypted, db, write
from caseapp.db.encrypted import encrypted_columns
from caseapp.printing.direction import strip_isolates
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import PASSPHRASE, settings_for
from tests.frame.every_row import make_rows, value_of
from tests.frame.served import Browser, Served, serving_cheaply

DICE = random.Random(20260302)
SCRIPTS = {
    "Latin": ("zq", "bcdfghjkmnpqrstvwxz"),
    "Persian": ("ژظ", "ابپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"),
    "Arabic": ("ؤظ", "أإآابتثجحخدذرزسشصضطظعغفقكلمنهويىة"),
    "Albanian": ("ëq", "bcçdëfghjklmnpqrstvxzÇË"),
}
"""Of each script, how its canaries begin and the letters that they go on with."""
TEXT_TYPES = {"text", "search", "tel", "email", "url", None}
HARMLESS = re.compile(r"^/dev/(null|tty|shm/wgunicorn-|shm/sem\.)|^/proc/self/|^/sys/")
"""Where the server may write beside its instance folder: gunicorn's heartbeat is an empty file."""


@dataclass
class Canaries:
    """What was typed, and how it might turn up."""

    typed: list[str] = field(default_factory=list)

    def words(self) -> str:
        """A word in each script, which stands nowhere else."""
        new = [begins + "".join(DICE.choices(letters, k=12)) for begins, letters in SCRIPTS.values()]
        self.typed += new
        return " ".join(new)

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


PIECE, STRIDE = 8, 5
"""Every fifth piece of eight bytes of a content is looked at: what is sought has one of them in its first twelve."""
SHORTEST = PIECE + STRIDE - 1


class Sought:
    """All canaries in all their shapes, to be found in one walk through a content: there are thousands of them."""

    def __init__(self, canaries: Canaries) -> None:
        self._shapes = list(canaries.shapes())
        assert min(len(sought) for _word, _shape, sought in self._shapes) >= SHORTEST
        self._pieces = {
            sought[start : start + PIECE] for _word, _shape, sought in self._shapes for start in range(STRIDE)
        }

    def found_in(self, content: bytes) -> list[str]:
        """The canaries that stand in ``content`` or in what is packed in it."""
        unpacked = {"": content} | {" packed": b"\n".join(packed_in(content))}
        return [
            f"{word} as {shape}{packed}"
            for packed, place in unpacked.items()
            if self._may_stand_in(place)
            for word, shape, sought in self._shapes
            if sought in place
        ]

    def _may_stand_in(self, place: bytes) -> bool:
        return not self._pieces.isdisjoint(
            place[at : at + PIECE] for at in range(0, len(place) - PIECE + 1, STRIDE)
        )


PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
"""How gzip and zlib streams begin."""


def packed_in(content: bytes) -> Iterator[bytes]:
    """What is packed anywhere in ``content``, as gzip or zlib; a few signs of it are enough to be a stream."""
    for begins in PACKED.finditer(content):
        stream = zlib.decompressobj(wbits=47)  # either kind, by its head
        try:
            unpacked = stream.decompress(content[begins.start() : begins.start() + 1_000_000], 4_000_000)
        except zlib.error:
            continue
        if len(unpacked) >= 8:
            yield unpacked


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
                value, typed = canaries.words(), typed + 1
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


def at_home_in(home: Path) -> dict[str, str]:
    """What the traced server is told: its places for other files, and to leave compiled modules of Python's nowhere."""
    return {"TMPDIR": str(home), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


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


def test_nothing_stored_typed_or_uploaded_is_readable_on_the_disk_of_a_killed_server(
    installed: Path, tmp_path: Path
) -> None:
    folder, home, trace = tmp_path / "instance", tmp_path / "temporary", tmp_path / "trace.txt"
    shutil.copytree(installed, folder)
    home.mkdir()
    canaries, held = Canaries(), set()
    sow(folder, canaries)
    with serving_cheaply(folder, wrapped=tracer(trace), **at_home_in(home)) as served:
        browser = served.browser().sign_in("amina", PASSPHRASE)
        case = start_with_canaries(browser, canaries)
        upload(browser, case, canaries.words(), canaries)
        filled = fill_every_form(browser, f"{case}/edit", canaries)
        links = dict.fromkeys(Forms(browser.get(case).text).links)
        own = [link for link in links if re.search(r"[0-9a-f]{8}-|/new", link) and link != case]
        filled += sum(fill_every_form(browser, link, canaries) for link in own)
        fill_every_form(browser, "/search/", canaries)
        take_out(served, canaries)
        fill_every_form(browser, "/texts/list/cases", canaries)
        assert browser.get("/texts/list/cases").status == 200
        provoke_failures(browser, case, canaries)
        assert filled >= 30, "the crawl reached the forms of the case"
        assert browser.get(case).status == 200
        with half_an_upload(browser, case, canaries):
            held |= open_files(served)
            power_cut(served)
        output = served.output
    sought = Sought(canaries)
    seen_on_pages(folder, canaries, sought)
    paths = written_paths(trace) if trace.exists() else held
    assert str(folder / "caseapp.db") in paths, "the list of files written is a real one"
    outside = {
        path
        for path in paths
        if path.startswith(("/", "memfd:")) and not _is_inside(path, folder, served.out)
    }
    assert {path for path in outside if not HARMLESS.match(path)} == set(), "written outside the instance"
    assert sought.found_in(output.encode()) == [], "in what the server says"
    files = [file for place in (folder, home) for file in place.rglob("*") if file.is_file()]
    assert {"caseapp.db", "caseapp.db-wal", "caseapp.db-shm"} <= {file.name for file in files}
    assert any(file.parent.name == "backups" for file in files)
    for file in files:
        assert sought.found_in(file.read_bytes()) == [], file
        assert sought.found_in(str(file).encode()) == [], "in the name of a file"


def sow(folder: Path, canaries: Canaries) -> None:
    """Write canaries into every encrypted column of every table, in rows that no page shows."""
    app = create_app(settings_for(folder))
    sown: set[str] = set()

    def words(column: Encrypted[Any], _number: int) -> str:
        sown.add(column.label)
        return canaries.words()

    with app.app_context():
        event.listen(
            db.engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = OFF")
        )
        adopt_root(app, open_file_root(keys_folder(app)))
        make_rows(words, removed=True, but=frozenset({Organisation}))
        with write():
            there_is_one = db.session.scalars(select(Organisation)).one()
            for column in encrypted_columns(Organisation):
                setattr(there_is_one, column.name, value_of(column, 0, words(column, 0)))
            record(None, "setup.unlocked")
        db.session.remove()
        db.engine.dispose()
    written_by_the_log = {column.label for column in encrypted_columns(AuditEvent)}
    assert sown >= set(Encrypted.INVENTORY) - written_by_the_log, "every column has its canary"
    assert len(sown) >= 60


def take_out(served: Served, canaries: Canaries) -> None:
    """What leaves the application: numbers, an export of rows, a backup; each kept as it lies on the disk."""
    clara = served.browser().sign_in("clara", PASSPHRASE)
    asked = {
        "identified": "pseudonymous",
        "audience": "",
        "reason": canaries.words(),
        "columns": "status",
        "new_id": str(uuid.uuid4()),
    }
    export = clara.post("/reports/rows/new/cases", asked)
    assert export.status == 302, re.findall(r"error[^<]*<[^<]*", export.text)
    wait_for(clara, export.location, "The file is being made")
    assert "passphrase" in clara.get(export.location).text
    drita = served.browser().sign_in("drita", PASSPHRASE)
    assert drita.post("/settings/backups/make", {}, "/settings/backups/").status == 302
    wait_for(drita, "/settings/backups/", "A backup is being made")


def wait_for(browser: Browser, path: str, while_it_says: str) -> None:
    while while_it_says in browser.get(path).text:
        pass  # asking another process: nothing here depends on how long it takes


@contextmanager
def half_an_upload(browser: Browser, case: str, canaries: Canaries) -> Iterator[None]:
    """A file of which half has arrived, and the rest is on its way."""
    path = f"/documents/add/case/{case.rpartition('/')[2]}"
    token = re.search(r'name="csrf[-_]token" (?:content|value)="([^"]+)"', browser.get(path).text)
    assert token
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token.group(1)}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{canaries.words()}.pdf"\r\n\r\n%PDF-1.4\n'
    ).encode()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.jar)
    sent = head + canaries.words().encode() * 40_000
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{browser.port}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {2 * len(sent)}",
    ]
    with socket.create_connection(("127.0.0.1", browser.port)) as half:
        half.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + sent)
        yield


def power_cut(served: Served) -> None:
    """End the server without a word; a tracer in front writes down what it has seen, and follows."""
    for process_id in reversed(served.processes()):
        os.kill(process_id, signal.SIGKILL)
    served.process.wait(60)


def _is_inside(path: str, *places: Path) -> bool:
    return any(Path(path).is_relative_to(place) for place in places)


def start_with_canaries(browser: Browser, canaries: Canaries) -> str:
    words = {name: canaries.words() for name, value in NIGHT.items() if name not in _CODES}
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
    fields = {"title": canaries.words(), "source": canaries.words(), "kind": "other", "language": "fa"}
    fields["new_id"] = str(uuid.uuid4())
    accepted = browser.upload(path, fields, "file", f"{canaries.words()}.pdf", pdf)
    assert accepted.status == 302, accepted.text[:3000]
    name, other = canaries.words(), b"%PDF-1.4\n% " + canaries.words().encode() * 3000
    kept = browser.upload(path, {**fields, "kind": "no such kind"}, "file", f"{name}.pdf", other)
    assert kept.status == 422
    assert name in strip_isolates(html.unescape(kept.text)), "it was kept beside the draft"
    refused = browser.upload(path, fields, "file", f"{canaries.words()}.png", canaries.words().encode() * 500)
    assert refused.status == 422
    large = canaries.words().encode() * 60_000
    assert browser.upload(path, fields, "file", f"{canaries.words()}.exe", large).status == 422


def provoke_failures(browser: Browser, case: str, canaries: Canaries) -> None:
    """What was typed into a wrong address, a wrong passphrase, a broken body must not be told to the log either."""
    quoted = urllib.parse.quote(canaries.words())
    assert browser.get(f"{case}/{quoted}").status == 404
    assert browser.get(f"/search/?q={quoted}").status in {200, 404}
    stranger = Browser(browser.port)
    assert (
        stranger.post("/sign-in", {"sign_in_name": canaries.words(), "passphrase": canaries.words()}).status
        == 422
    )
    broken = f'--x\r\nContent-Disposition: form-data; name="a"; filename="{canaries.words()}"\r\n\r\n{canaries.words()}'
    assert browser.send(f"{case}/edit", broken.encode(), "multipart/form-data; boundary=x").status in {
        400,
        413,
    }
    assert browser.send(f"{case}/edit", canaries.words().encode(), "application/json").status == 400


def seen_on_pages(folder: Path, canaries: Canaries, sought: Sought) -> None:
    assert len(canaries.typed) == len(set(canaries.typed)) >= 500
    control = canaries.typed[5]
    for shape, content in {
        "utf-8": control.encode(),
        "utf-16le": f"x{control}".encode("utf-16-le"),
        "base64+1": base64.b64encode(b"\1" + control.encode() + b"\1\1"),
        "utf-8 packed": b"zz" + zlib.compress(b"\1" + control.encode() + b"\1\1"),
        "utf-16be packed": b"zz" + gzip.compress(b"\1" + control.encode("utf-16-be")),
    }.items():
        assert f"{control} as {shape}" in sought.found_in(content), "the search would find it"
    for word, shape, shown in Canaries(canaries.typed[:4]).shapes():
        for before in range(STRIDE):
            content = b"." * before + shown
            assert f"{word} as {shape}" in sought.found_in(content), "wherever it begins"
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
