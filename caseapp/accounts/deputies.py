"""Deputies: between two dates somebody holds a permission of a colleague, and stands for them.

A deputy reaches no more than they did: what they themselves, or as somebody's cover, reach. They hold exactly the
permissions that were lent, for as long as whoever lent them holds them by a role of their own; so nobody lends on what
was lent to them. Because a deputy stands for a colleague, they decide nothing that this colleague wrote or asked for.
"""

import logging
import uuid
from collections.abc import Collection, Mapping
from datetime import date

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.accounts.models import User
from caseapp.accounts.rules import rule_in_force
from caseapp.audit import record
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import ORGANISATION, Act, Record, after_begin, db, system_scope_id, while_unchanged
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.vault import VaultError
from caseapp.web.gate import FOR_WHOM, PermissionDenied, holds_by_role
from caseapp.web.installed import lendable
from caseapp.web.rules import Rule
from caseapp.web.values import colleague, isolated

log = logging.getLogger("caseapp")
NAMED, NAMED_FOR = "account.deputy_named", "account.deputy_named_for"
ENDED = "account.deputy_ended"
Lent = Mapping[str, tuple[uuid.UUID, ...]]
"""Permission to those who lent it."""
FOR_SOMEBODY_ILL = Rule(
    "accounts.deputies.by_administrator",
    _l("Who names a deputy for somebody who is ill?"),
    _l("Deputies"),
    {"nobody": _l("nobody: everybody names their own"), "administrator": _l("an administrator may")},
)


class Deputy(Record):
    """Somebody holds a permission of a colleague from ``first`` to ``last``, both days included."""

    __tablename__ = "deputy"
    __kind__ = "deputy"
    __access_columns__ = ("user_id", "deputy_id", "permission", "first", "last", "removed_on")

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    """Whose permission it is."""
    deputy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    named_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    permission: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]


class CannotBeDeputy(ValueError):
    """They hold it already, work on no cases, or would name themselves."""


class CannotLend(ValueError):
    """It is not theirs to lend: it may not be lent at all, or no role of theirs includes it."""


class NotAllowed(ValueError):
    """The organisation lets nobody name a deputy for somebody else."""


def name_deputy(
    actor: User, user: User, deputy: User, permissions: Collection[str], days: tuple[date, date]
) -> None:
    """Let ``deputy`` hold these permissions of ``user`` on these days. Inside a write.

    What was lent to them for some of these days alone is left behind: a form that was sent twice lends once, and what
    it lent is taken back at once.

    Raises:
        CannotLend: see there.
        CannotBeDeputy: see there.
        NotAllowed: ``actor`` names a deputy for somebody else.
    """
    if actor.id != user.id and rule_in_force(FOR_SOMEBODY_ILL.code) != "administrator":
        raise NotAllowed
    if deputy.id in {user.id, actor.id} or deputy.status != "active" or not deputy.reads_cases:
        raise CannotBeDeputy
    if any(holds_by_role(deputy, permission) for permission in permissions):
        raise CannotBeDeputy
    if not permissions or set(permissions) - set(own_to_lend(user)):
        raise CannotLend
    rows = [
        Deputy(
            scope_id=system_scope_id(ORGANISATION),
            user_id=user.id,
            deputy_id=deputy.id,
            named_by=actor.id,
            permission=permission,
            first=days[0],
            last=days[1],
        )
        for permission in sorted(permissions)
    ]
    for row in deputies_of(user):
        within = days[0] <= row.first and row.last <= days[1]
        if row.deputy_id == deputy.id and row.permission in permissions and within:
            end_deputy(actor, row)
    db.session.add_all(rows)
    db.session.flush()
    # The account whose rights grow stands first: the watchers are told of it.
    told = {"lent": sorted(permissions), "until": days[1].isoformat()}
    if actor.id != user.id:
        record(actor, NAMED_FOR, user, **told)
    record(actor, NAMED, deputy, *rows, lender=str(user.id), **told)


def end_deputy(actor: User, row: Deputy) -> None:
    """Take back what was lent, at once."""
    row.removed_on, row.removed_by = today(), actor.id
    record(actor, ENDED, row)


def own_to_lend(user: User) -> dict[str, str]:
    """Return the permissions that ``user`` may lend, in words: those that may be lent at all and a role includes."""
    return {code: str(label) for code, label in lendable().items() if holds_by_role(user, code)}


def deputies_of(user: User) -> list[Deputy]:
    """Return what ``user`` has lent and is not over, the first to begin first.

    Raises:
        Tampered: a row was edited outside the application.
    """
    return [row for row in _not_over() if row.user_id == user.id]


def lent_by_others(user: User) -> list[Deputy]:
    """Return what others lend to ``user`` and is not over, the first to begin first.

    Nothing once a row was edited outside the application: none holds then.
    """
    try:
        return [row for row in _not_over() if row.deputy_id == user.id]
    except _DAMAGED:
        return []


def stands_for(actor: User) -> frozenset[uuid.UUID]:
    """Return ``actor`` and everybody whose deputy they are today: none of them can be the second person for another."""
    return frozenset({actor.id, *(each for lenders in lent_to(actor).values() for each in lenders)})


def why_not_second(actor: User, maker_id: uuid.UUID, own: str) -> str:
    """Return why ``actor`` is not the second person for what ``maker_id`` did or asked for: ``own`` where that is
    themselves; nothing where they may be.
    """
    if maker_id == actor.id:
        return own
    if maker_id not in stands_for(actor):
        return ""
    return _("You stand in for %(name)s today, so somebody else decides.", name=isolated(colleague(maker_id)))


def anybody_stands_in() -> bool:
    """Tell whether anybody is a deputy today."""
    return bool(_lent_today())


def lent_to(user: User) -> Lent:
    """Return what is lent to ``user`` today; nothing once a row was edited outside the application."""
    return _lent_today().get(user.id, {})


def _lent_today() -> Mapping[uuid.UUID, Lent]:
    day = today()
    return while_unchanged(("deputies", day), lambda: _in_force(day))


@after_begin
def _require_still_lent(act: Act) -> None:
    """Ask again, now that nobody else writes, whether what this act rests on is lent still.

    Raises:
        PermissionDenied: it was taken back meanwhile.
    """
    if act.quiet or not has_request_context() or not current_user.is_authenticated:
        return
    for permission in g.get(FOR_WHOM, {}):
        if permission not in lent_to(current_user):
            raise PermissionDenied(permission)


def _in_force(day: date) -> Mapping[uuid.UUID, Lent]:
    try:
        rows = [row for row in _not_over() if row.first <= day]
        lenders = {row.user_id: db.session.get_one(User, row.user_id) for row in rows}
    except _DAMAGED:
        log.error("integrity error: a deputy was edited outside the application; none holds")  # noqa: TRY400 - a trace would name values
        return {}
    may_be_lent = lendable()
    found: dict[uuid.UUID, dict[str, tuple[uuid.UUID, ...]]] = {}
    for row in rows:
        lender = lenders[row.user_id]
        if row.permission in may_be_lent and lender.is_active and holds_by_role(lender, row.permission):
            known = found.setdefault(row.deputy_id, {})
            known[row.permission] = (*known.get(row.permission, ()), lender.id)
    return found


def _not_over() -> list[Deputy]:
    query = select(Deputy).where(Deputy.removed_on.is_(None), Deputy.last >= today())
    rows = list(db.session.scalars(query.order_by(Deputy.first, Deputy.seq)))
    refuse_former({row.id.hex: (row.row_version, row.row_mac) for row in rows})
    return rows


_DAMAGED = (VaultError, ValueError, TypeError, LookupError)
