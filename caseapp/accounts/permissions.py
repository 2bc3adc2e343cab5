"""What may be done with accounts, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class AccountPermission(StrEnum):
    """Acts on accounts, teams and the organisation's settings."""

    MANAGE = "account:manage"
    DIRECTORY = "account:directory"


GRANTS = {
    Role.ADMINISTRATOR: frozenset({AccountPermission.MANAGE, AccountPermission.DIRECTORY}),
    Role.COORDINATOR: frozenset({AccountPermission.DIRECTORY}),
    Role.SUPPORT: frozenset({AccountPermission.DIRECTORY}),
}
