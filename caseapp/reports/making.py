"""Making the files of exports in the background, one after the other, outside of any request.

What an export holds is settled here, once: a second person agrees to what they see counted, and what is recorded
afterwards is in the next export. A making that was broken off, because the machine went off or the system was locked,
is begun again; one that was broken off too often is given up.
"""

import logging
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import or_, select

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import Locked, blobs, db, end_read, write
from caseapp.disclosures.audiences import audience_of
from caseapp.jobs import Job
from caseapp.jobs.background import UnderWay, begin, under_way
from caseapp.reports import handing
from caseapp.reports.exporting import FileFormat
from caseapp.reports.keeping import file_of, let_go, stage_rows
from caseapp.reports.models import Counts, ExportFile, ExportStatus, FileStatus, RowExport
from caseapp.reports.rows import KEY_LENGTH, Taken, TooManyRows, rows_for, table_named
from caseapp.reports.writing import cells_of, plain_file
from caseapp.vault import BlobInfo
from caseapp.web.installed import this_app

log = logging.getLogger("caseapp")
PLACE = "exports of records"
MOST_BEGUN = 3
"""How often a making is begun before it is given up."""
READY = FileFormat.CSV
"""The kind of file that is made with the rows."""
A_MOMENT = 2.0
"""Seconds that whoever asked waits for the file before they see the page that looks again by itself."""


class Failure(StrEnum):
    """Why a file could not be made."""

    TOO_MANY = "too_many"
    BROKEN_OFF = "broken_off"
    WENT_WRONG = "went_wrong"


def make_in_background() -> None:
    """Let every file that waits be made by and by; does nothing when none waits."""
    _begin()


def make_and_await() -> None:
    """Let every file that waits be made, and wait a moment: most are made by then, and nobody has to look again."""
    going = _begin()
    if going is not None and going.thread is not None:
        end_read()
        going.thread.join(A_MOMENT)


def _begin() -> UnderWay | None:
    if _next() is None:
        return None
    app = this_app()
    return begin(app, PLACE, "an export of records", make_waiting)


def making_of(export: RowExport) -> UnderWay | None:
    """Return how far the file of ``export`` is, None while it is not its turn."""
    app = this_app()
    going = under_way(app, PLACE)
    return going if going is not None and going.about == export.id else None


def make_waiting(going: UnderWay) -> None:
    """Make every file that waits, the oldest first."""
    while (file_id := _next()) is not None:
        _make(file_id, going)


def end_terms() -> None:
    """Let the files go whose term is over, and end the exports that nobody decided or fetched in time."""
    standing = RowExport.status.in_([ExportStatus.OPEN.value, ExportStatus.AGREED.value])
    kept = RowExport.id.in_(select(ExportFile.export_id).where(ExportFile.status == FileStatus.KEPT.value))
    for export in db.session.scalars(select(RowExport).where(or_(standing, kept))).all():
        if export.until is None or export.until < today():
            _end_term(export)


def _end_term(export: RowExport) -> None:
    with write():
        file = file_of(export)
        if export.status != ExportStatus.FETCHED:
            export.status = ExportStatus.LAPSED.value
        if file is not None:
            let_go(file)
        record(None, "row_export.let_go", export)


def _next() -> uuid.UUID | None:
    waiting = select(ExportFile.id).where(ExportFile.status == FileStatus.MAKING.value)
    return db.session.scalar(waiting.order_by(ExportFile.seq).limit(1))


def _make(file_id: uuid.UUID, going: UnderWay) -> None:
    with write():
        file, export = _loaded(file_id)
        going.about, going.done, going.total = export.id, 0, 0
        file.begun = (file.begun or 0) + 1
        given_up = file.begun > MOST_BEGUN
        if given_up:
            _fail(file, export, Failure.BROKEN_OFF)
        else:
            record(None, "row_export.begun", export)
    if given_up:
        return
    try:
        made = _made(export, going)
    except Locked:
        raise  # it is begun again once somebody has unlocked the system
    except TooManyRows:
        _give_up(file_id, Failure.TOO_MANY)
    except Exception as error:
        log.error("an export of records could not be made: %s", type(error).__name__)  # noqa: TRY400 - a text may tell of whom
        db.session.rollback()
        _give_up(file_id, Failure.WENT_WRONG)
    else:
        _keep(file_id, made)


@dataclass(frozen=True)
class _Made:
    """The file of an export before it is kept."""

    info: BlobInfo
    counts: Counts
    at: tuple[int, date]
    """Where the counter of changes stood, and on which day, when its rows began to be read."""


def _made(export: RowExport, going: UnderWay) -> _Made:
    asker, table = db.session.get(User, export.asked_by), table_named(export.table)
    assert asker is not None
    assert table is not None
    audience = audience_of(export.audience) if export.has_names else None
    at, key = handing.as_it_stands(), secrets.token_bytes(KEY_LENGTH)
    # Some rows are worded with what pages say, and name what they point at with its address, which needs a request.
    with current_app.test_request_context(), force_locale(str(asker.language)):
        taken: Taken = rows_for(asker, table, audience, export.id, going.advance)
        # The other kind is made of the rows when somebody takes that one.
        written = plain_file(cells_of(export, table, taken.rows, key), READY, str(table.label))
    return _Made(stage_rows(taken.rows, key, {READY.value: written}), taken.counts, at)


def _keep(file_id: uuid.UUID, made: _Made) -> None:
    with write() as act:
        file, export = _loaded(file_id)
        info, counts = made.info, made.counts
        if not file.is_waited_for:  # its term ended meanwhile
            store = blobs()
            act.after_commit.append(lambda: store.destroy(info.ref))
            record(None, "row_export.let_go", export)
            return
        if handing.as_it_stands() == made.at:
            export_id, (_changes, day) = export.id, made.at
            act.after_commit.append(lambda: handing.hold_good(export_id, act.changes, day))
        blobs().adopt(info.ref)
        file.status, file.blob_ref, file.file_key = FileStatus.KEPT.value, info.ref, info.key
        file.numbers = asdict(counts)
        record(None, "row_export.made", export, rows=counts.rows, left_out=counts.left_out)


def _give_up(file_id: uuid.UUID, failure: Failure) -> None:
    with write():
        _fail(*_loaded(file_id), failure)


def _fail(file: ExportFile, export: RowExport, failure: Failure) -> None:
    file.status, file.failure = FileStatus.FAILED.value, failure.value
    export.status = ExportStatus.FAILED.value
    record(None, "row_export.failed", export, failure=failure.value)


def _loaded(file_id: uuid.UUID) -> tuple[ExportFile, RowExport]:
    file = db.session.get(ExportFile, file_id)
    assert file is not None
    export = db.session.get(RowExport, file.export_id)
    assert export is not None
    return file, export


JOBS = (
    Job("make exports of records that wait", timedelta(minutes=1), make_in_background),
    Job("end the terms of exports of records", timedelta(minutes=10), end_terms),
)
