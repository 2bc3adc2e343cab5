"""Acts on second factors. Their secrets are shown to their owner once and to nobody else."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from caseapp.accounts.actions import INVITATION_DAYS, new_activation_code
from caseapp.accounts.factors.demanded import is_demanded
from caseapp.accounts.factors.models import Authenticator, FactorKind, RecoveryCodes
from caseapp.accounts.factors.passkeys import Answer
from caseapp.accounts.factors.queries import factors_of, recovery_codes_of
from caseapp.accounts.factors.recovery import kept_of, new_codes
from caseapp.accounts.models import User, UserStatus
from caseapp.accounts.sessions import end_sessions_of
from caseapp.audit import record
from caseapp.audit.former import is_former
from caseapp.clock import today
from caseapp.db import db, keyring
from caseapp.vault import keyed_tokens

MOST = 10
"""So many second factors one person may have."""


class LastFactor(ValueError):
    """A rule demands a second factor of this person, and this is the only one."""


class TooMany(ValueError):
    """Nobody needs that many."""


class KnownAlready(ValueError):
    """This device is one of their passkeys already."""


def add_app(user: User, label: str, seed: str, step: int) -> list[str]:
    """Let codes of an app count from now on, after ``step``, whose code showed that the app has the seed.

    Returns the recovery codes to show, where this is the first factor. Raises as ``add_passkey``.
    """
    return _add(user, FactorKind.TOTP, label, {"seed": seed}, {"step": step})


def add_passkey(user: User, label: str, made: Answer) -> list[str]:
    """Let a passkey count from now on. Returns the recovery codes to show, where this is the first factor.

    Raises:
        TooMany: they have as many as anybody may have.
        KnownAlready: it is there already.
    """
    known = {each.secret["id"] for each in factors_of(user) if each.kind == FactorKind.PASSKEY}
    if made.secret["id"] in known:
        raise KnownAlready
    return _add(user, FactorKind.PASSKEY, label, made.secret, {"count": made.count})


def rename_factor(user: User, factor: Authenticator, label: str) -> None:
    """Call one's factor otherwise."""
    factor.label = label
    record(user, "account.factor_renamed", factor)


def remove_factor(user: User, factor: Authenticator) -> None:
    """End one of one's factors; with the last one go the recovery codes. Other sessions end.

    Raises:
        LastFactor: a rule demands one.
    """
    if len(factors_of(user)) == 1 and is_demanded(user):
        raise LastFactor
    _end(user, user, factor)
    end_sessions_of(user, but_this=True)
    record(user, "account.factor_removed", user, factor=factor.kind)


def renew_codes(user: User) -> list[str]:
    """Make a new sheet of recovery codes; those of the former one work no more. Returns them, to be shown once."""
    codes = _new_sheet(user)
    record(user, "account.recovery_codes_renewed", user)
    return codes


def reset_factors(actor: Any, user: User, **how: bool) -> str:
    """End the second factors of a colleague who lost them, and their sessions; returns the code of a link.

    With it and their passphrase they set up another one themselves. Nobody else learns or chooses anything of it.
    ``how`` says that it happens ``in_terminal``, where nobody is known.
    """
    end_factors(actor, user)
    code = new_activation_code()
    user.factor_token = factor_tokens(code)[0]
    user.factor_until = today() + timedelta(days=INVITATION_DAYS)
    end_sessions_of(user)
    record(actor, "account.factors_reset", user, **how)
    return code


def end_factors(actor: Any, user: User) -> None:
    """End all second factors of ``user``, and their recovery codes. The caller records why.

    Raises:
        Tampered: they were changed outside the application.
    """
    for factor in factors_of(user):
        _end(actor, user, factor)


def find_by_link(code: str) -> User | None:
    """Return the user who sets up another second factor with this link today."""
    user = db.session.scalar(select(User).where(User.factor_token.in_(factor_tokens(code))))
    if user is None or user.status != UserStatus.ACTIVE or user.factor_until is None:
        return None
    return user if user.factor_until >= today() and not is_former(user) else None


def factor_tokens(code: str) -> list[bytes]:
    """Return the keyed tokens by which such a link may be found, the present one first."""
    return keyed_tokens(keyring(), "user.factor", code.strip().encode())


def _add(user: User, kind: FactorKind, label: str, secret: dict[str, Any], use: dict[str, Any]) -> list[str]:
    known = factors_of(user)
    if len(known) >= MOST:
        raise TooMany
    factor = Authenticator(
        scope_id=user.scope_id, user_id=user.id, kind=kind.value, label=label, secret=secret, use=use
    )
    db.session.add(factor)
    user.factors = " ".join(each.id.hex for each in (*known, factor))
    user.factor_token = user.factor_until = None
    end_sessions_of(user, but_this=True)
    record(user, "account.factor_added", user, factor=kind.value)
    return _new_sheet(user) if not known else []


def _end(actor: Any, user: User, factor: Authenticator) -> None:
    left = [each for each in (user.factors or "").split() if each != factor.id.hex]
    factor.removed_on, factor.removed_by = today(), actor.id if actor is not None else None
    factor.secret = None
    user.factors = " ".join(left) or None
    sheet = recovery_codes_of(user)
    if not left and sheet is not None:
        sheet.codes = None


def _new_sheet(user: User) -> list[str]:
    codes, sheet = new_codes(), recovery_codes_of(user)
    if sheet is None:
        sheet = RecoveryCodes(scope_id=user.scope_id, user_id=user.id)
        db.session.add(sheet)
    sheet.codes = kept_of(codes)
    return codes
