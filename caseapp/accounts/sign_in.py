"""Signing in: one slow hash whatever happens, a growing wait after failures, one answer for every refusal."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from flask import current_app
from sqlalchemy import delete, select

from caseapp.accounts.actions import sign_in_token
from caseapp.accounts.models import SignInThrottle, User, UserStatus
from caseapp.accounts.sessions import begin_session
from caseapp.audit import record
from caseapp.audit.former import refuse_former
from caseapp.clock import now
from caseapp.db import db, keyring, write
from caseapp.vault import burn, hash_password, keyed_token, needs_new_hash, verify_password

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)


class Outcome(Enum):
    """What came of an attempt. Every refusal shows the same page; the audit log knows the difference."""

    SIGNED_IN = "signed in"
    REFUSED = "refused"


@dataclass(frozen=True)
class Attempt:
    """The result of one attempt."""

    outcome: Outcome
    user: User | None = None


def sign_in(sign_in_name: str, passphrase: str, address: str) -> Attempt:
    """Try to sign in; on success a session has begun.

    Raises:
        TooBusy: too many attempts are being worked on.
        Tampered: a former state of the account was put back outside the application.
    """
    place = _place_of(address)
    everywhere = sign_in_token(sign_in_name)
    here = [_key("sign_in.address", place), _key("sign_in.name_here", everywhere + place)]
    known = _key("sign_in.known_here", everywhere + place)
    # Whoever keeps guessing a name from elsewhere never shuts out its owner, who has signed in from here before.
    waits = [_must_wait(key) for key in (everywhere, *here)]
    waiting = any(waits[1:] if db.session.get(SignInThrottle, known) is not None else waits)
    user, is_theirs = _account_of(everywhere)
    right = _passphrase_is_right(user, passphrase, is_theirs=is_theirs)
    with write():
        is_open = user is not None and user.status == UserStatus.ACTIVE  # looked up whatever came before
        if user is not None and is_open and right and not waiting:
            db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_([everywhere, *here])))
            db.session.merge(SignInThrottle(key=known, failures=0, heard_from=_naive(now())))
            refuse_former({user.id.hex: (user.row_version, user.row_mac)})  # roles that were taken away since
            _renew_hash(user, passphrase)
            begin_session(user)
            record(user, "account.signed_in", user)
            return Attempt(Outcome.SIGNED_IN, user)
        for key in (everywhere, *here):
            _count_failure(key)
        record(None, "account.sign_in_refused", *([user] if is_theirs else []), waiting=waiting)
    return Attempt(Outcome.REFUSED)


def _account_of(token: bytes) -> tuple[User | None, bool]:
    """Return the account of a sign-in name and True; where nobody has that name, another account and False.

    That one is worked with as theirs would be, and for nothing, so that the time does not tell who has an account.
    """
    user = db.session.scalar(select(User).order_by(User.sign_in_token != token, User.id).limit(1))
    return user, user is not None and user.sign_in_token == token


def _passphrase_is_right(user: User | None, passphrase: str, *, is_theirs: bool) -> bool:
    cost = current_app.config["SETTINGS"].password_cost
    user_id, stored = (user.id, user.passphrase_hash) if user is not None else (None, b"")
    db.session.rollback()  # the slow hash must not hold a read transaction open
    if user_id is None or not is_theirs or not stored:
        burn(keyring(), passphrase, cost=cost)
        return False
    return verify_password(keyring(), user_id, passphrase, stored, cost=cost)


def _renew_hash(user: User, passphrase: str) -> None:
    cost = current_app.config["SETTINGS"].password_cost
    if needs_new_hash(keyring(), user.passphrase_hash, cost=cost):
        user.passphrase_hash = hash_password(keyring(), passphrase, user.id, cost=cost)


def _key(use: str, about: bytes) -> bytes:
    return keyed_token(keyring(), use, about)


def _place_of(address: str) -> bytes:
    """Return what counts as one place: an IPv4 address, or the network (/64) that one household has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    if isinstance(found, ipaddress.IPv6Address):
        return found.ipv4_mapped.packed if found.ipv4_mapped is not None else found.packed[:8]
    return found.packed


def _must_wait(key: bytes) -> bool:
    row = db.session.get(SignInThrottle, key)
    return row is not None and row.heard_from > _naive(now())


def _count_failure(key: bytes) -> None:
    row = db.session.get(SignInThrottle, key)
    if row is None:
        row = SignInThrottle(key=key, failures=0, heard_from=_naive(now()))
        db.session.add(row)
    row.failures += 1
    excess = row.failures - FREE_TRIES
    wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(excess, 12))) if excess >= 0 else timedelta()
    row.heard_from = _naive(now() + wait)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
