"""Exports that a colleague asked for and that are not over."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.web.duties import Duty

_NOT_OVER = (ExportStatus.OPEN.value, ExportStatus.AGREED.value)

DUTIES = (
    Duty(
        "exports",
        _l("Exports that they asked for"),
        RowExport,
        lambda user_id: (RowExport.asked_by == user_id) & RowExport.status.in_(_NOT_OVER),
    ),
)
"""Nobody else fetches them. They end by themselves with their term."""
