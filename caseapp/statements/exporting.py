"""Statements as rows of an export: that there is one and where it stands, never its words.

A title is words too: it may name somebody who is not on file.
"""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.i18n import language_in_words
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import shown_names
from caseapp.statements.labels import KINDS
from caseapp.statements.models import Statement
from caseapp.statements.permissions import StatementPermission
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow, ExportTable


def _rows(user: User, named: bool) -> Iterator[ExportRow]:
    statements = list_visible(user, select(Statement).order_by(Statement.seq))
    clients = {case.id: case.client_id for case in list_visible(user, select(Case))}
    names = shown_names(user, clients.values()) if named else {}
    for statement in statements:
        if (client := clients.get(statement.case_id)) is None:
            continue
        values = {
            "case": statement.case_id,
            "kind": str(KINDS[statement.kind]) if statement.kind in KINDS else "",
            "status": str(STATEMENT_WORKFLOW.state(statement.status).label),
            "language": language_in_words(statement.language),
            "begun_on": statement.created_on,
            "changed_on": statement.changed_on,
        }
        if named:
            values["reference"] = statement.reference
            values["name"] = names[client].name if client in names else ""
        yield ExportRow(statement.id, (client,), values)


EXPORT = ExportTable(
    "statements",
    "statement",
    _l("Statements"),
    StatementPermission.READ,
    (
        ExportColumn("reference", _l("Reference"), ColumnKind.REFERENCE),
        ExportColumn("name", _l("Name"), ColumnKind.NAME),
        ExportColumn("case", _l("Number of the case in this file"), ColumnKind.LINK),
        ExportColumn("kind", _l("Kind"), ColumnKind.CODE),
        ExportColumn("status", _l("Status"), ColumnKind.CODE),
        ExportColumn("language", _l("Language"), ColumnKind.CODE),
        ExportColumn("begun_on", _l("Begun on"), ColumnKind.DAY),
        ExportColumn("changed_on", _l("Last changed on"), ColumnKind.DAY),
    ),
    _rows,
)
