"""Who does what when a colleague leaves: administrators end the access, coordinators share out the work."""

from enum import StrEnum

from caseapp.web.roles import Role


class LeavingPermission(StrEnum):
    """Acts on what a colleague leaves behind."""

    SEE = "leaving:see"
    """See what is left to do, say what was changed, and end it."""
    BEGIN = "leaving:begin"
    """End the access, and give away what nobody reaches any more."""
    SHARE_OUT = "leaving:share_out"


GRANTS = {
    Role.ADMINISTRATOR: frozenset({LeavingPermission.SEE, LeavingPermission.BEGIN}),
    Role.COORDINATOR: frozenset({LeavingPermission.SEE, LeavingPermission.SHARE_OUT}),
}
