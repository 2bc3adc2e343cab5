"""Typed settings; a missing or unsafe one stops the start and names itself."""

import ipaddress
import os
import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from caseapp.clock import UnknownZone, today
from caseapp.vault import PASSPHRASE_COST, PASSWORD_COST, PasswordCost

SETTINGS_FILE = "caseapp.toml"
ENVIRONMENT_PREFIX = "CASEAPP_"
INSTANCE_PATH = "CASEAPP_INSTANCE_PATH"
RANGES = (
    ("port", 1, 65535),
    ("workers", 1, 32),
    ("threads", 1, 64),
    ("session_idle_minutes", 1, 24 * 60),
    ("session_hours", 1, 7 * 24),
    ("file_bytes", 1024, 4 * 1024**3),
    ("form_bytes", 1024, 1024**3),
    ("backups_kept", 1, 1000),
)
"""The least and the most of each setting that is a number."""
WHOLE_PATHS = ("anchor_copy", "log_copy", "malware_scanner")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names by which a browser on this machine may ask for us, whatever the port."""
RISKS = ("normal", "high")
"""What may be expected: that nobody takes the machine away, or that somebody does."""
ROOT_VARIABLE = "CASEAPP_ROOT_KEY"
NOT_FROM_OUTSIDE = frozenset({"instance_path", "password_cost", "unlock_cost", "testing"})
"""Settings that tests alone set: in a file or the environment they would weaken an installation."""


class SettingError(Exception):
    """A setting is missing, malformed or unsafe; ``setting`` is its name."""

    def __init__(self, setting: str, sentence: str) -> None:
        super().__init__(f"{setting}: {sentence}")
        self.setting = setting


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, with its default. Sizes are bytes, times are as named."""

    instance_path: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    """Processes that answer; each has the keys, one of them the indexes. More than one helps where processors idle."""
    threads: int = 8
    """Requests that each of them works on at once."""
    behind_proxy: bool = False
    address: str = ""
    """Where browsers find us, such as https://cases.example.org; left empty, loopback and the port."""
    tls_certificate: str = ""
    tls_key: str = ""
    time_zone: str = "UTC"
    session_idle_minutes: int = 20
    session_hours: int = 10
    file_bytes: int = 60 * 1024 * 1024
    """The largest file that is taken."""
    form_bytes: int = 24 * 1024 * 1024
    """The most that the texts of a form have together."""
    backup_folder: str = ""
    """Where backups go, best a mounted disk; left empty, the folder ``backups`` of the instance."""
    backup_at: str = "12:30"
    """When the daily backup is made, in the organisation's zone; left empty, none is made by itself."""
    backups_kept: int = 14
    """How many backups stay in the folder; older ones go when a new one is whole."""
    anchor_copy: str = ""
    """A folder or file elsewhere, best one that can only be added to: each anchor of the log is written there, too."""
    log_copy: str = ""
    """A folder or file elsewhere, best one that can only be added to: the log is copied there, sealed, as it grows."""
    malware_scanner: str = ""
    """The socket of clamd on this machine, such as /run/clamav/clamd.ctl: no file from outside is kept unless it let it
    pass. Left empty, files are not scanned."""
    seizure_risk: str = "normal"
    """``high`` where the machine may be taken away: then what would lie on it readable stops the start."""
    root_command: tuple[str, ...] = ()
    """The program that prints the root key, with its arguments, where the keys were made for one."""
    root_variable: str = ROOT_VARIABLE
    """The environment variable that holds the root key, where the keys were made for one."""
    password_cost: PasswordCost = PASSWORD_COST  # tests alone make this cheaper
    unlock_cost: PasswordCost = PASSPHRASE_COST  # tests alone make this cheaper
    testing: bool = False

    @property
    def database_path(self) -> Path:
        """Return the path of the SQLite database."""
        return self.instance_path / "caseapp.db"

    @property
    def upload_bytes(self) -> int:
        """Return the most that is taken at once: a file, and the form around it."""
        return self.file_bytes + self.form_bytes

    @property
    def backup_path(self) -> Path:
        """Return the folder that backups go to."""
        return Path(self.backup_folder) if self.backup_folder else self.instance_path / "backups"

    @property
    def daily_backup(self) -> time | None:
        """Return the time of the daily backup, None where there is none."""
        return time.fromisoformat(self.backup_at) if self.backup_at else None

    @property
    def secure_cookies(self) -> bool:
        """Tell whether browsers reach us over TLS: then cookies are Secure and carry the ``__Host-`` prefix."""
        return bool(self.tls_certificate) or self.behind_proxy

    @property
    def served_at(self) -> str:
        """Return the address under which browsers find us; every link that leaves a page begins with it."""
        if self.address:
            return self.address.rstrip("/")
        scheme = "https" if self.tls_certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{'localhost' if host == '127.0.0.1' else host}:{self.port}"

    @property
    def own_names(self) -> frozenset[str]:
        """Return the names of hosts that requests may ask for."""
        return LOOPBACK_NAMES | {urlsplit(self.served_at).hostname or ""}

    def check(self) -> None:
        """Refuse unsafe combinations.

        Raises:
            SettingError: naming the setting that must change.
        """
        self._check_ranges()
        self._check_root()
        if not _is_loopback(self.host) and not self.secure_cookies:
            raise SettingError(
                "host",
                f"serving on {self.host} lets other machines in, and without TLS they would send passphrases "
                "in the clear. Set tls_certificate and tls_key, or behind_proxy = true if a proxy in front of "
                "caseapp speaks TLS",
            )
        self._check_address()
        for name in WHOLE_PATHS:
            path = getattr(self, name)
            if path and not Path(path).is_absolute():
                raise SettingError(name, f"cannot be {path!r}: it is a whole path, from / on")
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise SettingError("tls_key", "tls_certificate and tls_key belong together")
        for name in ("tls_certificate", "tls_key"):
            file = getattr(self, name)
            if file and not os.access(file, os.R_OK):
                raise SettingError(name, f"the file {file} is not there or cannot be read")

    def _check_root(self) -> None:
        if self.seizure_risk not in RISKS:
            raise SettingError("seizure_risk", f"cannot be {self.seizure_risk!r}: it is {' or '.join(RISKS)}")
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.root_variable):
            raise SettingError("root_variable", "is the name of an environment variable, such as ROOT_KEY")

    def _check_address(self) -> None:
        if not self.address:
            if self.behind_proxy or not _is_loopback(self.host):
                raise SettingError(
                    "address",
                    "is needed where browsers of other machines come in: what they type to find caseapp, such as "
                    "https://cases.example.org. Links are built from it, and requests for another name are refused",
                )
            return
        if not _is_address(self.address):
            raise SettingError(
                "address",
                f"cannot be {self.address!r}: it is a scheme, a name and perhaps a port, with nothing behind them, "
                "such as https://cases.example.org",
            )
        if self.secure_cookies and not self.address.startswith("https://"):
            raise SettingError(
                "address", "must begin with https:// where TLS is spoken, here or by the proxy"
            )
        if self.address.startswith("https://") and not self.secure_cookies:
            raise SettingError(
                "address",
                "begins with https://, but TLS is spoken neither here nor by a declared proxy, and the session's "
                "cookie would not be Secure. Set tls_certificate and tls_key, or behind_proxy = true",
            )

    def _check_ranges(self) -> None:
        try:
            _ = self.daily_backup
        except ValueError:
            raise SettingError(
                "backup_at", f"cannot be {self.backup_at!r}: it is a time of day such as 12:30, or empty"
            ) from None
        for name, least, most in RANGES:
            if not least <= getattr(self, name) <= most:
                where = " (environment: PORT)" if name == "port" else ""
                raise SettingError(name, f"must be between {least} and {most}{where}")
        try:
            today(self.time_zone)
        except UnknownZone as error:
            raise SettingError("time_zone", f"{error}, such as Europe/Tirane") from None


def load_settings(
    instance_path: Path, environment: Mapping[str, str] | None = None, **overrides: Any
) -> Settings:
    """Read defaults, then ``caseapp.toml`` of the instance, then ``CASEAPP_*``, then ``overrides``.

    Raises:
        SettingError: for an unknown name or a value of the wrong type.
    """
    environment = os.environ if environment is None else environment
    filed = _from_file(instance_path / SETTINGS_FILE)
    root_key = environment.get("CASEAPP_ROOT_VARIABLE", str(filed.get("root_variable", ROOT_VARIABLE)))
    values = {**filed, **_from_environment(environment, root_key)}
    known = {field.name for field in fields(Settings)} - NOT_FROM_OUTSIDE
    for name, value in values.items():
        if name not in known:
            raise SettingError(name, "is not a setting of caseapp")
        values[name] = _typed(name, value)
    return Settings(instance_path=instance_path, **{**values, **overrides})


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(SETTINGS_FILE, f"is not written as TOML: {error}") from None
    except OSError as error:
        raise SettingError(SETTINGS_FILE, f"cannot be read: {error.strerror}") from None


def _from_environment(environment: Mapping[str, str], root_key: str) -> dict[str, Any]:
    # A name that is misspelt stops the start as well: it may have been meant to make something safer.
    found: dict[str, Any] = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in {INSTANCE_PATH, root_key}
    }
    if "PORT" in environment:
        found["port"] = environment["PORT"]
    return found


def _typed(name: str, value: Any) -> Any:
    default = getattr(Settings, name, None)
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
        if isinstance(default, int):
            return int(value)
        if isinstance(default, tuple):
            return tuple(map(str, value)) if isinstance(value, list) else tuple(shlex.split(str(value)))
    except (KeyError, ValueError) as error:
        raise SettingError(name, f"cannot be {value!r}") from error
    return str(value)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    return bare and parts.scheme in {"http", "https"} and bool(parts.hostname)
