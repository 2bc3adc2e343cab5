"""What may be done with next steps, and by which role. Which record they hang on is decided by its scope."""

from enum import StrEnum

from caseapp.web.roles import Role


class TaskPermission(StrEnum):
    """Acts on next steps."""

    READ = "task:read"
    WRITE = "task:write"


GRANTS = {
    Role.SUPPORT: frozenset(TaskPermission),
    Role.COORDINATOR: frozenset(TaskPermission),
}
