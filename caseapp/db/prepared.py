"""Questions that pages ask again and again, prepared once.

SQLAlchemy finds the text of a statement, its values and what makes objects of the rows anew each time that it is
asked, and takes longer over a page of a list than the database itself. Here all three are kept with the question.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from caseapp.db.engine import db, writes_on


class Prepared:
    """A question whose text is always the same; what differs are the values of its ``bindparam``.

    The rows are tuples, and have the names of the columns as SQLAlchemy's have. Their values were read by the types
    of the columns, so that what is no id, no day, no ciphertext is refused as in every other question.
    """

    def __init__(self, question: Any) -> None:
        """Keep a ``select``; its text is made when it is first asked."""
        self.question = question

    def rows(self, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return what is found. A write first writes what waits to be written, and asks in the usual way."""
        if writes_on(db.session.connection()):
            return db.session.execute(self.question, values or {}).all()
        return self.rows_past_session(values)

    def rows_past_session(self, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return what is found in the database as it is, whatever waits to be written."""
        text = self._text
        result = db.session.connection().exec_driver_sql(text.statement, text.filled(values or {}))
        try:
            return self._read(result.cursor.fetchall())  # past SQLAlchemy's rows, which are made one by one
        finally:
            result.close()

    def _read(self, found: Sequence[Any]) -> list[Any]:
        if not found:
            return []
        text = self._text
        if not text.readers:
            return list(map(text.row, found))
        columns: list[Any] = list(zip(*found, strict=True))
        for place, read in text.readers:
            columns[place] = [read(value) for value in columns[place]]
        return list(map(text.row, zip(*columns, strict=True)))

    @cached_property
    def _text(self) -> "_Text":
        return _Text(self.question, db.engine.dialect)


class _Text:
    """The text of a question in the language of one database."""

    def __init__(self, question: Any, dialect: Dialect) -> None:
        compiled = question.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        needed = {name for name, bound in compiled.binds.items() if bound.required}
        state = compiled.construct_expanded_state(dict.fromkeys(needed))
        self.statement = state.statement
        writers = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bound in compiled.binds.items()
        } | dict(state.processors)
        names = list(state.positiontup or ())
        self._slots = [
            (place, name, writers.get(name) or _as_it_is)
            for place, name in enumerate(names)
            if name in needed
        ]
        self._fixed = [
            None if name in needed else (writers.get(name) or _as_it_is)(state.parameters[name])
            for name in names
        ]
        readers = [
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for place, column in enumerate(question.selected_columns)
        ]
        self.readers = [(place, read) for place, read in readers if read is not None]
        kind: Any = namedtuple
        found = kind("Found", question.selected_columns.keys(), rename=True)
        self.row: Callable[[Iterable[Any]], Any] = found._make

    def filled(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return all values in the order of their places."""
        filled = self._fixed.copy()
        for place, name, write in self._slots:
            filled[place] = write(values[name])
        return tuple(filled)


def _as_it_is(value: Any) -> Any:
    return value
