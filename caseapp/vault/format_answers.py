"""Known answers of the formats: one frozen value of each, read at every start as it will be read for ever.

A primitive may be right and a format still wrong: a changed label, another order of parts, a length too few. Then what
is written from that start on would be lost to every other version, and what was written before to this one. The values
stand in `frozen_answers.json`; they were made once, with keys made for the purpose, and are never made anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from caseapp.vault.backup_files import BackupHead
from caseapp.vault.blob_format import PREFIX_LENGTH, BlobCipher, Chunks
from caseapp.vault.ciphertexts import Binding, open_field
from caseapp.vault.datakeys import DataKey, unwrap_data_key
from caseapp.vault.derivation import PasswordCost
from caseapp.vault.errors import Tampered, WrongPassphrase
from caseapp.vault.keyring import Keyring
from caseapp.vault.keyring_file import read_envelope
from caseapp.vault.macs import audit_mac, check_row_mac, keyed_token
from caseapp.vault.passwords import verify_password
from caseapp.vault.root_wraps import WrapKind, open_with_passphrase, open_with_recovery_code

_CHEAP = PasswordCost(memory_kib=64, passes=1)
"""What the frozen values were made at: reading them is to take no time."""


@cache
def _frozen() -> Any:
    return json.loads((Path(__file__).parent / "frozen_answers.json").read_text("utf-8"))


@cache
def _ring() -> Keyring:
    frozen = _frozen()["keyring"]
    return read_envelope(frozen["file"].encode()).open(bytes.fromhex(frozen["root_key"]))


def _keyring_file() -> bool:
    return _ring().fingerprint() == _frozen()["keyring"]["fingerprint"]


def _root_wraps() -> bool:
    frozen = _frozen()["unlockers"]
    closed = read_envelope(frozen["file"].encode())
    wraps = {(wrap.kind, wrap.name): wrap for wrap in closed.wraps}
    by_person = wraps[WrapKind.PASSPHRASE, frozen["name"]]
    root_key = open_with_passphrase(by_person, frozen["passphrase"], _CHEAP)
    same = open_with_recovery_code(wraps[WrapKind.RECOVERY_CODE, ""], frozen["recovery_code"])
    try:
        open_with_passphrase(by_person, frozen["passphrase"] + " ", _CHEAP)
    except WrongPassphrase:
        return root_key == same and closed.open(root_key).fingerprint() == _ring().fingerprint()
    return False


def _field() -> bool:
    frozen = _frozen()["field"]
    key = DataKey(frozen["generation"], bytes.fromhex(frozen["key"]))
    place = Binding(UUID(_frozen()["instance"]), frozen["label"], UUID(frozen["row"]), UUID(frozen["scope"]))
    sealed = bytes.fromhex(frozen["sealed"])
    return open_field(key, place, sealed) == frozen["plaintext"].encode() and _refuses(
        lambda: open_field(key, place, _changed(sealed))
    )


def _wrap() -> bool:
    frozen = _frozen()["wrap"]
    where = (_ring(), frozen["kind"], UUID(frozen["scope"]), frozen["generation"])
    wrapped = bytes.fromhex(frozen["wrapped"])
    return unwrap_data_key(*where, wrapped).key == bytes.fromhex(frozen["data_key"]) and _refuses(
        lambda: unwrap_data_key(*where, _changed(wrapped))
    )


def _row_mac() -> bool:
    frozen = _frozen()["row_mac"]
    parts, code = [bytes.fromhex(part) for part in frozen["parts"]], bytes.fromhex(frozen["mac"])
    check_row_mac(_ring(), frozen["label"], parts, code)
    return _refuses(lambda: check_row_mac(_ring(), frozen["label"], parts, _changed(code)))


def _audit_mac() -> bool:
    frozen = _frozen()["audit_mac"]
    previous, canonical = bytes.fromhex(frozen["previous"]), frozen["canonical"].encode()
    found = audit_mac(_ring(), previous, canonical, frozen["version"])
    return found == (frozen["version"], bytes.fromhex(frozen["mac"]))


def _token() -> bool:
    frozen = _frozen()["token"]
    return keyed_token(_ring(), frozen["label"], frozen["value"].encode()) == bytes.fromhex(frozen["token"])


def _password_hash() -> bool:
    frozen = _frozen()["password"]
    user, stored = UUID(frozen["user"]), bytes.fromhex(frozen["stored"])
    right, wrong = (
        verify_password(_ring(), user, typed, stored, cost=_CHEAP)
        for typed in (frozen["password"], frozen["password"] + " ")
    )
    return right and not wrong


def _encrypted_file() -> bool:
    frozen = _frozen()["blob"]
    stored = base64.b64decode(frozen["file"])
    cipher = BlobCipher.for_reading(bytes.fromhex(frozen["key"]), UUID(frozen["ref"]), stored[:PREFIX_LENGTH])
    chunks = Chunks.of_file(len(stored))
    padded = cipher.open(0, chunks.is_last(0), stored[PREFIX_LENGTH:])
    content = padded[: chunks.true_length(padded)]
    return (
        len(content) == frozen["size"]
        and hashlib.sha256(content).hexdigest() == frozen["sha256"]
        and _refuses(lambda: cipher.open(0, False, stored[PREFIX_LENGTH:]))
    )


def _backup_head() -> bool:
    frozen = _frozen()["backup"]
    head = bytes.fromhex(frozen["head"])
    read = BackupHead.from_fixed(head)
    return read.to_bytes() == head and hmac.compare_digest(read.key(_ring()), bytes.fromhex(frozen["key"]))


def _changed(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes((sealed[-1] ^ 1,))


def _refuses(read: Callable[[], object]) -> bool:
    try:
        read()
    except Tampered:
        return True
    return False


FORMATS: dict[str, Callable[[], bool]] = {
    "The format of the keyring's file": _keyring_file,
    "The format of the wraps of a root key": _root_wraps,
    "The format of encrypted fields": _field,
    "The format of the wraps of data keys": _wrap,
    "The format of the codes of rows": _row_mac,
    "The format of the codes of the log": _audit_mac,
    "The format of tokens": _token,
    "The format of password hashes": _password_hash,
    "The format of encrypted files": _encrypted_file,
    "The format of backups": _backup_head,
}
"""Each tells whether its frozen value is read rightly, and a changed one is not."""
