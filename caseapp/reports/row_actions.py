"""Asking for an export of records, agreeing to it as a second person, and fetching its file."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.audit.packed import as_detail
from caseapp.clock import today
from caseapp.db import ORGANISATION, db, system_scope_id
from caseapp.disclosures import disclose
from caseapp.disclosures.audiences import audience_of
from caseapp.reports.keeping import let_go
from caseapp.reports.models import ExportFile, ExportStatus, FileStatus, RowExport
from caseapp.reports.rows import disclosure_of
from caseapp.web.reported import ExportRow

FETCHED_WITHIN = timedelta(days=1)
DECIDED_WITHIN = timedelta(days=7)
"""How long the rows wait for a second person: they are kept as they were when somebody asked."""


class NotYours(ValueError):
    """Only a colleague of whoever asked agrees, and only whoever asked fetches."""


class JustChanged(ValueError):
    """Whoever asked has lost sight of something while the file was encrypted."""


class NotMade(ValueError):
    """Nobody knows yet how many people the file holds."""


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
    """Ask for an export, whose file is made from here on. With names it then waits for a second person."""
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
        until=today() + (DECIDED_WITHIN if named else FETCHED_WITHIN),
    )
    file = ExportFile(scope_id=export.scope_id, status=FileStatus.MAKING.value, export_id=export.id)
    db.session.add_all([export, file])
    record(actor, "row_export.asked", export, exported=table, named=named)
    return export


def make_again(actor: User, export: RowExport, file: ExportFile) -> None:
    """Let a file be made that could not be made before.

    Raises:
        NotYours: somebody else asked for it.
        NotOpen: its making has not failed.
    """
    if export.asked_by != actor.id:
        raise NotYours
    if export.status != ExportStatus.FAILED:
        raise NotOpen
    export.status = (ExportStatus.OPEN if export.has_names else ExportStatus.AGREED).value
    export.until = today() + (DECIDED_WITHIN if export.has_names else FETCHED_WITHIN)
    file.status, file.failure, file.begun = FileStatus.MAKING.value, "", 0
    record(actor, "row_export.asked_again", export)


def decide_rows(actor: User, export: RowExport, file: ExportFile | None, *, agree: bool, reason: str) -> None:
    """Agree to an export that a colleague asked for, or refuse it, which lets its file go.

    Raises:
        NotOpen: it was decided before, or its term is over.
        NotYours: ``actor`` asked for it, or stands in for whoever did.
        NotMade: the file is still being made.
    """
    if export.status != ExportStatus.OPEN or file is None or not _in_time(export):
        raise NotOpen
    if export.asked_by in stands_for(actor):
        raise NotYours
    if not may_decide(actor, export, file):
        raise NotMade
    export.status = (ExportStatus.AGREED if agree else ExportStatus.REFUSED).value
    export.decided_by, export.decision = actor.id, reason
    export.until = today() + FETCHED_WITHIN if agree else None
    if not agree:
        let_go(file)
    record(actor, "row_export.agreed" if agree else "row_export.refused", export)


def may_decide(actor: User, export: RowExport, file: ExportFile | None) -> bool:
    """Tell whether ``actor`` can be the second person for an export today: what it holds is known by now."""
    return (
        export.status == ExportStatus.OPEN
        and export.asked_by not in stands_for(actor)
        and _in_time(export)
        and file is not None
        and file.is_kept
    )


def may_fetch(actor: User, export: RowExport, file: ExportFile | None) -> bool:
    """Tell whether ``actor`` can fetch the file today."""
    return (
        export.asked_by == actor.id
        and _in_time(export)
        and export.status in {ExportStatus.AGREED, ExportStatus.FETCHED}
        and file is not None
        and file.is_kept
    )


def fetch_rows(
    actor: User,
    export: RowExport,
    file: ExportFile | None,
    rows: Sequence[ExportRow],
    number: int,
    left_out: int,
    held: bytes,
) -> None:
    """Record that the file with this ``number`` of rows leaves the house, and the records that it ``held``.

    With names they are ``rows``, and everybody in them gets their line in the ledger.

    Raises:
        NotOpen: it was not agreed to, or its day is over, or somebody else asked for it.
        Refused: somebody has withdrawn since the rows were looked at.
    """
    if not may_fetch(actor, export, file):
        raise NotOpen
    if export.has_names and rows:
        disclosure = disclosure_of(rows, audience_of(export.audience), export.id)
        token = disclose(actor, disclosure)
        token.check(audience=disclosure.audience, items=disclosure.items, subjects=disclosure.subjects)
    export.status, export.rows = ExportStatus.FETCHED.value, number
    record(
        actor,
        "row_export.fetched",
        export,
        exported=export.table,
        rows=number,
        left_out=left_out,
        held=as_detail(held),
    )


def _in_time(export: RowExport) -> bool:
    return export.until is not None and export.until >= today()
