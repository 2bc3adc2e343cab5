"""What may be done with persons, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class PersonPermission(StrEnum):
    """Acts on persons."""

    READ = "person:read"
    WRITE = "person:write"


GRANTS = {
    Role.SUPPORT: frozenset(PersonPermission),
    Role.COORDINATOR: frozenset(PersonPermission),
}
