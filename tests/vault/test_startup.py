"""What is done and checked once, before anything is encrypted."""

from __future__ import annotations

import hmac
import subprocess
import sys
import time
from typing import Any

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.vault import VaultError, derivation, format_answers, refuse_slow_derivation, self_test, selftest
from caseapp.vault.format_answers import FORMATS

from .abuse import CHEAP

VAULT_ALONE = """
import importlib.util, sys, types
package = types.ModuleType("caseapp")
package.__path__ = list(importlib.util.find_spec("caseapp").submodule_search_locations)
sys.modules["caseapp"] = package
"""
"""Makes the package importable without running the application's own first lines."""

HARDEN = """
import ctypes, resource
from caseapp.hardening import harden_process
done = harden_process()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
print(done.core_dumps_off, done.closed_to_other_processes, resource.getrlimit(resource.RLIMIT_CORE), dumpable)
"""

IMPORTS = """
import sys
import caseapp.vault
print(sorted({name.partition(".")[0] for name in sys.modules} & {"flask", "sqlalchemy", "werkzeug", "babel"}))
"""


def run(script: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", VAULT_ALONE + script], capture_output=True, text=True, check=True, timeout=30
    ).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_hardened_process_writes_no_core_dump_and_is_closed_to_others() -> None:
    assert run(HARDEN) == "True True (0, 0) 0"


def test_hardening_never_fails_where_the_system_does_not_know_how() -> None:
    script = "import ctypes, resource\n"
    script += "def refuse(*_): raise OSError\n"
    script += "ctypes.CDLL = refuse; resource.setrlimit = refuse\n"
    script += "from caseapp.hardening import harden_process\nprint(harden_process())"
    assert run(script) == "Hardening(core_dumps_off=False, closed_to_other_processes=False)"


def test_a_system_that_refuses_to_close_the_process_is_reported() -> None:
    script = "import ctypes, types\n"
    script += "ctypes.CDLL = lambda *_, **__: types.SimpleNamespace(prctl=lambda *_: -1)\n"
    script += (
        "from caseapp.hardening import harden_process\nprint(harden_process().closed_to_other_processes)"
    )
    assert run(script) == "False"


def test_the_vault_brings_neither_the_web_nor_the_database_with_it() -> None:
    assert run(IMPORTS) == "[]"


def test_the_known_answers_hold_and_take_no_time() -> None:
    self_test()
    began = time.thread_time()
    self_test()
    assert time.thread_time() - began < 0.05


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_frozen_value_that_reads_otherwise_names_its_format(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each value is changed in each of its parts; every change is noticed, none raises what nobody expects."""
    part = {
        "The format of the keyring's file": ("keyring", {"fingerprint": "0" * 64}),
        "The format of the wraps of a root key": ("unlockers", {"passphrase": "another"}),
        "The format of encrypted fields": ("field", {"label": "person.other"}),
        "The format of the wraps of data keys": ("wrap", {"kind": "case"}),
        "The format of the codes of rows": ("row_mac", {"label": "access/2/case"}),
        "The format of the codes of the log": ("audit_mac", {"canonical": '{"seq":2}'}),
        "The format of tokens": ("token", {"label": "case.other"}),
        "The format of password hashes": ("password", {"password": "another"}),
        "The format of encrypted files": ("blob", {"sha256": "0" * 64}),
        "The format of backups": ("backup", {"key": "00" * 32}),
    }[name]
    frozen = format_answers._frozen()
    changed = {**frozen, part[0]: {**frozen[part[0]], **part[1]}}
    monkeypatch.setattr(format_answers, "_frozen", lambda: changed)
    with pytest.raises(VaultError, match=name):
        self_test()


def test_a_machine_on_which_nobody_could_sign_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_slow_derivation(CHEAP)
    with pytest.raises(VaultError, match="nobody could sign in"):
        refuse_slow_derivation(CHEAP, most=0.0)

    def short_of_memory(*_anything: Any) -> bytes:
        raise MemoryError

    monkeypatch.setattr(selftest, "derive", short_of_memory)
    with pytest.raises(VaultError, match="no 64 MB for one passphrase"):
        refuse_slow_derivation()


def test_another_number_of_lanes_gives_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivation, "LANES", 2)
    with pytest.raises(VaultError, match="Argon2id with one lane"):
        self_test()


@pytest.mark.parametrize("name", list(selftest._CHECKS))
def test_a_wrong_answer_names_its_primitive(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(selftest._CHECKS, name, lambda: False)
    with pytest.raises(VaultError, match=f"{name} gives a wrong answer"):
        self_test()


@pytest.mark.parametrize("name", list(selftest._CHECKS))
def test_a_missing_primitive_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bool:
        raise UnsupportedAlgorithm("not built")

    monkeypatch.setitem(selftest._CHECKS, name, missing)
    with pytest.raises(VaultError, match=f"{name} does not work"):
        self_test()


class Forgetful:
    """A cipher that computes rightly and does not check."""

    def __init__(self, key: bytes) -> None:
        self._real = AESGCM(key)

    def encrypt(self, *arguments: Any) -> bytes:
        return self._real.encrypt(*arguments)

    def decrypt(self, nonce: bytes, sealed: bytes, associated: bytes) -> bytes:
        rightly = sealed[:-1] + b"\x1b"
        return self._real.decrypt(nonce, rightly, associated)


def test_a_cipher_that_does_not_check_its_tag_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "AESGCM", Forgetful)
    with pytest.raises(VaultError, match="AES-256-GCM gives a wrong answer"):
        self_test()


def test_each_primitive_is_compared_with_its_published_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "derive", lambda *_: bytes(32))
    with pytest.raises(VaultError, match="Argon2id with one lane gives a wrong answer"):
        self_test()
    monkeypatch.setattr(hmac, "digest", lambda *_: bytes(32))
    with pytest.raises(VaultError, match="HMAC-SHA256 gives a wrong answer"):
        self_test()
