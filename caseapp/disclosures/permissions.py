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
    ANSWER_ALERT = "disclosure:answer_alert"
    """Be told that a disclosure waits where nobody who sees the case can review it, and answer without seeing it."""


GRANTS = {
    Role.SUPPORT: frozenset(
        {
            DisclosurePermission.READ,
            DisclosurePermission.ASK_GROUND,
            DisclosurePermission.VITAL_INTEREST,
        }
    ),
    Role.COORDINATOR: frozenset(DisclosurePermission),
    Role.ADMINISTRATOR: frozenset({DisclosurePermission.ANSWER_ALERT}),
}
