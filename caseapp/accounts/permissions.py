"""What may be done with accounts, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class AccountPermission(StrEnum):
    """Acts on accounts, teams and the organisation's settings."""

    MANAGE = "account:manage"
    DIRECTORY = "account:directory"
    WATCH = "account:watch"
    """See what was lately done to accounts."""
    ASKED = "account:asked"
    """Be asked about what was done in one's own name: everybody."""


GRANTS = {
    Role.ADMINISTRATOR: frozenset(AccountPermission),
    Role.COORDINATOR: frozenset(
        {AccountPermission.DIRECTORY, AccountPermission.WATCH, AccountPermission.ASKED}
    ),
    Role.SUPPORT: frozenset({AccountPermission.DIRECTORY, AccountPermission.ASKED}),
    Role.AUDITOR: frozenset({AccountPermission.WATCH, AccountPermission.ASKED}),
}
