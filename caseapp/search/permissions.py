"""Who may use the search box: those who read cases."""

from enum import StrEnum

from caseapp.web.roles import Role


class SearchPermission(StrEnum):
    """Acts of searching."""

    FIND = "search:find"


GRANTS = {
    Role.SUPPORT: frozenset(SearchPermission),
    Role.COORDINATOR: frozenset(SearchPermission),
}
