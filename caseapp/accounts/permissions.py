"""What may be done with accounts, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class AccountPermission(StrEnum):
    """Acts on accounts, teams and the organisation's settings."""

    MANAGE = "account:manage"
    DIRECTORY = "account:directory"
    WATCH = "account:watch"
    """See what was lately done to accounts."""


GRANTS = {
    Role.ADMINISTRATOR: frozenset(AccountPermission),
    Role.COORDINATOR: frozenset({AccountPermission.DIRECTORY, AccountPermission.WATCH}),
    Role.SUPPORT: frozenset({AccountPermission.DIRECTORY}),
    Role.AUDITOR: frozenset({AccountPermission.WATCH}),
}
