"""Who may ask to see what is hidden of a record they reach. Each kind asks for its own permission, too."""

from enum import StrEnum

from caseapp.web.roles import Role


class AccessPermission(StrEnum):
    """Acts on what is hidden."""

    REVEAL = "access:reveal"


GRANTS = {
    Role.SUPPORT: frozenset(AccessPermission),
    Role.COORDINATOR: frozenset(AccessPermission),
}
