"""Signing in: one slow hash whatever happens, a growing wait after failures, one answer for every refusal."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from flask import current_app
from sqlalchemy import delete, select

from caseapp.accounts.actions import sign_in_tokens
from caseapp.accounts.models import SignInThrottle, User, UserStatus
from caseapp.accounts.sessions import begin_session
from caseapp.audit import record
from caseapp.audit.former import refuse_former
from caseapp.clock import now
from caseapp.db import db, keyring, write
from caseapp.vault import Purpose, burn, hash_password, keyed_token, needs_new_hash, verify_password

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
    counters = _counters(sign_in_name, _place_of(address))
    # Whoever keeps guessing a name from elsewhere never shuts out its owner, who has signed in from here before.
    waits = [_must_wait(counters.everywhere), *(_must_wait(keys) for keys in counters.here)]
    waiting = any(waits[1:] if _rows_of(counters.known) else waits)
    user, is_theirs = _account_of(counters.everywhere)
    right = _passphrase_is_right(user, passphrase, is_theirs=is_theirs)
    with write():
        is_open = user is not None and user.status == UserStatus.ACTIVE  # looked up whatever came before
        if user is not None and is_open and right and not waiting:
            over = [key for keys in (counters.everywhere, *counters.here) for key in keys]
            db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_(over)))
            db.session.merge(SignInThrottle(key=counters.known[0], failures=0, heard_from=_naive(now())))
            refuse_former({user.id.hex: (user.row_version, user.row_mac)})  # roles that were taken away since
            _renew_hash(user, passphrase)
            user.sign_in_token = counters.everywhere[0]
            begin_session(user)
            record(user, "account.signed_in", user)
            return Attempt(Outcome.SIGNED_IN, user)
        for keys in (counters.everywhere, *counters.here):
            _count_failure(keys)
        record(None, "account.sign_in_refused", *([user] if is_theirs else []), waiting=waiting)
    return Attempt(Outcome.REFUSED)


@dataclass(frozen=True)
class _Counters:
    """The keys of what is counted and known of an attempt: each under the token key in use, then under former ones."""

    everywhere: list[bytes]
    here: tuple[list[bytes], list[bytes]]
    known: list[bytes]


def _counters(sign_in_name: str, place: bytes) -> _Counters:
    everywhere = sign_in_tokens(sign_in_name)
    of_address = _keys("sign_in.address", [place])
    name_here, known = (
        _keys(use, [token + place for token in everywhere])
        for use in ("sign_in.name_here", "sign_in.known_here")
    )
    return _Counters(everywhere, (of_address, name_here), known)


def _account_of(tokens: list[bytes]) -> tuple[User | None, bool]:
    """Return the account of a sign-in name and True; where nobody has that name, another account and False.

    That one is worked with as theirs would be, and for nothing, so that the time does not tell who has an account.
    """
    user = db.session.scalar(select(User).order_by(User.sign_in_token.not_in(tokens), User.id).limit(1))
    return user, user is not None and user.sign_in_token in tokens


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


def _keys(use: str, about: list[bytes]) -> list[bytes]:
    # What is told of by a former token was noted under the key of that time.
    ring, versions = keyring(), keyring().readable(Purpose.TOKEN)
    values = about if len(about) == len(versions) else about * len(versions)
    return [keyed_token(ring, use, value, version) for value, version in zip(values, versions, strict=True)]


def _place_of(address: str) -> bytes:
    """Return what counts as one place: an IPv4 address, or the network (/64) that one household has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address.encode()
    if isinstance(found, ipaddress.IPv6Address):
        return found.ipv4_mapped.packed if found.ipv4_mapped is not None else found.packed[:8]
    return found.packed


def _rows_of(keys: list[bytes]) -> list[SignInThrottle]:
    return [row for row in (db.session.get(SignInThrottle, key) for key in keys) if row is not None]


def _must_wait(keys: list[bytes]) -> bool:
    return any(row.heard_from > _naive(now()) for row in _rows_of(keys))


def _count_failure(keys: list[bytes]) -> None:
    known = _rows_of(keys)
    if known:
        row = known[0]
    else:
        row = SignInThrottle(key=keys[0], failures=0, heard_from=_naive(now()))
        db.session.add(row)
    row.failures += 1
    excess = row.failures - FREE_TRIES
    wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(excess, 12))) if excess >= 0 else timedelta()
    row.heard_from = _naive(now() + wait)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
