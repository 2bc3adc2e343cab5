"""The command line in processes of its own: it serves, or ends with one plain sentence."""

import ast
import re
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade

from caseapp.application import create_app
from caseapp.commands.terminal import NOT_RUNNING
from caseapp.config import SettingError
from caseapp.db import db
from caseapp.paths import migrations_folder
from caseapp.processes.local_socket import DOOR
from caseapp.setup.holding import hold_instance
from caseapp.setup.migrating import prepare
from tests.bench.idle_memory import megabytes
from tests.conftest import settings_for
from tests.frame.served import ROOT, Browser, caseapp_from_scratch, free_port
from tests.frame.served import serving as serving_from_scratch
from tests.frame.starts import caseapp, serving

SET_UP = {
    "organisation": "Open Door انجمن",
    "language": "en",
    "name": "Drita Test",
    "sign_in_name": "drita",
    "passphrase": "four green windows and a lamp",
    "repeated": "four green windows and a lamp",
    "first_unlocker": "office",
    "first_passphrase": "a river under seven bridges",
    "second_unlocker": "chair",
    "second_passphrase": "twelve clocks without hands",
}


def set_up(browser: Browser, link: str, **more: str) -> None:
    """Fill in the set-up form, read the recovery sheet and type the groups asked for."""
    assert browser.post(link, {**SET_UP, **more}).location == f"{link}/recovery"
    sheet = browser.get(f"{link}/recovery").text
    code = re.search(r'class="recovery-code">([^<]+)<', sheet)
    assert code
    groups = re.findall(r"[A-Z0-9]+", code.group(1))
    asked = re.findall(r"Group (\d+)", sheet)
    typed = {
        name: groups[int(number) - 1]
        for name, number in zip(("first", "second", "third"), asked, strict=True)
    }
    assert browser.post(f"{link}/recovery", typed).location == "/sign-in"


def test_an_empty_instance_is_set_up_through_its_link_and_is_locked_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    sheet: list[str] = []
    with serving_from_scratch(folder) as first:
        link = re.search(r"http://localhost:\d+(/set-up/\S+)", first.output)
        assert link
        set_up(first.browser(), link.group(1))
        browser = first.browser().sign_in("drita", SET_UP["passphrase"], sheet)
        assert len(sheet) == 10, "the first administrator was led to set up a second factor"
        assert "Drita Test" in browser.get("/").text
        assert browser.get(link.group(1)).status == 404, "the link opens once"
        assert first.stop() == 0
        assert "set-up" in first.output
        assert first.output.count("\n") == 4, f"a start and an orderly end say nothing more: {first.output!r}"
    with serving(folder) as second:
        assert "Locked." in second.output
        browser = second.browser()
        locked = browser.get("/")
        assert locked.status == 503
        assert "The system is locked" in locked.text
        assert browser.post("/unlock", {"passphrase": "not one of the two at all"}).status == 422
        assert browser.post("/unlock", {"passphrase": SET_UP["second_passphrase"]}).location == "/sign-in"
        assert "Drita Test" in browser.sign_in("drita", SET_UP["passphrase"], sheet).get("/").text
        locked_and_unlocked_from_a_terminal(folder, browser)
        assert second.stop() == 0
        assert not (folder / DOOR).exists(), "the door is gone with the process"
    assert "is not running" in caseapp(folder, "status").stderr
    assert caseapp(folder, "status").returncode == NOT_RUNNING
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, f"{path.name} is open to other accounts: {mode:o}"


def locked_and_unlocked_from_a_terminal(folder: Path, browser: Browser) -> None:
    """Lock what is served and unlock it again, by a wrong passphrase and by a right one."""
    assert stat.S_IMODE((folder / DOOR).stat().st_mode) == 0o600
    assert re.fullmatch(r"Unlocked since \d{4}-\d\d-\d\d \d\d:\d\d\.\n", caseapp(folder, "status").stdout)
    assert caseapp(folder, "lock").stdout == "Locked.\n"
    assert browser.get("/").status == 503
    assert (caseapp(folder, "status").returncode, caseapp(folder, "lock").stdout) == (1, "Locked.\n")
    by_script = ("unlock", "--passphrase-fd", "0")
    wrong = caseapp(folder, *by_script, typed="not one of the two at all\n")
    assert (wrong.returncode, wrong.stderr) == (1, "Error: This does not unlock.\n")
    assert "Unlocked since" in caseapp(folder, *by_script, typed=SET_UP["first_passphrase"] + "\n").stdout
    assert "Unlocked since" in caseapp(folder, "unlock").stdout, "nothing is asked where nothing is locked"
    assert browser.get("/").location == "/sign-in", "and everybody signs in again"


def test_a_taken_port_is_one_sentence_and_no_database(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = caseapp_from_scratch(tmp_path / "instance", "run", port=port)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert f"another program uses port {port}" in ended.stderr
    assert not (tmp_path / "instance").exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    ended = caseapp(tmp_path / "a-file" / "instance", "run", port=free_port())
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "instance_path" in ended.stderr
    assert "cannot be made" in ended.stderr


def test_a_database_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    (folder / "caseapp.db").write_bytes(b"no database, and never was one. " * 200)
    ended = caseapp(folder, "run", port=free_port())
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "The database cannot be used" in ended.stderr


def test_a_database_with_a_trigger_in_it_is_one_sentence_that_names_it(
    instance: Path,
) -> None:
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute("CREATE TRIGGER quiet BEFORE INSERT ON audit_event BEGIN SELECT raise(IGNORE); END")
    database.close()
    ended = caseapp(instance, "run", port=free_port())
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "holds what caseapp does not make: trigger quiet" in ended.stderr


def test_a_server_brings_an_older_structure_to_the_newest_and_keeps_what_was_there(instance: Path) -> None:
    app = create_app(settings_for(instance))
    with app.app_context():
        prepare()
        downgrade(directory=str(migrations_folder()), revision="-1")
        db.session.remove()
        db.engine.dispose()
    with serving(instance) as served:
        kept = re.search(r"before the change of its structure: (\S+)", served.output)
        assert kept, served.output
        assert Path(kept.group(1)).parent == instance / "backups"
        assert served.browser().get("/sign-in").status == 200


@pytest.mark.parametrize("command", ["run", "backup", "migrate"])
def test_a_database_that_a_newer_version_has_changed_is_one_sentence_and_stays_as_it_is(
    command: str, instance: Path
) -> None:
    kept = instance / "before-migration" / "0001.db"
    kept.parent.mkdir()
    kept.write_bytes(b"the way back")
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    ended = caseapp(instance, command, port=free_port())
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "a newer version of caseapp has changed the structure" in ended.stderr
    assert "it has number 9999" in ended.stderr
    assert "caseapp restore --force FILE" in ended.stderr
    assert [*kept.parent.iterdir()] == [kept]
    assert not (instance / "backups").exists()


def test_serving_beyond_loopback_without_tls_is_refused_by_its_setting(tmp_path: Path) -> None:
    ended = caseapp(tmp_path / "instance", "run", CASEAPP_HOST="192.0.2.1")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "host: serving on 192.0.2.1 lets other machines in" in ended.stderr


def test_an_idle_server_takes_less_than_150_megabytes(tmp_path: Path) -> None:
    with serving_from_scratch(tmp_path / "instance") as served:
        served.browser().get("/")
        assert sum(megabytes(process) for process in served.processes()) < 150


def printed(script: str) -> Any:
    """What a process of its own prints, which imports things."""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return ast.literal_eval(ended.stdout)


def test_a_start_imports_nothing_that_few_need_and_looks_for_no_garbage_meanwhile() -> None:
    often, imported = printed(
        "import gc, sys; before = gc.get_stats()[1]['collections'];"
        "from caseapp.__main__ import imported_command_line as imported; imported();"
        "often = gc.get_stats()[1]['collections'] - before; import caseapp.serving.worker;"
        "print((often, sorted(sys.modules)))"
    )
    assert often <= 1
    seldom = {"webauthn", "pyasn1", "alembic", "pikepdf", "PIL", "typst", "pyzipper", "xlsxwriter"}
    assert seldom.isdisjoint(imported)


def test_the_process_that_keeps_the_address_has_nothing_of_the_application() -> None:
    found = printed(
        "import sys, caseapp.serving.server as _;"
        "print({it for it in sys.modules if it.startswith(('caseapp', 'flask'))})"
    )
    handed_to_workers = {
        "caseapp.processes.across_workers",
        "caseapp.processes.board",
        "caseapp.processes.garbage",
        "caseapp.processes.local_socket",
    }
    assert (
        found
        == {"caseapp", "caseapp.hardening", "caseapp.processes", "caseapp.serving", "caseapp.serving.server"}
        | handed_to_workers
    )


def test_what_keeps_the_address_holds_the_folder_too(instance: Path) -> None:
    with serving(instance) as served:
        served.kill_worker()
        with pytest.raises(SettingError, match="is running on"):
            hold_instance(instance, alone=True)
