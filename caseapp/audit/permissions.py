"""Who reads the audit log."""

from enum import StrEnum

from caseapp.web.roles import Role


class AuditPermission(StrEnum):
    """Acts on the audit log: it can be read, nothing else."""

    READ = "audit:read"


GRANTS = {
    Role.ADMINISTRATOR: frozenset({AuditPermission.READ}),
    Role.AUDITOR: frozenset({AuditPermission.READ}),
}
