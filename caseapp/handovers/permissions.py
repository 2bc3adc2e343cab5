"""Who hands cases over. Of a case that is theirs its responsible worker does, of any that they see a coordinator."""

from enum import StrEnum

from caseapp.web.roles import Role


class HandoverPermission(StrEnum):
    """Acts of handing over."""

    GIVE = "handover:give"
    OVERSEE = "handover:oversee"
    """Give away cases of others, and hear what was handed over."""


GRANTS = {
    Role.SUPPORT: frozenset({HandoverPermission.GIVE}),
    Role.COORDINATOR: frozenset(HandoverPermission),
}
