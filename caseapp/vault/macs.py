"""Message authentication codes: rows, the audit chain, and keyed look-up tokens. All HMAC-SHA256."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence

from caseapp.vault.errors import NotACiphertext, Tampered
from caseapp.vault.framing import lp
from caseapp.vault.keyring import Keyring, Purpose

MAC_LENGTH = 32
ROW_MAC_LENGTH = 34
"""Bytes of a row MAC: the key's version in two, the code in 32."""
_VERSION_LENGTH = 2


def row_mac(keyring: Keyring, label: str, parts: Sequence[bytes]) -> bytes:
    """Return key version u16 || HMAC over LP(label) and LP of each part.

    `label` names the kind of MAC and the version of its column list; `parts` are the columns, in that list's
    order.
    """
    version, key = keyring.active(Purpose.ROW_MAC)
    return version.to_bytes(2, "big") + hmac.digest(key, lp(label.encode(), *parts), "sha256")


def check_row_mac(keyring: Keyring, label: str, parts: Sequence[bytes], mac: bytes) -> None:
    """Raise `Tampered` unless `mac` was made over these parts; `UnknownKey` if its key is not in the ring."""
    check_joined_mac(keyring, lp(label.encode(), *parts), mac)


def check_joined_mac(keyring: Keyring, joined: bytes, mac: bytes) -> None:
    """As `check_row_mac`, of LP(label) and LP of each part already joined: a page checks many rows of the same few
    columns, and joins what is the same in all of them once.
    """
    check_joined_macs(keyring, [joined], [mac])


def check_joined_macs(keyring: Keyring, joined: Iterable[bytes], macs: Iterable[bytes]) -> None:
    """As `check_joined_mac`, of many rows and the code of each."""
    keys: dict[bytes, bytes] = {}
    for message, mac in zip(joined, macs, strict=True):
        if len(mac) != ROW_MAC_LENGTH:
            raise NotACiphertext("A row's authentication code has another length.")
        version = mac[:_VERSION_LENGTH]
        key = keys.get(version)
        if key is None:
            key = keys[version] = keyring.key(Purpose.ROW_MAC, int.from_bytes(version, "big"))
        if not hmac.compare_digest(hmac.digest(key, message, "sha256"), mac[_VERSION_LENGTH:]):
            raise Tampered("A row was changed outside this software.")


_AUDIT = lp(b"FH/audit/1")


def audit_mac(
    keyring: Keyring, previous: bytes, canonical: bytes, version: int | None = None
) -> tuple[int, bytes]:
    """Return key version and code of an audit entry: HMAC over LP(previous code) LP(canonical entry).

    `previous` is empty for the first entry. Without `version` the active key is used; verifying names the
    version that the entry carries, and raises `UnknownKey` if it is not in the ring.
    """
    chosen, key = _versioned(keyring, Purpose.AUDIT_MAC, version)
    return chosen, hmac.digest(key, _AUDIT + lp(previous, canonical), "sha256")


def keyed_token(keyring: Keyring, label: str, value: bytes, version: int | None = None) -> bytes:
    """Return the full 32-byte token of `value`, for a unique look-up beside an encrypted column.

    Equal values give equal tokens, so only values that are unique anyway (references) may have one. `label`
    keeps the tokens of two columns apart. A rotation of the token key leaves them as they are until their row's keys
    are renewed; `version` makes those of a former key.
    """
    _, key = _versioned(keyring, Purpose.TOKEN, version)
    return hmac.digest(key, lp(b"FH/token/1", label.encode(), value), "sha256")


def keyed_tokens(keyring: Keyring, label: str, value: bytes) -> list[bytes]:
    """Return the token of `value` under every key that is not destroyed, the one in use first.

    After a rotation what is looked for may bear any of them.
    """
    return [keyed_token(keyring, label, value, version) for version in keyring.readable(Purpose.TOKEN)]


def _versioned(keyring: Keyring, purpose: Purpose, version: int | None) -> tuple[int, bytes]:
    if version is None:
        return keyring.active(purpose)
    return version, keyring.key(purpose, version)
