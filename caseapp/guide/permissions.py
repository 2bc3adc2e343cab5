"""Who may read the guide: everybody who works with caseapp."""

from enum import StrEnum

from caseapp.web.roles import Role


class GuidePermission(StrEnum):
    """Acts on the guide."""

    READ = "guide:read"


GRANTS = {role: frozenset(GuidePermission) for role in Role}
