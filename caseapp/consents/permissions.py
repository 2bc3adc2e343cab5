"""What may be done with consents, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class ConsentPermission(StrEnum):
    """Acts on consents."""

    READ = "consent:read"
    RECORD = "consent:record"
    WITHDRAW = "consent:withdraw"
    CHECK_CONDITIONS = "consent:check_conditions"


GRANTS = {
    Role.SUPPORT: frozenset(ConsentPermission),
    Role.COORDINATOR: frozenset(ConsentPermission),
}
