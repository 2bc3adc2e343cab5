"""What may be done with statements, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class StatementPermission(StrEnum):
    """Acts on statements."""

    READ = "statement:read"
    WRITE = "statement:write"
    REVIEW = "statement:review"
    CLEAR = "statement:clear"
    PUBLISH = "statement:publish"


GRANTS = {
    Role.SUPPORT: frozenset({StatementPermission.READ, StatementPermission.WRITE}),
    Role.COORDINATOR: frozenset(StatementPermission),
}
