"""The roles. What each may do stands with the features, as data."""

from enum import StrEnum


class Role(StrEnum):
    """A role that a member of staff may hold; one person may hold several."""

    SUPPORT = "support"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


CASE_ROLES = frozenset({Role.SUPPORT, Role.COORDINATOR})
"""Only these read the content of cases."""
