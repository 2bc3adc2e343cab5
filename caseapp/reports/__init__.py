"""The numbers: counts by status and quarter, to read, to draw and to take out of the house."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from caseapp.audit.permissions import AuditPermission
from caseapp.reports.counting import counts_for, tables_in_words
from caseapp.reports.forms import READERS
from caseapp.reports.permissions import GRANTS, ReportPermission
from caseapp.reports.views import blueprint
from caseapp.web.feature import Detail, Feature, HomeTile, MenuItem
from caseapp.web.templating import part


def _running_the_house(_user: Any) -> Markup:
    return part("reports/tile.html", tables=counts_for(None))


feature = Feature(
    name="reports",
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("reports.index", _l("Numbers"), "chart", ReportPermission.READ),),
    home=(HomeTile("running-the-house", 60, AuditPermission.READ, _running_the_house),),
    details={
        "whole": Detail(_l("The whole organisation")),
        "reason": Detail(_l("What it is for")),
        "readers": Detail(_l("Who reads the file"), lambda value: str(READERS[value])),
        "tables": Detail(_l("What is counted"), tables_in_words),
        "rows": Detail(_l("Lines of the file")),
    },
    events={
        "report.read": _l("Read the numbers"),
        "report.exported": _l("Exported the numbers"),
    },
)

__all__ = ["ReportPermission", "feature"]
