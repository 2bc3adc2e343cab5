"""Cases as rows of an export."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from caseapp.access import visible_rows
from caseapp.accounts import User
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.i18n import language_in_words
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import NOBODY, shown_names
from caseapp.people.traits import AGE_BANDS, STATED_SEXES, TraitsReader, with_traits
from caseapp.web.installed import describe_all
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow, ExportTable


def _rows(user: User, named: bool) -> Iterator[ExportRow]:
    statuses = {state.code: str(state.label) for state in CASE_WORKFLOW.states}
    sexes = {code: str(label) for code, label in STATED_SEXES.items()}
    ages = {code: str(label) for code, label in AGE_BANDS.items()}
    in_words = cache(language_in_words)
    reader, day_of = TraitsReader(), cache(date.fromisoformat)
    for cases in visible_rows(user, Case, lambda question: with_traits(question, Case.client_id)):
        naming = _named(user, cases) if named else {}
        for case, about in zip(cases, reader.read(cases), strict=True):
            begun_on = day_of(case.created_on)
            values = {
                "status": statuses[case.status],
                "language": in_words(case.language),
                "sex": sexes[about.sex],
                "age": ages[about.age_band(begun_on)],
                "begun_on": begun_on,
                "changed_on": day_of(case.changed_on),
                **naming.get(case.id, {}),
            }
            yield ExportRow(uuid.UUID(case.id), (uuid.UUID(case.client_id),), values)


def _named(user: User, cases: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """What tells who each case is about, and who works on it."""
    names = shown_names(user, {uuid.UUID(case.client_id) for case in cases})
    colleagues = describe_all(user, {("user", uuid.UUID(case.responsible_id)) for case in cases})
    references = Case.reference.open_each(
        Case, [(uuid.UUID(case.id), uuid.UUID(case.scope_id), case.reference) for case in cases]
    )
    found = {}
    for case, reference in zip(cases, references, strict=True):
        responsible = colleagues.get(("user", uuid.UUID(case.responsible_id)))
        found[case.id] = {
            "reference": reference,
            "name": names.get(uuid.UUID(case.client_id), NOBODY).name,
            "responsible": responsible.label if responsible else "",
        }
    return found


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
