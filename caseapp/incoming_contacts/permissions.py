"""What may be done with incoming contacts, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class IncomingPermission(StrEnum):
    """Acts on incoming contacts."""

    READ = "incoming_contact:read"
    WRITE = "incoming_contact:write"


GRANTS = {
    Role.SUPPORT: frozenset(IncomingPermission),
    Role.COORDINATOR: frozenset(IncomingPermission),
}
