"""Who declares ties, and who may be named to read them."""

from enum import StrEnum

from caseapp.web.roles import Role


class TiePermission(StrEnum):
    """Acts on ties."""

    KEEP = "tie:keep"
    """Read the ties of colleagues, for the two who are named to do it."""
    NAME_KEEPERS = "tie:name_keepers"


GRANTS = {
    Role.SUPPORT: frozenset({TiePermission.KEEP}),
    Role.COORDINATOR: frozenset({TiePermission.KEEP}),
    Role.ADMINISTRATOR: frozenset({TiePermission.NAME_KEEPERS}),
}
