"""The keyring's file, `keyring.json`: an envelope around the encrypted keyring.

A JSON object with `format` (1), `provider` (who holds the root key), `body` (nonce 12 | keyring sealed with
AES-256-GCM under the root key, base64) and `wraps` (the root key for each holder; with another provider than
"passphrase" none, or one under a recovery code).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.vault.datakeys import NONCE_LENGTH
from caseapp.vault.derivation import SALT_LENGTH, PasswordCost
from caseapp.vault.errors import KeyringExists, KeyringMismatch, KeyringNotFound, Tampered, VaultError
from caseapp.vault.framing import lp
from caseapp.vault.keyring import Keyring
from caseapp.vault.private_files import read_private_file, write_private_file
from caseapp.vault.root_wraps import ROOT_WRAP_LENGTH, RootWrap, WrapKind

KEYRING_FILE = "keyring.json"
_FORMAT = 1


class Provider(StrEnum):
    """Who holds the root key."""

    FILE = "file"
    """A key file beside the keyring."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a provider, not a secret
    """People, each with a passphrase."""
    ENV = "env"
    """Whoever starts the process, who hands it over in the environment."""
    COMMAND = "command"
    """A program that prints it: a key server's, or what reads a credential of the system."""


@dataclass(frozen=True)
class KeyringFile:
    """What the file says, still closed."""

    provider: Provider
    body: bytes
    wraps: tuple[RootWrap, ...] = ()

    @classmethod
    def sealing(
        cls, provider: Provider, root_key: bytes, keyring: Keyring, wraps: tuple[RootWrap, ...] = ()
    ) -> KeyringFile:
        """Close `keyring` under `root_key`."""
        nonce = os.urandom(NONCE_LENGTH)
        sealed = AESGCM(root_key).encrypt(nonce, keyring.to_json_bytes(), _binding(provider))
        return cls(provider, nonce + sealed, wraps)

    def open(self, root_key: bytes) -> Keyring:
        """Return the keyring; raise `Tampered` if the body was changed or belongs to another root key."""
        nonce, sealed = self.body[:NONCE_LENGTH], self.body[NONCE_LENGTH:]
        try:
            return Keyring.from_json_bytes(AESGCM(root_key).decrypt(nonce, sealed, _binding(self.provider)))
        except (InvalidTag, ValueError):
            raise Tampered("The keyring file was changed, or belongs to another root key.") from None


def keyring_file_exists(folder: Path) -> bool:
    """Tell whether `folder` holds a keyring file, readable or not."""
    return os.path.lexists(folder / KEYRING_FILE)


def read_keyring_file(folder: Path, provider: Provider | None = None) -> KeyringFile:
    """Return the closed keyring of `folder`.

    Raises `KeyringNotFound` if there is none or another than `provider` holds its root key, `UnsafeKeyFile`
    if others could read or replace it, `VaultError` if its content is not understood.
    """
    found = read_envelope(read_private_file(folder / KEYRING_FILE))
    if provider not in (None, found.provider):
        raise KeyringNotFound("The keyring here is opened in another way than was asked for.")
    return found


def read_envelope(content: bytes) -> KeyringFile:
    """Return the closed keyring that `content` holds; raise `VaultError` if it is not understood."""
    try:
        envelope: dict[str, Any] = json.loads(content)
        if envelope["format"] != _FORMAT:
            raise VaultError("The keyring file has a format that this version does not know.")
        return KeyringFile(
            Provider(envelope["provider"]),
            base64.b64decode(envelope["body"], validate=True),
            tuple(_wrap_from_json(entry) for entry in envelope["wraps"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        raise VaultError("The keyring file is not readable.") from None


def write_keyring_file(folder: Path, closed: KeyringFile) -> None:
    """Write the file, replacing an older one, so that a crash leaves the one or the other whole."""
    write_private_file(folder / KEYRING_FILE, envelope_bytes(closed))


def envelope_bytes(closed: KeyringFile) -> bytes:
    """Return a closed keyring as its file holds it."""
    envelope = {
        "format": _FORMAT,
        "provider": closed.provider.value,
        "body": base64.b64encode(closed.body).decode(),
        "wraps": [_wrap_to_json(wrap) for wrap in closed.wraps],
    }
    return json.dumps(envelope, indent=1).encode() + b"\n"


def refuse_a_second_keyring(folder: Path) -> None:
    """Raise `KeyringExists` if `folder` holds a keyring."""
    if keyring_file_exists(folder):
        raise KeyringExists(
            "There is a keyring already. A new one would leave everything written so far closed."
        )


def replace_keyring(folder: Path, closed: KeyringFile, root_key: bytes, keyring: Keyring) -> None:
    """Write `keyring` in place of the one in `closed`, for the same holders.

    Raises `KeyringMismatch` if it belongs to another installation.
    """
    if closed.open(root_key).instance_id != keyring.instance_id:
        raise KeyringMismatch("This keyring belongs to another installation.")
    write_keyring_file(folder, KeyringFile.sealing(closed.provider, root_key, keyring, closed.wraps))


def _binding(provider: Provider) -> bytes:
    return lp(b"FH/keyring/1", provider.encode())


def _wrap_to_json(wrap: RootWrap) -> dict[str, str | int]:
    return {
        "kind": wrap.kind.value,
        "name": wrap.name,
        "memory_kib": wrap.cost.memory_kib,
        "passes": wrap.cost.passes,
        "salt": base64.b64encode(wrap.salt).decode(),
        "wrapped": base64.b64encode(wrap.wrapped).decode(),
    }


def _wrap_from_json(entry: Mapping[str, Any]) -> RootWrap:
    wrap = RootWrap(
        WrapKind(entry["kind"]),
        str(entry["name"]),
        PasswordCost(int(entry["memory_kib"]), int(entry["passes"])),
        base64.b64decode(entry["salt"], validate=True),
        base64.b64decode(entry["wrapped"], validate=True),
    )
    if len(wrap.salt) != SALT_LENGTH or len(wrap.wrapped) != ROOT_WRAP_LENGTH or wrap.cost.memory_kib < 0:
        raise ValueError
    return wrap
