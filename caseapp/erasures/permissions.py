"""What may be done with erasures, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class ErasurePermission(StrEnum):
    """Acts on erasures."""

    READ = "erasure:read"
    ASK = "erasure:ask"
    STOP = "erasure:stop"
    DECIDE = "erasure:decide"
    """Say what becomes of a mention in a record that one sees."""
    APPROVE = "erasure:approve"
    CARRY_OUT = "erasure:carry_out"


GRANTS = {
    Role.SUPPORT: frozenset(
        {
            ErasurePermission.READ,
            ErasurePermission.ASK,
            ErasurePermission.STOP,
            ErasurePermission.DECIDE,
        }
    ),
    Role.COORDINATOR: frozenset(ErasurePermission),
}
