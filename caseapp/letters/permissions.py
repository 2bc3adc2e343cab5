"""What may be done with letters, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class LetterPermission(StrEnum):
    """Acts on letters."""

    READ = "letter:read"
    WRITE = "letter:write"
    APPROVE = "letter:approve"


GRANTS = {
    Role.SUPPORT: frozenset({LetterPermission.READ, LetterPermission.WRITE}),
    Role.COORDINATOR: frozenset(LetterPermission),
}
