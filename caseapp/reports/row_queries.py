"""Reading exports of records: one's own, and those that wait for a second person."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import Select, select

from caseapp.access import counts_for_them, get_visible, list_visible
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reports.keeping import files_of
from caseapp.reports.making import Failure
from caseapp.reports.models import Counts, ExportFile, ExportStatus, FileStatus, RowExport
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.rows import table_named
from caseapp.web.gate import can
from caseapp.web.kind import Description

SHOWN = 10
STATUSES = {
    ExportStatus.OPEN: _l("waits for a second person"),
    ExportStatus.AGREED: _l("ready to fetch"),
    ExportStatus.REFUSED: _l("refused"),
    ExportStatus.FETCHED: _l("fetched"),
    ExportStatus.FAILED: _l("could not be made"),
    ExportStatus.LAPSED: _l("its term is over"),
}
FAILURES = {
    Failure.TOO_MANY.value: _l("These are too many records for one file."),
    Failure.BROKEN_OFF.value: _l("Its making was broken off several times."),
    Failure.WENT_WRONG.value: _l("Something went wrong while it was made."),
}
"""Why a file could not be made."""
BEING_MADE = _l("is being made")
TONES = {
    ExportStatus.OPEN: "waiting",
    ExportStatus.AGREED: "moving",
    ExportStatus.REFUSED: "stopped",
    ExportStatus.FETCHED: "done",
    ExportStatus.FAILED: "attention",
    ExportStatus.LAPSED: "stopped",
}


@dataclass(frozen=True)
class ExportLine:
    """An export as lists show it."""

    label: str
    url: str
    status: str
    tone: str
    asked_by: uuid.UUID
    until: date | None


def get_export(user: User, export_id: uuid.UUID) -> RowExport:
    """Return an export; raises ``NotFound``."""
    return get_visible(user, RowExport, export_id)


def exports_of(user: User) -> list[ExportLine]:
    """Return what ``user`` asked for last."""
    query = select(RowExport).where(RowExport.asked_by == user.id).order_by(RowExport.seq.desc())
    return _lines(list_visible(user, query.limit(SHOWN)))


def exports_waiting(user: User) -> list[ExportLine]:
    """Return the exports that wait for a second person other than ``user``, their files made."""
    query = _made(ExportStatus.OPEN).where(RowExport.asked_by.not_in(stands_for(user)))
    return _lines(_in_term(list_visible(user, query)))


def exports_ready(user: User) -> list[ExportLine]:
    """Return what ``user`` asked for and can fetch, and has not fetched yet."""
    query = _made(ExportStatus.AGREED).where(RowExport.asked_by == user.id)
    return _lines(_in_term(list_visible(user, query)))


def _made(status: ExportStatus) -> Select[RowExport]:
    kept = select(ExportFile.export_id).where(ExportFile.status == FileStatus.KEPT.value)
    query = select(RowExport).where(RowExport.status == status.value, RowExport.id.in_(kept))
    return query.order_by(RowExport.seq)


def _in_term(exports: list[RowExport]) -> list[RowExport]:
    return [export for export in exports if export.until is not None and export.until >= today()]


def _lines(exports: list[RowExport]) -> list[ExportLine]:
    files = files_of(export.id for export in exports)
    return [line_of(export, files.get(export.id)) for export in exports]


def line_of(export: RowExport, file: ExportFile | None) -> ExportLine:
    """Return how a list shows an export."""
    status = ExportStatus(export.status)
    making = file is not None and file.is_waited_for
    return ExportLine(
        table_label(export.table),
        url_for("reports.show_rows", export_id=export.id),
        str(BEING_MADE if making else STATUSES[status]),
        "moving" if making else TONES[status],
        export.asked_by,
        export.until,
    )


def counts_of_file(user: User, export: RowExport, file: ExportFile | None) -> Counts | None:
    """Return how many a file holds; None before it was made, and for those who are not told.

    It counts what whoever asked reaches: a colleague who works on cases may be kept out of some of it.
    """
    return file.counts if file is not None and counts_for_them(user, export.asked_by) else None


def lines_of_file(user: User, export: RowExport) -> int | None:
    """Return how many lines the fetched file had; None before that, and for those who are not told."""
    return export.rows if counts_for_them(user, export.asked_by) else None


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
