"""Who may open a case in an emergency, and who looks at it afterwards."""

from enum import StrEnum

from caseapp.web.roles import Role


class EmergencyPermission(StrEnum):
    """Acts on emergency access."""

    OPEN = "emergency:open"
    REVIEW = "emergency:review"
    """See the emergency access that one was told of, and say what one thinks of it."""


GRANTS = {
    Role.SUPPORT: frozenset(EmergencyPermission),
    Role.COORDINATOR: frozenset(EmergencyPermission),
    Role.ADMINISTRATOR: frozenset({EmergencyPermission.REVIEW}),
}
