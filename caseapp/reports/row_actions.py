"""Asking for an export of records, agreeing to it as a second person, and fetching its file."""

import uuid
from datetime import timedelta

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import ORGANISATION, db, system_scope_id
from caseapp.disclosures import disclose
from caseapp.disclosures.audiences import audience_of
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.reports.rows import disclosure_of
from caseapp.web.feature import ExportRow

FETCHED_WITHIN = timedelta(days=1)


class NotYours(ValueError):
    """Only a colleague of whoever asked agrees, and only whoever asked fetches."""


class NotOpen(ValueError):
    """The export does not stand where this act begins: it was decided, refused, or its day is over."""


def ask_for_rows(
    actor: User,
    *,
    table: str,
    named: bool,
    audience: str | None,
    columns: list[str],
    reason: str,
    export_id: uuid.UUID,
) -> RowExport:
    """Ask for an export. With names it waits for a second person; without, the file can be fetched at once."""
    export = RowExport(
        id=export_id,
        scope_id=system_scope_id(ORGANISATION),
        status=(ExportStatus.OPEN if named else ExportStatus.AGREED).value,
        asked_by=actor.id,
        table=table,
        identified="named" if named else "pseudonymous",
        audience=audience if named else None,
        columns=columns,
        reason=reason,
        until=None if named else today() + FETCHED_WITHIN,
    )
    db.session.add(export)
    record(actor, "row_export.asked", export, exported=table, named=named)
    return export


def decide_rows(actor: User, export: RowExport, *, agree: bool, reason: str) -> None:
    """Agree to an export that a colleague asked for, or refuse it.

    Raises:
        NotOpen: it was decided before.
        NotYours: ``actor`` asked for it.
    """
    if export.status != ExportStatus.OPEN:
        raise NotOpen
    if export.asked_by == actor.id:
        raise NotYours
    export.status = (ExportStatus.AGREED if agree else ExportStatus.REFUSED).value
    export.decided_by, export.decision = actor.id, reason
    export.until = today() + FETCHED_WITHIN if agree else None
    record(actor, "row_export.agreed" if agree else "row_export.refused", export)


def may_fetch(actor: User, export: RowExport) -> bool:
    """Tell whether ``actor`` can fetch the file today."""
    open_today = export.until is not None and export.until >= today()
    return (
        export.asked_by == actor.id
        and open_today
        and export.status in {ExportStatus.AGREED, ExportStatus.FETCHED}
    )


def fetch_rows(actor: User, export: RowExport, rows: list[ExportRow], left_out: int) -> None:
    """Record that the file leaves the house; everybody in an export with names gets their line in the ledger.

    Raises:
        NotOpen: it was not agreed to, or its day is over, or somebody else asked for it.
        Refused: somebody has withdrawn since the rows were read.
    """
    if not may_fetch(actor, export):
        raise NotOpen
    if export.has_names and rows:
        disclosure = disclosure_of(rows, audience_of(export.audience), export.id)
        token = disclose(actor, disclosure)
        token.check(audience=disclosure.audience, items=disclosure.items, subjects=disclosure.subjects)
    export.status, export.rows = ExportStatus.FETCHED.value, len(rows)
    record(actor, "row_export.fetched", export, exported=export.table, rows=len(rows), left_out=left_out)
