"""Signing in: one slow hash whatever happens, a growing wait after failures, one answer for every refusal."""

from dataclasses import dataclass
from enum import Enum

from flask import current_app
from sqlalchemy import select

from caseapp.accounts.actions import sign_in_tokens
from caseapp.accounts.alerts import record_arrival
from caseapp.accounts.devices import device_name, device_of_request, known_here, place_of
from caseapp.accounts.factors.actions import find_by_link
from caseapp.accounts.factors.demanded import stage_after_passphrase
from caseapp.accounts.half_way import GIVEN
from caseapp.accounts.models import User, UserStatus
from caseapp.accounts.sessions import begin_session
from caseapp.accounts.throttle import (
    OF_ALL,
    Counter,
    count_failure,
    counter_for,
    forget_failures,
    is_known,
    must_wait,
)
from caseapp.audit import record
from caseapp.audit.former import refuse_former
from caseapp.db import db, keyring, write
from caseapp.vault import burn, hash_password, needs_new_hash, verify_password
from caseapp.web.gate import Stage


class Outcome(Enum):
    """What came of an attempt. Every refusal shows the same page; the audit log knows the difference."""

    SIGNED_IN = "signed in"
    REFUSED = "refused"


@dataclass(frozen=True)
class Attempt:
    """The result of one attempt."""

    outcome: Outcome
    user: User | None = None
    stage: Stage = Stage.NONE
    """How far they are: whole, or on the way to their second factor."""


def sign_in(sign_in_name: str, passphrase: str, address: str, *, factor_link: str = "") -> Attempt:
    """Try to sign in; on success a session has begun, which is whole where no second factor is asked for.

    With ``factor_link``, the code of an administrator's link, its owner sets up another second factor.

    Raises:
        TooBusy: too many attempts are being worked on.
        Tampered: a former state of the account was put back outside the application.
    """
    counters = _counters(sign_in_name, place_of(address))
    user, is_theirs = _account_of(counters.tokens)
    right, stored = _passphrase_is_right(user, passphrase, is_theirs=is_theirs)
    with write():
        # Asked inside the write: of many that are tried at one moment, each knows of those before it.
        waiting, is_known_here = _must_wait(counters)
        # Looked up whatever came before; the passphrase may have been changed while this one was worked on.
        is_open = user is not None and user.passphrase_hash == stored and user.status == UserStatus.ACTIVE
        if user is not None and is_open and right and not waiting:
            forget_failures(
                counters.name, counters.name_here
            )  # not the place's: one account would clear it for others
            refuse_former({user.id.hex: (user.row_version, user.row_mac)})  # roles that were taken away since
            _renew_hash(user, passphrase)
            user.sign_in_token = counters.tokens[0]
            has_link = bool(factor_link) and find_by_link(factor_link) is user
            stage = Stage.SETTING_UP if has_link else stage_after_passphrase(user)
            begin_session(user, stage)
            if stage is Stage.WHOLE:
                record_arrival(user)
            else:
                record(user, GIVEN, user, device=device_name(user, device_of_request()))
            return Attempt(Outcome.SIGNED_IN, user, stage)
        for counter in (counters.name, counters.place, counters.name_here):
            count_failure(counter)
        count_failure(counters.all, heard=not waiting)
        about = [user] if is_theirs else []
        record(None, "account.sign_in_refused", *about, waiting=waiting, elsewhere=not is_known_here)
    return Attempt(Outcome.REFUSED)


@dataclass(frozen=True)
class _Counters:
    """What is counted and known of an attempt."""

    tokens: list[bytes]
    """The tokens of the name, under the token key in use first."""
    name: Counter
    place: Counter
    name_here: Counter
    all: Counter
    known: list[bytes]
    """The keys under which it is known that the owner of the name has signed in from here."""


def _counters(sign_in_name: str, place: bytes) -> _Counters:
    tokens = sign_in_tokens(sign_in_name)
    here = [token + place for token in tokens]
    return _Counters(
        tokens,
        Counter(tokens),
        counter_for("sign_in.address", place),
        counter_for("sign_in.name_here", *here),
        counter_for("sign_in.all", b"", limit=OF_ALL),
        known_here(tokens, place),
    )


def _must_wait(counters: _Counters) -> tuple[bool, bool]:
    """Tell whether this try is not heard yet, and whether the owner of the name has signed in from here before.

    Whoever keeps guessing a name from elsewhere, or any names from the owner's own network, never shuts the owner out:
    where they have signed in from before, only what was tried with their name from there counts.
    """
    waits = [must_wait(each) for each in (counters.name_here, counters.name, counters.place, counters.all)]
    is_known_here = is_known(counters.known)
    return any(waits[:1] if is_known_here else waits), is_known_here


def _account_of(tokens: list[bytes]) -> tuple[User | None, bool]:
    """Return the account of a sign-in name and True; where nobody has that name, another account and False.

    That one is worked with as theirs would be, and for nothing, so that the time does not tell who has an account.
    """
    user = db.session.scalar(select(User).order_by(User.sign_in_token.not_in(tokens), User.id).limit(1))
    return user, user is not None and user.sign_in_token in tokens


def _passphrase_is_right(user: User | None, passphrase: str, *, is_theirs: bool) -> tuple[bool, bytes]:
    """Tell whether it is theirs, and by which stored hash."""
    cost = current_app.config["SETTINGS"].password_cost
    user_id, stored = (user.id, user.passphrase_hash) if user is not None else (None, b"")
    db.session.rollback()  # the slow hash must not hold a read transaction open
    if user_id is None or not is_theirs or not stored:
        burn(keyring(), passphrase, cost=cost)
        return False, stored
    return verify_password(keyring(), user_id, passphrase, stored, cost=cost), stored


def _renew_hash(user: User, passphrase: str) -> None:
    cost = current_app.config["SETTINGS"].password_cost
    if needs_new_hash(keyring(), user.passphrase_hash, cost=cost):
        user.passphrase_hash = hash_password(keyring(), passphrase, user.id, cost=cost)
