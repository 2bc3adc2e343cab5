"""Who proposes steps to colleagues. Whoever may take the step itself decides about it."""

from enum import StrEnum

from caseapp.web.roles import Role


class ProposalPermission(StrEnum):
    """Acts on proposals."""

    PROPOSE = "proposal:propose"


GRANTS = {
    Role.SUPPORT: frozenset(ProposalPermission),
    Role.COORDINATOR: frozenset(ProposalPermission),
}
