"""What a record was before it was changed, and what was taken out: where they are named in it, and taking that out.

The history holds each former state as one ciphertext. Whoever reads it reads the names in it, so each record that had
them waits for one decision, however many of its former states hold them.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.db import Record, RecordVersion, db, field_text, field_value, intact_versions
from caseapp.erasures.blackening import blackened
from caseapp.erasures.needles import Needles, excerpt, texts_in
from caseapp.erasures.reading import columns_of
from caseapp.vault import VaultError


@dataclass(frozen=True)
class WordsBefore:
    """Words in which they are named and that stand in the record no more."""

    until: date
    """The last day on which they stood there."""
    taken_out: bool
    """Whether the whole row was taken out then."""
    words: str
    left: str
    """What blackening leaves of them."""


def opened_states(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the fields of former states, each with its id, scope and ciphertext; none of one that nobody can read."""
    cells = [(row.id, row.scope_id, row.state_sealed) for row in rows]
    try:
        states = RecordVersion.state.open_each(RecordVersion, cells)
    except (
        VaultError
    ):  # one was edited outside the application; verifying tells of it, and the others are read
        states = [_opened(cell) for cell in cells]
    return [(state or {}).get("fields", {}) for state in states]


def _opened(cell: tuple[Any, Any, bytes]) -> Any:
    with suppress(VaultError):
        return RecordVersion.state.open(RecordVersion, *cell)
    return None


def words_before(row: Record, needles: Needles) -> list[WordsBefore]:
    """Return the words in which they are named in what a row was, the newest first and the same words once."""
    found: dict[str, WordsBefore] = {}
    for until, taken_out, value in _values_before(row):
        words = excerpt(value, needles)
        if words and words not in found:
            found[words] = WordsBefore(until, taken_out, words, blackened(words, needles))
    return list(found.values())


def _values_before(row: Record) -> Iterator[tuple[date, bool, Any]]:
    columns = columns_of(type(row))
    if row.removed_on is not None:
        for column in columns:
            yield row.removed_on, True, getattr(row, column.name)
    for version in intact_versions(row):
        fields = version.fields()
        for column in columns:
            yield version.replaced_on, False, field_value(column, fields.get(column.name))


def blacken_before(row: Record, needles: Needles, *, since: int = 0) -> int:
    """Blacken their names in the former states of a row, and in itself where it was taken out; returns in how many.

    ``since`` is the first version of which it is done: where something else was decided about what was before.
    """
    done = 0
    if row.removed_on is not None:
        done += blacken_row(row, needles)
    columns = columns_of(type(row))
    for version in intact_versions(row):
        if version.row_version < since:
            continue
        fields = version.fields()
        left = {
            column.name: field_text(column, blackened(value, needles))
            for column in columns
            for value in [field_value(column, fields.get(column.name))]
            if any(needles.are_in(text) for text in texts_in(value))
        }
        if left:
            version.rewrite({**fields, **left})
            done += 1
    return done


def empty_before(row: Record, needles: Needles) -> int:
    """Empty the former states of a row; blacken their names in itself where it was taken out. Returns how many."""
    done = blacken_row(row, needles) if row.removed_on is not None else 0
    versions = intact_versions(row)
    for version in versions:
        version.empty()
    return done + len(versions)


def blacken_row(row: Record, needles: Needles) -> int:
    """Blacken their names in what a row says now; returns 1 where there was one, and 0 otherwise."""
    changed = False
    for column in columns_of(type(row)):
        value = getattr(row, column.name)
        left = blackened(value, needles)
        if left != value:
            setattr(row, column.name, left)
            changed = True
    db.session.flush()  # what it was until now is its newest former state, and is gone through with them
    return int(changed)
