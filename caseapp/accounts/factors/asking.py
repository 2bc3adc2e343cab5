"""What a page asks a passkey: a challenge that stays with us, counts for a few minutes and for one answer."""

from datetime import datetime, timedelta

from flask import request, session

from caseapp.accounts.devices import place_of
from caseapp.accounts.factors import passkeys
from caseapp.accounts.factors.forms import SecondFactorForm
from caseapp.accounts.factors.models import Authenticator
from caseapp.accounts.factors.proving import Given
from caseapp.accounts.factors.queries import passkeys_among
from caseapp.accounts.models import User
from caseapp.clock import now

_CHALLENGE = "challenge"
LASTS = timedelta(minutes=5)
TO_SIGN, TO_MAKE = "sign", "make"


def question_to_sign(factors: list[Authenticator]) -> str:
    """Return what the page asks the passkeys among ``factors``; nothing where there are none."""
    known = passkeys_among(factors)
    if not known or not passkeys.are_possible():
        return ""
    return passkeys.question(_new_challenge(TO_SIGN), [each.secret for each in known])


def question_to_make(user: User, factors: list[Authenticator]) -> str:
    """Return what the page asks a browser to make a passkey with."""
    known = [each.secret for each in passkeys_among(factors)]
    return passkeys.question_for_new(user, _new_challenge(TO_MAKE), known)


def given_in(form: SecondFactorForm) -> Given:
    """Return what somebody gave as their second factor in this request; the challenge is used up by it."""
    return Given(
        typed=str(form.code.data or ""),
        answer=str(form.passkey.data or ""),
        challenge=take_challenge(TO_SIGN),
        place=place_of(request.remote_addr or ""),
    )


def take_challenge(use: str) -> bytes | None:
    """Return the challenge that this session was asked for ``use``, and forget it; None where it is none any more."""
    found = session.pop(_CHALLENGE, None)
    if not isinstance(found, dict) or found["use"] != use or datetime.fromisoformat(found["until"]) < now():
        return None
    return bytes.fromhex(found["value"])


def _new_challenge(use: str) -> bytes:
    value = passkeys.new_challenge()
    session[_CHALLENGE] = {"use": use, "value": value.hex(), "until": (now() + LASTS).isoformat()}
    return value
