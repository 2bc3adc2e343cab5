"""What may be done with cases, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class CasePermission(StrEnum):
    """Acts on cases."""

    READ = "case:read"
    CREATE = "case:create"
    WRITE = "case:write"
    CLOSE = "case:close"
    SHARE = "case:share"


GRANTS = {
    Role.SUPPORT: frozenset({CasePermission.READ, CasePermission.CREATE, CasePermission.WRITE}),
    Role.COORDINATOR: frozenset(CasePermission),
}
