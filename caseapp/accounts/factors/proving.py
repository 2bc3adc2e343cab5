"""Proving with a second factor. Each code, answer or recovery code counts once, however many are sent at one moment.

The write lock is taken before the row is read that says how far a factor was used, so that of fifty who send one code
at once the first finds it unused and the others find it used.
"""

from dataclasses import dataclass

from caseapp.accounts.factors import passkeys, recovery, totp
from caseapp.accounts.factors.models import Authenticator, FactorKind
from caseapp.accounts.factors.queries import factors_of, recovery_codes_of
from caseapp.accounts.factors.tries import count_wrong, forget_wrong, is_paused
from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.clock import today


@dataclass(frozen=True)
class Given:
    """What somebody gave as their second factor: something typed, or a passkey's answer to a challenge."""

    typed: str
    answer: str
    challenge: bytes | None
    place: bytes
    """Where from, as failures are counted."""


def use_second_factor(user: User, given: Given) -> FactorKind | None:
    """Return which factor of ``user`` was given, used up by it; None, counted and recorded, where it was none.

    Inside a write.

    Raises:
        Tampered: a factor or the sheet of codes was changed outside the application.
    """
    paused = is_paused(user, given.place)
    found = None if paused else _used(user, given)
    if found is None:
        count_wrong(user, given.place)
        record(None, "account.factor_refused", user, paused=paused)
        return None
    forget_wrong(user, given.place)
    return found


def _used(user: User, given: Given) -> FactorKind | None:
    factors = factors_of(user)
    if given.answer and given.challenge:
        return FactorKind.PASSKEY if _passkey_signed(user, factors, given.answer, given.challenge) else None
    if recovery.is_like_one(given.typed):
        return FactorKind.RECOVERY if factors and _recovery_code_used(user, given.typed) else None
    return FactorKind.TOTP if _code_used(factors, given.typed) else None


def _code_used(factors: list[Authenticator], typed: str) -> bool:
    for each in factors:
        if each.kind == FactorKind.TOTP:
            step = totp.step_of(each.secret["seed"], typed, each.use["step"])
            if step is not None:
                each.use = {"step": step, "on": today().isoformat()}
                return True
    return False


def _passkey_signed(user: User, factors: list[Authenticator], answer: str, challenge: bytes) -> bool:
    named = passkeys.id_in(answer)
    for each in factors:
        if each.kind == FactorKind.PASSKEY and each.secret["id"] == named:
            count = passkeys.count_in(answer, challenge, each.secret, each.use["count"], user.id.bytes)
            if count is not None:
                each.use = {"count": count, "on": today().isoformat()}
            return count is not None
    return False


def _recovery_code_used(user: User, typed: str) -> bool:
    sheet = recovery_codes_of(user)
    rest = recovery.without(sheet.codes, typed) if sheet is not None and sheet.codes else None
    if sheet is None or rest is None:
        return False
    sheet.codes = rest
    record(user, "account.recovery_code_used", sheet, user, left=len(rest["left"]))
    return True
