"""Reading a user's second factors. What was put back or taken away with a database tool is refused, not believed."""

from sqlalchemy import select

from caseapp.accounts.factors.models import Authenticator, FactorKind, RecoveryCodes
from caseapp.accounts.models import User
from caseapp.audit.former import refuse_former
from caseapp.db import db
from caseapp.vault import Tampered


def factors_of(user: User) -> list[Authenticator]:
    """Return the second factors that ``user`` has, the oldest first.

    Raises:
        Tampered: one was added, taken away or put back outside the application.
    """
    query = select(Authenticator).where(Authenticator.user_id == user.id, Authenticator.removed_on.is_(None))
    found = list(db.session.scalars(query.order_by(Authenticator.seq)))
    if {each.id.hex for each in found} != set((user.factors or "").split()):
        raise Tampered("a second factor was added or taken away outside the application")
    refuse_former({each.id.hex: (each.row_version, each.row_mac) for each in found})
    return found


def passkeys_among(factors: list[Authenticator]) -> list[Authenticator]:
    """Return those that are passkeys."""
    return [each for each in factors if each.kind == FactorKind.PASSKEY]


def recovery_codes_of(user: User) -> RecoveryCodes | None:
    """Return what is left of the sheet of ``user``; None where they never had one.

    Raises:
        Tampered: a former state, with codes that were used since, was put back outside the application.
    """
    found = db.session.scalar(select(RecoveryCodes).where(RecoveryCodes.user_id == user.id))
    if found is not None:
        refuse_former({found.id.hex: (found.row_version, found.row_mac)})
    return found


def codes_left(user: User) -> int:
    """Return how many recovery codes ``user`` has left."""
    found = recovery_codes_of(user)
    return len(found.codes["left"]) if found is not None and found.codes else 0
