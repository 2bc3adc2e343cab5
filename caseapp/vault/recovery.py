"""The recovery code: 256 random bits to be written on paper, and typed back years later by somebody in a
hurry.

Four lines of four groups of four signs in Crockford's base32 (no I, L, O, U). The last three signs of each
line are a checksum over its number and the rest, so that a slip names the line to look at, and swapped lines
are noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from caseapp.vault.errors import VaultError

CODE_LINES = 4
GROUPS_PER_LINE = 4
CODE_GROUPS = CODE_LINES * GROUPS_PER_LINE

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
_LINE = GROUPS_PER_LINE * _GROUP
_CHECK = 3
_DATA = _LINE - _CHECK
_SECRET_BYTES = 32
_SPARE_BITS = CODE_LINES * _DATA * 5 - _SECRET_BYTES * 8
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset(" -\u2010\u2011\u2012\u2013\u2014.,:;\t\r\u00a0\u200c\u200e\u200f")


class RecoveryCodeError(VaultError):
    """A recovery code was mistyped; `line` (1 to 4) is the first line that cannot be right."""

    def __init__(self, line: int) -> None:
        super().__init__(f"Line {line} of the recovery code is not right.")
        self.line = line


def new_recovery_code() -> str:
    """Return a new code as four lines, its groups joined by hyphens."""
    return _written(secrets.token_bytes(_SECRET_BYTES))


def normalise_recovery_code(text: str) -> str:
    """Return the code as `new_recovery_code` writes it, from however it was typed.

    Case, spaces, hyphens and line breaks do not matter, O is read as 0, I and L as 1, and any script's digits
    as its digits. Raises `RecoveryCodeError` with the first wrong line.
    """
    return _written(recovery_secret(text))


def recovery_secret(text: str) -> bytes:
    """Return the 32 bytes that a typed code stands for.

    Raise `RecoveryCodeError` with the first wrong line.
    """
    data = "".join(_checked(number, line) for number, line in enumerate(_typed_lines(text), 1))
    value = 0
    for sign in data:
        value = value << 5 | _ALPHABET.index(sign)
    if value & ((1 << _SPARE_BITS) - 1):
        raise RecoveryCodeError(CODE_LINES)
    return (value >> _SPARE_BITS).to_bytes(_SECRET_BYTES, "big")


def groups_to_confirm(count: int = 3) -> tuple[int, ...]:
    """Choose the numbers (1 to 16) of the groups to be typed back as proof that the code was written down."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, CODE_GROUPS + 1), count)))


def confirm_part(code: str, groups: Mapping[int, str]) -> bool:
    """Tell whether every group, by its number from 1 to 16, was typed as it stands in `code`.

    None typed is no.
    """
    written = normalise_recovery_code(code).replace("\n", "-").split("-")
    matches = [
        1 <= number <= CODE_GROUPS
        and hmac.compare_digest(_signs(typed).encode(), written[number - 1].encode())
        for number, typed in groups.items()
    ]
    return bool(matches) and all(matches)


def _written(secret: bytes) -> str:
    value = int.from_bytes(secret, "big") << _SPARE_BITS
    signs = "".join(_ALPHABET[value >> shift & 31] for shift in range((CODE_LINES * _DATA - 1) * 5, -1, -5))
    lines = []
    for number in range(1, CODE_LINES + 1):
        data = signs[(number - 1) * _DATA : number * _DATA]
        line = data + _checksum(number, data)
        lines.append("-".join(line[start : start + _GROUP] for start in range(0, _LINE, _GROUP)))
    return "\n".join(lines)


def _checksum(number: int, data: str) -> str:
    digest = hashlib.sha256(b"FH/recovery-line/1" + bytes((number,)) + data.encode()).digest()
    value = int.from_bytes(digest[:2], "big")
    return "".join(_ALPHABET[value >> shift & 31] for shift in (10, 5, 0))


def _typed_lines(text: str) -> list[str]:
    """Return exactly four lines of signs: as broken by the typist, otherwise cut by length."""
    lines = [signs for signs in map(_signs, text.splitlines()) if signs]
    if len(lines) == CODE_LINES:
        return lines
    signs = "".join(lines)
    cut = [signs[start : start + _LINE] for start in range(0, CODE_LINES * _LINE, _LINE)]
    return [*cut[:-1], cut[-1] + signs[CODE_LINES * _LINE :]]


def _signs(text: str) -> str:
    kept = (sign for sign in text.upper() if sign not in _SEPARATORS)
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in kept).translate(_READ_AS)


def _checked(number: int, line: str) -> str:
    data = line[:_DATA]
    if len(line) != _LINE or not set(line) <= set(_ALPHABET) or _checksum(number, data) != line[_DATA:]:
        raise RecoveryCodeError(number)
    return data
