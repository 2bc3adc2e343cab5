"""Who reads the audit log."""

from enum import StrEnum

from caseapp.web.roles import Role


class AuditPermission(StrEnum):
    """Acts on the audit log: it can be read and taken out, nothing else. Whoever decides hears of what does not fit."""

    READ = "audit:read"
    EXPORT = "audit:export"
    HEAR = "audit:hear"


GRANTS = {
    Role.ADMINISTRATOR: frozenset(AuditPermission),
    Role.AUDITOR: frozenset(AuditPermission),
    Role.COORDINATOR: frozenset({AuditPermission.HEAR}),
}
