"""Reading exports of records: one's own, and those that wait for a second person."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.rows import table_named
from caseapp.web.feature import Description
from caseapp.web.gate import can

SHOWN = 10
STATUSES = {
    ExportStatus.OPEN: _l("waits for a second person"),
    ExportStatus.AGREED: _l("ready to fetch"),
    ExportStatus.REFUSED: _l("refused"),
    ExportStatus.FETCHED: _l("fetched"),
}
TONES = {
    ExportStatus.OPEN: "waiting",
    ExportStatus.AGREED: "moving",
    ExportStatus.REFUSED: "stopped",
    ExportStatus.FETCHED: "done",
}


@dataclass(frozen=True)
class ExportLine:
    """An export as lists show it."""

    label: str
    url: str
    status: str
    tone: str
    asked_by: uuid.UUID


def get_export(user: User, export_id: uuid.UUID) -> RowExport:
    """Return an export; raises ``NotFound``."""
    return get_visible(user, RowExport, export_id)


def exports_of(user: User) -> list[ExportLine]:
    """Return what ``user`` asked for last."""
    query = select(RowExport).where(RowExport.asked_by == user.id).order_by(RowExport.seq.desc())
    return [line_of(export) for export in list_visible(user, query.limit(SHOWN))]


def exports_waiting(user: User) -> list[ExportLine]:
    """Return the exports that wait for a second person other than ``user``."""
    query = select(RowExport).where(
        RowExport.status == ExportStatus.OPEN.value, RowExport.asked_by != user.id
    )
    return [line_of(export) for export in list_visible(user, query.order_by(RowExport.seq))]


def line_of(export: RowExport) -> ExportLine:
    """Return how a list shows an export."""
    status = ExportStatus(export.status)
    return ExportLine(
        table_label(export.table),
        url_for("reports.show_rows", export_id=export.id),
        str(STATUSES[status]),
        TONES[status],
        export.asked_by,
    )


def table_label(name: str) -> str:
    """Return the words of a table of records."""
    found = table_named(name)
    return str(found.label) if found else _("Export of records")


def describe_exports(user: User, export_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Description]:
    """Name exports on other pages; only who may agree to one is led to its page."""
    may_open = can(user, ReportPermission.AGREE_ROWS)
    found = list_visible(user, select(RowExport).where(RowExport.id.in_(export_ids)))
    return {
        export.id: Description(
            _("Export: %(records)s", records=table_label(export.table)),
            url_for("reports.show_rows", export_id=export.id) if may_open else None,
        )
        for export in found
    }
