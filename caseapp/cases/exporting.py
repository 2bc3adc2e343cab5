"""Cases as rows of an export."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.i18n import language_in_words
from caseapp.people.queries import NOBODY, shown_names
from caseapp.people.traits import AGE_BANDS, STATED_SEXES, UNKNOWN, traits_of
from caseapp.web.feature import ColumnKind, ExportColumn, ExportRow, ExportTable
from caseapp.web.installed import describe_all


def _rows(user: User, named: bool) -> Iterator[ExportRow]:
    cases = list_visible(user, select(Case).order_by(Case.seq))
    clients = {case.client_id for case in cases}
    names = shown_names(user, clients) if named else {}
    traits = traits_of(clients)
    colleagues = describe_all(user, {("user", case.responsible_id) for case in cases}) if named else {}
    for case in cases:
        about = traits.get(case.client_id, UNKNOWN)
        values = {
            "status": str(CASE_WORKFLOW.state(case.status).label),
            "language": language_in_words(case.language),
            "sex": str(STATED_SEXES[about.sex]),
            "age": str(AGE_BANDS[about.age_band(case.created_on)]),
            "begun_on": case.created_on,
            "changed_on": case.changed_on,
        }
        if named:
            values["reference"] = case.reference
            values["name"] = names.get(case.client_id, NOBODY).name
            responsible = colleagues.get(("user", case.responsible_id))
            values["responsible"] = responsible.label if responsible else ""
        yield ExportRow(case.id, (case.client_id,), values)


EXPORT = ExportTable(
    "cases",
    "case",
    _l("Cases"),
    CasePermission.READ,
    (
        ExportColumn("reference", _l("Reference"), ColumnKind.REFERENCE),
        ExportColumn("name", _l("Name"), ColumnKind.NAME),
        ExportColumn("responsible", _l("Responsible worker"), ColumnKind.NAME),
        ExportColumn("status", _l("Status"), ColumnKind.CODE),
        ExportColumn("language", _l("Language"), ColumnKind.CODE),
        ExportColumn("sex", _l("Sex"), ColumnKind.CODE),
        ExportColumn("age", _l("Age when the record was made"), ColumnKind.CODE),
        ExportColumn("begun_on", _l("Begun on"), ColumnKind.DAY),
        ExportColumn("changed_on", _l("Last changed on"), ColumnKind.DAY),
    ),
    _rows,
)
