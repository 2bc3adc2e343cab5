"""What a feature contributes to reports: numbers, charts and tables of rows to export."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class CountTable:
    """A table of the counts report.

    ``rows(counted)`` yields (status, quarter like ``2026-Q3``, number); ``counted(model)`` is the condition under which
    rows of a model count for whoever reads: ``caseapp.access.Counted``. ``caseapp.access.count_by_quarter`` makes them
    for a model with a status. ``persons(counted)`` returns the question for the same records, where each is about one
    person: the report counts them by sex and age too; see ``caseapp.access.persons_by_day``.
    """

    name: str
    label: LazyString
    rows: Callable[[Any], Iterable[tuple[str, str, int]]]
    status_label: Callable[[str], str]
    persons: Callable[[Any], Any] | None = None
    statuses: tuple[str, ...] = ()
    """All statuses in the order of the work: so the page shows them."""
    model: Any = None
    """The model whose rows it counts, for who asks for their number alone."""


@dataclass(frozen=True)
class CountChart:
    """A chart of the numbers beside the counts by status: lines, each split into the same parts.

    ``cells(counted)`` yields (code of the line, code of the part, number) of the records that ``counted`` lets in.
    ``lines`` and ``parts`` give the codes their words, in the order shown; ``says(label, numbers)`` may
    put a line into a sentence, from the numbers of its parts.
    """

    name: str
    label: LazyString
    heading: LazyString
    """What the lines are, as the head of the first column of its table."""
    lines: Mapping[str, LazyString]
    parts: Mapping[str, LazyString]
    cells: Callable[[Any], Iterable[tuple[str, str, int]]]
    says: Callable[[str, Mapping[str, int]], str] | None = None


class ColumnKind(StrEnum):
    """What a column of an export tells. Only codes and months go without names.

    A link goes with names only, although its number means nothing elsewhere: how many rows share one, and what else
    they have in common, would tell whose they are.

    There is none for free text, such as the subject of a letter: it may tell of somebody whom no consent of the persons
    in the row covers, and nothing on file says of whom.
    """

    CODE = "code"
    DAY = "day"
    LINK = "link"
    REFERENCE = "reference"
    NAME = "name"

    @property
    def tells_who(self) -> bool:
        """Tell whether it may stand only in an export with names."""
        return self in {ColumnKind.LINK, ColumnKind.REFERENCE, ColumnKind.NAME}


@dataclass(frozen=True)
class ExportColumn:
    """A column that an export of records may have."""

    code: str
    label: LazyString
    kind: ColumnKind


@dataclass(frozen=True)
class ExportRow:
    """One record of an export: the persons whom its row tells of, and the values of its columns by their codes.

    Rows of one table have their persons in the same order, such as who seeks and who is sought.

    A day is a date, a link the id of the record or another one; everything else is words or a number.
    """

    record_id: uuid.UUID
    persons: tuple[uuid.UUID, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ExportTable:
    """Records that may be exported, one row each; ``record`` is their kind.

    ``rows(user, named)`` yields those that ``user`` may see; unless ``named`` it opens neither names nor references.
    """

    name: str
    record: str
    label: LazyString
    permission: str
    columns: tuple[ExportColumn, ...]
    rows: Callable[[Any, bool], Iterable[ExportRow]]
