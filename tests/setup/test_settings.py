"""Settings from the file and the environment; what is unsafe or unknown is refused by its name."""

from pathlib import Path
from typing import Any

import pytest

from caseapp.config import RANGES, SettingError, Settings, load_settings

PROXIED = {"CASEAPP_BEHIND_PROXY": "True", "CASEAPP_ADDRESS": "https://cases.example.org"}


def refused(folder: Path, environment: dict[str, str]) -> SettingError:
    with pytest.raises(SettingError) as caught:
        load_settings(folder, environment).check()
    return caught.value


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "caseapp.toml").write_text('threads = 3\nport = 8100\ntime_zone = "Europe/Tirane"\n')
    settings = load_settings(tmp_path, {"CASEAPP_PORT": "8200", **PROXIED})
    settings.check()
    assert (settings.threads, settings.port, settings.time_zone) == (3, 8200, "Europe/Tirane")
    assert settings.secure_cookies
    assert settings.session_hours == 10


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        ({"PORT": "0"}, "port"),
        ({"PORT": "65536"}, "port"),
        ({"CASEAPP_THREADS": "0"}, "threads"),
        ({"CASEAPP_SESSION_IDLE_MINUTES": "0"}, "session_idle_minutes"),
        ({"CASEAPP_SESSION_HOURS": "10000"}, "session_hours"),
        ({"CASEAPP_BEHIND_PROXY": "perhaps"}, "behind_proxy"),
        ({"CASEAPP_TIME_ZONE": "Europe/Nowhere"}, "time_zone"),
        ({"CASEAPP_HOST": "0.0.0.0"}, "host"),
        ({"CASEAPP_HOST": "example.org"}, "host"),
        ({"CASEAPP_TLS_KEY": "/no/such/key"}, "tls_key"),
        ({"CASEAPP_TLS_KEY": "/no/key", "CASEAPP_TLS_CERTIFICATE": "/no/certificate"}, "tls_certificate"),
        ({"CASEAPP_BEHIND_PROXY": "true"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "cases.example.org"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "http://cases.example.org"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "https://cases.example.org/caseapp"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "https://drita@cases.example.org"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "https://cases.example.org:port"}, "address"),
        ({**PROXIED, "CASEAPP_ADDRESS": "ftp://cases.example.org"}, "address"),
        ({"CASEAPP_SECRET": "x"}, "secret"),
        ({"CASEAPP_TESTING": "true"}, "testing"),
        ({"CASEAPP_PASSWORD_COST": "1"}, "password_cost"),
        ({"CASEAPP_UNLOCK_COST": "1"}, "unlock_cost"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_unsafe_or_unknown_is_refused_by_its_name(
    tmp_path: Path, environment: dict[str, str], setting: str
) -> None:
    error = refused(tmp_path, environment)
    assert error.setting == setting
    assert str(error).startswith(f"{setting}: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"port = 1\nport = 2"])
def test_a_settings_file_that_is_not_toml_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "caseapp.toml").write_bytes(content)
    assert refused(tmp_path, {}).setting == "caseapp.toml"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_loopback_needs_no_tls(tmp_path: Path, host: str) -> None:
    settings = Settings(instance_path=tmp_path, host=host)
    settings.check()
    assert not settings.secure_cookies


@pytest.mark.parametrize(
    ("options", "served_at"),
    [
        ({}, "http://localhost:8000"),
        ({"host": "::1", "port": 9000}, "http://[::1]:9000"),
        ({"address": "https://cases.example.org/", "behind_proxy": True}, "https://cases.example.org"),
        ({"address": "http://cases.test:81"}, "http://cases.test:81"),
    ],
    ids=str,
)
def test_links_begin_with_the_declared_address_or_with_loopback_and_the_port(
    tmp_path: Path, options: dict[str, Any], served_at: str
) -> None:
    settings = Settings(instance_path=tmp_path, **options)
    settings.check()
    assert settings.served_at == served_at


def test_every_number_has_its_limits() -> None:
    numbers = {
        name
        for name, kind in Settings.__annotations__.items()
        if kind is int and name not in {"instance_path"}
    }
    assert {name for name, _least, _most in RANGES} == numbers
