"""What may be done with disclosures and legal grounds, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class DisclosurePermission(StrEnum):
    """Acts on disclosures."""

    READ = "disclosure:read"
    ASK_GROUND = "disclosure:ask_ground"
    APPROVE_GROUND = "disclosure:approve_ground"
    VITAL_INTEREST = "disclosure:vital_interest"
    REVIEW = "disclosure:review"


GRANTS = {
    Role.SUPPORT: frozenset(
        {
            DisclosurePermission.READ,
            DisclosurePermission.ASK_GROUND,
            DisclosurePermission.VITAL_INTEREST,
        }
    ),
    Role.COORDINATOR: frozenset(DisclosurePermission),
}
