"""An anchor for paper: forty letters and digits that tell nobody how long the log is, and can be typed again.

Five bytes are the number of an event, masked; sixteen are a code over that number and the chain value after the event;
four tell a slip of the pen from a log that was changed. Whoever reads it learns no number of any event: it would tell a
colleague who is kept out of something how many events they are not told of.
"""

from base64 import b32decode, b32encode
from enum import StrEnum

from sqlalchemy import select

from caseapp.audit.anchors import Anchor
from caseapp.audit.models import AuditEvent
from caseapp.db import db, keyring
from caseapp.vault import Purpose, audit_mac

GROUP = 4
_NUMBER, _CODE, _CHECK = 5, 16, 4
_LENGTH = _NUMBER + _CODE + _CHECK
_SIMILAR = str.maketrans("018", "OIB")
"""Digits that the code never has, and the letters that they are mistaken for."""


class Answer(StrEnum):
    """What became of the event that an anchor was made of."""

    FITS = "fits"
    GONE = "gone"
    OTHER = "other"


class NoAnchor(ValueError):
    """It was typed wrongly, or another installation made it."""


def on_paper(anchor: Anchor) -> str:
    """Return an anchor in groups of four signs."""
    version = anchor.key_version
    code = _code(anchor.number, anchor.chain, version)
    masked = _masked(anchor.number.to_bytes(_NUMBER, "big"), code, version)
    whole = masked + code + _check(masked + code, version)
    text = b32encode(whole).decode("ascii")
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def check_paper(text: str) -> Answer:
    """Compare the log with an anchor that somebody typed, in small letters or capitals, with blanks or hyphens.

    Raises:
        NoAnchor: it is none that this installation has made.
    """
    number, code, version = _read(text)
    chain = db.session.scalar(select(AuditEvent.chain).where(AuditEvent.number == number))
    if chain is None:
        return Answer.GONE
    return Answer.FITS if _code(number, chain, version) == code else Answer.OTHER


def _read(text: str) -> tuple[int, bytes, int]:
    try:
        signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_SIMILAR)
        whole = b32decode(signs)
    except ValueError:
        raise NoAnchor from None
    if len(whole) != _LENGTH:
        raise NoAnchor
    masked, code, check = whole[:_NUMBER], whole[_NUMBER:-_CHECK], whole[-_CHECK:]
    for version in keyring().readable(Purpose.AUDIT_MAC):
        if _check(masked + code, version) == check:
            return int.from_bytes(_masked(masked, code, version), "big"), code, version
    raise NoAnchor


def _code(number: int, chain: bytes, version: int) -> bytes:
    return _mac(b"paper anchor", number.to_bytes(8, "big") + chain, version)[:_CODE]


def _masked(number: bytes, code: bytes, version: int) -> bytes:
    mask = _mac(b"paper mask", code, version)
    return bytes(one ^ other for one, other in zip(number, mask, strict=False))


def _check(said: bytes, version: int) -> bytes:
    return _mac(b"paper check", said, version)[:_CHECK]


def _mac(label: bytes, content: bytes, version: int) -> bytes:
    return audit_mac(keyring(), label, content, version)[1]
