"""The rows of a list whose columns are plain: each column says once what it shows, and every row is put together so.

A template writes ``list_rows(state, rows, [as_link('reference', 'cases.show', 'case_id'), ...])``; what
stays the same from row to row, words, addresses and marks, is looked up for the list and not for each of its cells.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from flask import url_for
from markupsafe import Markup

from caseapp.web.cells import person_name, said, status_tag
from caseapp.web.listing import ListState
from caseapp.web.values import colleague, days_in_words

_ANY_ID = str(uuid.UUID(int=0))


@dataclass(frozen=True)
class Column:
    """One column: the code of its word, and what makes the cell of a row behind the word."""

    code: str
    cell: Callable[[Any], str]
    """Returns the rest of the cell's tag and what is in it, as HTML."""
    names_row: bool = False


def list_rows(state: ListState, rows: Iterable[Any], columns: Sequence[Column]) -> Markup:
    """Return the rows of the body of a table; their cells stand in the order of ``columns``."""
    words = state.columns
    made = [(_opening(column, said(words[column.code])), column.cell) for column in columns]
    body = "".join([f"<tr>{''.join([opening + cell(row) for opening, cell in made])}</tr>\n" for row in rows])
    return Markup(body)  # noqa: S704 - each value in it went through ``said``


def _opening(column: Column, word: str) -> str:
    return f'<th scope="row" data-label="{word}"' if column.names_row else f'<td data-label="{word}"'


def as_link(code: str, endpoint: str, argument: str) -> Column:
    """Show a reference, which names the row and leads to the page of its record."""
    before, _, after = url_for(endpoint, **{argument: _ANY_ID}).partition(_ANY_ID)  # type: ignore[arg-type]  # the id of the page

    def cell(row: Any) -> str:
        shown = f'<bdi class="reference" dir="ltr">{said(row.reference)}</bdi>'
        return f'><a class="row-link" href="{said(f"{before}{row.id}{after}")}">{shown}</a></th>'

    return Column(code, cell, names_row=True)


def as_day(code: str, field: str) -> Column:
    """Show a day in the reader's calendar."""
    days = days_in_words()
    return _repeated(code, field, lambda day: f"<bdi>{said(days[day])}</bdi>")


def as_colleague(code: str, field: str) -> Column:
    """Show a colleague by their id."""
    return _repeated(code, field, lambda user_id: f"<bdi>{said(colleague(user_id))}</bdi>")


def as_status(code: str, field: str, workflow: Any) -> Column:
    """Show where a record of ``workflow`` stands."""
    return _repeated(code, field, lambda status: f"<div>{status_tag(workflow, status)}</div>")


def as_name(code: str, field: str) -> Column:
    """Show the name of a person, each script in its direction."""
    parts = attrgetter(*(f"{field}.{part}" for part in ("name", "other", "name_lang", "other_lang")))
    return Column(code, lambda row: f"><div>{person_name(*parts(row))}</div></td>")


def _repeated(code: str, field: str, html: Callable[[Any], str]) -> Column:
    """Show a value of which row after row has the same few; ``html`` makes of each what its cells hold."""
    value = attrgetter(field)
    shown: dict[Any, str] = {}

    def cell(row: Any) -> str:
        found = value(row)
        if found not in shown:
            shown[found] = f">{html(found)}</td>"
        return shown[found]

    return Column(code, cell)


LIST_ROWS: dict[str, Callable[..., Any]] = {
    made.__name__: made for made in (list_rows, as_link, as_day, as_colleague, as_status, as_name)
}
"""What every template may call."""
