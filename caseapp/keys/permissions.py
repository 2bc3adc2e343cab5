"""Who sees how the keys stand and renews them."""

from enum import StrEnum

from caseapp.web.roles import Role


class KeysPermission(StrEnum):
    """Acts on keys."""

    MANAGE = "keys:manage"


GRANTS = {Role.ADMINISTRATOR: frozenset({KeysPermission.MANAGE})}
