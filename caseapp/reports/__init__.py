"""The numbers: counts by status and quarter, to read, to draw and to take out of the house."""

import uuid
from typing import Any

from markupsafe import Markup

from caseapp.access import counts_for_them
from caseapp.audit.permissions import AuditPermission
from caseapp.audit.wanted import NOBODY
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reports import fetch_views, log_views, row_views, views  # noqa: F401 - they put their pages on the blueprint
from caseapp.reports.blueprint import blueprint
from caseapp.reports.counting import tables_in_words, totals_of_the_house
from caseapp.reports.duties import DUTIES
from caseapp.reports.forms import READERS
from caseapp.reports.holding import kept_exports
from caseapp.reports.keeping import named_files
from caseapp.reports.making import JOBS
from caseapp.reports.models import ExportFile, RowExport
from caseapp.reports.permissions import GRANTS, ReportPermission
from caseapp.reports.row_queries import (
    FAILURES,
    describe_exports,
    exports_ready,
    exports_waiting,
    table_label,
)
from caseapp.reports.topics import TOPICS
from caseapp.web.fates import STAYS
from caseapp.web.feature import Detail, Feature, HomeTile, Keeps, MenuItem
from caseapp.web.installed import event_label
from caseapp.web.rules import always_two
from caseapp.web.templating import part
from caseapp.web.values import colleague


def _running_the_house(user: Any) -> Markup:
    return part("reports/tile.html", numbers=totals_of_the_house(user))


def _exports_waiting(user: Any) -> Markup:
    waiting = exports_waiting(user)
    return part("reports/waiting_tile.html", lines=waiting) if waiting else Markup()


def _exports_ready(user: Any) -> Markup:
    ready = exports_ready(user)
    return part("reports/ready_tile.html", lines=ready) if ready else Markup()


def _kinds(codes: list[str]) -> str:
    return in_a_row(str(event_label(code) or code) for code in codes)


def _of_whom(actor: str) -> str:
    return (
        _("somebody unknown, or the application itself") if actor == NOBODY else colleague(uuid.UUID(actor))
    )


feature = Feature(
    name="reports",
    rules=(always_two("export.names", _l("Export records with names")),),
    erasing={"row_export": STAYS, "row_export_file": STAYS},
    holds=kept_exports,
    topics=TOPICS,
    duties=DUTIES,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("reports.index", _l("Numbers"), "chart", ReportPermission.READ),),
    home=(
        HomeTile("running-the-house", 60, AuditPermission.READ, _running_the_house),
        HomeTile("exports-waiting", 18, ReportPermission.AGREE_ROWS, _exports_waiting),
        HomeTile("exports-ready", 19, ReportPermission.EXPORT_ROWS, _exports_ready),
    ),
    records={"row_export": RowExport, "row_export_file": ExportFile},
    kinds={"row_export": _l("Export of records"), "row_export_file": _l("File of an export")},
    describe={"row_export": describe_exports},
    details={
        "exported": Detail(_l("Which records"), table_label),
        "named": Detail(_l("With names"), lambda value: _("yes") if value else _("no")),
        "left_out": Detail(_l("Records left out, because nothing on file allows it"), told=counts_for_them),
        "held": Detail(_l("Records in it"), told=lambda _reader, _actor: False),
        "whole": Detail(_l("The whole organisation")),
        "reason": Detail(_l("What it is for")),
        "readers": Detail(_l("Who reads the file"), lambda value: str(READERS[value])),
        "tables": Detail(_l("What is counted"), tables_in_words),
        "rows": Detail(_l("Lines of the file"), told=counts_for_them),
        "kinds": Detail(_l("Kinds of events"), _kinds),
        "of_whom": Detail(_l("Whose acts"), _of_whom),
        "one_record": Detail(_l("One record"), lambda value: value[:8]),
        "file_format": Detail(_l("Kind of file"), lambda value: value.upper()),
        "failure": Detail(_l("Reason"), lambda value: str(FAILURES[value])),
    },
    taking_out=frozenset({"row_export.fetched"}),
    watched=("report.exported", "row_export.fetched", "audit_export.made"),
    keeps={
        "report.read": Keeps("whole"),
        "report.exported": Keeps("readers", "reason", "rows", "tables"),
        "audit_export.made": Keeps(
            "reason", "rows", "file_format", may=("kinds", "of_whom", "one_record", "from_day", "to_day")
        ),
        "row_export.asked": Keeps("exported", "named"),
        "row_export.fetched": Keeps("exported", "held", "left_out", "rows"),
        "row_export.made": Keeps("left_out", "rows"),
        "row_export.failed": Keeps("failure"),
    },
    events={
        "report.read": _l("Read the numbers"),
        "report.exported": _l("Exported the numbers"),
        "audit_export.made": _l("Took the audit log out as a file"),
        "row_export.asked": _l("Asked for an export of records"),
        "row_export.viewed": _l("Opened the page of an export"),
        "row_export.agreed": _l("Agreed to an export of records"),
        "row_export.refused": _l("Refused an export of records"),
        "row_export.fetched": _l("Exported records"),
        "row_export.begun": _l("Began to make the file of an export"),
        "row_export.made": _l("Made the file of an export"),
        "row_export.failed": _l("Could not make the file of an export"),
        "row_export.asked_again": _l("Asked for the file of an export again"),
        "row_export.let_go": _l("Let the file of an export go when its term was over"),
    },
    by_itself=("row_export.begun", "row_export.made", "row_export.failed", "row_export.let_go"),
    jobs=JOBS,
    files=named_files,
)

__all__ = ["ReportPermission", "feature"]
