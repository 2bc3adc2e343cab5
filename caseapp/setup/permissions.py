"""Who changes who can unlock; an unlock passphrase is asked for besides."""

from enum import StrEnum

from caseapp.web.roles import Role


class SetupPermission(StrEnum):
    """Acts on who opens the keys."""

    UNLOCKERS = "setup:unlockers"


GRANTS = {Role.ADMINISTRATOR: frozenset({SetupPermission.UNLOCKERS})}
