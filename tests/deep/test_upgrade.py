"""An instance gets another version of caseapp: its structure changes by itself, and there is a way back."""

import re
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from caseapp.demo.making import PASSPHRASE
from caseapp.paths import migrations_folder
from caseapp.setup.installing import newest_migration
from tests.frame.served import PATIENCE, ROOT, Browser, Served, environment, free_port, serving
from tests.incoming_contacts.test_incoming_contacts import CALL
from tests.setup.test_command_line import SET_UP, set_up

pytestmark = pytest.mark.deep

NEXT = f"{int(newest_migration()) + 1:04}"
MIGRATION = f'''"""what a later version adds"""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{newest_migration()}"


def upgrade() -> None:
    op.create_table(
        "later", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_later")
    )


def downgrade() -> None:
    op.drop_table("later")
'''
MODEL = '''

from caseapp.db import db
from sqlalchemy.orm import Mapped, mapped_column


class Later(db.Model):
    """What a later version adds."""

    __tablename__ = "later"

    id: Mapped[int] = mapped_column(primary_key=True)
'''
BEFORE, AFTER = "A caller from before the upgrade", "A caller from after the upgrade"
KEPT = re.compile(r"The database as it is before the change of its structure: (\S+)")


@dataclass(frozen=True)
class Versions:
    """Two versions, each the folder that its wheel is installed into, and the number of the older one's structure."""

    former: Path
    later: Path
    structure: str


@dataclass(frozen=True)
class Guarded:
    """An instance by what guards its keys: how it is served, unlocked and signed in to, and by whom its log is read."""

    command: tuple[str, ...]
    typed: str
    worker: tuple[str, str]
    reader: tuple[str, str]

    def unlock(self, served: Served) -> Browser:
        """A browser of an instance that answers."""
        browser = served.browser()
        if self.typed:
            assert browser.post("/unlock", {"passphrase": self.typed}).location == "/sign-in"
        return browser


KEY_FILE = Guarded(("demo", "--serve"), "", ("support2", PASSPHRASE), ("auditor", PASSPHRASE))
PASSPHRASES = Guarded(
    ("run",), SET_UP["first_passphrase"], *[(SET_UP["sign_in_name"], SET_UP["passphrase"])] * 2
)


def installed(tree: Path, folder: Path) -> Path:
    """Build the wheel of a tree and install it into a folder of its own."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder / "built", tree], check=True)
    (wheel,) = (folder / "built").glob("*.whl")
    site = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", site, wheel], check=True)
    return site


def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)


def former_tree(into: Path) -> Path:
    """The tree of the commit before the newest migration."""
    (newest,) = (ROOT / "migrations" / "versions").glob(f"{newest_migration()}_*.py")
    added = git("log", "-1", "--diff-filter=A", "--format=%H^", "--", str(newest)).stdout.decode().strip()
    if not added or git("rev-parse", "--verify", "--quiet", added).returncode:
        pytest.skip(f"the history here does not reach back to before {newest.name}")
    into.mkdir()
    packed = git("archive", added).stdout
    subprocess.run(["tar", "-x", "-C", into], input=packed, check=True)
    return into


def later_tree(into: Path) -> Path:
    """Today's tree with one more migration, and with the model that it makes room for."""
    shutil.copytree(
        ROOT, into, ignore=shutil.ignore_patterns(".*", "instance", "gallery", "__pycache__", "tests", "docs")
    )
    (into / "migrations" / "versions" / f"{NEXT}_later.py").write_text(MIGRATION, "utf-8")
    with (into / "caseapp" / "accounts" / "models.py").open("a", encoding="utf-8") as models:
        models.write(MODEL)
    return into


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(ROOT, tmp_path_factory.mktemp("today"))


@pytest.fixture(scope="module", params=["from the former structure", "to the next structure"])
def versions(
    request: pytest.FixtureRequest, today: Path, tmp_path_factory: pytest.TempPathFactory
) -> Versions:
    place = tmp_path_factory.mktemp("other")
    if request.param == "to the next structure":
        return Versions(today, installed(later_tree(place / "tree"), place), newest_migration())
    numbers = sorted(path.name[:4] for path in (migrations_folder() / "versions").glob("0*.py"))
    return Versions(installed(former_tree(place / "tree"), place), today, numbers[-2])


@pytest.fixture(params=[KEY_FILE, PASSPHRASES], ids=["key file", "passphrases"])
def guarded(request: pytest.FixtureRequest) -> Guarded:
    found: Guarded = request.param
    return found


def ended(
    folder: Path, version: Path, *arguments: object, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one command of a version to its end, away from any terminal, where passphrases would be asked for."""
    return subprocess.run(
        [sys.executable, "-m", "caseapp", *map(str, arguments)],
        env=environment(folder, free_port(), PYTHONPATH=str(version), PYTHONWARNINGS="ignore"),
        cwd="/",
        input=f"{typed}\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        start_new_session=True,
    )


def log_contact(browser: Browser, caller: str) -> str:
    """Log an incoming contact; returns its address."""
    answer = browser.post("/incoming/new", {**CALL, "caller": caller, "new_id": str(uuid.uuid4())})
    assert answer.status == 302, answer.text[:2000]
    return answer.location


def begin(folder: Path, version: Path, guarded: Guarded, sheet: list[str]) -> str:
    """Make an instance with a version and log a contact in it; returns the contact's address."""
    with serving(folder, guarded.command, PYTHONPATH=str(version)) as served:
        if guarded is PASSPHRASES:
            link = f"/set-up/{served.output.split('/set-up/')[1].split()[0]}"
            set_up(served.browser(), link, other_roles="support")
        address = log_contact(served.browser().sign_in(*guarded.worker, sheet), BEFORE)
        assert served.stop() == 0
    return address


def link_for(folder: Path, version: Path, guarded: Guarded) -> str:
    """A link from the terminal for whoever works here, to set up another second factor."""
    name = guarded.worker[0]
    said = ended(folder, version, "accounts", "let-in", name, "--lost", "second-factor", typed=guarded.typed)
    found = re.search(r"/activate/\S+", said.stdout)
    assert found, said.stdout + said.stderr
    return found.group()


def verified(folder: Path, version: Path, guarded: Guarded) -> None:
    outcome = ended(folder, version, "audit", "verify", typed=guarded.typed)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "0 problems" in outcome.stdout


def test_an_upgrade_changes_the_structure_keeps_what_was_saved_and_can_be_taken_back(
    versions: Versions, guarded: Guarded, tmp_path: Path
) -> None:
    folder, sheet = tmp_path / "instance", list[str]()
    before = begin(folder, versions.former, guarded, sheet)

    with serving(folder, guarded.command, PYTHONPATH=str(versions.later)) as served:
        told = KEPT.search(served.output)
        assert told, served.output
        kept = Path(told.group(1))
        browser = guarded.unlock(served).sign_in(*guarded.worker, sheet)
        assert BEFORE in browser.get(before).text
        after = log_contact(browser, AFTER)
        assert AFTER in browser.get(after).text
        assert served.stop() == 0
        assert "Traceback" not in served.output
    if guarded is PASSPHRASES:
        assert kept == folder / "before-migration" / f"{versions.structure}.db"
    else:
        assert kept.parent == folder / "backups"
    verified(folder, versions.later, guarded)

    done = ended(folder, versions.former, "restore", "--force", kept, typed=guarded.typed)
    assert done.returncode == 0, done.stdout + done.stderr
    link = link_for(folder, versions.former, guarded) if sheet else ""
    with serving(folder, guarded.command, PYTHONPATH=str(versions.former)) as served:
        browser = guarded.unlock(served)
        if link:  # recovery codes were used since, so that those of the copy count no more
            browser.sign_in_by_link(link, guarded.worker[1], sheet)
        else:
            browser.sign_in(*guarded.worker, sheet)
        assert BEFORE in browser.get(before).text
        assert browser.get(after).status == 404
        assert "Restored a backup" in served.browser().sign_in(*guarded.reader, sheet).get("/audit/").text
        assert served.stop() == 0
        assert "Traceback" not in served.output
    verified(folder, versions.former, guarded)

    with serving(folder, guarded.command, PYTHONPATH=str(versions.later)) as served:
        assert KEPT.search(served.output), "the upgrade is made once more"
        assert BEFORE in guarded.unlock(served).sign_in(*guarded.worker, sheet).get(before).text
    verified(folder, versions.later, guarded)


@pytest.mark.parametrize("versions", ["to the next structure"], indirect=True)
def test_the_former_version_leaves_an_instance_of_a_later_one_alone(
    versions: Versions, guarded: Guarded, tmp_path: Path
) -> None:
    folder = tmp_path / "instance"
    begin(folder, versions.former, guarded, [])
    with serving(folder, guarded.command, PYTHONPATH=str(versions.later)) as served:
        assert served.stop() == 0
    content = files_of(folder)
    for arguments in (guarded.command, ("backup",), ("audit", "verify"), ("migrate",)):
        outcome = ended(folder, versions.former, *arguments, typed=guarded.typed)
        assert outcome.returncode == 2, outcome.stdout + outcome.stderr
        assert outcome.stdout == ""
        assert outcome.stderr.count("\n") == 1, outcome.stderr
        assert (
            f"it has number {NEXT}, and this version knows them up to {newest_migration()}" in outcome.stderr
        )
        assert "caseapp restore --force FILE" in outcome.stderr
    assert files_of(folder) == content


def files_of(folder: Path) -> dict[Path, bytes]:
    """Every file with what is in it, once what was written last is in the database file itself."""
    with closing(sqlite3.connect(folder / "caseapp.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }
