"""The keyring is changed while people work: they notice nothing, and what was written before still opens."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.db import ScopeKey, db, keyring
from caseapp.db.carried import wraps_by_version
from caseapp.db.unlocked import vault_of
from caseapp.keys import changing, rewrapping
from caseapp.keys.changing import rotate
from caseapp.keys.commands import keys
from caseapp.keys.destroying import StillNeeded, destroy
from caseapp.keys.rewrapping import rewrap
from caseapp.keys.standing import Obstacle, keys_now
from caseapp.vault import KeyState, Purpose, UnknownKey
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.keys.turning import another_process, in_memory, problems, ring_on_disk, states

DECRYPT_ONLY, ACTIVE, PENDING, DESTROYED = (
    KeyState.DECRYPT_ONLY,
    KeyState.ACTIVE,
    KeyState.PENDING,
    KeyState.DESTROYED,
)


def ask(person: Person, *arguments: str, typed: str = "") -> Result:
    """One ``caseapp keys`` in the application of the test, which is unlocked."""
    with person.app.app_context():
        try:
            return CliRunner().invoke(keys, list(arguments), input=typed)
        finally:
            db.session.remove()


def test_after_a_rotation_everything_is_wrapped_by_the_new_key_and_opens(
    amina: Person, drita: Person, instance: Path
) -> None:
    case = start_case(amina, name="Dara Sample")
    done = ask(drita, "rotate")
    assert done.exit_code == 0, done.output
    assert "version 2 is in use" in done.output
    assert states(ring_on_disk(instance)) == [DECRYPT_ONLY, ACTIVE]
    with amina.app.app_context():
        assert set(wraps_by_version()) == {2}
        codes = list(db.session.scalars(select(AuditEvent.code).order_by(AuditEvent.number.desc()).limit(3)))
        db.session.remove()
    assert codes == ["keys.rewrapped", "keys.promoted", "keys.added"]
    assert "Dara Sample" in amina.page(case).text
    start_case(amina, name="Somebody Else")
    assert problems(amina.app) == []
    assert not (instance / "keys" / "keyring-next.json").exists()


def test_every_key_may_be_rotated_and_nobody_is_shut_out(amina: Person, drita: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    assert ask(drita, "rotate", "--all").exit_code == 0
    assert "Dara Sample" in amina.page(case).text, "the session goes on"
    again = Person("amina", amina.app, amina.app.test_client()).sign_in()
    reference = again.page(case).h1[0]
    start_case(again, name="Somebody Else")
    assert "Dara Sample" in again.page(case).text
    assert reference
    assert problems(amina.app) == []


def test_another_process_takes_the_new_ring_before_its_next_page_and_before_it_writes(
    amina: Person, instance: Path
) -> None:
    case = start_case(amina, name="Dara Sample")
    other = another_process(instance)
    with other.app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        rewrap(None)
        db.session.remove()
    amina.get("/health")
    assert states(in_memory(amina.app)) == [DECRYPT_ONLY, ACTIVE]
    assert "Dara Sample" in amina.page(case).text
    with other.app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        db.session.remove()
    start_case(amina, name="Somebody Else")
    with amina.app.app_context():
        assert wraps_by_version()[3] > 0
        db.session.remove()
    assert problems(amina.app) == []


def test_a_version_that_the_ring_in_memory_lacks_is_looked_for_in_the_middle_of_a_page(
    amina: Person, instance: Path
) -> None:
    start_case(amina, name="Dara Sample")
    other = another_process(instance)
    with amina.app.app_context():
        before = keyring()
        with other.app_context():
            rotate(None, Purpose.SCOPE_WRAP)
            rewrap(None)
            db.session.remove()
        assert set(wraps_by_version()) == {2}
        assert len(before.key(Purpose.SCOPE_WRAP, 2)) == 32
        with pytest.raises(UnknownKey):
            before.key(Purpose.SCOPE_WRAP, 3)
        db.session.remove()


def test_a_process_with_another_keyring_refuses_to_serve(
    amina: Person, instance: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = start_case(amina, name="Dara Sample")
    amina.token()
    shutil.copytree(instance / "keys", tmp_path / "keys")
    with another_process(instance).app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        db.session.remove()
    # The key folder is brought back from a copy of before: the ring that the database names is nowhere.
    shutil.copy(tmp_path / "keys" / "keyring.json", instance / "keys" / "keyring.json")
    answer = amina.client.get(case)
    assert answer.status_code == 503
    assert "Dara Sample" not in answer.text
    assert vault_of(amina.app).keys is None
    assert "another keyring" in caplog.text
    assert amina.client.get("/me").status_code == 503


class Killed(BaseException):
    """The process ended here."""


def kill_before(step: int, calls: list[str]) -> Callable[[str, Any], Any]:
    def wrapped(name: str, call: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == step:
                raise Killed
            return call(*arguments, **named)

        return counted

    return wrapped


def rotate_on_and_on() -> None:
    while True:
        rotate(None, Purpose.SCOPE_WRAP)


@pytest.mark.parametrize("step", range(1, 10))
def test_killed_before_any_step_the_old_or_the_new_ring_is_whole_and_it_is_gone_on_with(
    step: int, amina: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina, name="Dara Sample")
    calls: list[str] = []
    wrapped = kill_before(step, calls)
    with monkeypatch.context() as killing:
        for name in ("write_next", "name_keyring", "settle", "record"):
            killing.setattr(changing, name, wrapped(name, getattr(changing, name)))
        with amina.app.app_context():
            with pytest.raises(Killed):
                rotate_on_and_on()
            db.session.remove()
    other = another_process(instance)
    ring = ring_on_disk(instance)
    assert in_memory(other).fingerprint() == ring.fingerprint()
    assert not (instance / "keys" / "keyring-next.json").exists()
    assert "Dara Sample" in amina.page(case).text
    before = len(ring.states(Purpose.SCOPE_WRAP))
    waiting = PENDING in states(ring)
    with other.app_context():
        rotate(None, Purpose.SCOPE_WRAP)
        rewrap(None)
        db.session.remove()
    assert len(ring_on_disk(instance).states(Purpose.SCOPE_WRAP)) == before + (not waiting)
    assert "Dara Sample" in amina.page(case).text
    assert problems(amina.app) == []


def test_a_rewrapping_that_is_killed_is_taken_up_again(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        start_case(amina, name=f"Guest {number}")
    monkeypatch.setattr(rewrapping, "BATCH", 2)
    told: list[tuple[int, int]] = []
    with amina.app.app_context():
        rotate(None, Purpose.SCOPE_WRAP)

        def kill(done: int, total: int) -> None:
            told.append((done, total))
            if len(told) == 2:
                raise Killed

        with pytest.raises(Killed):
            rewrap(None, kill)
        assert set(wraps_by_version()) == {1, 2}
        left = wraps_by_version()[1]
        db.session.remove()
        assert rewrap(None) == 0
        assert set(wraps_by_version()) == {2}
        last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
        assert last.detail is not None
        assert last.detail["number"] == left
        db.session.remove()
    assert problems(amina.app) == []


def test_a_wrap_that_was_edited_is_told_of_and_keeps_the_old_key(amina: Person, drita: Person) -> None:
    start_case(amina)
    with amina.app.app_context():
        wrap = db.session.scalars(select(ScopeKey.wrap).limit(1)).one()
        with db.engine.connect().execution_options(caseapp_write=True) as raw:
            raw.exec_driver_sql(
                "UPDATE scope_key SET wrap = ? WHERE wrap = ?", (wrap[:-1] + bytes((wrap[-1] ^ 1,)), wrap)
            )
            raw.commit()
        db.session.remove()
    done = ask(drita, "rotate")
    assert done.exit_code == 1
    assert "1 keys of scopes could not be opened" in done.output
    refused = ask(drita, "destroy", "scope-wrap", "1", "--yes")
    assert "still wraps keys" in refused.output


def test_a_former_key_is_destroyed_when_nothing_needs_it_and_the_terminal_says_what_closes(
    amina: Person, drita: Person, instance: Path
) -> None:
    start_case(amina, name="Dara Sample")
    with amina.app.app_context():
        from caseapp.backup.making import make_backup

        older = make_backup(None).path
        db.session.remove()
    refused = ask(drita, "destroy", "scope-wrap", "1", "--yes")
    assert "Nothing was destroyed: is in use" in refused.output
    ask(drita, "rotate")
    with amina.app.app_context():
        make_backup(None)
        db.session.remove()
    assert f"needed by the backup {older.name}" in ask(drita, "status").output
    asked = ask(drita, "destroy", "scope-wrap", "1", typed="n\n")
    assert asked.output.count("will never open again") == 1
    assert older.name in asked.output
    assert states(ring_on_disk(instance)) == [DECRYPT_ONLY, ACTIVE], "nobody said yes"
    done = ask(drita, "destroy", "scope-wrap", "1", typed="y\n")
    assert done.exit_code == 0, done.output
    assert states(ring_on_disk(instance)) == [DESTROYED, ACTIVE]
    assert "Dara Sample" in amina.page("/people/").text
    assert problems(amina.app) == []


def test_what_cannot_be_destroyed_says_why(amina: Person, drita: Person) -> None:
    ask(drita, "rotate", "--all")
    with amina.app.app_context():
        obstacles = {key.purpose: key.obstacle for key in keys_now() if key.version == 1}
        assert obstacles == {
            Purpose.SCOPE_WRAP: None,
            Purpose.ROW_MAC: Obstacle.ROWS,
            Purpose.AUDIT_MAC: Obstacle.LOG,
            Purpose.PEPPER: Obstacle.ACCOUNTS,
            Purpose.TOKEN: Obstacle.LOOK_UPS,
            Purpose.SESSION: None,
        }
        for purpose in (Purpose.ROW_MAC, Purpose.AUDIT_MAC, Purpose.PEPPER, Purpose.TOKEN):
            with pytest.raises(StillNeeded):
                destroy(None, purpose, 1)
        destroy(None, Purpose.SESSION, 1)
        db.session.remove()
    said = ask(drita, "status").output
    assert "version 1 decrypt-only" in said
    assert "the links of the audit log need it for ever" in said
    assert "version 1 destroyed" in said


def test_passphrases_move_to_the_new_pepper_as_people_sign_in(people: dict[str, Person], app: Any) -> None:
    with app.app_context():
        rotate(None, Purpose.PEPPER)
        db.session.remove()
    for name in people:
        Person(name, app, app.test_client()).sign_in()
    with app.app_context():
        destroy(None, Purpose.PEPPER, 1)
        db.session.remove()
    Person("amina", app, app.test_client()).sign_in()


def test_the_mark_of_the_file_is_looked_at_for_each_request_and_nothing_more(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina.get("/me")
    opened: list[str] = []
    real = os.open
    monkeypatch.setattr(
        "caseapp.vault.private_files.os.open",
        lambda path, *rest: (opened.append(str(path)), real(path, *rest))[1],
    )
    amina.get("/me")
    assert not [path for path in opened if "keys" in path]


def test_what_a_former_key_has_wrapped_or_sealed_is_gone_from_the_disk(
    amina: Person, drita: Person, instance: Path
) -> None:
    start_case(amina, name="Dara Sample")
    with amina.app.app_context():
        wraps = list(db.session.scalars(select(ScopeKey.wrap)))
        db.session.remove()
    assert found_on_disk(instance, wraps) == len(wraps)
    assert ask(drita, "rotate").exit_code == 0
    assert found_on_disk(instance, wraps) == 0
    with amina.app.app_context():
        wraps = list(db.session.scalars(select(ScopeKey.wrap)))
        db.session.remove()
    assert ask(drita, "renew", "--older-than", "0").exit_code == 0
    assert found_on_disk(instance, wraps) == 1, "that of the audit log, which is never sealed anew"


def found_on_disk(instance: Path, pieces: list[bytes]) -> int:
    content = b"".join(path.read_bytes() for path in instance.glob("caseapp.db*"))
    return sum(piece in content for piece in pieces)
