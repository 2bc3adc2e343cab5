"""Keys whose root is handed over in the environment or printed by a program, in a server and in the commands."""

import re
import shutil
import time
from pathlib import Path

import pytest
from flask_migrate import downgrade

from caseapp.application import create_app
from caseapp.db import db
from caseapp.paths import migrations_folder
from caseapp.setup.migrating import prepare
from caseapp.vault import Provider, create_given_root, new_recovery_code, open_file_root
from tests.conftest import settings_for
from tests.frame.served import PATIENCE, Served
from tests.frame.starts import caseapp, serving

KEY = bytes(range(32)).hex()
CODE = new_recovery_code()
ROOTS = {
    Provider.ENV: ("", {"CASEAPP_ROOT_KEY": KEY}),
    Provider.COMMAND: (f'root_command = ["/bin/echo", "{KEY}"]\n', {}),
}


@pytest.fixture(params=list(ROOTS))
def root(request: pytest.FixtureRequest, instance: Path) -> dict[str, str]:
    """What a process is given to open the instance, whose root key is kept elsewhere."""
    keep_elsewhere(instance, request.param)
    return ROOTS[request.param][1]


def keep_elsewhere(instance: Path, kind: Provider) -> None:
    ring = open_file_root(instance / "keys").keyring()
    shutil.rmtree(instance / "keys")
    create_given_root(instance / "keys", kind, ring, bytes.fromhex(KEY), CODE)
    (instance / "caseapp.toml").write_text(ROOTS[kind][0])


def holding_the_key(served: Served) -> list[str]:
    """The files of the served processes in which the key stands."""
    found = []
    for process in served.processes():
        files = [Path(f"/proc/{process}/{name}") for name in ("environ", "cmdline")]
        files += [
            path for path in Path(f"/proc/{process}/fd").iterdir() if path.readlink().as_posix()[0] == "/"
        ]
        found += [str(path) for path in files if path.is_file() and KEY.encode() in path.read_bytes()]
    return found


def test_a_server_opens_by_itself_and_keeps_the_key_in_no_environment(
    instance: Path, root: dict[str, str]
) -> None:
    with serving(instance, **root) as served:
        assert served.browser().get("/sign-in").status == 200
        assert "Serving on" in served.output
        assert holding_the_key(served) == []
        assert served.stop() == 0
        assert KEY not in served.output


def test_after_the_end_of_the_one_process_that_had_the_key_the_server_ends_to_be_started_anew(
    instance: Path,
) -> None:
    keep_elsewhere(instance, Provider.ENV)
    with serving(instance, CASEAPP_ROOT_KEY=KEY) as served:
        served.kill_worker()
        assert served.process.wait(PATIENCE) == 3
        assert "the process that had the root key has ended" in served.output
        assert "Traceback" not in served.output


def test_a_program_is_asked_again_for_another_process(instance: Path) -> None:
    keep_elsewhere(instance, Provider.COMMAND)
    with serving(instance) as served:
        first = served.worker()
        served.kill_worker()
        deadline = time.monotonic() + PATIENCE
        while first in served.processes():
            assert time.monotonic() < deadline
            time.sleep(0.05)  # polling another process: nothing here depends on how long it takes
        served.wait()
        assert served.browser().get("/sign-in").status == 200


def test_commands_open_by_themselves_and_a_backup_has_the_sheet(instance: Path) -> None:
    keep_elsewhere(instance, Provider.COMMAND)
    made = caseapp(instance, "backup")
    assert made.returncode == 0, made.stderr
    (backup,) = (instance / "backups").iterdir()
    tried = caseapp(instance, "restore", "--test", str(backup))
    assert (tried.returncode, "0 problems" in tried.stdout) == (0, True), tried.stdout + tried.stderr


def test_what_is_kept_before_a_migration_is_a_whole_backup(instance: Path) -> None:
    keep_elsewhere(instance, Provider.ENV)
    app = create_app(settings_for(instance))
    with app.app_context():
        prepare()
        downgrade(directory=str(migrations_folder()), revision="-1")
        db.session.remove()
        db.engine.dispose()
    with serving(instance, CASEAPP_ROOT_KEY=KEY) as served:
        assert served.browser().get("/sign-in").status == 200
        kept = re.search(r"before the change of its structure: (\S+)", served.output)
    assert kept, served.output
    assert Path(kept[1]).parent == instance / "backups", "and no copy of the database alone"
    assert not (instance / "before-migration").exists()
