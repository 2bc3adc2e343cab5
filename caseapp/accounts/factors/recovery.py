"""Recovery codes: ten of them on a sheet of paper, for the day on which the phone is lost. Each works once."""

import base64
import hmac
import secrets
from typing import Any

NUMBER = 10
CODE_BYTES = 10
"""80 random bits: nobody finds one by trying."""
KEY_BYTES = 32


def new_codes() -> list[str]:
    """Return ten codes, each in groups of four letters and digits that are not taken for one another."""
    return [_grouped(base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()) for _ in range(NUMBER)]


def kept_of(codes: list[str]) -> dict[str, Any]:
    """Return what is kept of codes: a key of their own, and of each its hash under that key."""
    key = secrets.token_bytes(KEY_BYTES)
    return {"key": key.hex(), "left": [_hash(key, code) for code in codes]}


def without(kept: dict[str, Any], code: str) -> dict[str, Any] | None:
    """Return what is kept once ``code`` was used; None where it is none that is left."""
    found, left = _hash(bytes.fromhex(kept["key"]), code), kept["left"]
    rest = [each for each in left if not hmac.compare_digest(each, found)]
    return {**kept, "left": rest} if len(rest) < len(left) else None


def is_like_one(typed: str) -> bool:
    """Tell whether what was typed has the length of a recovery code."""
    return len(_plain(typed)) == len(base64.b32encode(bytes(CODE_BYTES)))


def _hash(key: bytes, code: str) -> str:
    return hmac.digest(key, _plain(code).encode(), "sha256").hex()


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
