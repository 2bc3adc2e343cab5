"""Who makes backups and tries them out."""

from enum import StrEnum

from caseapp.web.roles import Role


class BackupPermission(StrEnum):
    """Acts on backups."""

    MANAGE = "backup:manage"


GRANTS = {Role.ADMINISTRATOR: frozenset({BackupPermission.MANAGE})}
