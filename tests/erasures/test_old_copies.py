"""A copy from before an update or a restore keeps an erasure back, until an administrator removes it on their page."""

import os
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.db import db
from caseapp.erasures import certificate
from caseapp.printing.certificate import CertificateSheet
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.erasures.erasing import after_the_hold, approve, ask, carry_out, look, version_of
from tests.erasures.test_kills import Killed
from tests.erasures.test_the_way import problems

COPY = "before-migration"


def keep_copy(instance: Path, name: str = COPY) -> Path:
    """What an update leaves behind: the database as it was."""
    folder = instance / name
    folder.mkdir(mode=0o700)
    shutil.copy(instance / "caseapp.db", folder / "0042.db")
    return folder


def test_while_a_copy_from_before_lies_there_nothing_is_destroyed_and_everybody_reads_why(
    app: Flask, instance: Path, amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    erasure = ask(amina, case)
    folder = keep_copy(instance)
    assert COPY in amina.page(erasure).text
    approve(clara, erasure)
    with after_the_hold(amina, clara, drita):
        look(clara, erasure)
        page = clara.page(f"{erasure}/carry-out").text
        assert "A copy from before an update or a restore would hold it on" in page
        clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": "3"}, 422)
        amina.get(case)
        assert "is still here" in drita.page("/").text
        assert COPY in drita.page("/settings/backups/").text
        path = f"/settings/backups/copies/{COPY}/remove"
        refused = visible(drita.post(path, {}, 422))
        assert "go back to this copy. Tick this if the copy is to be removed" in refused, (
            "a sentence needs no colon"
        )
        assert folder.exists()
        drita.post(path, {"sure": "y"})
        assert not folder.exists()
        drita.get(path, 404)
        assert COPY not in drita.page("/settings/backups/").text
        with app.app_context():
            codes = db.session.scalars(select(AuditEvent.code)).all()
            assert codes.count("backup.copy_removed") == 1
        carry_out(clara, erasure)
        assert COPY not in clara.page(erasure).text
    assert problems(app) == []


@pytest.mark.parametrize("name", ["files", "keys", "before-nothing", "..", "before-migration%2F..%2Fkeys"])
def test_nothing_else_of_the_installation_is_removed_like_that(
    name: str, instance: Path, drita: Person
) -> None:
    keep_copy(instance)
    drita.token()
    before = {path.name for path in instance.iterdir()}
    sent = {"csrf_token": drita.token(), "sure": "y"}
    answer = drita.client.post(f"/settings/backups/copies/{name}/remove", data=sent)
    assert answer.status_code in {404, 405, 308}
    assert {path.name for path in instance.iterdir()} == before


def test_a_former_key_folder_in_a_copy_is_told_of_before_it_goes(instance: Path, drita: Person) -> None:
    folder = keep_copy(instance, "before-restore-2026-11-01-120000")
    path = f"/settings/backups/copies/{folder.name}/remove"
    assert "former key folder" not in drita.page(path).text
    (folder / "keys").mkdir()
    assert "former key folder" in drita.page(path).text


def test_a_copy_that_the_disk_does_not_let_go_is_said_so(
    instance: Path, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_copy(instance)

    def stuck(_path: Path) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(shutil, "rmtree", stuck)
    page = drita.post(f"/settings/backups/copies/{COPY}/remove", {"sure": "y"}, 422)
    assert "The disk does not let it go whole." in visible(page)


def test_a_kill_while_a_copy_is_removed_leaves_the_act_in_the_log(
    app: Flask, instance: Path, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = keep_copy(instance)
    really = shutil.rmtree

    def killed(path: Path) -> None:
        really(path)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        with pytest.raises(Killed):
            drita.post(f"/settings/backups/copies/{COPY}/remove", {"sure": "y"})
    assert not folder.exists()
    with app.app_context():
        db.session.remove()
        codes = db.session.scalars(select(AuditEvent.code)).all()
        db.session.remove()
    assert "backup.copy_removed" in codes


def test_the_certificate_names_copies_from_before_the_erasure_and_none_that_were_made_since(
    app: Flask, instance: Path, amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = ask(amina, start_case(amina))
    approve(clara, erasure)
    printed: list[CertificateSheet] = []
    made = certificate.print_certificate

    def printing(sheet: CertificateSheet) -> object:
        printed.append(sheet)
        return made(sheet)

    monkeypatch.setattr(certificate, "print_certificate", printing)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        version = version_of(clara, f"{erasure}/carry-out")
        clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": version})
        before = keep_copy(instance)
        since = keep_copy(instance, "before-restore-2027-01-01-000000")
        later = since.stat().st_mtime + 60 * 86_400
        os.utime(since, (later, later))
        page = clara.page(erasure).text
        assert before.name in page
        assert since.name not in page
        clara.get(f"{erasure}/certificate?language=en")
        notes = " ".join(printed[0].notes)
        assert f"until an administrator removes them: {before.name}." in notes
    with app.app_context():
        db.session.remove()
