"""Typed settings; a missing or unsafe one stops the start and names itself."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from caseapp.vault import PASSPHRASE_COST, PASSWORD_COST, PasswordCost

SETTINGS_FILE = "caseapp.toml"
ENVIRONMENT_PREFIX = "CASEAPP_"


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
    threads: int = 8
    behind_proxy: bool = False
    tls_certificate: str = ""
    tls_key: str = ""
    time_zone: str = "UTC"
    session_idle_minutes: int = 20
    session_hours: int = 10
    upload_bytes: int = 64 * 1024 * 1024
    form_bytes: int = 24 * 1024 * 1024
    password_cost: PasswordCost = PASSWORD_COST  # tests alone make this cheaper
    unlock_cost: PasswordCost = PASSPHRASE_COST  # tests alone make this cheaper
    testing: bool = False

    @property
    def database_path(self) -> Path:
        """Return the path of the SQLite database."""
        return self.instance_path / "caseapp.db"

    @property
    def secure_cookies(self) -> bool:
        """Tell whether browsers reach us over TLS: then cookies are Secure and carry the ``__Host-`` prefix."""
        return bool(self.tls_certificate) or self.behind_proxy

    def check(self) -> None:
        """Refuse unsafe combinations.

        Raises:
            SettingError: naming the setting that must change.
        """
        if not 1 <= self.port <= 65535:
            raise SettingError("port", "must be between 1 and 65535 (environment: PORT)")
        if not _is_loopback(self.host) and not self.secure_cookies:
            raise SettingError(
                "host",
                f"serving on {self.host} lets other machines in, and without TLS they would send passphrases "
                "in the clear. Set tls_certificate and tls_key, or behind_proxy = true if a proxy in front of "
                "caseapp speaks TLS",
            )
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise SettingError("tls_key", "tls_certificate and tls_key belong together")


def load_settings(
    instance_path: Path, environment: Mapping[str, str] | None = None, **overrides: Any
) -> Settings:
    """Read defaults, then ``caseapp.toml`` of the instance, then ``CASEAPP_*``, then ``overrides``.

    Raises:
        SettingError: for an unknown name or a value of the wrong type.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    file = instance_path / SETTINGS_FILE
    if file.is_file():
        values.update(tomllib.loads(file.read_text("utf-8")))
    kinds = {field.name: field.type for field in fields(Settings)}
    for name in kinds:
        named = environment.get(ENVIRONMENT_PREFIX + name.upper())
        if named is not None and name != "instance_path":
            values[name] = named
    if "PORT" in environment:
        values["port"] = environment["PORT"]
    for name, value in values.items():
        if name not in kinds:
            raise SettingError(name, f"is not a setting of caseapp ({file})")
        values[name] = _typed(name, value)
    return Settings(instance_path=instance_path, **{**values, **overrides})


def _typed(name: str, value: Any) -> Any:
    default = getattr(Settings, name, None)
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
        if isinstance(default, int):
            return int(value)
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
