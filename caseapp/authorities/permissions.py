"""What may be done with the list of authorities, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class AuthorityPermission(StrEnum):
    """Acts on authorities, their offices and their office-holders."""

    READ = "authority:read"
    ADD = "authority:add"
    WRITE = "authority:write"


GRANTS = {
    # Whoever prepares a letter at night must be able to add the minister; putting entries right is a coordinator's.
    Role.SUPPORT: frozenset({AuthorityPermission.READ, AuthorityPermission.ADD}),
    Role.COORDINATOR: frozenset(AuthorityPermission),
}
