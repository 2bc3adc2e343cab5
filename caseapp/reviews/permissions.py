"""Who looks again at what was done before a guard could ask."""

from enum import StrEnum

from caseapp.web.roles import Role


class ReviewPermission(StrEnum):
    """Acts on open reviews."""

    CLOSE = "review:close"


GRANTS = {Role.COORDINATOR: frozenset({ReviewPermission.CLOSE})}
