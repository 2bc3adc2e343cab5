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
from caseapp.web.answers import Answers
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import STAYS
from caseapp.web.feature import Feature, HomeTile, MenuItem
from caseapp.web.installed import event_label
from caseapp.web.kind import Kind
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
    erasing=Erasing(holds=kept_exports),
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
    kinds=(
        Kind(RowExport, _l("Export of records"), STAYS, describe=describe_exports),
        Kind(ExportFile, _l("File of an export"), STAYS),
    ),
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
    events=(
        Event("report.read", _l("Read the numbers"), keeps=Keeps("whole")),
        Event(
            "report.exported",
            _l("Exported the numbers"),
            keeps=Keeps("readers", "reason", "rows", "tables"),
            watched=True,
        ),
        Event(
            "audit_export.made",
            _l("Took the audit log out as a file"),
            keeps=Keeps(
                "reason", "rows", "file_format", may=("kinds", "of_whom", "one_record", "from_day", "to_day")
            ),
            watched=True,
        ),
        Event("row_export.asked", _l("Asked for an export of records"), keeps=Keeps("exported", "named")),
        Event("row_export.viewed", _l("Opened the page of an export")),
        Event("row_export.agreed", _l("Agreed to an export of records")),
        Event("row_export.refused", _l("Refused an export of records")),
        Event(
            "row_export.fetched",
            _l("Exported records"),
            keeps=Keeps("exported", "held", "left_out", "rows"),
            watched=True,
            taking_out=True,
        ),
        Event("row_export.begun", _l("Began to make the file of an export"), by_itself=True),
        Event(
            "row_export.made",
            _l("Made the file of an export"),
            keeps=Keeps("left_out", "rows"),
            by_itself=True,
        ),
        Event(
            "row_export.failed",
            _l("Could not make the file of an export"),
            keeps=Keeps("failure"),
            by_itself=True,
        ),
        Event("row_export.asked_again", _l("Asked for the file of an export again")),
        Event("row_export.let_go", _l("Let the file of an export go when its term was over"), by_itself=True),
    ),
    jobs=JOBS,
    answers=Answers(files=named_files),
)

__all__ = ["ReportPermission", "feature"]
