"""Who may search in texts: those who read cases."""

from enum import StrEnum

from caseapp.web.roles import Role


class TextSearchPermission(StrEnum):
    """Acts of searching in texts."""

    FIND = "text_search:find"


GRANTS = {
    Role.SUPPORT: frozenset(TextSearchPermission),
    Role.COORDINATOR: frozenset(TextSearchPermission),
}
