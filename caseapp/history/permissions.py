"""Who reads the history of a record they may see."""

from enum import StrEnum

from caseapp.web.roles import Role


class HistoryPermission(StrEnum):
    """Acts on histories: they can be read."""

    READ = "history:read"


GRANTS = {
    Role.SUPPORT: frozenset({HistoryPermission.READ}),
    Role.COORDINATOR: frozenset({HistoryPermission.READ}),
}
