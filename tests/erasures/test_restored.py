"""A backup from before an erasure, restored: they are erased again, and it is still told when that was and by whom."""

import sqlite3
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit.certificates import CERTIFICATES, certificates_in
from caseapp.audit.ledger import LEDGER
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.erasures import carrying_out
from caseapp.erasures.blackening import BLACK
from caseapp.erasures.carrying_out import take_up
from caseapp.erasures.models import Erasure
from caseapp.people.actions import add_name
from caseapp.people.models import NameKind
from caseapp.people.models import Person as KnownPerson
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.backup.test_restoring import backed_up, run
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.erasures.erasing import (
    AFTER_THE_HOLD,
    after_the_hold,
    approve,
    ask,
    carry_out,
    erase,
    look,
    send,
)
from tests.erasures.test_former_states import NAME, former_of, named_anywhere, write_tonight
from tests.erasures.test_kills import SCOPE_AND_MARK, Killed, before, case_to_erase
from tests.erasures.test_mentions import decide, lines
from tests.erasures.test_the_way import problems
from tests.people.walking import client_of, id_of


def restored(app: Flask, instance: Path, path: Path, *arguments: object) -> Flask:
    """The application, unlocked anew on a restored backup."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    done = run(instance, path, "--force", *arguments)
    assert done.exit_code == 0, done.output
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        db.session.remove()
    return app


def back_at_work(person: Person, app: Flask) -> Person:
    return Person(person.name, app, app.test_client()).sign_in()


@pytest.mark.parametrize("when", ["before it was asked for", "while it was held back"])
def test_its_page_and_certificate_are_there_again_with_days_and_colleagues(
    when: str, app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    change(clara, case, besnik, "keep_out")
    if when == "before it was asked for":
        path = backed_up(app, tmp_path / "disk")
    erasure = ask(amina, case)
    approve(clara, erasure)
    if when == "while it was held back":
        path = backed_up(app, tmp_path / "disk")
    with after_the_hold(amina, clara):
        look(clara, erasure)
        carry_out(clara, erasure)
    with app.app_context():
        reference = db.session.scalars(select(Erasure)).one().reference
        db.session.remove()
    again = restored(app, instance, path)
    assert problems(again) == []
    colleagues = [back_at_work(each, again) for each in (amina, clara)]
    for colleague in colleagues:
        page = colleague.page(erasure)
        assert reference in page.h1[0]
        assert "carried out" in page.text
        assert "Carried out by Clara Test" in page.text
        assert "Asked by Amina Test" in page.text
        assert "Number of the entry in the log" in page.text
        assert "What was destroyed" in page.text
        assert page.text.count(str((today() + AFTER_THE_HOLD).year)) > 0
        colleague.get(case, 404)
    answer = colleagues[1].get(f"{erasure}/certificate")
    assert answer.data.startswith(b"%PDF")
    stranger = back_at_work(besnik, again)
    stranger.get(erasure, 404)
    with again.app_context():
        take_up()
        row = db.session.scalars(select(Erasure)).one()
        assert row.status == "done"
        assert row.numbers["rows"]["case"] == 1
        db.session.remove()
    assert "Traces overwritten" in colleagues[0].page(erasure).text
    assert problems(again) == []
    with again.app_context():
        db.engine.dispose()


def test_what_was_decided_about_mentions_is_done_again_on_what_had_been_changed_since(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    blackened = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s, third floor.")
    kept = start_case(besnik, name="A third one", tonight=f"With {NAME}.")
    path = backed_up(app, tmp_path / "disk")
    write_tonight(besnik, blackened, "At a friend's.")
    erasure = ask(amina, f"/people/{client_of(amina, case)}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        for _kind, way, _decided, address in lines(app, erasure):
            decide(clara, address, "blacken" if way == "former" else "keep", "He needs to know.")
        carry_out(clara, erasure)
    assert former_of(app, blackened) == [f"At {BLACK} third floor."]
    again = restored(app, instance, path)
    assert problems(again) == []
    with again.app_context():
        texts = {each.id.hex: each.tonight for each in db.session.scalars(select(Case))}
        db.session.remove()
    assert texts == {
        id_of(blackened).replace("-", ""): f"At {BLACK} third floor.",
        id_of(kept).replace("-", ""): f"With {NAME}.",
    }
    assert named_anywhere(again) == [f"With {NAME}."]
    with again.app_context():
        db.engine.dispose()


def test_a_record_of_a_backup_that_does_not_fit_keeps_nobody_from_restoring_it(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    broken = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    whole = start_case(besnik, name="A third one", tonight=f"With {NAME}.")
    mac = set_mac(instance, broken, b"\x01" + bytes(34))
    path = backed_up(app, tmp_path / "disk")
    set_mac(instance, broken, mac)
    for each in (broken, whole):
        write_tonight(besnik, each, "At a friend's.")
    erasure = ask(amina, f"/people/{client_of(amina, case)}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        for *_found, address in lines(app, erasure):
            decide(clara, address, "blacken")
        carry_out(clara, erasure)
    again = restored(app, instance, path)
    assert any("case" in each for each in problems(again))
    assert "carried out" in back_at_work(clara, again).page(erasure).text
    with again.app_context():
        query = select(Case.id, Case.scope_id, Case.tonight_sealed)
        cells = [tuple(row) for row in db.session.execute(query)]
        texts = Case.tonight.open_each(Case, cells)
        assert sorted(texts) == [f"At {NAME}'s.", f"With {BLACK}"]
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    "damaged", [b"\xc1\x01 no ciphertext of this column, but as long as one", b"plain", "text"]
)
def test_a_damaged_name_in_a_backup_leaves_the_others_to_be_blackened(
    damaged: object, app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    client = client_of(amina, case)
    with app.test_request_context():
        user = db.session.get_one(User, amina.id)
        with write():
            person = db.session.get_one(KnownPerson, uuid.UUID(client))
            added = add_name(user, person, name="Damaged Sample", kind=NameKind.ALIAS).id.hex
        db.session.remove()
    with sqlite3.connect(instance / "caseapp.db") as database:
        query = "SELECT name FROM person_name WHERE id = ?"
        (before,) = database.execute(query, (added,)).fetchone()
        change_name = "UPDATE person_name SET name = ? WHERE id = ?"
        database.execute(change_name, (damaged, added))
    database.close()
    path = backed_up(app, tmp_path / "disk")
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute(change_name, (before, added))
    database.close()
    write_tonight(besnik, other, "At a friend's.")
    erasure = ask(amina, f"/people/{client}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        for *_found, address in lines(app, erasure):
            decide(clara, address, "blacken")
        carry_out(clara, erasure)
    again = restored(app, instance, path)
    assert named_anywhere(again) == []
    with again.app_context():
        assert db.session.get_one(Case, uuid.UUID(id_of(other))).tonight == f"At {BLACK}"
        db.session.remove()
        db.engine.dispose()


def set_mac(instance: Path, case: str, mac: bytes) -> bytes:
    """Give the row of a case another code, with a database tool; returns the one that it had."""
    row_id = id_of(case).replace("-", "")
    with sqlite3.connect(instance / "caseapp.db") as database:
        (before,) = database.execute('SELECT row_mac FROM "case" WHERE id = ?', (row_id,)).fetchone()
        database.execute('UPDATE "case" SET row_mac = ? WHERE id = ?', (mac, row_id))
    database.close()
    return bytes(before)


def test_an_erasure_that_the_ledger_refused_and_that_was_stopped_is_not_brought_back_by_another_one(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    target = f"/people/{client_of(amina, case)}"
    write_tonight(besnik, other, "At a friend's.")
    first = ask(amina, target)
    approve(clara, first)
    with after_the_hold(amina, besnik, clara):
        look(clara, first)
        for *_found, address in lines(app, first):
            decide(clara, address, "empty")
        (instance / LEDGER).mkdir()
        carry_out(clara, first, 422)
        (instance / LEDGER).rmdir()
        send(clara, f"{first}/stop", words="He wants to wait.")
        path = backed_up(app, tmp_path / "disk")
        second = ask(amina, target)
        approve(clara, second)
        with after_the_hold(amina, besnik, clara):
            look(clara, second)
            for *_found, address in lines(app, second):
                decide(clara, address, "keep", "He needs to know.")
            carry_out(clara, second)
    again = restored(app, instance, path)
    colleague = back_at_work(clara, again)
    assert "carried out" in colleague.page(second).text
    assert "Carried out by" not in colleague.page(first).text
    assert former_of(again, other) == [f"At {NAME}'s."]
    assert problems(again) == []
    with again.app_context():
        db.engine.dispose()


def test_a_name_that_was_taken_out_since_does_not_stand_in_a_restored_record_whose_history_keeps_it(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    other = start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    path = backed_up(app, tmp_path / "disk")
    erasure = ask(amina, f"/people/{client_of(amina, case)}")
    approve(clara, erasure)
    with after_the_hold(amina, besnik, clara):
        look(clara, erasure)
        write_tonight(besnik, other, "At a friend's.")
        look(clara, erasure)
        for _kind, way, _decided, address in lines(app, erasure):
            if way == "former":
                decide(clara, address, "keep", "A court asked for its history.")
        carry_out(clara, erasure)
    assert former_of(app, other) == [f"At {NAME}'s."]
    again = restored(app, instance, path)
    with again.app_context():
        row = db.session.get_one(Case, uuid.UUID(id_of(other)))
        assert row.tonight == f"At {BLACK}"
        db.session.remove()
    assert former_of(again, other) == [f"At {NAME}'s."]
    assert problems(again) == []
    with again.app_context():
        db.engine.dispose()


def test_copies_kept_elsewhere_bring_it_back_on_another_machine_in_one_file_or_in_two(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    path = backed_up(app, tmp_path / "disk")
    erasure = erase(amina, clara, case)
    elsewhere = tmp_path / "copies.txt"
    elsewhere.write_text("".join((instance / name).read_text("ascii") for name in (CERTIFICATES, LEDGER)))
    for name in (CERTIFICATES, LEDGER):
        (instance / name).unlink()
    again = restored(app, instance, path, "--ledger", elsewhere)
    assert "carried out" in back_at_work(clara, again).page(erasure).text
    assert len((instance / LEDGER).read_text("ascii").splitlines()) == SCOPE_AND_MARK
    assert len((instance / CERTIFICATES).read_text("ascii").splitlines()) == 1
    with again.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_certificate_of_what_a_kill_prevented_or_that_was_edited_brings_nothing_back(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(app, tmp_path / "disk")
    case, erasure = case_to_erase(amina, clara)
    with after_the_hold(amina, clara):
        look(clara, erasure)
        with monkeypatch.context() as patched:
            patched.setattr(carrying_out, "add_to_ledger", before(carrying_out.add_to_ledger))
            with pytest.raises(Killed):
                carry_out(clara, erasure)
        with app.app_context():
            db.session.remove()
            take_up()
            db.session.remove()
        amina.get(case)
    file = instance / CERTIFICATES
    (line,) = file.read_text("ascii").splitlines()
    file.write_text(f"{line}\n{line[:-8]}AAAAAAA=\n2 1 broken off", "ascii")
    again = restored(app, instance, path)
    with again.app_context():
        assert len(certificates_in([file])) == 1
        assert db.session.scalars(select(Erasure)).all() == []
        db.session.remove()
        db.engine.dispose()


def test_the_file_tells_nobody_without_the_keys_what_was_erased_or_by_whom(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    case = start_case(amina, name=NAME)
    erasure = erase(amina, clara, case)
    file = instance / CERTIFICATES
    content = file.read_text("ascii")
    with app.app_context():
        reference = db.session.scalars(select(Erasure)).one().reference
        (kept,) = certificates_in([file])
        db.session.remove()
    for told in (NAME, reference, case.rpartition("/")[2], erasure.rpartition("/")[2], str(amina.id)):
        assert told not in content
        assert told.replace("-", "") not in content
    assert NAME not in str(kept)
    assert uuid.UUID(kept["id"]) == uuid.UUID(erasure.rpartition("/")[2])
    assert file.stat().st_mode & 0o777 == 0o600
