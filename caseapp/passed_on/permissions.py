"""Who looks at what was passed on to a case."""

from enum import StrEnum

from caseapp.web.roles import Role


class PassedOnPermission(StrEnum):
    """Acts on what was passed on."""

    READ = "passed_on:read"


GRANTS = {
    Role.SUPPORT: frozenset(PassedOnPermission),
    Role.COORDINATOR: frozenset(PassedOnPermission),
}
