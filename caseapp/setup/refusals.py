"""What stops a start: a machine or an instance on which the records would not be safe. Each names what to change."""

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select

from caseapp.audit import AuditEvent
from caseapp.clock import now
from caseapp.config import SettingError, Settings
from caseapp.db import db
from caseapp.hardening import Hardening
from caseapp.setup.installing import KEYS_FOLDER, is_installed
from caseapp.vault import Provider

DEBUGGING = ("FLASK_DEBUG", "DEBUG", "PYTHONASYNCIODEBUG", "WERKZEUG_DEBUG_PIN")
"""Variables by which frameworks show the inside of a program to whoever asks for a page."""
NETWORK_DISKS = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.cephfs", "fuse.davfs2",
        "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs",
        "nfs4", "ocfs2", "smb2", "smb3", "smbfs",
    }
)  # fmt: skip
"""Kinds of disks on which SQLite's locks do not hold, so that two writers would spoil the database."""
MOUNTS, SWAPS, MAPPED = Path("/proc/self/mountinfo"), Path("/proc/swaps"), Path("/sys/block")
LEAST_SHARE, ENOUGH = 0.05, 1024**3
"""Less than this share of the disk has to be free for it to count as full, and fewer than so many bytes: a twentieth
of a large disk is room for years."""


def refuse_debugging(environment: Mapping[str, str]) -> None:
    """Refuse to serve in a mode that shows errors with the values that led to them.

    Raises:
        SettingError: naming the variable.
    """
    for name in DEBUGGING:
        if environment.get(name, "").lower() not in {"", "0", "false", "no", "off"}:
            raise SettingError(
                name, "is set, and caseapp has no debugging mode for real records; take it out"
            )


def refuse_readable_memory(done: Hardening, platform: str = sys.platform) -> None:
    """Refuse to hold keys where a crash would write them to a file, or where other programs can read them.

    Raises:
        SettingError: the system let nothing be done about it.
    """
    if not done.core_dumps_off:
        raise SettingError("core dumps", "cannot be switched off on this system, and one would hold the keys")
    if platform == "linux" and not done.closed_to_other_processes:
        raise SettingError(
            "process memory", "cannot be closed to other programs of this account, and it holds the keys"
        )


def refuse_weak_randomness() -> None:
    """Refuse to make keys where the system gives no random bytes, or the same ones again.

    Raises:
        SettingError: it does.
    """
    try:
        drawn = {os.urandom(32) for _draw in range(4)}
    except (OSError, NotImplementedError):
        drawn = set()
    if len(drawn) != 4 or any(len(set(each)) < 8 for each in drawn):
        raise SettingError(
            "random numbers", "do not come from this system as they should, and keys are made of them"
        )


def refuse_misplaced_keys(settings: Settings) -> None:
    """Refuse keys in the folder that backups go to: whoever finds both reads everything.

    Raises:
        SettingError: naming ``backup_folder``.
    """
    keys, backups = (settings.instance_path / KEYS_FOLDER).resolve(), settings.backup_path.resolve()
    if keys.is_relative_to(backups) or backups.is_relative_to(keys):
        raise SettingError(
            "backup_folder",
            f"{settings.backup_path} and the folder of the keys lie in one another; choose another one",
        )


def refuse_network_disk(folder: Path, mounts: Path = MOUNTS) -> None:
    """Refuse an instance on a disk of the network.

    Raises:
        SettingError: it lies on one.
    """
    kind = kind_of_disk(folder.resolve(), mounts)
    if kind in NETWORK_DISKS:
        raise SettingError(
            "instance_path",
            f"the folder {folder} lies on a disk of the network ({kind}), where the database would be spoilt when two "
            "write; choose one on a disk of this machine (CASEAPP_INSTANCE_PATH)",
        )


def kind_of_disk(folder: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of file system that ``folder`` lies on, in the system's own word; nothing where it tells none."""
    found: tuple[int, str] = (-1, "")
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _dash, after = line.partition(" - ")
        place = Path(before.split()[4].replace("\\040", " "))
        if folder.is_relative_to(place) and len(place.parts) >= found[0]:
            found = (len(place.parts), after.split()[0])  # of two at one place, the later one lies on top
    return found[1]


def refuse_full_disk(folder: Path) -> None:
    """Refuse to serve from a disk that is all but full: what people write would be lost while they write it.

    Raises:
        SettingError: it is.
    """
    disk = shutil.disk_usage(folder)
    if disk.free < LEAST_SHARE * disk.total and disk.free < ENOUGH:
        raise SettingError(
            "instance_path",
            f"of the disk with the folder {folder} only {disk.free // 1024**2} MB are free, less than a twentieth; "
            "make room first",
        )


def refuse_readable_swap(settings: Settings, swaps: Path = SWAPS, mapped: Path = MAPPED) -> None:
    """Refuse, where the machine may be taken away, memory that the system moves to a disk as it is.

    Raises:
        SettingError: naming ``seizure_risk`` and what to switch off.
    """
    if settings.seizure_risk != "high":
        return
    try:
        lines = swaps.read_text("utf-8", "replace").splitlines()[1:]
    except (
        OSError
    ):  # a service may be kept from seeing it, and is told by the system all the same that there is some
        readable = ["a place that cannot be seen from here"] if swap_in_use() else []
    else:
        places = [line.split()[0] for line in lines if line.strip()]
        readable = [place for place in places if not _is_sealed(Path(place), mapped)]
    if readable:
        raise SettingError(
            "seizure_risk",
            f"is high, but memory is moved to {', '.join(readable)} as it is, keys and records with it; switch that "
            "off (`swapoff -a`) or encrypt it",
        )


class _SystemInformation(ctypes.Structure):
    """What sysinfo(2) fills in, as far as it is read here; the rest is room."""

    _fields_ = (
        ("uptime", ctypes.c_long),
        ("loads", ctypes.c_ulong * 3),
        ("memory", ctypes.c_ulong * 4),
        ("total_swap", ctypes.c_ulong),
        ("room", ctypes.c_char * 256),
    )


def swap_in_use() -> bool:
    """Tell whether the system has any swap: it says so even where it does not say which."""
    told = _SystemInformation()
    try:
        return bool(ctypes.CDLL(None).sysinfo(ctypes.byref(told)) == 0 and told.total_swap > 0)
    except (OSError, AttributeError):  # not Linux
        return False


def _is_sealed(swap: Path, mapped: Path) -> bool:
    """Tell whether a swap lies in memory, packed, or on a disk that dm-crypt encrypts."""
    name = Path(os.path.realpath(swap)).name
    if name.startswith("zram"):
        return True
    try:
        return (mapped / name / "dm" / "uuid").read_text("ascii").startswith("CRYPT-")
    except (OSError, ValueError):
        return False


def refuse_halves(kind: Provider | None, keys: Path) -> None:
    """Refuse a database without its keys, and keys without their database: neither can be made anew.

    Raises:
        SettingError: one of the two is missing.
    """
    if is_installed() and kind is None:
        raise SettingError(
            "keys",
            f"the folder {keys} holds no keyring, and nothing in the database opens without its own; bring the folder "
            "back from where it is kept, or restore a backup with the recovery sheet",
        )
    if kind is not None and not is_installed():
        raise SettingError(
            "keys",
            f"the folder {keys} holds keys, but there is no database for them; bring that back, or, if nothing was "
            "ever entered, move the folder away and begin anew",
        )


def refuse_slow_clock() -> None:
    """Refuse a clock that stands before the day of the log's last entry: what is written now would come before it.

    Raises:
        SettingError: it does.
    """
    last = db.session.execute(select(func.max(AuditEvent.day))).scalar()
    if last is not None and now().date() < last:
        raise SettingError(
            "clock",
            f"this machine says that it is {now().date()}, but the last entry of the log was written on {last}; set "
            "the clock right first",
        )
    db.session.rollback()
