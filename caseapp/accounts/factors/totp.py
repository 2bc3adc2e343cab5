"""Codes of an app: six digits of a seed and the time (RFC 6238), which phones have apps for."""

import hmac

import pyotp
import segno

from caseapp.clock import now
from caseapp.dates import latin_digits

STEP_SECONDS = 30
NEIGHBOURS = (-1, 0, 1)
"""A code counts for its own half minute and for the two beside it: clocks differ, and typing takes time."""
ISSUER = "caseapp"
"""What the app shows, for whoever sees the phone: nothing of whom the work is for."""
DIGITS = 6


def new_seed() -> str:
    """Return a seed of 160 random bits in the alphabet that the apps take."""
    return pyotp.random_base32()


def in_groups(seed: str) -> str:
    """Return a seed or a code in groups of four, as somebody types it over."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))


def picture_of(seed: str, sign_in_name: str) -> str:
    """Return the address of a picture, with all of it in the address, that an app reads the seed from."""
    uri = pyotp.TOTP(seed).provisioning_uri(name=sign_in_name, issuer_name=ISSUER)
    return segno.make(uri, error="m", micro=False).svg_data_uri(border=4, light="#fff", dark="#000")


def step_of(seed: str, code: str, after: int | None) -> int | None:
    """Return the half minute, counted since 1970, whose code this is; None where it is none that counts.

    ``after`` is the one whose code was used last: it and those before it count no more.
    """
    typed = latin_digits("".join(code.split()))
    if len(typed) != DIGITS or not typed.isascii():
        return None
    present, codes = int(now().timestamp()) // STEP_SECONDS, pyotp.TOTP(seed)
    found = None
    for step in (present + neighbour for neighbour in NEIGHBOURS):  # all of them, however soon one fits
        fits = hmac.compare_digest(codes.generate_otp(step), typed)
        if fits and (after is None or step > after):
            found = step
    return found
