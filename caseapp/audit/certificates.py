"""What stays of each erasure, kept outside the database too, so that a backup from before it tells of it once restored.

A line holds its format (4), the version of the key for tokens, one ciphertext in base64, and the code that chains it to
the certificates before it (``line_chains``); one from before there was a chain has the format 2 and no code. It names
nobody: ids of colleagues and of records, codes, days and numbers. The lines may be joined to the erasure ledger.

It is written before the erasure has happened. That it did is told by the ledger, which notes the certificate's own mark
with the scopes: one of an attempt that came to nothing stays in the file, and counts for nothing.
"""

from __future__ import annotations

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app

from caseapp.audit.ledger import CERTIFICATES_KEPT, append_line
from caseapp.db import keyring
from caseapp.vault import Binding, DataKey, Padding, Purpose, VaultError, keyed_token, open_field, seal_field

CERTIFICATES = "erasure-certificates.txt"
LABEL = "erasure.certificate"


def certificates_file() -> Path:
    """Return the file of this instance."""
    path: Path = current_app.config["SETTINGS"].instance_path / CERTIFICATES
    return path


def add_certificate(content: dict[str, Any]) -> None:
    """Keep what stays of an erasure, down to the disk, before the ledger says that it happened.

    Raises:
        OSError: the disk does not take it; nothing may be erased then.
    """
    version, _key = keyring().active(Purpose.TOKEN)
    sealed = seal_field(_key_of(version), _binding(), _plain(content), Padding.TEXT)
    append_line(certificates_file(), CERTIFICATES_KEPT, version, b64encode(sealed).decode())


def mark_of(content: dict[str, Any]) -> uuid.UUID:
    """Return under what the ledger notes that the erasure of a certificate happened as this one says."""
    return uuid.UUID(bytes=sha256(_plain(content)).digest()[:16])


def certificates_in(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return what the files keep of erasures, the latest line of each file last.

    A line that does not open with these keys is passed over: it is a certificate less, while the ledger, which is no
    part of it, still says what was erased.
    """
    found = []
    for version, sealed in CERTIFICATES_KEPT.of(files):
        try:
            plain = open_field(_key_of(version), _binding(), b64decode(sealed, validate=True))
            found.append(json.loads(plain))
        except (ValueError, VaultError):
            continue
    return found


def _plain(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _key_of(version: int) -> DataKey:
    # Beside the tokens of the ledger, and as lasting: the key for tokens is never destroyed.
    ring = keyring()
    return DataKey(version, keyed_token(ring, LABEL, ring.instance_id.bytes, version))


def _binding() -> Binding:
    instance_id = keyring().instance_id
    return Binding(instance_id, LABEL, instance_id, instance_id)
