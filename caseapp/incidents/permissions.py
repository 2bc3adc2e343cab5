"""What may be done with incidents, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class IncidentPermission(StrEnum):
    """Acts on incidents."""

    REPORT = "incident:report"
    READ = "incident:read"
    WRITE = "incident:write"
    HANDLE = "incident:handle"
    EXPORT = "incident:export"
    REGISTER = "incident:register"
    """See kinds, days, states, clocks and numbers of all incidents, and no word of what happened."""
    END_HOLD = "incident:end_hold"
    """Be the second person where a hold on all erasure is to end, without reading what happened."""


GRANTS = {
    Role.SUPPORT: frozenset({IncidentPermission.REPORT, IncidentPermission.READ, IncidentPermission.WRITE}),
    Role.COORDINATOR: frozenset(IncidentPermission)
    - {IncidentPermission.REGISTER, IncidentPermission.END_HOLD},
    Role.ADMINISTRATOR: frozenset(
        {IncidentPermission.REPORT, IncidentPermission.REGISTER, IncidentPermission.END_HOLD}
    ),
    Role.AUDITOR: frozenset({IncidentPermission.REPORT, IncidentPermission.REGISTER}),
}
