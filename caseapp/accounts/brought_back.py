"""After a restore an account that is not as it was left opens nothing, until an administrator lets its owner in anew.

A backup brings back what was taken away since it was made: accounts that were closed, passphrases that were changed
because somebody knew them, second factors that were stolen and ended, recovery codes that were used, roles and teams.
The database that it replaces tells of which accounts nothing was changed since but how their pages look. Where there is
none, or where it lacks what an anchor proves, it is told of none.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, func, select

from caseapp.accounts.deputies import Deputy
from caseapp.accounts.factors.actions import end_factors
from caseapp.accounts.factors.models import RecoveryCodes
from caseapp.accounts.models import TeamMember, TieKeeper, User, UserStatus
from caseapp.audit import AuditEvent, record
from caseapp.db import db
from caseapp.db.replaced import rows_in
from caseapp.vault import VaultError

SHUT, CODES_ENDED = "account.shut_by_restore", "account.recovery_codes_ended"


@dataclass(frozen=True)
class Left:
    """How a database leaves accounts: what opens them, and the rows that say what they may."""

    accounts: Mapping[uuid.UUID, frozenset[Any]]
    sheets: Mapping[uuid.UUID, frozenset[Any]]


def shut_what_was_brought_back(replaced: Path, newest: int) -> int:
    """Shut each account that the database ``replaced`` leaves otherwise than this one; returns how many.

    Inside a write. ``newest`` is the number of the latest event that an anchor proves. Of an account that is as it was
    left, the recovery codes count no more where some were used or made since.
    """
    before, present = _left_in(replaced, newest), _left([list(db.session.execute(each)) for each in _STATES])
    shut = 0
    for user_id in present.accounts:
        user = _openable(user_id)
        if user is None:
            continue
        if before is None or before.accounts.get(user_id) != present.accounts[user_id]:
            _shut(user)
            shut += 1
        elif before.sheets.get(user_id) != present.sheets.get(user_id):
            _end_codes(user)
    return shut


def _shut(user: User) -> None:
    try:
        end_factors(None, user)
    except _DAMAGED:
        user.factors = None  # what was edited outside the application counts for nothing
    user.status, user.passphrase_hash = UserStatus.INVITED.value, b""
    user.activation_token = user.activation_until = user.factor_token = user.factor_until = None
    record(None, SHUT, user)


def _end_codes(user: User) -> None:
    sheet = db.session.scalar(select(RecoveryCodes).where(RecoveryCodes.user_id == user.id))
    if sheet is not None:
        sheet.codes = None
        record(None, CODES_ENDED, user, sheet)


def _openable(user_id: uuid.UUID) -> User | None:
    """Return an account that might let somebody in; one that was edited outside the application does not."""
    try:
        user = db.session.get_one(User, user_id)
    except _DAMAGED:
        return None
    return None if user.removed_on is not None or user.status == UserStatus.DISABLED else user


def _left_in(replaced: Path, newest: int) -> Left | None:
    found = rows_in(replaced, (*_STATES, select(func.max(AuditEvent.number))))
    if found is None or (found.pop()[0][0] or 0) < newest:
        return None
    return _left(found)


def _left(found: list[list[Row[Any]]]) -> Left:
    *states, sheets = found
    accounts: dict[uuid.UUID, set[Any]] = defaultdict(set)
    for rows in states:
        for row in rows:
            accounts[row[0]].add(tuple(row))
    return Left(
        {user_id: frozenset(rows) for user_id, rows in accounts.items()},
        {row[0]: frozenset([tuple(row)]) for row in sheets},
    )


def _states(model: Any, whose: Any) -> Select[Any]:
    return select(whose, model.id, model.row_version, model.row_mac)


_APPEARANCE = ("language", "calendar", "theme")
_OF_EVERY_CHANGE = ("row_version", "seq", "created_on", "changed_on", "access_mac", "row_mac")


def _accounts() -> Select[Any]:
    # How its owner likes the pages opens no door; any other column, and one that comes, may.
    columns = User.__table__.columns
    ignored = {*_APPEARANCE, *_OF_EVERY_CHANGE}
    return select(columns.id, *(column for column in columns if column.key not in ignored))


_STATES = (
    _accounts(),
    _states(TeamMember, TeamMember.user_id),
    _states(TieKeeper, TieKeeper.user_id),
    _states(Deputy, Deputy.deputy_id),
    _states(RecoveryCodes, RecoveryCodes.user_id),
)
_DAMAGED = (VaultError, ValueError, TypeError, LookupError)
"""What a row that was edited outside the application raises where it is decoded or opened."""
