"""Who says that somebody is away, and who covers."""

from enum import StrEnum

from caseapp.web.roles import Role


class AbsencePermission(StrEnum):
    """Acts on days away."""

    ENTER = "absence:enter"
    """Say when one is away oneself, and who covers."""
    ENTER_FOR_OTHERS = "absence:enter_for_others"
    """Say it for a colleague who is ill: of one's own teams, administrators of every team."""


GRANTS = {
    Role.SUPPORT: frozenset({AbsencePermission.ENTER}),
    Role.COORDINATOR: frozenset(AbsencePermission),
    Role.ADMINISTRATOR: frozenset({AbsencePermission.ENTER_FOR_OTHERS}),
}
