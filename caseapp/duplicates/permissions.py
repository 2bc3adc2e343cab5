"""Who decides whether two persons are one."""

from enum import StrEnum

from caseapp.web.roles import Role


class DuplicatePermission(StrEnum):
    """Acts on persons who may have been written down twice."""

    DECIDE = "duplicate:decide"


GRANTS = {Role.COORDINATOR: frozenset({DuplicatePermission.DECIDE})}
