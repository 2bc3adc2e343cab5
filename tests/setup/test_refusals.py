"""What stops a start: each with an exit code, one sentence that names what to change, and nothing that listens."""

import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from caseapp.cli import ANOTHER_TRY, PUT_RIGHT
from caseapp.config import SettingError, Settings
from caseapp.db import probing
from caseapp.db.probing import MUST_BE, UnsoundConnection, refuse_unsound_connection
from caseapp.hardening import Hardening
from caseapp.setup import refusals
from caseapp.setup.refusals import (
    kind_of_disk,
    refuse_full_disk,
    refuse_network_disk,
    refuse_readable_memory,
    refuse_readable_swap,
    refuse_weak_randomness,
)
from caseapp.vault import Keyring, Provider, create_file_root, create_given_root, open_file_root
from tests.frame.served import free_port
from tests.frame.starts import caseapp

KEY = bytes(range(32))
Spoil = Callable[[Path], dict[str, str]]
"""Spoils an instance; returns the environment that it is then started with."""


def setting(**environment: str) -> Spoil:
    return lambda _instance: environment


def toml(content: str) -> Spoil:
    def spoil(instance: Path) -> dict[str, str]:
        (instance / "caseapp.toml").write_text(content.replace("INSTANCE", str(instance)), "utf-8")
        return {}

    return spoil


def mode(name: str, bits: int) -> Spoil:
    def spoil(instance: Path) -> dict[str, str]:
        (instance / name).chmod(bits)
        return {}

    return spoil


def without(name: str) -> Spoil:
    def spoil(instance: Path) -> dict[str, str]:
        path = instance / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return {}

    return spoil


def sql(statement: str) -> Spoil:
    def spoil(instance: Path) -> dict[str, str]:
        with closing(sqlite3.connect(instance / "caseapp.db")) as database:
            database.execute(statement)
            database.commit()
        return {}

    return spoil


def other_keys(instance: Path) -> dict[str, str]:
    """The keys of another installation, made a moment ago."""
    shutil.rmtree(instance / "keys")
    create_file_root(instance / "keys", Keyring.generate())
    return {}


def another_root_key(instance: Path) -> dict[str, str]:
    (instance / "keys" / "root.key").write_text(KEY.hex())
    return {}


def keys_elsewhere(kind: Provider, settings: str = "", **environment: str) -> Spoil:
    """The same keys under a root key that is kept elsewhere."""

    def spoil(instance: Path) -> dict[str, str]:
        ring = open_file_root(instance / "keys").keyring()
        shutil.rmtree(instance / "keys")
        create_given_root(instance / "keys", kind, ring, KEY, None)
        (instance / "caseapp.toml").write_text(settings)
        return environment

    return spoil


REFUSED: dict[str, tuple[Spoil, str]] = {
    "debugging": (setting(FLASK_DEBUG="1"), "FLASK_DEBUG: is set"),
    "an unknown setting": (setting(CASEAPP_DEBUG="true"), "debug: is not a setting of caseapp"),
    "settings that are no TOML": (toml("port = "), "caseapp.toml: is not written as TOML"),
    "no TLS": (setting(CASEAPP_HOST="192.0.2.1"), "host: serving on 192.0.2.1 lets other machines in"),
    "a proxy without a name": (setting(CASEAPP_BEHIND_PROXY="true"), "address: is needed"),
    "a cookie that is not Secure": (
        setting(CASEAPP_ADDRESS="https://cases.example.org"),
        "address: begins with https://, but TLS is spoken neither here nor by a declared proxy",
    ),
    "half of TLS": (setting(CASEAPP_TLS_KEY="/no/such"), "tls_key: tls_certificate and tls_key belong"),
    "an unknown risk": (setting(CASEAPP_SEIZURE_RISK="perhaps"), "seizure_risk: cannot be 'perhaps'"),
    "a key file in danger": (toml('seizure_risk = "high"'), "seizure_risk: is high, but these keys"),
    "backups among the keys": (toml('backup_folder = "INSTANCE/keys/backups"'), "backup_folder: "),
    "keys among the backups": (toml('backup_folder = "INSTANCE"'), "backup_folder: "),
    "an open instance": (mode("", 0o755), "instance_path: other accounts of this machine can look into"),
    "an open key file": (mode("keys/root.key", 0o640), "root.key is open to other accounts"),
    "an open keyring": (mode("keys/keyring.json", 0o604), "keyring.json is open to other accounts"),
    "open keys": (mode("keys", 0o770), "Other accounts can write to the folder of the keys"),
    "no keyring": (without("keys"), "keys: the folder"),
    "no key file": (without("keys/root.key"), "There is no file root.key"),
    "keys without a database": (without("caseapp.db"), "there is no database for them"),
    "newer keys of another database": (other_keys, "these keys belong to another database"),
    "another key file": (another_root_key, "belongs to another root key"),
    "a program beside a key file": (toml('root_command = ["/bin/true"]'), "root_command: is set, but these keys"),
    "a variable beside a key file": (setting(CASEAPP_ROOT_KEY=KEY.hex()), "CASEAPP_ROOT_KEY: is in the environment"),
    "no variable": (keys_elsewhere(Provider.ENV), "CASEAPP_ROOT_KEY: is missing"),
    "an empty variable": (keys_elsewhere(Provider.ENV, CASEAPP_ROOT_KEY=""), "CASEAPP_ROOT_KEY: is missing"),
    "a variable without a key": (
        keys_elsewhere(Provider.ENV, 'root_variable = "OURS"', OURS="change me"),
        "OURS: must hold the root key as 64 hexadecimal digits",
    ),
    "a variable with another key": (
        keys_elsewhere(Provider.ENV, CASEAPP_ROOT_KEY=KEY[::-1].hex()),
        "CASEAPP_ROOT_KEY: gives another key",
    ),
    "no program": (keys_elsewhere(Provider.COMMAND), "root_command: is missing"),
    "a program with another key": (
        keys_elsewhere(Provider.COMMAND, f'root_command = "/bin/echo {KEY[::-1].hex()}"'),
        "root_command: gives another key",
    ),
    "a clock that is late": (
        sql("UPDATE audit_event SET day = '2999-01-01'"),
        "clock: this machine says that it is",
    ),
    "a structure of a newer version": (sql("UPDATE alembic_version SET version_num = '9999'"), "a newer version"),
    "a structure of nobody's": (sql("UPDATE alembic_version SET version_num = '0000'"), "which no version of caseapp"),
    "an unlisted column": (
        sql("ALTER TABLE person ADD COLUMN nickname TEXT"),
        "holds what caseapp does not make: table person",
    ),
    "an unlisted table": (sql("CREATE TABLE notes (text TEXT)"), "table notes"),
}  # fmt: skip


def refused(instance: Path, spoil: Spoil, sentence: str, expected: int = PUT_RIGHT) -> None:
    port = free_port()
    ended = caseapp(instance, "run", port=port, **spoil(instance))
    said = ended.stdout + ended.stderr
    assert (ended.returncode, said.count("\n")) == (expected, 1), said
    assert said.startswith("caseapp stops here. ")
    assert sentence in said
    assert KEY.hex() not in said
    assert KEY[::-1].hex() not in said
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", port))


@pytest.mark.parametrize("name", REFUSED)
def test_a_start_that_would_not_be_safe_ends_with_one_sentence(instance: Path, name: str) -> None:
    refused(instance, *REFUSED[name])


def test_a_program_that_gives_no_key_today_is_worth_another_try(instance: Path) -> None:
    spoil = keys_elsewhere(Provider.COMMAND, 'root_command = ["/bin/false"]')
    refused(instance, spoil, "root_command: the program /bin/false ended with the code 1", ANOTHER_TRY)


def test_there_are_more_refusals_than_promised() -> None:
    assert len(REFUSED) >= 20


def mounted(folder: Path, *mounts: tuple[str, str]) -> Path:
    """What the system tells of its disks."""
    path = folder / "mountinfo"
    lines = (f"36 35 98:0 / {place} rw shared:1 - {kind} /dev/x rw" for place, kind in mounts)
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "smb3", "9p"])
def test_a_disk_of_the_network_is_refused_by_its_kind(tmp_path: Path, kind: str) -> None:
    mounts = mounted(tmp_path, ("/", "ext4"), ("/srv", kind), ("/srv/cases/local", "xfs"))
    with pytest.raises(SettingError, match=rf"instance_path: .* \({kind}\)"):
        refuse_network_disk(Path("/srv/cases"), mounts)
    refuse_network_disk(Path("/srv/cases/local"), mounts)
    refuse_network_disk(Path("/srvx"), mounts)


def test_of_two_disks_at_one_place_the_later_one_counts(tmp_path: Path) -> None:
    mounts = mounted(tmp_path, ("/", "rootfs"), ("/", "ext4"), ("/a\\040disk", "nfs"))
    assert kind_of_disk(Path("/home"), mounts) == "ext4"
    assert kind_of_disk(Path("/a disk/cases"), mounts) == "nfs"
    assert kind_of_disk(Path("/home"), tmp_path / "no such file") == ""


@pytest.mark.parametrize(
    ("free", "total", "refuses"),
    [(400, 10_000, True), (600, 10_000, False), (100_000, 4_000_000, False), (1000, 4_000_000, True)],
)
def test_a_disk_that_is_all_but_full_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, total: int, refuses: bool
) -> None:
    usage = SimpleNamespace(free=free * 1024**2, total=total * 1024**2)
    monkeypatch.setattr(refusals.shutil, "disk_usage", lambda _folder: usage)
    if not refuses:
        refuse_full_disk(tmp_path)
        return
    with pytest.raises(SettingError, match=f"instance_path: .* {free} MB are free"):
        refuse_full_disk(tmp_path)


@pytest.mark.parametrize(
    ("swap", "uuid", "refuses"),
    [
        ("/dev/sda2", None, True),
        ("/swapfile", None, True),
        ("/dev/dm-0", "LVM-abc", True),
        ("/dev/dm-0", "CRYPT-PLAIN-swap", False),
        ("/dev/zram0", None, False),
    ],
)
def test_where_the_machine_may_be_taken_memory_is_not_moved_to_a_disk_as_it_is(
    tmp_path: Path, swap: str, uuid: str | None, refuses: bool
) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(f"Filename\tType\tSize\tUsed\tPriority\n{swap}\tpartition\t1\t0\t-2\n")
    if uuid:
        (tmp_path / "dm-0" / "dm").mkdir(parents=True)
        (tmp_path / "dm-0" / "dm" / "uuid").write_text(uuid + "\n")
    in_danger = Settings(instance_path=tmp_path, seizure_risk="high")
    refuse_readable_swap(Settings(instance_path=tmp_path), swaps, tmp_path)
    if not refuses:
        refuse_readable_swap(in_danger, swaps, tmp_path)
        return
    with pytest.raises(SettingError, match=f"seizure_risk: is high, but memory is moved to {swap}"):
        refuse_readable_swap(in_danger, swaps, tmp_path)


def test_where_there_is_no_swap_nothing_is_refused(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text("Filename\tType\tSize\tUsed\tPriority\n")
    refuse_readable_swap(Settings(instance_path=tmp_path, seizure_risk="high"), swaps)


def test_a_service_that_may_not_see_the_swaps_is_told_whether_there_are_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_danger = Settings(instance_path=tmp_path, seizure_risk="high")
    monkeypatch.setattr(refusals, "swap_in_use", lambda: False)
    refuse_readable_swap(in_danger, tmp_path / "no such file")
    monkeypatch.setattr(refusals, "swap_in_use", lambda: True)
    with pytest.raises(SettingError, match="cannot be seen from here"):
        refuse_readable_swap(in_danger, tmp_path / "no such file")


@pytest.mark.skipif(not refusals.SWAPS.exists(), reason="this system does not list its swaps")
def test_both_ways_to_ask_for_swaps_agree() -> None:
    assert refusals.swap_in_use() == (len(refusals.SWAPS.read_text().splitlines()) > 1)


@pytest.mark.parametrize(
    ("done", "named"),
    [
        (Hardening(core_dumps_off=False, closed_to_other_processes=True), "core dumps: "),
        (Hardening(core_dumps_off=True, closed_to_other_processes=False), "process memory: "),
    ],
)
def test_memory_that_others_could_read_is_refused(done: Hardening, named: str) -> None:
    with pytest.raises(SettingError, match=named):
        refuse_readable_memory(done, "linux")
    refuse_readable_memory(Hardening(core_dumps_off=True, closed_to_other_processes=False), "darwin")


@pytest.mark.parametrize("draw", [lambda _count: bytes(32), lambda _count: b"ab" * 16, None])
def test_a_system_without_random_numbers_is_refused(monkeypatch: pytest.MonkeyPatch, draw: Any) -> None:
    def fail(_count: int) -> bytes:
        raise OSError

    monkeypatch.setattr(refusals.os, "urandom", draw or fail)
    with pytest.raises(SettingError, match="random numbers"):
        refuse_weak_randomness()


def test_connections_are_as_they_have_to_be(app: Flask) -> None:
    with app.app_context():
        refuse_unsound_connection()


@pytest.mark.parametrize("name", MUST_BE)
def test_a_setting_that_sqlite_does_not_keep_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked = {**MUST_BE, name: ("something else", "this is a test")}
    monkeypatch.setattr(probing, "MUST_BE", asked)
    with app.app_context(), pytest.raises(UnsoundConnection, match=f"^{name}: "):
        refuse_unsound_connection()
