"""Records as rows of a file: with names for a named audience, or without anything that tells who they are.

Without names each record has a random number that means nothing outside its file, the rows stand in the order of
these numbers, days are cut down to their month, only columns of codes are left, and of these what fewer than five
people have in common is withheld (see ``coarsening``).
"""

import secrets
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select

from caseapp.access import check_reach, visible_to, visited_by
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.db import db, is_locked
from caseapp.db.engine import among_given, given_ids
from caseapp.disclosures import Audience, Disclosure, Purpose, covered
from caseapp.i18n.messages import gettext as _
from caseapp.reports.coarsening import WITHHELD, Line, coarsened
from caseapp.reports.models import Counts
from caseapp.reports.spreadsheet import Cell
from caseapp.web.gate import can
from caseapp.web.installed import features, model_of
from caseapp.web.reported import ExportColumn, ExportRow, ExportTable

MOST_ROWS = 20_000
"""Rows of one file: it is made in memory."""
KEY_LENGTH = 32
"""Bytes of what numbers the records of a file."""
_NUMBER_LENGTH = 8


class TooManyRows(ValueError):
    """The file would hold more rows than can be made in memory."""


def export_tables(user: User) -> list[ExportTable]:
    """Return the tables of records that ``user`` may read."""
    return [table for feature in features() for table in feature.exports if can(user, table.permission)]


def table_named(name: str) -> ExportTable | None:
    """Return the table of a name."""
    return next((table for feature in features() for table in feature.exports if table.name == name), None)


def chosen(table: ExportTable, codes: Iterable[str], *, named: bool) -> list[ExportColumn]:
    """Return the columns of these codes in the table's order; without names none that tells who somebody is."""
    wanted = set(codes)
    return [
        column for column in table.columns if column.code in wanted and (named or not column.kind.tells_who)
    ]


def disclosure_of(rows: Iterable[ExportRow], audience: Audience, export_id: uuid.UUID) -> Disclosure:
    """Return what an export with names tells an audience about the persons in its rows."""
    subjects = dict.fromkeys(person_id for row in rows for person_id in row.persons)
    items = (("row_export", export_id),)
    return Disclosure(tuple(subjects), Purpose.SHARE, audience, items, "named", today())


@dataclass(frozen=True)
class Taken:
    """The rows of an export, and how many they are."""

    rows: list[ExportRow]
    counts: Counts


def rows_for(
    user: User,
    table: ExportTable,
    audience: Audience | None,
    export_id: uuid.UUID,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Taken:
    """Return the rows that ``user`` sees and may export; ``progress`` is told how many of how many are read.

    What they see by emergency access alone is for reading, and leaves the house in no file of theirs.

    With an audience, a record is left out unless a consent or a ground on file covers every person in it.

    Raises:
        TooManyRows: there are more than ``MOST_ROWS``.
    """
    total = _number_visible(user, table)
    if total > MOST_ROWS:
        raise TooManyRows
    progress(0, total)
    found = []
    for number, row in enumerate(table.rows(user, audience is not None), 1):
        found.append(row)
        progress(number, total)
    visited = _only_visited(user, table)
    found = [row for row in found if row.record_id not in visited]
    kept = found if audience is None else _allowed(found, audience, export_id)
    people, everybody = _people(kept), _people(found)
    return Taken(kept, Counts(len(kept), len(found) - len(kept), len(people), len(everybody) - len(people)))


def still_allowed(
    user: User, table: ExportTable, audience: Audience | None, export_id: uuid.UUID, rows: list[ExportRow]
) -> list[ExportRow]:
    """Return which of an export's rows ``user`` still sees, and everybody in them still allows."""
    model, wanted = model_of(table.record), {row.record_id for row in rows}
    visible = db.session.execute(select(model.id, model.scope_id).where(visible_to(user, model))).all()
    wanted -= _only_visited(user, table)
    scopes = {record_id: scope_id for record_id, scope_id in visible if record_id in wanted}
    check_reach(scopes.values())
    seen = [row for row in rows if row.record_id in scopes]
    return seen if audience is None else _allowed(seen, audience, export_id)


def _allowed(rows: list[ExportRow], audience: Audience, export_id: uuid.UUID) -> list[ExportRow]:
    allowed = covered(disclosure_of(rows, audience, export_id))
    return [row for row in rows if row.persons and allowed.issuperset(row.persons)]


def _people(rows: Iterable[ExportRow]) -> set[uuid.UUID]:
    return {person_id for row in rows for person_id in row.persons}


def _only_visited(user: User, table: ExportTable) -> set[uuid.UUID]:
    """Return the records of a table that ``user`` sees by emergency access alone."""
    model, visited = model_of(table.record), visited_by(user)
    query = select(model.id).where(among_given(model.scope_id))
    return set(db.session.scalars(query, given_ids(visited))) if visited else set()


def _number_visible(user: User, table: ExportTable) -> int:
    model = model_of(table.record)
    return db.session.scalar(select(func.count()).select_from(model).where(visible_to(user, model))) or 0


def cells(
    rows: Sequence[ExportRow], columns: list[ExportColumn], *, named: bool, key: bytes | None = None
) -> list[list[Cell]]:
    """Return the file's rows, its heading first.

    What numbers the records is ``key``, 32 random bytes of this file: with the same one they have the same numbers.
    """
    number = _Numbers(key or secrets.token_bytes(KEY_LENGTH))
    heading: list[Cell] = [_("Number in this file"), *(str(column.label) for column in columns)]
    if named:
        codes = [column.code for column in columns]
        made = [
            [number.of(row.record_id), *(_cell(row.values.get(code), number) for code in codes)]
            for row in rows
        ]
        return [heading, *made]
    made, in_words = [], dict[Line, list[Cell]]()
    for row, line in zip(rows, coarsened(rows, columns), strict=True):
        words = in_words.get(line)
        if words is None:
            words = in_words[line] = [_cell(value, number) for value in line]
        made.append([number.of(row.record_id), *words])
    return [heading, *sorted(made, key=itemgetter(0))]


def _cell(value: Any, numbers: "_Numbers") -> Cell:
    if value is None:
        return ""
    if value is WITHHELD:
        return _("withheld")
    if is_locked(value):
        return _("locked")
    if isinstance(value, uuid.UUID):
        return numbers.of(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


class _Numbers:
    """The numbers that stand for records in one file, and mean nothing without its key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, record_id: uuid.UUID) -> str:
        """Return the number of a record."""
        return blake2b(record_id.bytes, key=self._key, digest_size=_NUMBER_LENGTH).hexdigest()
