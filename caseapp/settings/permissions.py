"""Who changes the organisation's settings."""

from enum import StrEnum

from caseapp.web.roles import Role


class SettingsPermission(StrEnum):
    """Acts on the organisation's settings and lists."""

    MANAGE = "settings:manage"


GRANTS = {Role.ADMINISTRATOR: frozenset({SettingsPermission.MANAGE})}
