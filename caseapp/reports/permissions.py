"""Who reads the numbers, and who takes them out of the house."""

from enum import StrEnum

from caseapp.web.roles import Role


class ReportPermission(StrEnum):
    """Acts on the numbers. Without ``READ_ALL`` a reader's numbers count only what they may see.

    With it they count the whole organisation, except what this reader is kept out of.
    """

    READ = "report:read"
    READ_ALL = "report:read_all"
    EXPORT = "report:export"
    EXPORT_ROWS = "report:export_rows"
    """Take records out row by row: of what one may see, never more."""
    AGREE_ROWS = "report:agree_rows"
    """Be the second person for an export with names; it shows what was asked for and no record."""


GRANTS = {
    Role.SUPPORT: frozenset({ReportPermission.READ}),
    Role.COORDINATOR: frozenset(ReportPermission),
    Role.ADMINISTRATOR: frozenset(ReportPermission) - {ReportPermission.EXPORT_ROWS},
    Role.AUDITOR: frozenset({ReportPermission.READ, ReportPermission.READ_ALL}),
}
