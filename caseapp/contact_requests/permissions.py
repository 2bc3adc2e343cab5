"""What may be done with family contact requests, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class RequestPermission(StrEnum):
    """Acts on requests and their searches."""

    READ = "contact_request:read"
    CREATE = "contact_request:create"
    WRITE = "contact_request:write"
    SECOND = "contact_request:second"
    """Agree as the second person to a step that one must not take alone."""
    DECIDE = "contact_request:decide"


GRANTS = {
    Role.SUPPORT: frozenset(
        {
            RequestPermission.READ,
            RequestPermission.CREATE,
            RequestPermission.WRITE,
            RequestPermission.SECOND,
        }
    ),
    Role.COORDINATOR: frozenset(RequestPermission),
}
